"""The last step: everything that was kept is put in its place, under the policy that fits it."""

import base64
import gzip
import hashlib
import json
from html import escape
from pathlib import Path

from .page import Page

HERE = Path(__file__).resolve().parent
TEMPLATE = HERE / "templates" / "handout"
STYLES = ["colours", "layout", "text", "code", "figures", "print"]
LIMIT = {"bytes": 1_800_000, "gzipped": 600_000}


def finish(html: str, page: Page, drawn: dict) -> str:
    script = (TEMPLATE / "page.js").read_text(encoding="utf-8")
    styles = [(TEMPLATE / f"{name}.css").read_text(encoding="utf-8") for name in STYLES]
    html = page.fill(html, "contents", lambda _: page.contents())
    html = page.fill(html, "figure", lambda i: figure(i, page.figures[i]["spec"], drawn))
    html = page.fill(html, "formula", lambda i: drawn["formulas"][i])
    html = page.fill(html, "style", lambda _: "".join([*styles, drawn["style"]]))
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


def too_heavy(html: str, page: Page, drawn: dict) -> str:
    """What to say of a handout that is over its limit: how much, and which figures weigh most."""
    data = html.encode()
    size, packed = len(data), len(gzip.compress(data, mtime=0))
    if size <= LIMIT["bytes"] and packed <= LIMIT["gzipped"]:
        return ""
    weights = sorted(
        (
            (len(json.dumps(one["spec"])) + len(picture), one["cell"])
            for one, picture in zip(page.figures, drawn["figures"], strict=True)
        ),
        reverse=True,
    )
    heaviest = ", ".join(f"cell {cell} with {weight / 1e3:.0f} KB" for weight, cell in weights[:3])
    return (
        f"the handout weighs {size / 1e6:.2f} MB, {packed / 1e3:.0f} KB gzipped, "
        f"of {LIMIT['bytes'] / 1e6} MB and {LIMIT['gzipped'] / 1e3:.0f} KB; give its figures fewer "
        f"points or fewer digits, or part the notebook. The heaviest: {heaviest or 'no figure'}"
    )
