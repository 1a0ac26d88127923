"""Write kernel-lib/src/data/digits.json: the 1,797 handwritten digits that scikit-learn ships.

    pip install -r scripts/golden/requirements.txt
    python scripts/golden/digits.py

A pixel, 0 to 16, is one digit of base 17. `sha256` is the checksum of scikit-learn's digits.csv, a
line of 64 pixels and a label each, which the tests write again from what stands here.
"""

import gzip
import hashlib
import json
from importlib.resources import files
from pathlib import Path

text = gzip.decompress((files("sklearn.datasets.data") / "digits.csv.gz").read_bytes())
rows = [[int(value) for value in line.split(",")] for line in text.decode().splitlines()]

data = {
    "title": "Optical Recognition of Handwritten Digits (test set)",
    "source": "E. Alpaydin and C. Kaynak (1998), UCI Machine Learning Repository, "
    "doi.org/10.24432/C50P49; as shipped by scikit-learn",
    "licence": "CC BY 4.0",
    "sha256": hashlib.sha256(text).hexdigest(),
    "labels": "".join(str(row[64]) for row in rows),
    "pixels": "".join("0123456789abcdefg"[pixel] for row in rows for pixel in row[:64]),
}
path = Path(__file__).parents[2] / "kernel-lib" / "src" / "data" / "digits.json"
path.write_text(json.dumps(data, indent=2) + "\n")
print(f"{path.name}: {len(rows)} digits")
