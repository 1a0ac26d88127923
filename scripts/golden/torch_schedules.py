"""Write test/golden/torch-schedules.json: learning rates over epochs, and noise on gradients.

    pip install -r scripts/golden/requirements.txt
    python scripts/golden/torch_schedules.py
"""

import json
from pathlib import Path

import torch
from torch.optim import lr_scheduler

EPOCHS = 30
LOSSES = [1.0, 0.9, 0.9, 0.89995, 0.91, 0.95, 0.8, 0.8, 0.8, 0.8, 0.8, 0.7]


def rates(name, lr=0.4, **options):
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=lr)
    scheduler = getattr(lr_scheduler, name)(optimizer, **options)
    plateau = name == "ReduceLROnPlateau"
    found = [optimizer.param_groups[0]["lr"]]
    for epoch in range(len(LOSSES) if plateau else EPOCHS):
        optimizer.step()
        scheduler.step(*([LOSSES[epoch]] if plateau else []))
        found.append(optimizer.param_groups[0]["lr"])
    names = {"step_size": "stepSize", "T_max": "tMax", "eta_min": "etaMin",
             "start_factor": "startFactor", "end_factor": "endFactor", "total_iters": "totalIters"}
    return {"name": name, "lr": lr, "options": {names.get(k, k): v for k, v in options.items()},
            "rates": found}


cases = [
    rates("StepLR", step_size=7),
    rates("StepLR", step_size=3, gamma=0.5),
    rates("ExponentialLR", gamma=0.9),
    rates("LinearLR"),
    rates("LinearLR", start_factor=0.1, end_factor=0.8, total_iters=12),
    rates("CosineAnnealingLR", T_max=30),
    rates("CosineAnnealingLR", T_max=20, eta_min=0.01),
    rates("ReduceLROnPlateau", factor=0.5, patience=2),
    rates("ReduceLROnPlateau", patience=0, threshold=0.01),
    rates("ReduceLROnPlateau", lr=1e-7, patience=0, threshold=0.01),
    rates("ReduceLROnPlateau", factor=0.5, patience=0, eps=0.11),
]
squares = rates("LambdaLR", lr_lambda=lambda epoch: 1 / (1 + epoch) ** 2)["rates"]

torch.manual_seed(5)
w = torch.tensor([[1.0, -2.0], [0.5, 3.0]], requires_grad=True)
(w**2).sum().backward()
w.grad.add_(torch.randn_like(w.grad) * 0.3)
noise = {"w": w.tolist(), "std": 0.3, "seed": 5, "grad": w.grad.tolist()}

golden = {"losses": LOSSES, "cases": cases, "squares": squares, "noise": noise}
path = Path(__file__).parents[2] / "test" / "golden" / "torch-schedules.json"
path.write_text(json.dumps(golden) + "\n")
print(f"{path.name}: PyTorch {torch.__version__}")
