"""Write test/golden/torch-special.json: PyTorch's values and gradients at NaN, infinities and zero.

    python scripts/golden/torch_special.py        (needs torch 2.13)

Every gradient is that of the sum of the result. Numbers are stored as text: JSON has no NaN.
"""

import itertools
import json
from pathlib import Path

import torch
import torch.nn.functional as F

special = [float("nan"), float("inf"), -float("inf"), 0.0, -2.0, 0.5]
cases = []


def texts(t):
    return [str(x) for x in t.detach().reshape(-1).tolist()]


def case(op, f, *inputs, args=()):
    xs = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in inputs]
    y = f(*xs)
    y.sum().backward()
    cases.append({
        "op": op,
        "args": list(args),
        "inputs": [{"shape": list(x.shape), "data": texts(x)} for x in xs],
        "values": texts(y),
        "grads": [texts(x.grad) for x in xs],
    })  # fmt: skip


# ---- of one tensor ------------------------------------------------------------------------------

for name in ["neg", "abs", "exp", "log", "sqrt", "tanh", "sin", "cos", "sigmoid", "relu", "sign", "clone"]:
    case(name, getattr(torch, name), special)
for n in [0, 0.5, 1, 2, -1]:
    case("powNumber", lambda x: x**n, special, args=[n])
for name, f in {
    "elu": F.elu,
    "leakyRelu": F.leaky_relu,
    "softplus": F.softplus,
    "logSigmoid": F.logsigmoid,
    "hardtanh": F.hardtanh,
    "relu6": F.relu6,
}.items():
    case(name, f, special)
for name in ["sum", "mean", "amax", "amin", "max", "min", "var", "std"]:
    for row in [special, special[1:], [1.0, float("nan"), float("nan")], [float("inf"), float("inf"), 1.0]]:
        case(name, getattr(torch, name), row)
for name in ["amax", "amin"]:
    rows = [[1.0, 1.0, 0.0], [float("nan"), 2.0, 2.0], [float("inf"), float("inf"), -float("inf")]]
    case(name, lambda x: getattr(torch, name)(x, dim=1), rows, args=[1, False])
rows = [[0.0, -float("inf"), 1.0], [float("inf"), 0.0, 1.0], [float("nan"), 0.0, 1.0], [-float("inf")] * 3]
for name, f in {"softmax": torch.softmax, "logSoftmax": torch.log_softmax}.items():
    case(name, lambda x: f(x, 1), rows, args=[1])
mask = torch.tensor([True, False, True, False, True, False])
case("at", lambda x: x[mask], special, args=["mask"])

# ---- of two tensors -----------------------------------------------------------------------------

left, right = zip(*itertools.product(special, special))
for name in ["add", "sub", "mul", "div", "maximum", "minimum", "pow"]:
    case(name, getattr(torch, name), list(left), list(right))
case("where", lambda x, y: torch.where(x > y, x, y), list(left), list(right))

# ---- losses -------------------------------------------------------------------------------------

targets = [0.0, 0.25, 1.0]
left, right = zip(*itertools.product(special, targets))
for name, f in {
    "mseLoss": F.mse_loss,
    "binaryCrossEntropyWithLogits": F.binary_cross_entropy_with_logits,
}.items():
    case(name, lambda x, y: f(x, y, reduction="none"), list(left), list(right), args=["none"])
left, right = zip(*itertools.product([0.0, 1.0, 0.5], targets))
case("binaryCrossEntropy", lambda x, y: F.binary_cross_entropy(x, y, reduction="none"), list(left), list(right), args=["none"])
for row in rows[:3]:
    for k in range(3):
        case("crossEntropy", lambda x: F.cross_entropy(x, torch.tensor([k]), reduction="none"), [row], args=[k])

path = Path(__file__).parents[2] / "test/golden/torch-special.json"
path.write_text("[\n" + ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases) + "\n]\n")
print(len(cases), path.stat().st_size)
