"""Write test/golden/numpy-print.json: arrays with NumPy's str and repr of each.

    python scripts/golden/numpy_print.py        (needs numpy 2.4)

Entries are stored so that JavaScript restores them bit by bit: floats by their shortest digits,
"nan", "inf", "-inf" and "-0.0" as strings. Arrays above 60 entries are stored as `every`, the
entries to repeat until the shape is full.
"""

import json
import math
from pathlib import Path

import numpy as np

rng = np.random.default_rng(20260101)
cases = []


def entry(x):
    if isinstance(x, float) and (not math.isfinite(x) or (x == 0 and math.copysign(1, x) < 0)):
        return repr(x)
    return x


def add(name, values, dtype=np.float64, shape=None):
    """One case: `values`, repeated until `shape` is full."""
    values = np.array(values, dtype)
    if shape is None:
        shape = values.shape
    array = np.resize(values, shape)
    every = values if math.prod(shape) else values[:0]
    cases.append(
        {
            "name": name,
            "dtype": array.dtype.name,
            "shape": list(shape),
            # float32 widened to float64, whose digits give back the same float32
            "every": [entry(x) for x in every.astype(float).ravel().tolist()]
            if array.dtype.kind == "f"
            else [int(x) for x in every.ravel().tolist()],
            "str": str(array),
            "repr": repr(array),
        }
    )


def add_floats(name, values, shape=None):
    with np.errstate(over="ignore", under="ignore"):
        add(name, values, np.float64, shape)
        add(name, values, np.float32, shape)


nan, inf = math.nan, math.inf

for x in (0.0, -0.0, 1.0, 0.1, 1 / 3, 1e-4, 9.999e-5, 1e-5, 1.5e-7, 123456.789, 1e6, 1e8, 1e15,
          123456789012345680.0, 9999999999999998.0, 1e16, 1.5e22, 1e100, 5e-324, 1.2e-310,
          1.7976931348623157e308, 2.0**-9, 2.0**53, 16777217.0, 1e-45, 3.4028235e38, nan, inf, -inf,
          -2.5):
    add_floats("a single number without axes", x)
    add_floats("a single number on an axis", [x])
for x in (0, 7, -7, 2147483647, -2147483648):
    add("a single integer", x, np.int32)
    add("a single integer on an axis", [x], np.int32)
for x in (True, False):
    add("a single truth value", x, np.bool_)
    add("a single truth value on an axis", [x], np.bool_)

for shape in ((0,), (0, 3), (3, 0), (2, 0, 4), (1, 1, 1, 0)):
    for dtype in (np.float64, np.float32, np.int32, np.bool_):
        add("no entries", [1], dtype, shape)

for name, values in {
    "halves line up": [0.5, 1, -2, 10.25],
    "negative zero": [0.0, -0.0, 1.0],
    "only negative zeros": [-0.0, -0.0],
    "nan among short numbers": [1.0, nan, 2.5],
    "nan and both infinities": [nan, inf, -inf],
    "only nan": [nan, nan],
    "only infinity": [inf],
    "infinity beside a digit": [1.0, inf],
    "minus infinity beside a digit": [1.0, -inf],
    "minus infinity beside exponents": [1e-10, -inf, 3.0],
    "nan beside large exponents": [1e200, nan, 1e-200],
    "nan beside zeros": [0.0, nan],
    "largest just below the exponent limit": [99999999.0, 100000.0],
    "largest at the exponent limit": [1e8, 1e6],
    "float32's exponent limit": [1e6, 1e5],
    "just below float32's exponent limit": [999999.0, 1e5],
    "smallest at the exponent limit": [0.0001, 0.05],
    "smallest just below the exponent limit": [0.00009999, 0.05],
    "ratio of exactly a thousand": [1.0, 1000.0],
    "ratio just above a thousand": [1.0, 1000.5],
    "ratio with zeros among": [0.0, 0.001, 2.0],
    "rounding carries into a new digit": [0.999999999, 0.5],
    "rounding carries in an exponent": [9.9999999999e10, 1.0],
    "ties at the ninth decimal": [(2 * k + 1) / 512 for k in range(40)],
    "negative ties at the ninth decimal": [-(2 * k + 1) / 512 for k in range(40)],
    "ties under an exponent": [(2 * k + 1) * 2.0**-9 * 5.0**8 * 2.0**k for k in range(20)],
    "integers with an exact tie": [1000000005.0 * 10 ** k / 2 for k in range(-1, 8)],
    "float32 digits": [0.1, 0.2, 0.3, 1 / 3, 2 / 3, 1e-3],
    "the sum that is not": [0.1 + 0.2, 0.3],
    "exponents of three digits": [1e100, 1e-5],
    "negative exponents of three digits": [-1e-100, 1.5],
    "subnormal": [5e-324, 1e-310, 2.2250738585072014e-308],
    "float32 subnormal": [1e-45, 1.1754944e-38, 1e-40],
    "all zero": [0.0, 0.0, 0.0],
    "whole numbers": [1, 2, 3],
    "gradients of the lecture": [-3.42057777e-06, -2.01341432e-01, 1.25838681e-06],
    "a column": [[-0.40961516], [-0.29945768], [-0.40961948]],
    "one entry in two axes": [[0.52699227]],
}.items():
    add_floats(name, values)

