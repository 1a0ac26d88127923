"""Write test/golden/numpy-arrays.json: operations on arrays, with NumPy's answers.

    python scripts/golden/numpy_arrays.py        (needs numpy 2.4)

An array is { dtype, shape, data }; nan, inf and -inf are strings. Where NumPy raises, or warns of
a result that means nothing, the answer is { "error": its message }. Whole numbers are int32 here,
so that NumPy's int64 results (of sums, of places) are stored as int32.
"""

import itertools
import json
import math
import warnings
from pathlib import Path

import numpy as np

random = np.random.RandomState(0)
arrays = {}
groups = {}


def entry(x):
    return repr(x) if isinstance(x, float) and not math.isfinite(x) else x


def store(x):
    x = np.asarray(x)
    dtype = "int32" if x.dtype == np.int64 else x.dtype.name
    values = x.astype(float) if x.dtype == np.float32 else x
    return {"dtype": dtype, "shape": list(x.shape), "data": [entry(v) for v in values.ravel().tolist()]}


def answer(compute):
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "divide by zero|invalid value|overflow")
        warnings.filterwarnings("error", "Mean of empty|Degrees of freedom")
        try:
            return store(compute())
        except (ValueError, TypeError, IndexError, RuntimeWarning) as error:
            return {"error": str(error)}


def case(group, compute, **given):
    groups.setdefault(group, []).append({**given, "out": answer(compute)})


def keep(name, x):
    arrays[name] = np.asarray(x)
    return name


def fill(shape, dtype):
    """Small values, exact in every dtype, some negative and some zero."""
    if dtype == "bool":
        return random.randint(0, 2, shape).astype(bool)
    values = random.randint(-8, 9, shape)
    return values.astype(np.int32) if dtype == "int32" else (values / 4).astype(dtype)


dtypes = ["float64", "float32", "int32", "bool"]
shapes = [(), (1,), (3,), (2, 3), (2, 1), (1, 3), (4, 2, 3), (4, 1, 1), (0,), (0, 3), (2,), (3, 2)]
for dtype, shape in itertools.product(dtypes, shapes):
    keep(f"{dtype} {list(shape)}", fill(shape, dtype))
special = [0.0, 1.0, -1.0, 2.5, math.nan, math.inf, -math.inf, 0.5]
keep("special", special)
keep("special column", np.array(special).reshape(-1, 1))
keep("special float32", np.array(special, np.float32))

# ---- element by element ------------------------------------------------------------------

binary = {
    "add": np.add, "sub": np.subtract, "mul": np.multiply, "div": np.divide, "pow": np.power,
    "maximum": np.maximum, "minimum": np.minimum, "greater": np.greater,
    "greaterEqual": np.greater_equal, "less": np.less, "lessEqual": np.less_equal,
    "equal": np.equal, "notEqual": np.not_equal,
}  # fmt: skip


def apply(op, a, b):
    case("binary", lambda: binary[op](value(a), value(b)), op=op, a=a, b=b)


def value(x):
    return arrays[x] if isinstance(x, str) else x


for op in binary:
    for a, b in itertools.product(dtypes, dtypes):
        if op == "pow" and a == b == "bool":
            continue  # int8 in NumPy
        apply(op, f"{a} [2, 3]", f"{b} [3]")
    for a in dtypes:
        for number in [2, -3, 0.5, 0]:
            if not (op == "pow" and a == "bool"):
                apply(op, f"{a} [2, 3]", number)
                apply(op, number, f"{a} [2, 3]")
    apply(op, "special", "special column")
    apply(op, "special float32", "special float32")
    apply(op, "int32 [3]", 2.5)
for a, b in itertools.product(shapes, shapes):
    apply("add", f"float64 {list(a)}", f"float64 {list(b)}")
    apply("less", f"int32 {list(a)}", f"float32 {list(b)}")

unary = {
    "neg": np.negative, "abs": np.abs, "exp": np.exp, "log": np.log, "sqrt": np.sqrt,
    "tanh": np.tanh, "sin": np.sin, "cos": np.cos,
}  # fmt: skip
for op, dtype, shape in itertools.product(unary, ["float64", "float32", "int32"], [(), (2, 3), (0, 3)]):
    name = f"{dtype} {list(shape)}"
    case("unary", lambda: unary[op](arrays[name]), op=op, a=name)
