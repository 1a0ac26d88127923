"""HTML from notebooks, reduced to what text needs: nothing in it runs, loads or leaves its place."""

import re
from html import unescape

import bleach

TAGS = {
    *"a abbr b blockquote br caption code col colgroup dd del details div dl dt em h1 h2 h3 h4".split(),
    *"h5 h6 hr i img kbd li mark ol p pre s small span strong sub summary sup table tbody td".split(),
    *"tfoot th thead tr u ul".split(),
}
ATTRIBUTES = {
    "a": ["href", "title"],
    "img": ["src", "alt", "title", "width", "height"],
    "ol": ["start"],
    "td": ["colspan", "rowspan", "style"],
    "th": ["colspan", "rowspan", "scope", "style"],
}
PROTOCOLS = {"http", "https", "mailto"}
ALIGNMENTS = {"text-align:left", "text-align:right", "text-align:center"}


def clean(html: str, own: dict[str, list[str]] | None = None) -> str:
    """`html` without tags, attributes and protocols that are not listed; `own` lists more."""
    extra = own or {}

    def allow(tag, name, value):
        if name == "style":
            return tag in ("td", "th") and value.replace(" ", "").rstrip(";") in ALIGNMENTS
        if tag == "img" and name == "src":
            return value.startswith("data:image/")
        # Images may be data; a link to data is a page that nobody looked at.
        if name == "href" and re.sub(r"[\x00-\x20]", "", unescape(value)).lower().startswith("data:"):
            return False
        return name in ATTRIBUTES.get(tag, []) or name in extra.get(tag, [])

    # Alignments are compared as a whole above, so styles need no cleaning of their own.
    cleaner = bleach.Cleaner(
        tags=TAGS,
        attributes=allow,
        protocols=PROTOCOLS | {"data"},
        strip=True,
        css_sanitizer=_AsTheyAre(),
    )
    return cleaner.clean(html)


class _AsTheyAre:
    def sanitize_css(self, style: str) -> str:
        return style
