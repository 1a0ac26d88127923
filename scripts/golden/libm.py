"""Write test/golden/libm.json: what the C library's exp, log, pow, tanh, expm1 and log1p give, and
the exact values of sine and cosine, rounded.

    python scripts/golden/libm.py        (needs numpy and mpmath, and glibc 2.28 to 2.40 on x86-64)

Long rows of arguments are NumPy's uniform draws after a seed; their results are stored as a SHA-256
of the little-endian bytes.
"""

import ctypes
import hashlib
import json
import math
from pathlib import Path

import mpmath
import numpy as np

mpmath.mp.prec = 1300  # the largest double has 1,024 binary places before the point
libm = ctypes.CDLL("libm.so.6")


def glibc(name, arity=1):
    function = getattr(libm, name)
    function.restype = ctypes.c_double
    function.argtypes = [ctypes.c_double] * arity
    return function


def rounded(name):
    """The exact value, rounded once."""

    def function(x):
        if not math.isfinite(x) or x == 0:
            return glibc(name)(x)
        return float(getattr(mpmath, name)(mpmath.mpf(x)))

    return function


def plain(x):
    return x if math.isfinite(x) and (x or math.copysign(1, x) > 0) else {"-0.0": "-0"}.get(str(x), str(x))


edges = [
    0.0, -0.0, math.inf, -math.inf, math.nan, 5e-324, -5e-324, 2.2250738585072014e-308, 1e-300, -1e-17,
    2.0**-27, 2.0**-26, 2.0**-54, 0.3465735902799726, 0.5, -0.5, 0.9375, 1.0, -1.0, 1.064697265625,
    1.0000000000000002, 0.9999999999999999, math.pi / 4, math.pi / 2, math.pi, -math.pi, 2.5, 10.0, 22.0,
    -38.0, 39.0, 100.0, 355.0, 511.9, -512.1, 709.0, 709.782712893384, 709.7827128933841, 710.0, -708.3,
    -708.5, -744.4400719213812, -745.1332191019411, -745.1332191019412, -746.0, 1e5, 1.6e6, 1e15, 2.0**53,
    1e22, 6381956970095103 * 2.0**797, 1.7976931348623157e308, -1e300,
]  # fmt: skip
bases = [0.0, -0.0, 1.0, -1.0, 2.0, -2.0, 0.5, -0.5, 1.5, 3.0, -3.0, 10.0, 0.999, 5e-324, 1e-310, 1e308]
bases += [-1e308, math.inf, -math.inf, math.nan]
exponents = [0.0, -0.0, 1.0, -1.0, 2.0, 3.0, -3.0, 0.5, -0.5, 1 / 3, 1e-20, 300.5, -323.3, 1023.0, 1024.0]
exponents += [-1074.0, -1075.0, 2.0**53, 2.0**53 + 2, 1e300, -1e300, math.inf, -math.inf, math.nan]

rows = {
    "exp": [(-10, 10, 100000), (-1, 1, 100000), (-746, 710, 20000), (-746, -700, 20000)],
    "log": [(0, 10, 100000), (0.9, 1.1, 100000), (0, 1e-305, 20000), (0, 1e300, 20000)],
    "sin": [(-10, 10, 3000), (-0.1, 0.1, 1000), (-1e6, 1e6, 1000), (-1e300, 1e300, 300)],
    "cos": [(-10, 10, 3000), (-0.1, 0.1, 1000), (-1e6, 1e6, 1000), (-1e300, 1e300, 300)],
    "tanh": [(-5, 5, 600), (-0.01, 0.01, 200), (-25, 25, 200)],
    "expm1": [(-5, 5, 600), (-0.01, 0.01, 200), (-50, 710, 200)],
    "log1p": [(-1, 5, 600), (-0.01, 0.01, 200), (0, 1e18, 200)],
}


def sha256(values):
    return hashlib.sha256(np.array(values).astype("<f8").tobytes()).hexdigest()


def row(function, low, high, count, hashed):
    xs = np.random.RandomState(0).uniform(low, high, count).tolist()
    ys = [function(x) for x in xs]
    return {"low": low, "high": high, "count": count, **({"sha256": sha256(ys)} if hashed else {"y": ys})}


def function_of(name):
    return rounded(name) if name in ("sin", "cos") else glibc(name)


def powers():
    state = np.random.RandomState(0)
    xs, ys = state.uniform(0, 10, 100000).tolist(), state.uniform(-50, 50, 100000).tolist()
    pow = glibc("pow", 2)
    return {
        "edges": [[plain(x), plain(y), plain(pow(x, y))] for x in bases for y in exponents],
        "sha256": sha256([pow(x, y) for x, y in zip(xs, ys)]),
    }


golden = {
    "functions": [
        {
            "name": name,
            "edges": [[plain(x), plain(function_of(name)(x))] for x in edges],
            "rows": [row(function_of(name), *r, name in ("exp", "log", "sin", "cos")) for r in rows[name]],
        }
        for name in rows
    ],
    "pow": powers(),
}
path = Path(__file__).parents[2] / "test" / "golden" / "libm.json"
path.write_text(json.dumps(golden) + "\n")
print(path)