for op in unary:
    case("unary", lambda: unary[op](arrays["special"]), op=op, a="special")
case("unary", lambda: np.negative(arrays["bool [3]"]), op="neg", a="bool [3]")
case("unary", lambda: np.abs(arrays["bool [3]"]), op="abs", a="bool [3]")

for dtype in dtypes:
    for x, y in [(f"{dtype} [2, 3]", 0), (0.5, f"{dtype} [3]"), (f"{dtype} [2, 1]", "float32 [3]")]:
        names = dict(condition="bool [2, 3]", x=x, y=y)
        case("where", lambda: np.where(arrays["bool [2, 3]"], value(x), value(y)), **names)
names = dict(condition="bool [2, 3]", x="float64 [2]", y=0)
case("where", lambda: np.where(arrays["bool [2, 3]"], arrays["float64 [2]"], 0), **names)

# ---- along an axis -----------------------------------------------------------------------

reductions = {
    "sum": np.sum, "mean": np.mean, "max": np.max, "min": np.min, "argmax": np.argmax,
    "var": np.var, "std": np.std,
}  # fmt: skip
keep("nan matrix", [[1.0, math.nan, 3.0], [math.inf, 2.0, -math.inf], [5.0, 5.0, 1.0]])
keep("ties", np.array([[3, 3, 1], [1, 3, 3]], np.int32))
reduced = [f"{dtype} {list(shape)}" for dtype in dtypes for shape in [(), (3,), (2, 3), (4, 2, 3)]]
reduced += ["float64 [0]", "float64 [0, 3]", "int32 [0]", "nan matrix", "ties"]
for op, name in itertools.product(reductions, reduced):
    a = arrays[name]
    for axis in [None, *range(-a.ndim, a.ndim), a.ndim]:
        if a.ndim == 0 and axis == 0:
            continue  # NumPy reduces "axis 0" of a 0-d array in some functions, not in others
        for keepdims in [False, True]:
            case("reductions", lambda: reductions[op](a, axis=axis, keepdims=keepdims),
                 op=op, a=name, axis=axis, options={"keepdims": keepdims})  # fmt: skip
for op, name, ddof in itertools.product(["var", "std"], ["float64 [2, 3]", "int32 [2, 3]"], [1, 2]):
    case("reductions", lambda: reductions[op](arrays[name], axis=0, ddof=ddof),
         op=op, a=name, axis=0, options={"ddof": ddof})  # fmt: skip

# Long sums of uniform numbers, drawn anew from the seed: their order of addition shows.
for dtype, shape in itertools.product(
    ["float64", "float32"],
    [(n,) for n in (7, 8, 9, 127, 128, 129, 136, 1000, 4099)] + [(50, 131), (131, 1), (3, 5, 140), (1, 300)],
):
    a = np.random.RandomState(7).uniform(size=shape).astype(dtype)
    for op, axis in itertools.product(["sum", "mean", "var", "std"], [None, *range(a.ndim)]):
        case("long sums", lambda: reductions[op](a, axis=axis), op=op, dtype=dtype, shape=shape, axis=axis)

# ---- products ----------------------------------------------------------------------------

matrices = [(), (3,), (2,), (2, 3), (3, 2), (3, 3), (1, 3), (4, 2, 3), (4, 3, 2), (1, 3, 2), (5, 4, 2, 3),
            (3, 3, 2), (0,), (0, 3), (3, 0)]  # fmt: skip
for shape in matrices:
    keep(f"matrix {list(shape)}", fill(shape, "float64"))
for a, b in itertools.product(matrices, matrices):
    a, b = f"matrix {list(a)}", f"matrix {list(b)}"
    case("matmul", lambda: np.matmul(arrays[a], arrays[b]), a=a, b=b)
for a, b in itertools.product(["matrix []", "matrix [3]", "matrix [2, 3]", "matrix [0]"], repeat=2):
    case("outer", lambda: np.outer(arrays[a], arrays[b]), a=a, b=b)
