"""Write test/golden/nyu.json: what the cells of the NYU lecture must show.

    pip install -r scripts/golden/requirements.txt
    python scripts/golden/nyu.py

lecture.py says what the file contains. Derivatives come from PyTorch's autograd.
"""

import numpy as np
import torch

from lecture import write

torch.set_default_dtype(torch.float64)


def leaf(values):
    return torch.tensor(values, dtype=torch.float64, requires_grad=True)


def chain():
    """exp(sin(x²)) at 1.2, and Chris Olah's graph."""
    x = leaf(1.2)
    v = x**2
    u = torch.sin(v)
    f = torch.exp(u)
    for node in (u, v):
        node.retain_grad()
    f.backward()
    edges = [f.item(), torch.cos(v).item(), 2 * x.item()]

    a, b = leaf(2.0), leaf(1.0)
    c, d = a + b, b + 1
    e = c * d
    for node in (c, d):
        node.retain_grad()
    e.backward()
    # d(a, b, c, d, e)/db, by forward-mode automatic differentiation.
    _, forward = torch.func.jvp(
        lambda b: torch.stack([a.detach(), b, a.detach() + b, b + 1, (a.detach() + b) * (b + 1)]),
        (b.detach(),),
        (torch.tensor(1.0),),
    )
    return {
        "F-02": {"2-3-1": sum(p.numel() for p in torch.nn.Sequential(
            torch.nn.Linear(2, 3), torch.nn.Linear(3, 1)).parameters())},
        "F-04": {"f": f.item()},
        "F-06": {"v": v.item(), "u": u.item(), "f": f.item()},
        "F-07": {"derivative": x.grad.item()},
        "F-08": {"running": [1, u.grad.item(), v.grad.item(), x.grad.item()]},
        "F-09": {"edges": edges},
        "F-26": {"by b": forward.tolist()},
        "F-27": {"e by e, d, c, b, a": [1, d.grad.item(), c.grad.item(), b.grad.item(), a.grad.item()]},
    }


def network():
    """Two inputs, two sigmoid units, a linear output; target 1, half the squared error."""
    x, W = torch.tensor([0.5, -1.0]), leaf([[0.1, -0.2], [0.4, 0.3]])
    w = leaf([0.5, -0.6])
    z = W @ x
    z.retain_grad()
    u = torch.sigmoid(z)
    out = w @ u
    out.retain_grad()
    loss = 0.5 * (1 - out) ** 2
    loss.backward()
    with torch.no_grad():
        after = 0.5 * (1 - (w - 0.1 * w.grad) @ torch.sigmoid((W - 0.1 * W.grad) @ x)) ** 2
        local = w[0] * u[0] * (1 - u[0])
    return {
        "F-12": {"z": [0.25, -0.1], "u": u.tolist()},
        "F-15": {"dW1": W.grad.tolist()},
        "F-16": {"zO": out.item(), "delta": out.grad.item(), "L": loss.item()},
        "F-18": {"delta": z.grad.tolist()},
        "F-19": {"local": local.item()},
        "F-24": {"before": loss.item(), "after": after.item()},
    }


def losses():
    z = leaf([1.5, 1.5, 2.0])
    squared = ((torch.tensor([1.0, 2.0, 3.0]) - z) ** 2).sum()
    squared.backward()
    entropy = {}
    for label in (1.0, 0.0):
        logit = leaf(1.5)
        loss = torch.nn.functional.binary_cross_entropy_with_logits(logit, torch.tensor(label))
        loss.backward()
        entropy[f"y = {label:.0f}"] = [loss.item(), logit.grad.item()]

    def slope(f, at):
        x = leaf(at)
        f(x).backward()
        return x.grad.item()

    return {
        "F-20": {"L": squared.item(), "dL/dz": z.grad.tolist(), "with the sum": z.grad.sum().item()},
        "F-21": entropy,
        "F-22": {"at 0 and 1": [slope(torch.sigmoid, 0.0), slope(torch.sigmoid, 1.0)]},
        "F-23": {"at 0 and 1": [slope(torch.tanh, 0.0), slope(torch.tanh, 1.0)]},
        "F-38": {"at 0, 5, 10": [slope(torch.sigmoid, at) for at in (0.0, 5.0, 10.0)]},
    }


def challenges():
    """Steps on w²/2, the double well (w² - 1)² + 0.3 w, and a chain of ten units."""
    roots = np.roots([4, 0, -4, 0.3])
    low, barrier, high = sorted(roots.real)
    J = lambda w: (w**2 - 1) ** 2 + 0.3 * w
    starts = np.linspace(-2, 2, 21)
    u, product = 0.5, 1.0
    for _ in range(10):
        u = 1 / (1 + np.exp(-u))
        product *= u * (1 - u)

    def late(slope):
        w = -5.0
        for _ in range(100):
            w -= slope(1 / (1 + np.exp(-w)))
        return round(1 / (1 + np.exp(-w)), 4)

    return {
        "F-31": {"w after 20 steps": [(1 - eta) ** 20 for eta in (1.9, 2, 2.1)]},
        "F-33": {"minima": [low, high], "J": [J(low), J(high)]},
        "F-34": {"trapped": int((starts > barrier).sum())},
        "F-36": {"product": product},
        "F-37": {"ReLU, w = 2": 2**10},
        "F-43": {"squared error": late(lambda p: (p - 1) * p * (1 - p)),
                 "cross-entropy": late(lambda p: p - 1)},
    }


def depth():
    count = lambda sizes: sum(a * b + b for a, b in zip(sizes, sizes[1:]))
    return {
        "F-56": {"parameters": [count([2, *[32] * n, 1]) for n in (1, 2, 4, 8, 16)]},
    }


write("nyu", [chain, network, losses, challenges, depth], f"PyTorch {torch.__version__}")
