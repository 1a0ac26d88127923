"""Write test/golden/torch-autograd.json: PyTorch's values, gradients and prints of every operation.

    python scripts/golden/torch_autograd.py        (needs torch 2.13)

Inputs are named by kind and shape: "any 2 3 #0" is the first input of its case. The gradient that
goes into `backward` is ((7 i) mod 11 - 5) / 4 for the i-th element. Float64 is stored in all digits,
float32 as PyTorch prints it.
"""

import json
import math
import warnings
import zlib
from pathlib import Path

import torch
import torch.nn.functional as F

warnings.filterwarnings("ignore")
arrays = {}
cases = []


def values(kind, shape, place):
    """Numbers with nine digits (no print is a tie), distinct unless `whole`, away from every kink."""
    n = math.prod(shape)
    generator = torch.Generator().manual_seed(zlib.crc32(f"{kind} {shape} {place}".encode()))
    if kind == "whole":
        return torch.randint(-2, 3, (n,), generator=generator).double()
    if kind in ("zero", "two"):
        return torch.full((n,), 2.0 if kind == "two" else 0.0, dtype=torch.float64)
    if kind == "label":
        return torch.randint(0, 2, (n,), generator=generator).double() * 2 - 1
    x = (torch.rand(n, generator=generator, dtype=torch.float64) * 1.8 + 0.15).mul(1e9).round() / 1e9
    if kind == "probability":
        return x / 2.1
    sign = torch.randint(0, 2, (n,), generator=generator).double() * 2 - 1
    return x if kind == "positive" else x * sign


def named(spec, place):
    kind, *shape = spec.split()
    shape = [int(n) for n in shape]
    key = f"{spec} #{place}"
    arrays[key] = {"shape": shape, "data": values(kind, shape, place).tolist()}
    return key


def leaf(key, dtype):
    stored = arrays[key]
    return torch.tensor(stored["data"], dtype=dtype).reshape(stored["shape"]).requires_grad_()


def run(f, keys, dtype):
    inputs = [leaf(key, dtype) for key in keys]
    y = f(*inputs)
    i = torch.arange(y.numel())
    y.backward(((7 * i % 11 - 5) / 4).to(dtype).reshape(y.shape))
    return y, [x.grad for x in inputs]


def flat(t):
    if t is None:
        return None
    return [x if math.isfinite(x) else str(x) for x in t.detach().reshape(-1).tolist()]


def refuses(f, keys, meddle):
    """Does backward refuse after `meddle(y, inputs)`?"""
    inputs = [leaf(key, torch.float64) for key in keys]
    y = f(*inputs)
    meddle(y, inputs)
    try:
        y.backward(torch.ones_like(y))
    except RuntimeError:
        return True
    return False


def case(op, f, *specs, args=()):
    keys = [named(spec, place) for place, spec in enumerate(specs)]
    y, grads = run(f, keys, torch.float64)
    y32, grads32 = run(f, keys, torch.float32)
    cases.append({
        "op": op,
        "args": list(args),
        "inputs": keys,
        "shape": list(y.shape),
        "values": flat(y),
        "grads": [flat(g) for g in grads],
        "print": repr(y32),
        "gradPrints": [repr(g) for g in grads32],
        "savesInputs": [refuses(f, keys, lambda y, xs: xs[i].detach().add_(0)) for i in range(len(keys))],
        "savesOutput": refuses(f, keys, lambda y, xs: y.detach().add_(0)),
        "frees": refuses(f, keys, lambda y, xs: y.backward(torch.ones_like(y))),
    })  # fmt: skip


def spec(kind, shape):
    return " ".join([kind, *map(str, shape)])


# ---- element by element ----------------------------------------------------------------------

