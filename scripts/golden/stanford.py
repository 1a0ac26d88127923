"""Write test/golden/stanford.json: what the cells of the Stanford lecture must show.

    pip install -r scripts/golden/requirements.txt
    python scripts/golden/stanford.py

lecture.py says what the file contains.
"""

import numpy as np
import torch
from torch.nn import functional as F

from lecture import write

x = np.array([1.0, -2.0, 3.0])
W1 = np.array([[0.1, 0.2, 0.3], [-0.4, 0.5, -0.6], [0.7, -0.8, 0.9], [-1.0, 1.1, -1.2]])


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def scores():
    """f = Wx, W2 max(0, W1 x), and three layers."""
    h = np.round(np.maximum(0, W1 @ x), 12)
    middle = np.maximum(0, np.array([[1.0, -1.0, 0.5, 2.0], [-0.5, 0.25, 0.75, -1.0]]) @ h)
    return {
        "C-01": {"f": np.array([[0.2, -0.5, 0.1], [1.5, 1.3, 2.1]]) @ x},
        "C-02": {"h": h, "f": np.round(np.array([[1.0, -1.0, 0.5, 2.0], [0.0, 0.3, -0.2, 0.1]]) @ h, 12)},
        "C-05": {"h2": np.round(middle, 12), "f": round(middle @ np.array([1.0, 2.0]), 12)},
    }


def neuron():
    total = x @ np.array([0.5, -0.25, 0.1]) + 0.2
    return {
        "C-09": {"rate": sigmoid(total)},
        "C-11": {"sum": total, "rate": sigmoid(total)},
        "C-25": {"h1": sigmoid(W1 @ x + np.array([0.1, -0.1, 0.2, -0.2]))},
    }


def activations():
    z = torch.tensor([-2.0, -1.0, 3.0], dtype=torch.float64)
    return {
        "C-17": {"max(0.1 x, x)": F.leaky_relu(z, 0.1)},
        "C-19": {"ELU(-1)": F.elu(z)[1]},
    }


def forward_pass():
    """Three inputs, two hidden layers of four sigmoids, one linear output."""
    W2 = np.linspace(-0.8, 0.7, 16).reshape(4, 4)
    h1 = sigmoid(W1 @ x + np.array([0.1, -0.1, 0.2, -0.2]))
    h2 = sigmoid(W2 @ h1 + np.array([0.05, -0.05, 0.1, -0.1]))
    out = np.array([0.5, -0.25, 0.75, -0.5]) @ h2 + 0.1
    np.random.seed(0)
    drawn = [np.random.randn(*size) for size in ((4, 3), (4, 1), (4, 4), (4, 1), (1, 4), (1, 1), (3, 1))]
    A, a, B, b, C, c, s = drawn
    seeded = C @ sigmoid(B @ sigmoid(A @ s + a) + b) + c
    return {
        "C-27": {"h1": h1, "h2": h2, "out": out, "seeded": seeded[0, 0]},
    }


versions = f"NumPy {np.__version__}, PyTorch {torch.__version__}"
write("stanford", [scores, neuron, activations, forward_pass], versions)
