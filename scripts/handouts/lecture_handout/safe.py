"""HTML from notebooks, reduced to what text needs: nothing in it runs, loads or leaves its place."""

import nh3

TAGS = {
    *"a abbr b blockquote br caption code col colgroup dd del details div dl dt em h1 h2 h3 h4".split(),
    *"h5 h6 hr i img kbd li mark ol p pre s small span strong sub summary sup table tbody td".split(),
    *"tfoot th thead tr u ul".split(),
}
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan", "style"},
    "th": {"colspan", "rowspan", "scope", "style"},
}
# Images may be data; `_keep` denies it to links.
SCHEMES = {"http", "https", "mailto", "data"}
ALIGNMENTS = {"text-align:left", "text-align:right", "text-align:center"}


def clean(html: str, own: dict[str, list[str]] | None = None) -> str:
    """`html` without tags, attributes and schemes that are not listed; `own` lists more."""
    extra = own or {}
    attributes = {
        tag: ATTRIBUTES.get(tag, set()) | set(extra.get(tag, [])) for tag in {*ATTRIBUTES, *extra}
    }
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=attributes,
        attribute_filter=_keep,
        url_schemes=SCHEMES,
        link_rel=None,
    )


def _keep(tag: str, name: str, value: str) -> str | None:
    """The value that an allowed attribute keeps; None removes it."""
    if name == "style":
        return value if value.replace(" ", "").rstrip(";") in ALIGNMENTS else None
    if name == "src":
        return value if value.startswith("data:image/") else None
    # A link to data is a page that nobody looked at. Browsers skip control characters in a scheme.
    if name == "href":
        plain = "".join(character for character in value if character > " ").lower()
        return None if plain.startswith("data:") else value
    return value
