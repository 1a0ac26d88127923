"""An nbconvert exporter: a notebook as one HTML file that needs nothing else.

jupyter nbconvert --to handout NOTEBOOK.ipynb
"""

import re

from nbconvert.exporters.exporter import Exporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.utils.exceptions import ConversionException
from traitlets import Dict, default
from traitlets.config import Config

from .drawing import drawing
from .finish import HERE, finish, too_heavy
from .page import Page


class HandoutError(ConversionException):
    """What is wrong with a notebook, by its cells."""


class HandoutExporter(TemplateExporter):
    export_from_notebook = "Handout"
    output_mimetype = "text/html"

    neighbours = Dict(
        help="The index and the handouts before and after: `index`, `previous` and `next`, each "
        "with `href` and `title`."
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
        html = self.template.render(
            nb=nb,
            page=page,
            title=title_of(nb, name),
            neighbours=self.neighbours,
            resources=resources,
        )
        drawn = drawing.ask({"formulas": page.formulas, "figures": page.figures})
        for problem in drawn["problems"]:
            page.complain(problem["message"], problem["cell"])
        if page.problems:
            lines = [f"{name}.ipynb, cell {cell}: {text}" for cell, text in sorted(page.problems)]
            raise HandoutError("\n".join(lines))
        html = finish(html, page, drawn)
        if excess := too_heavy(html, page, drawn):
            raise HandoutError(f"{name}.ipynb: {excess}")
        return html, resources


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