shapes = [(), (3,), (2, 3), (2, 1, 2), (0,), (0, 3)]
for shape in shapes:
    for name in ["neg", "abs", "exp", "tanh", "sin", "cos", "sigmoid", "relu", "sign", "clone"]:
        case(name, getattr(torch, name), spec("any", shape))
    for name in ["log", "sqrt"]:
        case(name, getattr(torch, name), spec("positive", shape))
    for n in [0, 1, 2, 3, -1, -2]:
        case("powNumber", lambda x: x**n, spec("any", shape), args=[n])
    for n in [0.5, 2.5, -0.5]:
        case("powNumber", lambda x: x**n, spec("positive", shape), args=[n])
    for n in [2, -0.5]:
        case("addNumber", lambda x: x + n, spec("any", shape), args=[n])
        case("subNumber", lambda x: x - n, spec("any", shape), args=[n])
        case("mulNumber", lambda x: x * n, spec("any", shape), args=[n])
        case("divNumber", lambda x: x / n, spec("any", shape), args=[n])
case("abs", torch.abs, "whole 3 4")
case("relu", torch.relu, "whole 3 4")
case("powNumber", lambda x: x**0, "whole 3 4", args=[0])
case("powNumber", lambda x: x**2, "whole 3 4", args=[2])

pairs = [
    ((), ()), ((3,), (3,)), ((2, 3), (2, 3)), ((2, 3), (3,)), ((3,), (2, 3)), ((2, 3), (2, 1)), ((2, 1), (1, 3)),
    ((), (2, 3)), ((2, 3), ()), ((2, 1, 3), (4, 1)), ((0, 3), (3,)), ((0,), (1,)), ((2, 0), (2, 1)),
]  # fmt: skip
for a, b in pairs:
    for name in ["add", "sub", "mul", "div", "maximum", "minimum"]:
        case(name, getattr(torch, name), spec("any", a), spec("any", b))
    case("pow", torch.pow, spec("positive", a), spec("any", b))
    case("where", lambda x, y: torch.where(x > y, x, y), spec("any", a), spec("any", b))
for name in ["maximum", "minimum"]:
    case(name, getattr(torch, name), "whole 3 4", "whole 3 4")
case("pow", torch.pow, "positive 2 3", "whole 2 3")
for exponent in ["zero 2", "whole 2", "any 2", "positive 2"]:
    case("pow", torch.pow, "zero 2", exponent)
for n in [0, 0.5, 1, 2, -1]:
    case("powNumber", lambda x: x**n, "zero 2", args=[n])
for name in ["log", "sqrt", "abs", "sign", "relu"]:
    case(name, getattr(torch, name), "zero 2")
case("div", torch.div, "any 2", "zero 2")
for name in ["add", "sub", "mul", "div"]:
    case(f"{name}Same", lambda x: getattr(torch, name)(x, x), "any 2 3")

# ---- along a dim -------------------------------------------------------------------------------

for shape in [(), (3,), (2, 3), (3, 1, 2)]:
    for name in ["sum", "mean", "amax", "amin", "var", "std"]:
        f = getattr(torch, name)
        if shape or name not in ("var", "std"):
            case(name, f, spec("any", shape))
        for dim in [0, -1] if shape else []:
            if name in ("var", "std") and shape[dim] == 1:
                continue
            for keepdim in [False, True]:
                case(name, lambda x: f(x, dim=dim, keepdim=keepdim), spec("any", shape), args=[dim, keepdim])
    case("max", torch.max, spec("any", shape))
    case("min", torch.min, spec("any", shape))
for name in ["amax", "amin"]:
    for dim in [0, 1]:
        case(name, lambda x: getattr(torch, name)(x, dim=dim), "whole 3 4", args=[dim, False])
case("max", torch.max, "whole 3 4")
case("min", torch.min, "whole 3 4")
case("varPopulation", lambda x: torch.var(x, correction=0), "any 2 3")
case("stdPopulation", lambda x: torch.std(x, dim=0, correction=0), "any 2 3", args=[0])
for name in ["var", "std"]:
    case(name, getattr(torch, name), "two 3")
for shape in [(0,), (0, 3), (3, 0)]:
    case("sum", torch.sum, spec("any", shape))
    for dim in range(len(shape)):
        case("sum", lambda x: torch.sum(x, dim=dim), spec("any", shape), args=[dim, False])
