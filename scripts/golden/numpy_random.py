"""Write test/golden/numpy-random.json: what NumPy's legacy generator draws.

    python scripts/golden/numpy_random.py        (needs numpy 2.4)

Long draws are stored as their first numbers and a SHA-256 of their little-endian bytes.
"""

import hashlib
import json
from pathlib import Path

import numpy as np

seeds = [0, 1, 42, 2024, 4294967295]


def long(x):
    return {
        "count": x.size,
        "first": x[:5].tolist(),
        "sum": float(x.sum()),
        "sha256": hashlib.sha256(x.astype(x.dtype.newbyteorder("<")).tobytes()).hexdigest(),
    }


def after(seed, draw):
    np.random.seed(seed)
    return draw()


def list_of(x):
    return x.tolist() if isinstance(x, np.ndarray) else x


p = [0.1, 0.0, 0.6, 0.3]
draws = {
    "randint 0 10": lambda: np.random.randint(0, 10, 20),
    "randint -5 300": lambda: np.random.randint(-5, 300, (4, 3)),
    "randint 7 8": lambda: np.random.randint(7, 8, 3),
    "randint whole": lambda: np.random.randint(-(2**31), 2**31, 4),
    "permutation 10": lambda: np.random.permutation(10),
    "permutation 1000": lambda: np.random.permutation(1000),
    "permutation rows": lambda: np.random.permutation(np.arange(12.0).reshape(4, 3)),
    "choice 5": lambda: np.random.choice(5, 10),
    "choice of": lambda: np.random.choice(np.array([0.5, 1.5, 2.5]), (2, 3)),
    "choice without": lambda: np.random.choice(10, 4, replace=False),
    "choice p": lambda: np.random.choice(4, 12, p=p),
    "choice p without": lambda: np.random.choice(4, 3, replace=False, p=p),
    "rand": lambda: np.random.rand(2, 3),
    "randn": lambda: np.random.randn(3, 3),
    "uniform": lambda: np.random.uniform(-2, 5, (2, 2)),
    "normal": lambda: np.random.normal(5, 2, 5),
    "one of each": lambda: np.array([
        np.random.normal(), np.random.uniform(), np.random.normal(), np.random.randn(), np.random.rand(),
        np.random.randint(0, 100), np.random.choice(9), np.random.normal(1, 3), np.random.uniform(2, 3),
    ]),
}  # fmt: skip

golden = {
    "numpy": np.__version__,
    "streams": [
        {
            "seed": seed,
            "uint32": long(after(seed, lambda: np.random.randint(0, 2**32, 2000, dtype=np.uint32))),
            "uniform": long(after(seed, lambda: np.random.uniform(size=100000))),
            "normal": long(after(seed, lambda: np.random.normal(size=100000))),
        }
        for seed in seeds
    ],
    "draws": [
        {"name": name, "seed": seed, "out": list_of(after(seed, draw))}
        for name, draw in draws.items()
        for seed in [0, 42]
    ],
}
path = Path(__file__).parents[2] / "test" / "golden" / "numpy-random.json"
path.write_text(json.dumps(golden, indent=1) + "\n")
print(path)
