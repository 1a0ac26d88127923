"""An nbconvert exporter: a notebook as one HTML file that needs nothing else.

jupyter nbconvert --to handout NOTEBOOK.ipynb
"""

import base64
import hashlib
import json
import re
import subprocess
from html import escape
from pathlib import Path

from nbconvert.exporters.exporter import Exporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.utils.exceptions import ConversionException
from traitlets import Bool, default
from traitlets.config import Config

from .page import Page

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parents[2]
NODE = PROJECT / "node_modules" / "node" / "bin" / "node"
DRAW = PROJECT / "scripts" / "handouts" / "draw.ts"
TEMPLATE = HERE / "templates" / "handout"


class HandoutError(ConversionException):
    """What is wrong with a notebook, by its cells."""


class HandoutExporter(TemplateExporter):
    export_from_notebook = "Handout"
    output_mimetype = "text/html"

    neighbours = Bool(
        False, help="Link to the handouts before and after this one, and to the index."
    ).tag(config=True)

    @default("file_extension")
    def _file_extension_default(self):
        return ".html"

    @default("template_name")
    def _template_name_default(self):
        return "handout"

    @default("extra_template_basedirs")
    def _extra_template_basedirs_default(self):
        return [str(HERE / "templates")]

    @property
    def default_config(self):
        # A kernel sends a line at a time; together they are one output.
        ours = Config({"CoalesceStreamsPreprocessor": {"enabled": True}})
        ours.merge(super().default_config)
        return ours

    def from_notebook_node(self, nb, resources=None, **kw):
        nb, resources = Exporter.from_notebook_node(self, nb, resources, **kw)
        page = Page(language_of(nb))
        name = resources.get("metadata", {}).get("name", "notebook")
        folder = resources.get("metadata", {}).get("path", "")
        html = self.template.render(
            nb=nb,
            page=page,
            title=title_of(nb, name),
            neighbours=neighbours_of(Path(folder), name) if self.neighbours else {},
            resources=resources,
        )
        drawn = draw(page)
        if page.problems:
            lines = [f"{name}.ipynb, cell {cell}: {text}" for cell, text in sorted(page.problems)]
            raise HandoutError("\n".join(lines))
        return finish(html, page, drawn), resources


def language_of(nb) -> str:
    known = nb.metadata.get("language_info", {}).get("name")
    return known or nb.metadata.get("kernelspec", {}).get("language", "typescript")


def title_of(nb, name: str) -> str:
    """The first heading, or the notebook's name."""
    for cell in nb.cells:
        found = re.search(r"^# +(.+)$", cell.source, re.M) if cell.cell_type == "markdown" else None
        if found:
            return re.sub(r"[`$*]", "", found[1]).strip()
    return name


def neighbours_of(folder: Path, name: str) -> dict:
    """Name and title of the notebooks before and after, in the order of the folder."""
    names = sorted(path.stem for path in folder.glob("*.ipynb"))
    at = names.index(name) if name in names else -1
    if at < 0:
        return {}
    found = {"previous": at - 1, "next": at + 1}
    return {
        which: {"name": names[i], "title": title_in(folder / f"{names[i]}.ipynb", names[i])}
        for which, i in found.items()
        if 0 <= i < len(names)
    }


def title_in(path: Path, name: str) -> str:
    from nbformat import read

    return title_of(read(path, as_version=4), name)


def draw(page: Page) -> dict:
    """Formulas, figures and what they need, from one run of Node."""
    question = {"formulas": page.formulas, "figures": page.figures}
    ran = subprocess.run(
        [NODE, DRAW], input=json.dumps(question), capture_output=True, text=True, check=False
    )
    if ran.returncode != 0:
        raise HandoutError(f"{DRAW.name} failed: {ran.stderr.strip()}")
    drawn = json.loads(ran.stdout)
    for problem in drawn["problems"]:
        page.complain(problem["message"], problem["cell"])
    return drawn


def finish(html: str, page: Page, drawn: dict) -> str:
    script = (TEMPLATE / "page.js").read_text()
    style = (TEMPLATE / "handout.css").read_text() + drawn["style"]
    html = page.fill(html, "contents", lambda _: page.contents())
    html = page.fill(html, "figure", lambda i: figure(i, page.figures[i]["spec"], drawn))
    html = page.fill(html, "formula", lambda i: drawn["formulas"][i])
    html = page.fill(html, "style", lambda _: style)
    html = page.fill(html, "script", lambda _: script)
    html = page.fill(html, "library", lambda _: drawn["library"]["packed"])
    policy = "; ".join(
        [
            "default-src 'none'",
            "img-src data:",
            "font-src data:",
            "style-src 'unsafe-inline'",
            f"script-src {digest(script)} '{drawn['library']['digest']}'",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
    return page.fill(html, "policy", lambda _: policy)


def figure(index: int, spec: dict, drawn: dict) -> str:
    """The picture, and the specification that the page's script draws anew when it comes near."""
    data = json.dumps(spec, separators=(",", ":")).replace("<", r"\u003c")
    label = escape(f"Figure {index + 1}")
    return (
        f'<figure class="figure" aria-label="{label}">'
        f'<div class="still">{drawn["figures"][index]}</div>'
        f'<script type="application/json">{data}</script></figure>'
    )


def digest(script: str) -> str:
    """A script as a Content-Security-Policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