with np.errstate(all="ignore"):
    for sign in (1.0, -1.0):
        for start in range(-1074, 1024, 60):
            powers = [sign * 2.0**e for e in range(start, min(start + 60, 1024), 5)]
            add("powers of two", powers)
    for start in range(-149, 128, 12):
        powers = [2.0**e for e in range(start, min(start + 12, 128))]
        add("powers of two", powers, np.float32)
for e in range(-149, 128):
    add("a power of two without axes", 2.0**e, np.float32)

for n in (5, 17, 18, 19, 20, 24, 25, 37, 60):
    add("whole numbers that wrap", range(n), np.int32)
    add("truth values that wrap", [k % 3 == 0 for k in range(n)], np.bool_)
    add_floats("decimals that wrap", [k / 8 for k in range(n)])
    add("signs that wrap", [(-1) ** k * 10**(k % 9) for k in range(n)], np.int32)
for width in range(60, 80):
    add("words up to the line's end", [10**8] * (width // 10) + [10 ** (width % 10)], np.int32)
for n in range(1, 16):
    add("the dtype up to the line's end", [1] * n + [0.5], np.float32)
    add("the dtype up to the line's end", [10**7] * n, np.int32)
for depth in range(1, 6):
    add_floats("deep nesting", [k + 0.5 for k in range(30)], (1,) * depth + (30,))
    add("deep nesting of truth values", [True, False], np.bool_, (1,) * depth + (13,))

for shape in ((1001,), (1000,), (2000,), (7, 150), (6, 170), (150, 7), (1001, 1), (1, 1001),
              (40, 40), (2, 3, 200), (11, 10, 10), (2, 1, 2, 1, 300), (1001, 1, 1)):
    add_floats("many entries", range(60), shape)
    add("many entries", range(60), np.int32, shape)
    add("many truth values", [True, False, True], np.bool_, shape)
add("many entries in short axes", [0.5, 1, -2], np.float64, (3, 2, 6, 30))
middle = [1.0] * 500 + [1e300] + [2.0] * 600
add("a large number among those left out", middle)
add("a large number among those shown", [1e300, nan, 2.0, -inf] + [0.1] * 7, np.float64, (1100,))
add("many numbers with exponents", [k * 1e-7 for k in range(60)], np.float64, (1100,))
add("a large integer among those left out", [0] * 500 + [10**9] + [0] * 600, np.int32)

shapes = ((4,), (9,), (23,), (2, 3), (3, 2), (5, 1), (1, 5), (4, 9), (2, 3, 2), (2, 2, 2, 2))
with np.errstate(all="ignore"):
    for shape in shapes:
        n = math.prod(shape)
        normal = rng.standard_normal(n)
        for scale in (1e-200, 1e-12, 1e-3, 1.0, 37.0, 1e7, 1e150):
            add("random normal numbers", normal * scale, np.float64, shape)
            if 1e-30 < scale < 1e30:
                add("random normal numbers", normal * scale, np.float32, shape)
        add_floats("random magnitudes", 10.0 ** rng.uniform(-12, 12, n), shape)
        add_floats("random short decimals", rng.integers(-999, 999, n) / 100, shape)
        add_floats("random shorter decimals", rng.integers(1, 99, n) / 8, shape)
        add("random integers", rng.integers(-(10**6), 10**6, n), np.int32, shape)
        add("random truth values", rng.integers(0, 2, n), np.bool_, shape)
        bits = rng.integers(0, 2**63, n, dtype=np.int64).view(np.float64)
        add("random bits", np.where(np.isfinite(bits), bits, nan), np.float64, shape)
        bits = rng.integers(0, 2**31, n).astype(np.int32).view(np.float32)
        add("random bits", np.where(np.isfinite(bits), bits, nan), np.float32, shape)

path = Path(__file__).parents[2] / "test/golden/numpy-print.json"
lines = ",\n".join(json.dumps(case) for case in cases)
path.write_text(f'{{"numpy": "{np.__version__}", "cases": [\n{lines}\n]}}\n')
print(f"{len(cases)} cases, {path.stat().st_size // 1024} KiB")
