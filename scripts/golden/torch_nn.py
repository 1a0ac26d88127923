"""Write test/golden/torch-nn.json: 50 steps of each optimiser, initial weights, modules in print.

    python scripts/golden/torch_nn.py        (needs torch 2.13)

The loss is ((A w)^2 + sin w).sum() with A = [[1, 2], [0, 3]]: curved, and never at rest. The second
parameter, a number, has the loss (p - 1)^4.
"""

import json
from pathlib import Path

import torch
from torch import nn

A = torch.tensor([[1.0, 2.0], [0.0, 3.0]], dtype=torch.float64)


def trajectory(name, **options):
    w = torch.tensor([1.5, -0.75], dtype=torch.float64, requires_grad=True)
    p = torch.tensor(3.0, dtype=torch.float64, requires_grad=True)
    optimizer = getattr(torch.optim, name)([w, p], **options)
    points = []
    for _ in range(50):
        optimizer.zero_grad()
        ((A @ w).pow(2).sum() + w.sin().sum() + (p - 1) ** 4).backward()
        optimizer.step()
        points.append([*w.tolist(), p.item()])
    return {"name": name, "options": options, "points": points}


trajectories = [
    trajectory("SGD", lr=0.01),
    trajectory("SGD", lr=0.01, weight_decay=0.1),
    trajectory("SGD", lr=0.005, momentum=0.9),
    trajectory("SGD", lr=0.005, momentum=0.9, dampening=0.5),
    trajectory("SGD", lr=0.005, momentum=0.9, nesterov=True),
    trajectory("SGD", lr=0.005, momentum=0.8, dampening=0.2, weight_decay=0.3),
    trajectory("SGD", lr=0.005, momentum=0.8, nesterov=True, weight_decay=0.3),
    trajectory("SGD"),
    trajectory("RMSprop"),
    trajectory("RMSprop", lr=0.02, alpha=0.9, eps=1e-6),
    trajectory("RMSprop", lr=0.02, momentum=0.7),
    trajectory("RMSprop", lr=0.02, momentum=0.7, weight_decay=0.2),
    trajectory("Adam"),
    trajectory("Adam", lr=0.1),
    trajectory("Adam", lr=0.1, betas=[0.8, 0.95], eps=1e-4),
    trajectory("Adam", lr=0.1, weight_decay=0.2),
]

# ---- initial weights ----------------------------------------------------------------------------

initial = []
for dtype in ["float32", "float64"]:
    for name, args in [
        ("xavierUniform", []), ("xavierUniform", [2.5]), ("xavierNormal", []), ("xavierNormal", [0.5]),
        ("kaimingUniform", []), ("kaimingUniform", [0.3]), ("kaimingNormal", []), ("kaimingNormal", [0.3]),
        ("uniform", []), ("uniform", [-2, 5]), ("normal", []), ("normal", [1, 0.01]),
        ("constant", [0.3]), ("zeros", []), ("ones", []),
    ]:  # fmt: skip
        for shape in [(3, 4), (2, 3), (5, 7)]:
            torch.manual_seed(11)
            x = torch.full(shape, 7.0, dtype=getattr(torch, dtype))
            snake = "".join("_" + c.lower() if c.isupper() else c for c in name) + "_"
            getattr(nn.init, snake)(x, *args)
            initial.append({"name": name, "args": args, "dtype": dtype, "shape": shape, "values": x.flatten().tolist()})

# ---- modules ------------------------------------------------------------------------------------

linears = []
for features in [(4, 3), (3, 4)]:
    torch.manual_seed(0)
    layer = nn.Linear(*features)
    linears.append({
        "features": features,
        "weight": layer.weight.tolist(),
        "bias": layer.bias.tolist(),
        "print": repr(layer.weight),
        "ones": repr(layer(torch.ones(2, features[0]))),
    })  # fmt: skip

torch.manual_seed(0)
draws = {"rand": repr(torch.rand(2, 3)), "randn": repr(torch.randn(2, 3)), "randint": torch.randint(0, 10, (8,)).tolist()}

modules = {
    name: repr(module)
    for name, module in {
        "linear": nn.Linear(4, 3),
        "without bias": nn.Linear(4, 3, bias=False),
        "sequential": nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 1), nn.Sigmoid()),
        "nested": nn.Sequential(nn.Sequential(nn.Linear(2, 2), nn.Tanh()), nn.Dropout(0.2), nn.Sequential(nn.Softmax(dim=1))),
        "empty": nn.Sequential(),
        "identity": nn.Identity(),
        "dropout": nn.Dropout(),
        "leaky": nn.LeakyReLU(),
        "leaky 1": nn.LeakyReLU(1.0),
        "leaky 0.2": nn.LeakyReLU(0.2),
        "elu": nn.ELU(),
        "elu 0.5": nn.ELU(0.5),
        "hardtanh": nn.Hardtanh(),
        "relu6": nn.ReLU6(),
        "rrelu": nn.RReLU(),
        "softmax": nn.Softmax(dim=-1),
        "logSigmoid": nn.LogSigmoid(),
        "softplus": nn.Softplus(),
        "dropout 1": nn.Dropout(1.0),
        "list": nn.ModuleList([nn.Linear(2, 2), nn.Linear(2, 2), nn.ReLU(), nn.ModuleList([nn.Tanh()])]),
        "empty list": nn.ModuleList(),
    }.items()
}

whole = torch.tensor([1, 2], dtype=torch.int32)
created = {
    "zeros": repr(torch.zeros(2, 3)),
    "ones": repr(torch.ones(2, requires_grad=True)),
    "full": repr(torch.full((2, 2), 7.5)),
    "eye": repr(torch.eye(3)),
    "arange": repr(torch.arange(1.0, 13.0)),
    "arange by 0.3": repr(torch.arange(-1, 1, 0.3)),
    "linspace": repr(torch.linspace(-5, 5, 7)),
    "zerosLike": repr(torch.zeros_like(whole)),
    "onesLike": repr(torch.ones_like(whole, dtype=torch.float64)),
    "bool": repr(torch.tensor([True, False])),
    "empty": repr(torch.zeros(2, 0)),
    "nan": repr(torch.tensor([float("nan"), float("inf"), -1.5])),
    "many": repr(torch.arange(1100.0).reshape(11, 100)),
}

linspaces = []
for dtype in [torch.float32, torch.float64]:
    torch.set_default_dtype(dtype)
    for args in [(-5, 5, 50), (0, 1, 100), (-1, 1, 3), (2, 3, 1), (0, 1, 0), (3, -3, 8)]:
        linspaces.append({"dtype": str(dtype).removeprefix("torch."), "args": args, "values": torch.linspace(*args).tolist()})
torch.set_default_dtype(torch.float32)

golden = {"trajectories": trajectories, "initial": initial, "linears": linears, "draws": draws, "created": created, "linspaces": linspaces, "modules": modules}
path = Path(__file__).parents[2] / "test/golden/torch-nn.json"
lines = lambda items: "[\n" + ",\n".join(json.dumps(item) for item in items) + "\n]"
path.write_text("{\n" + ",\n".join(f'"{k}": {lines(v) if isinstance(v, list) else json.dumps(v)}' for k, v in golden.items()) + "\n}\n")
print(path.stat().st_size)
