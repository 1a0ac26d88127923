"""Markdown cells as HTML: formulas are handed over, headings get links, notebooks become handouts."""

import re
from html import escape
from os.path import splitext
from urllib.parse import urlsplit

from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from .safe import clean

OWN_ATTRIBUTES = {
    "a": ["class", "aria-label"],
    **{f"h{level}": ["id"] for level in range(1, 7)},
    "div": ["class"],
    "span": ["class"],
}


class Renderer(IPythonRenderer):
    """`page` keeps the formulas and the headings, and gives a mark to stand for each formula."""

    def __init__(self, page, attachments):
        super().__init__(escape=False, attachments=attachments)
        self.page = page

    def inline_math(self, body):
        return self.page.formula(body, display=False)

    def block_math(self, body):
        return f'<span class="formula">{self.page.formula(body, display=True)}</span>'

    def latex_environment(self, name, body):
        return self.block_math(rf"\begin{{{name}}}{body}\end{{{name}}}")

    def block_code(self, code, info=None):
        return f"<pre><code>{self.page.highlight(code, (info or '').strip())}</code></pre>"

    def heading(self, text, level, **attrs):
        plain = self.page.as_tex(re.sub(r"<[^>]*>", "", text))
        anchor = self.page.heading(plain, text, level)
        link = f'<a class="anchor" href="#{escape(anchor)}" aria-label="Link to this section">¶</a>'
        return f'<h{level} id="{escape(anchor)}">{text}{link}</h{level}>\n'

    def image(self, text, url, title=None):
        if not text.strip():
            self.page.complain(f"the image {url[:60]} has no description")
        kind, _, name = url.partition(":")
        if kind != "data" and not (kind == "attachment" and name in self.attachments):
            self.page.complain(f"the image {url[:60]} is not in the notebook; attach it to the cell")
            return ""
        return super().image(self.page.as_tex(text), url, title)

    def link(self, text, url, title=None):
        parts = urlsplit(url)
        name, ending = splitext(parts.path)
        if not parts.scheme and not parts.netloc and ending in (".ipynb", ".md"):
            url = parts._replace(path=f"{name}.html").geturl()
        return super().link(text, url, title)


def render(source: str, page, attachments=None) -> str:
    html = MarkdownWithMath(renderer=Renderer(page, attachments or {})).render(source)
    # A wide table scrolls by itself; the page never does.
    html = clean(html, OWN_ATTRIBUTES)
    return re.sub(r"<table>.*?</table>", r'<div class="scroll">\g<0></div>', html, flags=re.S)
