"""What one handout is made of: the template asks for cells, what they need is kept until the end."""

import base64
import re
import secrets
from html import escape

from nbconvert.filters.ansi import ansi2html
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from . import markdown
from .safe import clean

VEGA_LITE = re.compile(r"application/vnd\.vegalite\.v\d+\+json")
IMAGES = ("image/svg+xml", "image/png", "image/jpeg", "image/gif")


class Page:
    def __init__(self, language: str):
        self.language = language
        self.cell = 0
        self.problems: list[tuple[int, str]] = []
        self.formulas: list[dict] = []
        self.figures: list[dict] = []
        self.headings: list[tuple[str, str, int]] = []
        # Nobody can guess it, so no text in a notebook is mistaken for a mark.
        self._nonce = secrets.token_hex(8)

    def mark(self, kind: str, index: int = 0) -> str:
        return f"@{self._nonce}-{kind}-{index}@"

    def fill(self, html: str, kind: str, value) -> str:
        """`html` with each mark of a kind replaced by what `value` gives for its index."""
        pattern = rf"@{self._nonce}-{kind}-(\d+)@"
        return re.sub(pattern, lambda match: value(int(match[1])), html)

    def complain(self, message: str, cell: int | None = None) -> None:
        self.problems.append((cell or self.cell, message))

    def begin(self, number: int) -> str:
        """The template says which cell it has come to."""
        self.cell = number
        return ""

    def formula(self, tex: str, display: bool) -> str:
        self.formulas.append({"tex": tex.strip(), "display": display, "cell": self.cell})
        return self.mark("formula", len(self.formulas) - 1)

    def as_tex(self, text: str) -> str:
        """Text with its formulas spelled out, for where there can be no markup."""
        return self.fill(text, "formula", lambda index: self.formulas[index]["tex"])

    def heading(self, plain: str, html: str, level: int) -> str:
        """Keeps a heading; its anchor is Jupyter's, so that links inside notebooks hold."""
        anchor = base = re.sub(r"\s+", "-", plain.strip())
        taken = {known for known, _, _ in self.headings}
        copies = 1
        while anchor in taken:
            copies += 1
            anchor = f"{base}-{copies}"
        # The contents link to the heading, so a link within it has to go.
        self.headings.append((anchor, re.sub(r"</?a\b[^>]*>", "", html), level))
        return anchor

    def contents(self) -> str:
        items = [
            f'<li class="level-{level}"><a href="#{escape(anchor)}">{html}</a></li>'
            for anchor, html, level in self.headings
            if level in (2, 3)
        ]
        links = clean("".join(items), {"li": ["class"]})
        return f"<ul>{links}</ul>" if items else ""

    def markdown(self, source: str, attachments=None) -> str:
        return markdown.render(source, self, attachments)

    def highlight(self, code: str, language: str | None = None) -> str:
        name = self.language if language is None else language
        try:
            lexer = get_lexer_by_name(name, stripnl=False)
        except ClassNotFound:
            return escape(code)
        return highlight(code, lexer, HtmlFormatter(nowrap=True)).rstrip("\n")

    def output(self, output) -> str:
        """One output, in the richest form that a page can hold."""
        if output.output_type == "stream":
            return self._text(output.text, output.name)
        if output.output_type == "error":
            return self._text("\n".join(output.traceback) or output.evalue, "stderr")
        data = output.data
        for kind in data:
            if VEGA_LITE.fullmatch(kind):
                return self._figure(data[kind], data.get("image/svg+xml"))
        for kind in IMAGES:
            if kind in data:
                return self._image(kind, data, output.get("metadata", {}))
        if "text/html" in data:
            return f'<div class="scroll html">{clean(data["text/html"])}</div>'
        for kind in ("text/markdown", "text/latex"):
            if kind in data:
                return self.markdown(data[kind])
        return self._text(data.get("text/plain", ""), "result")

    def _text(self, text: str, kind: str) -> str:
        return f'<pre class="{kind}">{ansi2html(text)}</pre>' if text else ""

    def _figure(self, spec, svg: str | None) -> str:
        if not isinstance(spec, dict):
            self.complain("the figure is no Vega-Lite specification but a text")
            return ""
        if not str(spec.get("description") or "").strip():
            self.complain("the figure has no description; say in words what it shows")
        if addresses := addresses_in(spec):
            self.complain(f"the figure loads {addresses[0][:60]}; put what it shows into it")
            return ""
        # Vega-Embed takes its options from there, our own included.
        spec = {key: value for key, value in spec.items() if key != "usermeta"}
        shown = {} if svg is None else {"svg": svg}
        self.figures.append({"spec": spec, "cell": self.cell, **shown})
        return self.mark("figure", len(self.figures) - 1)

    def _image(self, kind: str, data, metadata) -> str:
        described = metadata.get("alt") or metadata.get(kind, {}).get("alt")
        text = described or data.get("text/plain", "")
        if not text.strip() or text.startswith("<"):
            self.complain("the image has no description; say in words what it shows")
        content = data[kind].strip()
        # As the source of an image an SVG runs nothing and loads nothing.
        if kind == "image/svg+xml":
            content = base64.b64encode(content.encode()).decode()
        return f'<img alt="{escape(text)}" src="data:{kind};base64,{escape("".join(content.split()))}">'


def addresses_in(part) -> list[str]:
    """What a specification would load, from wherever it says `url`."""
    if isinstance(part, list):
        return [address for each in part for address in addresses_in(each)]
    if not isinstance(part, dict):
        return []
    url = part.get("url")
    own = [url] if isinstance(url, str) and url and not url.startswith("data:") else []
    return own + [address for each in part.values() for address in addresses_in(each)]
