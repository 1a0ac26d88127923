"""Write test/golden/torch-print.json: tensors with PyTorch's repr of each.

    python scripts/golden/torch_print.py        (needs torch 2.13)

Entries are stored so that JavaScript restores them bit by bit: floats by their shortest digits,
"nan", "inf", "-inf" and "-0.0" as strings. Tensors above 60 entries are stored as `every`, the
entries to repeat until the shape is full.
"""

import json
import math
from pathlib import Path

import torch

torch.manual_seed(20260101)
dtypes = {"float32": torch.float32, "float64": torch.float64, "int32": torch.int32, "bool": torch.bool}
floats = ("float32", "float64")
cases = []


def entry(x):
    if isinstance(x, float) and (not math.isfinite(x) or (x == 0 and math.copysign(1, x) < 0)):
        return repr(x)
    return int(x) if isinstance(x, bool) else x


def with_grad_fn(t, name):
    """A tensor of the same entries whose backward function has the wanted name."""
    t = t.clone().requires_grad_()
    return {"CloneBackward0": t.clone, "MulBackward0": lambda: t * 1, "ViewBackward0": lambda: t.view(t.shape)}[name]()


def add(name, values, dtype="float32", shape=None, default="float32", **notes):
    """One case: `values`, repeated until `shape` is full."""
    values = torch.as_tensor(values, dtype=torch.float64 if dtype in floats else None).to(dtypes[dtype])
    shape = tuple(values.shape) if shape is None else shape
    every = values.reshape(-1)
    size = math.prod(shape)
    t = every.repeat(-(-size // max(1, len(every))))[:size].reshape(shape)
    if "gradFn" in notes:
        t = with_grad_fn(t, notes["gradFn"])
    elif "requiresGrad" in notes:
        t = t.requires_grad_()
    if default != "float32":
        notes["defaultDType"] = default
    torch.set_default_dtype(dtypes[default])
    cases.append({
        "name": name,
        "dtype": dtype,
        "shape": list(shape),
        "every": [entry(x) for x in (every if size else every[:0]).tolist()],
        "notes": notes,
        "repr": repr(t),
    })  # fmt: skip
    torch.set_default_dtype(torch.float32)


def add_floats(name, values, shape=None, **notes):
    for dtype in floats:
        add(name, values, dtype, shape, **notes)


nan, inf = math.nan, math.inf

for x in (0.0, -0.0, 1.0, 0.1, 1 / 3, 1e-4, 9.999e-5, 1.5e-7, 123456.789, 1e6, 1e8, 100000001.0, 1e15, 1.5e22,
          1e-45, 3.4028235e38, nan, inf, -inf, -2.5, 22.0, 0.03125, 0.00001, 2.5, 0.99999999):
    add_floats("a single number without axes", x)
    add_floats("a single number on an axis", [x])
for x in (1e100, 5e-324, 1.7976931348623157e308, 1e-310):
    add("a single number without axes", x, "float64")
for x in (0, 7, -7, 2147483647, -2147483648):
    add("a single integer", x, "int32")
    add("a single integer on an axis", [x], "int32")
for x in (True, False):
    add("a single truth value", x, "bool")
    add("a single truth value on an axis", [x], "bool")

for shape in ((0,), (0, 3), (3, 0), (2, 0, 4), (1, 1, 1, 0)):
    for dtype in dtypes:
        for default in floats:
            add("no entries", [1], dtype, shape, default)
    add("no entries", [1.0], "float32", shape, requiresGrad=True)
    add("no entries", [1.0], "float64", shape, gradFn="MulBackward0")

for name, values in {
    "halves line up": [0.5, 1, -2, 10.25],
    "whole numbers": [1, 2, 3],
    "whole numbers of different lengths": [1, -20, 300],
    "negative zero": [0.0, -0.0, 1.0],
    "only negative zeros": [-0.0, -0.0],
    "negative zero with an exponent": [-0.0, 1e-7],
    "all zero": [0.0, 0.0, 0.0],
    "nan among short numbers": [1.0, nan, 2.5],
    "nan among whole numbers": [1.0, nan, 2.0],
    "nan and both infinities": [nan, inf, -inf],
    "only nan": [nan] * 40,
    "infinity beside a digit": [1.0, inf],
    "minus infinity beside a digit": [1.0, -inf],
    "minus infinity beside exponents": [1e-10, -inf, 3.0],
    "nan beside zeros": [0.0, nan],
    "largest at the exponent limit": [1e8, 1e6],
    "largest above the exponent limit": [1.00000008e8, 1e6],
    "smallest at the exponent limit": [0.0001, 0.05],
    "smallest just above the exponent limit": [0.000101, 0.05],
    "smallest just below the exponent limit": [0.00009999, 0.05],
    "ratio of exactly a thousand": [1.0, 1000.0],
    "ratio just above a thousand": [1.0, 1000.5],
    "ratio above a thousand in float64 alone": [0.1, 100.0],
    "whole numbers with exponents": [1.0, 1001.0],
    "ratio with zeros among": [0.0, 0.001, 2.0],
    "rounding carries into a new digit": [0.99999, 9.99999],
    "rounding carries in an exponent": [9.99999e10, 1.0],
    "ties at the fifth decimal": [(2 * k + 1) / 32 for k in range(40)],
    "negative ties at the fifth decimal": [-(2 * k + 1) / 32 for k in range(40)],
    "ties under an exponent": [(2 * k + 1) * 2.0**-5 * 5.0**4 * 2.0**k for k in range(20)],
    "whole ties under an exponent": [100005.0 * 10**k / 2 for k in range(-1, 8)],
    "exponents of three digits": [1e100, 1e-5],
    "the sum that is not": [0.1 + 0.2, 0.3],
    "a column": [[-0.40961516], [-0.29945768], [-0.40961948]],
    "one entry in two axes": [[0.52699227]],
    "gradients of a lecture": [-3.42057777e-06, -2.01341432e-01, 1.25838681e-06],
}.items():
    add_floats(name, values)

for e in range(-149, 128, 3):
    add("a power of two", [2.0**e, 3 * 2.0**e if e < 120 else 1.0], "float32")
for n in (1, 5, 8, 9, 10, 11, 17, 18, 24, 37, 60):
    add("whole numbers that wrap", list(range(n)), "int32")
    add("truth values that wrap", [k % 3 == 0 for k in range(n)], "bool")
    add_floats("decimals that wrap", [k / 8 for k in range(n)])
    add("signs that wrap", [(-1) ** k * 10 ** (k % 9) for k in range(n)], "int32")
    add_floats("exponents that wrap", [(-10.0) ** (k - 5) for k in range(n)])
for width in range(1, 10):
    add("words up to the line's end", [10 ** (width - 1)] * 60, "int32")
for depth in range(1, 5):
    for n in (7, 10, 26):
        add_floats("deep nesting", [k + 0.5 for k in range(n)], (1,) * depth + (n,))
    add("deep nesting of truth values", [True, False], "bool", (1,) * depth + (13,))

for shape in ((1001,), (1000,), (2000,), (7, 150), (6, 170), (150, 7), (1001, 1), (1, 1001), (40, 40), (2, 3, 200),
              (11, 10, 10), (2, 1, 2, 1, 300), (334, 3), (1001, 1, 1)):
    add("many entries", [k / 4 for k in range(60)], "float32", shape)
    add("many whole entries", list(range(60)), "int32", shape)
    add("many truth values", [True, False, True], "bool", shape)
    add("many entries with a note", [1e-6, 2.0, 3.0], "float64", shape, gradFn="MulBackward0")
add("many entries in short axes", [0.5, 1, -2], "float64", (3, 2, 6, 30))
add("a large number among those left out", [1.0] * 500 + [1e30] + [2.0] * 600)
add("a large number among those shown", [1e30, nan, 2.0, -inf] + [0.1] * 7, "float32", (1100,))
add("a large integer among those left out", [0] * 500 + [10**9] + [0] * 600, "int32")

for grad_fn in ("CloneBackward0", "MulBackward0", "ViewBackward0"):
    add("a backward function", [22.0], gradFn=grad_fn)
    add("a backward function without axes", 22.0, gradFn=grad_fn)
for n in range(1, 21):
    add("notes up to the line's end", [0.5] * n, gradFn="MulBackward0")
    add("notes up to the line's end", [2.0] * n, requiresGrad=True)
    add("notes up to the line's end", [1e-5] * n, "float64", gradFn="MulBackward0")
    add("notes up to the line's end", [0.25] * n, "float64")
    add("notes up to the line's end", [0.25] * n, "float64", default="float64", requiresGrad=True)
    add("notes up to the line's end", [0.25] * n, "float32", default="float64", requiresGrad=True)
    add("notes up to the line's end", [7] * n, "int32")
    add("notes up to the line's end", [10**8] * n, "int32")

for shape in ((4,), (9,), (23,), (2, 3), (3, 2), (5, 1), (1, 5), (4, 9), (2, 3, 2), (2, 2, 2, 2)):
    normal = torch.randn(math.prod(shape), dtype=torch.float64)
    for scale in (1e-12, 1e-3, 1.0, 37.0, 1e7):
        add_floats("random normal numbers", normal * scale, shape)
    add_floats("random magnitudes", 10.0 ** (24 * torch.rand(len(normal), dtype=torch.float64) - 12), shape)
    add_floats("random short decimals", torch.randint(-999, 999, normal.shape) / 100, shape)
    add("random integers", torch.randint(-(10**6), 10**6, normal.shape).tolist(), "int32", shape)

path = Path(__file__).parents[2] / "test/golden/torch-print.json"
lines = ",\n".join(json.dumps(case) for case in cases)
path.write_text(f'{{"torch": "{torch.__version__.split("+")[0]}", "cases": [\n{lines}\n]}}\n')
print(f"{len(cases)} cases, {path.stat().st_size // 1024} KiB")
