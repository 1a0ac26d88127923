"""Write test/golden/sharif.json: what the cells of the Sharif lecture must show.

    pip install -r scripts/golden/requirements.txt
    python scripts/golden/sharif.py

lecture.py says what the file contains. Derivatives come from PyTorch's autograd.
"""

import numpy as np
import torch

from lecture import write

torch.set_default_dtype(torch.float64)


def leaf(values):
    return torch.tensor(values, dtype=torch.float64, requires_grad=True)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def single():
    """The perceptron and the delta rule on AND; x = (1, x1, x2), labels ±1, from w = 0."""
    x = np.array([[1, 0, 0], [1, 0, 1], [1, 1, 0], [1, 1, 1.0]])
    y = np.array([-1, -1, -1, 1.0])

    def perceptron(labels, passes):
        w, updates, errors = np.zeros(3), [], []
        while len(errors) < passes and (not errors or errors[-1] > 0):
            errors.append(0)
            for inputs, label in zip(x, labels):
                if np.sign(w @ inputs) != label:
                    w = w + label * inputs
                    errors[-1] += 1
                    updates.append(w.copy())
        return updates, errors

    updates, _ = perceptron(y, 1000)
    _, on_xor = perceptron(np.array([-1, 1, 1, -1.0]), 10)
    delta = np.zeros(3)
    for inputs, target in zip(x, y):
        delta = delta + 0.1 * (target - delta @ inputs) * inputs
    point, label = torch.tensor([1.0, 1.0, 0.0]), -1.0
    slopes = []
    for loss in (lambda w: torch.relu(-label * (w @ point)), lambda w: (label - w @ point) ** 2):
        at = leaf([0.5, 0.4, -0.2])
        loss(at).backward()
        slopes.append([round(value, 4) for value in at.grad.tolist()])
    return {
        "S-10": {"updates": len(updates), "w": updates[-1]},
        "S-11": {"trace": updates},
        "S-13": {"gradient": slopes[0]},
        "S-14": {"gradient": slopes[1], "w": [round(value, 4) for value in delta]},
        "S-15": {"XOR, errors": on_xor},
    }


def layers():
    relu = lambda z: np.maximum(0, z)
    W1, W2 = np.array([[0, 1, 1], [-1, 1, 1.0]]), np.array([0, 1, -2.0])
    X = np.array([[1, 0, 0], [1, 0, 1], [1, 1, 0], [1, 1, 1.0]])
    hidden = relu(X @ W1.T)
    h = np.column_stack([np.ones(4), hidden]) @ W2
    z = 0.5 * 1 - 1 * 2 - 0.25
    grid = np.linspace(-30, 30, 601)
    return {
        "S-20": {"parameters": [64 * 10 + 10, 144 * 10 + 10, 784 * 10 + 10]},
        "S-34": {"relu": relu(np.array([-2, 3.0])), "sigmoid": sigmoid(np.array([-2, 3.0]))},
        "S-35": {"z for (1, 1)": hidden[3]},
        "S-36": {"h": h, "with psi": round(sigmoid(1.1), 4)},
        "S-38": {"h": h},
        "S-39": {"z": z, "y": sigmoid(z)},
        "S-41": {"largest": (sigmoid(grid) * (1 - sigmoid(grid))).max()},
    }


def activations():
    grid = [-2.0, -1.0, 0.0, 1.0, 2.0]
    functions = {
        "S-42": torch.sigmoid,
        "S-43": torch.tanh,
        "S-45": torch.nn.functional.softplus,
    }
    found = {}
    for name, f in functions.items():
        z = leaf(grid)
        f(z).sum().backward()
        found[name] = {"f": f(z).tolist(), "derivative": z.grad.tolist()}
    zero = leaf(0.0)
    torch.relu(zero).backward()
    found["S-44"] = {"f(-1), f(2)": [0, 2], "PyTorch's slope at 0": zero.grad.item()}
    return found


def chain_rule():
    x = leaf(0.7)
    y = x**2 + 1
    z = torch.sin(y)
    z.backward()
    three = leaf([1.0, 2.0, 3.0])
    f3 = lambda x: x[0] * x[1] + x[2] ** 2
    f3(three).backward()
    move = torch.tensor([1, -1, 0.5])
    at = three.detach()
    change = lambda h: (f3(at + h * move) - f3(at)).item()
    several = [[h * (three.grad @ move).item(), change(h)] for h in (0.1, 0.01)]
    one = leaf(1.0)
    g1, g2 = one**2, torch.sin(one)
    two = g1 * g2 + g2**2
    for node in (g1, g2):
        node.retain_grad()
    two.backward()
    F = lambda x: x**2 * np.sin(x) + np.sin(x) ** 2
    misses = [(F(1 + h) - F(1) - one.grad.item() * h) / h**2
              for h in (0.1, 0.01, 0.001)]
    return {
        "S-57": {"y": y.item(), "z": z.item(), "dz/dx": x.grad.item()},
        "S-59": {"promised": 2 * 0.1, "happened": round(1.1**2 - 1, 4)},
        "S-60": {"gradient": three.grad, "share, change": np.round(several, 6)},
        "S-61": {"dy/dx": 1.4, "dz/dy": round(np.cos(1.49), 4)},
        "S-62": {"outer": [g1.grad.item(), g2.grad.item()], "dy/dx": one.grad.item()},
        "S-66": {"miss": np.round(misses, 5)},
    }


def backpropagation():
    """A 2-3-2-1 network of sigmoids; column 0 of W for the biases, half the squared error."""
    x, y = torch.tensor([1.5, -0.5]), 1.0
    W = [leaf([[0.1, 0.2, -0.3], [-0.4, 0.5, 0.6], [0.7, -0.8, 0.9]]),
         leaf([[0.2, -0.1, 0.4, 0.3], [-0.5, 0.6, -0.7, 0.8]]), leaf([[0.1, 0.9, -0.4]])]
    a, z = [x], []
    for w in W:
        z.append(w @ torch.cat([torch.ones(1), a[-1]]))
        z[-1].retain_grad()
        a.append(torch.sigmoid(z[-1]))
    loss = 0.5 * (a[-1][0] - y) ** 2
    loss.backward()
    delta = [s.grad.tolist() for s in z]
    softmax = torch.autograd.functional.jacobian(lambda s: torch.softmax(s, 0), torch.tensor([1, 0.2, -0.5]))
    return {
        "S-70": {"z": [s.tolist() for s in z[:1]], "a": [s.tolist() for s in a[1:]], "loss": loss.item()},
        "S-72": {"dW3": W[2].grad.tolist(), "series": {"softmax": softmax.flatten()}},
        "S-73": {"a": [s.tolist() for s in a[1:]]},
        "S-75": {"delta 2": delta[1]},
        "S-78": {"delta 1": delta[0]},
        "S-79": {"delta": delta},
        "S-81": {"output": a[-1].item()},
        "S-82": {"dW": [np.round(w.grad.numpy(), 8) for w in W]},
        "S-83": {"delta 2": np.round(delta[1], 8)},
    }


write("sharif", [single, layers, activations, chain_rule, backpropagation], f"PyTorch {torch.__version__}")
