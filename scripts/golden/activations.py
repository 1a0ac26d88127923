"""Write test/golden/activations.json: activations and their derivatives on a grid from -1000 to 1000.

    python scripts/golden/activations.py        (needs torch 2.13, numpy)

Values and derivatives are NumPy's, by formulas that do not overflow; where PyTorch has the function,
both must agree, except where PyTorch's own formula is coarser (named in `coarse`).
"""

import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

half = [0.1, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 10.0, 20.0, 50.0, 100.0, 1000.0]
grid = np.array([-x for x in reversed(half)] + [0.0] + half)
zero, one, positive = np.zeros_like(grid), np.ones_like(grid), grid > 0
below = np.minimum(grid, 0)
decay = np.exp(-np.abs(grid))
sigmoid = np.where(grid >= 0, 1 / (1 + decay), decay / (1 + decay))
softplus = np.maximum(grid, 0) + np.log1p(decay)
slope = (1 / 8 + 1 / 3) / 2

# PyTorch takes softplus for x itself above 20, and 1 - tanh^2 has lost all digits from about 19.
coarse = {"softplus": 1e-8, "tanh": 1e-12}


def bent(a):
    return np.where(positive, grid, a * grid), np.where(positive, one, a)


def elu(a):
    return np.where(positive, grid, a * np.expm1(below)), np.where(positive, one, a * np.exp(below))


functions = {
    "step": (positive * 1.0, zero, None),
    "sign": (np.sign(grid), zero, torch.sign),
    "sigmoid": (sigmoid, sigmoid * (1 - sigmoid), torch.sigmoid),
    "tanh": (np.tanh(grid), 1 / np.cosh(np.clip(grid, -350, 350)) ** 2, torch.tanh),
    "relu": (np.maximum(grid, 0), positive * 1.0, torch.relu),
    "leakyRelu 0.1": (*bent(0.1), lambda x: F.leaky_relu(x, 0.1)),
    "leakyRelu 0.01": (*bent(0.01), F.leaky_relu),
    "elu 1": (*elu(1), F.elu),
    "elu 0.5": (*elu(0.5), lambda x: F.elu(x, 0.5)),
    "softplus": (softplus, sigmoid, F.softplus),
    "logSigmoid": (below - np.log1p(decay), np.where(grid >= 0, decay / (1 + decay), 1 / (1 + decay)), F.logsigmoid),
    "hardtanh": (np.clip(grid, -1, 1), (np.abs(grid) < 1) * 1.0, F.hardtanh),
    "relu6": (np.clip(grid, 0, 6), ((grid > 0) & (grid < 6)) * 1.0, F.relu6),
    "rrelu": (*bent(slope), lambda x: F.rrelu(x, training=False)),
    "maxout": (np.maximum(grid, 1 - grid / 2), np.where(grid > 1 - grid / 2, 1, -0.5), lambda x: torch.maximum(x, 1 - x / 2)),
    "maxout |x|": (np.abs(grid), np.sign(grid), torch.abs),
}  # fmt: skip

for name, (value, derivative, f) in functions.items():
    if f is None:
        continue
    x = torch.tensor(grid, requires_grad=True)
    y = f(x)
    y.sum().backward()
    for ours, theirs in [(value, y.detach().numpy()), (derivative, x.grad.numpy())]:
        assert np.allclose(ours, theirs, rtol=0, atol=coarse.get(name, 1e-12)), (name, ours - theirs)

# ---- losses where the naive formula overflows ---------------------------------------------------

logits = torch.tensor([-1000.0, -30.0, 0.0, 30.0, 1000.0], dtype=torch.float64)
extremes = []
for target in [0.0, 0.3, 1.0]:
    z = logits.clone().requires_grad_()
    loss = F.binary_cross_entropy_with_logits(z, torch.full_like(z, target), reduction="none")
    loss.sum().backward()
    extremes.append({"target": target, "loss": loss.tolist(), "gradient": z.grad.tolist()})

rows = torch.tensor([[1000.0, 0.0, -1000.0], [-1000.0, -1000.0, -999.0]], dtype=torch.float64, requires_grad=True)
cross = F.cross_entropy(rows, torch.tensor([2, 1]))
cross.backward()

slopes = {}
for dtype in [torch.float32, torch.float64]:
    torch.manual_seed(3)
    x = torch.tensor([-1.0, 2.0, -3.0, 0.0, -0.5, -1.0], dtype=dtype, requires_grad=True)
    y = F.rrelu(x, training=True)
    y.sum().backward()
    slopes[str(dtype).removeprefix("torch.")] = {"values": y.tolist(), "gradient": x.grad.tolist(), "next": torch.rand(1).item()}

# ---- NaN and infinity, as strings: JSON has no such numbers -----------------------------------------


def script(x):
    return [{"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}.get(str(v), v) for v in x.flatten().tolist()]


nonfinite = torch.tensor([float("nan"), float("inf"), -float("inf")], dtype=torch.float64)
limits = {}
for name, (_, _, f) in functions.items():
    if f is None or name in ("sign", "relu", "maxout", "maxout |x|"):
        continue  # of torch, not of torch.nn.functional
    x = nonfinite.clone().requires_grad_()
    y = f(x)
    y.sum().backward()
    limits[name] = {"value": script(y), "derivative": script(x.grad)}

infinite = torch.full((3,), float("inf"), dtype=torch.float64, requires_grad=True)
losses = F.binary_cross_entropy_with_logits(infinite, torch.tensor([0.0, 0.3, 1.0], dtype=torch.float64), reduction="none")
losses.sum().backward()

masked = torch.tensor([[0.0, -float("inf"), 1.0], [-float("inf"), -1.0, 0.5]], dtype=torch.float64, requires_grad=True)
masked_loss = F.cross_entropy(masked, torch.tensor([0, 2]))
masked_loss.backward()

golden = {
    "grid": grid.tolist(),
    "functions": {name: {"value": v.tolist(), "derivative": d.tolist()} for name, (v, d, _) in functions.items()},
    "logits": logits.tolist(),
    "binaryCrossEntropyWithLogits": extremes,
    "rows": rows.tolist(),
    "softmax": torch.softmax(rows, 1).tolist(),
    "logSoftmax": torch.log_softmax(rows, 1).tolist(),
    "crossEntropy": {"loss": cross.item(), "gradient": rows.grad.tolist()},
    "rreluInTraining": slopes,
    "limits": limits,
    "infiniteLogits": {"loss": script(losses), "gradient": script(infinite.grad)},
    "maskedCrossEntropy": {"loss": masked_loss.item(), "gradient": masked.grad.tolist()},
}
path = Path(__file__).parents[2] / "test/golden/activations.json"
path.write_text("{\n" + ",\n".join(f'"{k}": {json.dumps(v)}' for k, v in golden.items()) + "\n}\n")
