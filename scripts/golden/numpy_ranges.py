"""Write test/golden/numpy-ranges.json: NumPy's arange, also in float32, and its linspace, also of
the smallest numbers.

    python scripts/golden/numpy_ranges.py        (needs numpy 2.4)
"""

import json
from pathlib import Path

import numpy as np

aranges = [(0, 1, 0.1), (0, 100, 0.1), (1, 2, 0.001), (-3, 3, 0.7), (1e-3, 1, 1e-3), (5, -5, -0.3)]
linspaces = [(0, 1, 7), (0, 5e-324, 3), (0, 1e-323, 5), (-1e-320, 2e-320, 11), (-1e300, 1e300, 5), (0.1, 0.3, 4)]
golden = {
    "numpy": np.__version__,
    "arange": [
        {"args": list(args), "dtype": dtype, "out": np.arange(*args, dtype=dtype).tolist()}
        for args in aranges
        for dtype in ["float64", "float32"]
    ],
    "linspace": [{"args": list(args), "out": np.linspace(*args).tolist()} for args in linspaces],
}
path = Path(__file__).parents[2] / "test" / "golden" / "numpy-ranges.json"
path.write_text(json.dumps(golden) + "\n")
print(path)