for a, b in itertools.product(dtypes, dtypes):
    a, b = f"{a} [2, 3]", f"{b} [3, 2]"
    case("matmul", lambda: np.matmul(arrays[a], arrays[b]), a=a, b=b)

# ---- indexing ----------------------------------------------------------------------------

keep("line", np.arange(10) / 2)
keep("grid", np.arange(12.0).reshape(3, 4))
keep("cube", np.arange(60).reshape(3, 4, 5).astype(np.int32))
keep("scalar", 7.0)
keep("places", np.array([2, 0, -1], np.int32))
keep("other places", np.array([1, 1, 3], np.int32))
keep("square places", np.array([[0, 1], [-1, 0]], np.int32))
keep("far places", np.array([0, 5], np.int32))
keep("line mask", np.arange(10) % 3 == 0)
keep("grid mask", np.arange(12).reshape(3, 4) % 5 == 1)
keep("row mask", np.array([True, False, True]))
keep("short mask", np.array([True, False]))


def selector(s):
    if not isinstance(s, str):
        return s
    if s == "...":
        return ...
    if ":" in s:
        return slice(*(int(bound) if bound else None for bound in s.split(":")))
    return arrays[s]


slices = [":", "2:", ":3", "1:7", "-3:", ":-2", "::2", "::-1", "7:2:-2", "-1:0:-3", "5:2", "0:100", "-100:2",
          "100:", "-100:", ":-100", "100::-1", ":-100:-1", "-100::-1", "::0", "3:3"]  # fmt: skip
expressions = [("line", [s]) for s in slices] + [("grid", [s, s]) for s in slices]
expressions += [("line", [i]) for i in [0, 9, -1, -10, 10, -11]]
expressions += [
    ("grid", s)
    for s in [
        [], [1], [-1], [1, 2], [1, -1], [3], [0, 4], [0, 0, 0], ["...", 1], ["...", -5], ["..."], [1, "..."],
        [":", 1], ["1:", "::-1"], [None], [":", None], [None, ":", None, 1], ["...", None], ["...", "..."],
        [0, "...", 1], ["places"], [":", "places"], ["places", "other places"], ["places", 1],
        [1, "places"], ["square places"], [":", "square places"], ["square places", "places"],
        ["far places"], ["grid mask"], ["row mask"], ["row mask", 1], ["row mask", ":2"],
        ["short mask"], [":", "row mask"], ["grid mask", 0], ["places", None, "other places"],
        ["row mask", "places"], [None, "grid mask"], ["places", "row mask"],
    ]
]  # fmt: skip
expressions += [
    ("cube", s)
    for s in [
        [0], [1, 2, 3], ["...", 0], [0, "...", 0], ["places"], [":", "places", "other places"],
        ["places", ":", "other places"], ["places", 0], ["places", ":", 0], [0, ":", "places"],
        [0, "places"], ["square places", "1:3"], ["1:3", "square places"], ["grid mask"],
        ["grid mask", 1], [":", ":", "square places"], [None, "places", "...", 0],
        ["row mask", "...", "places"], [0, None, "places"],
    ]
]  # fmt: skip
expressions += [("scalar", []), ("scalar", [None]), ("scalar", ["..."]), ("scalar", [0]), ("line", ["line mask"])]
for a, selectors in expressions:
    case("at", lambda: arrays[a][tuple(map(selector, selectors))], a=a, selectors=selectors)


def assigned(a, selectors, x):
    result = arrays[a].copy()
    result[tuple(map(selector, selectors))] = value(x)
    return result


keep("row", [1.0, 2.0, 3.0, 4.0])
keep("column", [[1.0], [2.0], [3.0]])
for selectors, x in [
    ([0], 9), ([-1, 2], 0.5), ([":", 1], 7), (["..."], "row"), ([":"], "column"), (["::-1"], "column"),
    ([1], "row"), ([1], "column"), (["grid mask"], -1), (["places"], "row"), (["places", "other places"], 5),
    ([":", "1:3"], "row"), ([3], 1), ([], 4), (["row mask", "::2"], 8),
]:  # fmt: skip
    case("set", lambda: assigned("grid", selectors, x), a="grid", selectors=selectors, value=x)

# ---- shapes ------------------------------------------------------------------------------

