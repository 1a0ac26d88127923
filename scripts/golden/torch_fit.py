"""Write test/golden/torch-fit.json: Keras's recipe as a plain PyTorch loop.

    pip install -r scripts/golden/requirements.txt
    python scripts/golden/torch_fit.py
"""

import json
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F


def fit(seed, layers, loss, optimizer, x, y, epochs, batch_size, validation):
    torch.manual_seed(seed)
    model = nn.Sequential(*layers())
    walker = optimizer(model.parameters())
    history = {"loss": [], "accuracy": [], "valLoss": []}
    for _ in range(epochs):
        order, total, right = torch.randperm(len(x)), 0.0, 0
        for start in range(0, len(x), batch_size):
            batch = order[start : start + batch_size]
            output = model(x[batch])
            cost = loss(output, y[batch])
            walker.zero_grad()
            cost.backward()
            walker.step()
            total += cost.item() * len(batch)
            hits = output.argmax(1) == y[batch] if output.shape[1] > 1 else (output > 0) == (y[batch] > 0.5)
            right += hits.sum().item()
        history["loss"].append(total / len(x))
        history["accuracy"].append(right / len(x))
        with torch.no_grad():
            history["valLoss"].append(loss(model(x[:validation]), y[:validation]).item())
    with torch.no_grad():
        return {"history": history, "outputs": model(x).tolist()}


torch.manual_seed(7)
points = torch.randn(50, 2)
inside = (points.norm(dim=1, keepdim=True) < 1).float()
quarter = (2 * (points[:, 0] > 0) + (points[:, 1] > 0)).long()
cases = {
    "two classes, Adam": fit(
        1, lambda: [nn.Linear(2, 5), nn.Tanh(), nn.Linear(5, 1)], F.binary_cross_entropy_with_logits,
        lambda p: torch.optim.Adam(p, lr=0.05), points, inside, 6, 16, 20),
    "four classes, momentum": fit(
        2, lambda: [nn.Linear(2, 6), nn.ReLU(), nn.Linear(6, 4)], F.cross_entropy,
        lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9), points, quarter, 6, 50, 20),
}
golden = {"x": points.tolist(), "inside": inside.tolist(), "quarter": quarter.tolist(), "cases": cases}
path = Path(__file__).parents[2] / "test" / "golden" / "torch-fit.json"
path.write_text(json.dumps(golden) + "\n")
print(f"{path.name}: PyTorch {torch.__version__}")
