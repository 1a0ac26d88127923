"""Write the golden file of a lecture: by item (see notebooks/items.json), what its cells must show.

Under an item stand
  * named numbers, or (nested) lists of numbers: each must be printed by a cell that lists the item,
    rounded correctly, with four significant digits or more (all of them where it has fewer);
  * "series": numbers that must be in the data of a Vega-Lite figure of such a cell, in this order,
    to a relative 1e-12;
  * "print": text that must be printed, line by line.
An item that is a figure has all its numbers in its figure. So an item holds no more than a cell
naturally shows.
"""

import json
from pathlib import Path

import numpy as np


def plain(value):
    """NumPy values as Python's, for JSON."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value if isinstance(value, str) else np.asarray(value).tolist()


def write(lecture, groups, versions):
    """Write test/golden/<lecture>.json with the items of all groups."""
    items = {}
    for group in groups:
        items |= plain(group())
    names = sorted(items, key=lambda name: int(name[2:]))
    lines = [f"{json.dumps(name)}: {json.dumps(items[name])}" for name in names]
    path = Path(__file__).parents[2] / "test" / "golden" / f"{lecture}.json"
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n")
    print(f"{path.name}: {len(items)} items, {versions}")