for name, shape in itertools.product(
    ["grid", "cube", "scalar", "float64 [0, 3]"],
    [[12], 12, [4, 3], [-1], [2, -1], [-1, 5], [5, -1], [1, 1, 12], [60], [3, -1, 5], [-1, -1], [], [1], [0], [0, -1]],
):
    case("reshape", lambda: arrays[name].reshape(shape), a=name, shape=shape)
for name, axis in itertools.product(["float64 [2, 1]", "float64 [1, 3]", "float64 [4, 1, 1]", "grid"], [None, 0, 1, -1, 3]):
    case("squeeze", lambda: np.squeeze(arrays[name], axis), a=name, axis=axis)
for name, axes in [("scalar", None), ("line", None), ("grid", None), ("cube", None), ("cube", [1, 0, 2]),
                   ("cube", [-1, 0, 1]), ("cube", [0, 1]), ("cube", [0, 0, 1]), ("grid", [0, 2])]:  # fmt: skip
    case("transpose", lambda: np.transpose(arrays[name], axes), a=name, axes=axes)
for op, f in [("concatenate", np.concatenate), ("stack", np.stack)]:
    for names, axis in itertools.product(
        [["grid", "grid"], ["float64 [2, 3]", "int32 [2, 3]", "bool [2, 3]"], ["float32 [2, 3]", "int32 [2, 3]"],
         ["float64 [2, 3]", "float64 [1, 3]"], ["float64 [2, 3]", "float64 [0, 3]"], ["float64 [2, 3]", "float64 [3]"],
         ["grid"], [], ["scalar", "scalar"], ["line", "row"]],
        [0, 1, -1, 2, 3],
    ):  # fmt: skip
        case("joining", lambda: f([arrays[name] for name in names], axis=axis), op=op, arrays=names, axis=axis)

# ---- creation ----------------------------------------------------------------------------

for args in [(0, 1), (0, 1, 5), (-1, 1, 3), (2, 3, 1), (2, 3, 0), (0, 0.3, 4), (5, -5, 11), (0, 1, 7), (-6, 6, 101), (1, 10, 90)]:
    case("linspace", lambda: np.linspace(*args), args=args)
for args in [(5,), (2, 5), (0, 1, 0.1), (0, 1, 0.3), (5, 0, -1), (5, 0), (-3, 3, 0.7), (0,), (0.5, 4), (1, 2, 0.02), (1.5,)]:
    case("arange", lambda: np.arange(*map(float, args)), args=args)
for n in [0, 1, 3]:
    case("eye", lambda: np.eye(n), args=[n])

# ---- broadcasting ------------------------------------------------------------------------

sizes = [0, 1, 1, 2, 3]
for _ in range(400):
    a, b = (random.choice(sizes, random.randint(0, 5)).tolist() for _ in range(2))
    try:
        out = list(np.broadcast_shapes(tuple(a), tuple(b)))
    except ValueError:
        out = None
    groups.setdefault("broadcasting", []).append({"a": a, "b": b, "out": out})

for x, y, options in [
    ("row", "row", {}), ("row", 1, {}), ("grid", "row", {"atol": 100}), ("special", "special", {}),
    ("line", "row", {}), (1, 1.00001, {}), (1, 1.0001, {}), (1, 1.0001, {"rtol": 1e-3}), (0, 1e-9, {}),
    (math.inf, math.inf, {}), (math.inf, 1, {}), (1, math.inf, {}),
]:  # fmt: skip
    names = dict(x=entry(x), y=entry(y), options=options)
    case("allclose", lambda: np.allclose(value(x), value(y), **options), **names)

path = Path(__file__).parents[2] / "test" / "golden" / "numpy-arrays.json"
lines = [f'"numpy": "{np.__version__}"']
table = {"arrays": [{"name": name, **store(x)} for name, x in arrays.items()], **groups}
for name, rows in table.items():
    body = ",\n".join(json.dumps(row) for row in rows)
    lines.append(f"{json.dumps(name)}: [\n{body}\n]")
path.write_text("{\n" + ",\n".join(lines) + "\n}\n")
print(f"{path}: {sum(map(len, groups.values()))} cases")