case("mean", lambda x: torch.mean(x, dim=1), "any 0 3", args=[1, False])
case("amax", lambda x: torch.amax(x, dim=1), "any 0 3", args=[1, False])
for shape in [(3,), (2, 3), (2, 3, 2), (0, 3)]:
    for dim in range(len(shape)):
        case("softmax", lambda x: torch.softmax(x, dim), spec("any", shape), args=[dim])
        case("logSoftmax", lambda x: torch.log_softmax(x, dim), spec("any", shape), args=[dim])

# ---- products ----------------------------------------------------------------------------------

for a, b in [
    ((3,), (3,)), ((2, 3), (3,)), ((3,), (3, 2)), ((2, 3), (3, 4)), ((2, 0), (0, 3)), ((0, 2), (2, 3)),
    ((2, 2, 3), (3, 4)), ((2, 2, 3), (2, 3, 4)), ((2, 3), (2, 3, 4)), ((2, 2, 3), (3,)), ((3,), (2, 3, 2)),
    ((2, 1, 2, 3), (3, 3, 2)),
]:  # fmt: skip
    case("matmul", torch.matmul, spec("any", a), spec("any", b))
for shape in [(3,), (2, 3), (2, 2, 3), (0, 3)]:
    case("linear", F.linear, spec("any", shape), "any 4 3", "any 4")
    case("linear", F.linear, spec("any", shape), "any 4 3")

# ---- the same elements in another arrangement --------------------------------------------------

for shape in [(), (3,), (2, 3), (2, 1, 3), (0, 3)]:
    s = spec("any", shape)
    case("flatten", torch.flatten, s)
    case("reshape", lambda x: x.reshape(-1, 1), s, args=[-1, 1])
    case("squeeze", torch.squeeze, s)
    case("unsqueeze", lambda x: x.unsqueeze(0), s, args=[0])
    case("unsqueeze", lambda x: x.unsqueeze(-1), s, args=[-1])
    case("T", lambda x: x.T, s)
    if len(shape) > 1:
        case("transpose", lambda x: x.transpose(0, -1), s, args=[0, -1])
case("squeezeDim", lambda x: x.squeeze(1), "any 2 1 3", args=[1])
case("toFloat64", lambda x: x.to(torch.float64), "any 2 3")
case("toFloat32", lambda x: x.to(torch.float32), "any 2 3")
mask = torch.tensor([[True, False, True], [False, True, True]])
rows = torch.tensor([1, 0, 1])
for text, f in {
    "0": lambda x: x[0],
    "-1": lambda x: x[-1],
    "1, 2": lambda x: x[1, 2],
    ":, 1": lambda x: x[:, 1],
    "..., -1": lambda x: x[..., -1],
    "0:1": lambda x: x[0:1],
    ":, 1:": lambda x: x[:, 1:],
    ":, ::2": lambda x: x[:, ::2],
    "0, 1:3": lambda x: x[0, 1:3],
    "0:1, 1": lambda x: x[0:1, 1],
    "1:1": lambda x: x[1:1],
    "mask": lambda x: x[mask],
    "rows": lambda x: x[rows],
    "rows, rows": lambda x: x[rows, rows],
    ":, rows": lambda x: x[:, rows],
}.items():
    case("at", f, "any 2 3", args=text.split(", "))
for dim in [0, 1, -1]:
    case("cat", lambda *xs: torch.cat(xs, dim), "any 2 3", "any 2 3", "any 2 3", args=[dim])
    case("stack", lambda *xs: torch.stack(xs, dim), "any 2 3", "any 2 3", args=[dim])
case("cat", lambda *xs: torch.cat(xs, 0), "any 2 3", "any 0 3", "any 1 3", args=[0])
case("stack", lambda *xs: torch.stack(xs, 0), "any", "any", args=[0])

# ---- activations and losses --------------------------------------------------------------------

for shape in shapes:
    s = spec("any", shape)
    case("leakyRelu", F.leaky_relu, s)
    case("leakyRelu", lambda x: F.leaky_relu(x, 0.1), s, args=[0.1])
    case("elu", F.elu, s)
    case("elu", lambda x: F.elu(x, 0.5), s, args=[0.5])
    case("softplus", F.softplus, s)
    case("logSigmoid", F.logsigmoid, s)
    case("hardtanh", F.hardtanh, s)
    case("relu6", F.relu6, s)
    case("rrelu", lambda x: F.rrelu(x, training=False), s)
    case("maxout", lambda x, y, z: torch.maximum(torch.maximum(x, y), z), s, s, s)
for reduction in ["mean", "sum", "none"]:
    for shape in [(3,), (2, 3), ()]:
        a, p, t = spec("any", shape), spec("probability", shape), spec("label", shape)
        case("mseLoss", lambda x, y: F.mse_loss(x, y, reduction=reduction), a, a, args=[reduction])
        case("binaryCrossEntropy", lambda x, y: F.binary_cross_entropy(x, y, reduction=reduction), p, p, args=[reduction])
        case("binaryCrossEntropyWithLogits", lambda x, y: F.binary_cross_entropy_with_logits(x, y, reduction=reduction), a, p, args=[reduction])
        reduce = {"mean": torch.mean, "sum": torch.sum, "none": lambda x: x}[reduction]
        case("hingeLoss", lambda z, y: reduce(torch.relu(1 - y * z)), a, t, args=[reduction])
        case("perceptronLoss", lambda z, y: reduce(torch.relu(-y * z)), a, t, args=[reduction])
        case("halfMseLoss", lambda x, y: F.mse_loss(x, y, reduction=reduction) / 2, a, a, args=[reduction])
    case("crossEntropy", lambda x: F.cross_entropy(x, torch.tensor([2, 0, 1, 2]), reduction=reduction), "any 4 3", args=[reduction])

# ---- dtypes --------------------------------------------------------------------------------------

dtypes = {"float32": torch.float32, "float64": torch.float64, "int32": torch.int32, "bool": torch.bool}
kinds = [(name, shape) for name in dtypes for shape in [(), (2,)]]
binaries = ["add", "sub", "mul", "div", "pow", "maximum", "minimum", "greater", "equal"]
alias = {"sub": torch.subtract, "equal": torch.eq}
promotions = []


def dtype_of(f):
    try:
        y = f().dtype
    except (RuntimeError, TypeError):
        return "refused"
    return {torch.int64: "int32", torch.uint8: "int32"}.get(y, y).__str__().replace("torch.", "")


for default in ["float32", "float64"]:
    torch.set_default_dtype(dtypes[default])
    for name, shape in kinds:
        x = torch.ones(shape, dtype=dtypes[name])
        for op in binaries:
            f = alias.get(op) or getattr(torch, op)
            for other, other_shape in kinds:
                y = torch.ones(other_shape, dtype=dtypes[other])
                promotions.append([default, op, name, list(shape), [other, list(other_shape)], dtype_of(lambda: f(x, y))])
            for number in [2, 0.5] if op not in ("maximum", "minimum") else []:
                promotions.append([default, op, name, list(shape), number, dtype_of(lambda: f(x, number))])
        for op in ["neg", "abs", "exp", "sqrt", "sigmoid", "relu", "sign", "sum", "mean"]:
            f = getattr(torch, op)
            promotions.append([default, op, name, list(shape), None, dtype_of(lambda: f(x))])
torch.set_default_dtype(torch.float32)

golden = {"arrays": arrays, "cases": cases, "promotions": promotions}
path = Path(__file__).parents[2] / "test/golden/torch-autograd.json"
lines = lambda items: ",\n".join(json.dumps(item, separators=(",", ":")) for item in items)
path.write_text(
    '{"arrays":' + json.dumps(arrays, separators=(",", ":")) + ',\n"cases":[\n' + lines(cases)
    + '\n],\n"promotions":[\n' + lines(promotions) + "\n]}\n"
)  # fmt: skip
print(len(cases), len(promotions), path.stat().st_size)
