"""Write test/golden/sdsu.json: what the cells of the SDSU lecture must show.

    pip install -r scripts/golden/requirements.txt
    python scripts/golden/sdsu.py

lecture.py says what the file contains; sdsu_torch.py has the listings with PyTorch. Names are the
lecture's: X samples in rows, W weights [unit, input], B biases [1, unit], z sums, a activations, y
labels, J cost. `dz` is the derivative of J by z, and so on.
"""

import numpy as np
import sdsu_torch
import torch
from lecture import write

X = np.array([[1.0, 2.0], [3.0, -1.0], [0.0, 0.5]])
y = np.array([[1.0], [0.0], [1.0]])
W1, B1 = np.array([[0.1, -0.2], [0.3, 0.4], [-0.5, 0.6]]), np.array([[0.01, 0.02, 0.03]])
W2, B2 = np.array([[0.7, -0.8, 0.9]]), np.array([[0.05]])


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def relu(z):
    return np.maximum(z, 0)


def cross_entropy(a, y):
    return -(y * np.log(a) + (1 - y) * np.log(1 - a))


def short(values):
    """Sums of short decimals without the rounding error at their end, as NumPy prints them."""
    return np.round(values, 12)


def parameters(sizes):
    return sum(out * (inputs + 1) for inputs, out in zip(sizes, sizes[1:]))


def resnet50(classes=1000):
    """Parameters of ResNet-50: (with, without) the last, fully connected layer."""
    count, width = 64 * 3 * 7 * 7 + 2 * 64, 64
    for blocks, inner in zip([3, 4, 6, 3], [64, 128, 256, 512]):
        for block in range(blocks):
            count += width * inner + 9 * inner**2 + inner * 4 * inner  # 1x1, 3x3, 1x1
            count += 2 * (inner + inner + 4 * inner)  # batch normalisation: scale and shift
            if block == 0:
                count += width * 4 * inner + 2 * 4 * inner  # projection of the shortcut
            width = 4 * inner
    return count + width * classes + classes, count


def architecture():
    """The recap of regression, what a net can fit, and counting parameters."""
    w, b = np.array([0.5, -0.25]), 0.1
    x = np.linspace(-1.5, 1.5, 60)
    line = np.polyval(np.polyfit(x, np.sin(3 * x), 1), x)
    grid = np.linspace(-1, 1, 50)
    parabola = 3 * grid**2 - 1
    with_classifier, without = resnet50()
    return {
        "D-05": {"linear": short(X @ w + b), "logistic": sigmoid(X @ w + b)},
        "D-07": {"outputs": sigmoid(X @ w + b)},
        "D-12": {"RMSE of the best line": np.sqrt(np.mean((line - np.sin(3 * x)) ** 2))},
        "D-13": {"series": {"x": x, "y": np.sin(3 * x)}},
        "D-17": {
            "identity": short((X @ W1.T + B1) @ W2.T + B2),
            "relu": short(relu(X @ W1.T + B1) @ W2.T + B2),
        },
        "D-18": {
            "least cost of a sigmoid output": np.mean((np.clip(parabola, 0, 1) - parabola) ** 2) / 2
        },
        "D-22": {"with brackets": parameters([2, 3, 1]), "without": 3 * 2 + 1 * 3 + 1},
        "D-23": {"parameters": parameters([2, 3, 1])},
        "D-24": {
            "parameters": [
                parameters(sizes)
                for sizes in ([2, 3, 1], [2, 100, 1], [2, 100, 100, 1], [784, 512, 512, 10])
            ]
        },
        "D-25": {"with classifier": with_classifier, "without": without},
        "D-26": {"microseconds": 2 * with_classifier / 36e12 * 1e6},
        "D-33": {"parameters": parameters([2, 1])},
    }


def loops():
    """The product of two matrices as three loops."""
    A, B = np.array([[1, 2], [3, 4], [5, 6]]), np.array([[1, 2, 3], [4, 5, 6]])
    C = np.dot(A, B)
    return {
        "D-29": {"C": C},
        "D-30": {"C": C},
        "D-31": {"C": C, "multiplications": A.shape[0] * B.shape[1] * A.shape[1]},
        "D-32": {"C": C},
    }


def forward_propagation():
    """The 2-3-1 net on three samples, and both costs."""
    Z1 = short(X @ W1.T + B1)
    A1 = relu(Z1)
    Z2 = short(A1 @ W2.T + B2)
    e = y - Z2
    J_logistic = cross_entropy(sigmoid(Z2), y).mean()
    return {
        "D-38": {"z1": Z1[0], "a1": A1[0], "yhat": Z2[0]},
        "D-39": {"yhat": sigmoid(Z2)},
        "D-40": {"W1": W1},
        "D-41": {"A1": A1},
        "D-42": {"B1": B1},
        "D-43": {"Z1": Z1},
        "D-44": {"Z1": Z1, "Z2": Z2},
        "D-45": {"shape": [3, 4]},
        "D-46": {"J": np.sum(e**2) / 6, "J as a product": (e.T @ e).item() / 6},
        "D-47": {"J": J_logistic},
    }


def nudged():
    """J = 2(ab + c) at a = 3, b = 2, c = 5, and at a = 3.1."""
    quotients = [(6.2 - 6) / (3.1 - 3), (11.2 - 11) / (6.2 - 6), (22.4 - 22) / (11.2 - 11)]
    values, derivatives = [3, 2, 5, 6, 11, 22], [4, 6, 2, 2, 2, 1]
    return {
        "D-51": {"u": 6, "v": 11, "J": 22},
        "D-52": {"values": values},
        "D-53": {"u": 3.1 * 2, "v": 3.1 * 2 + 5, "J": 2 * (3.1 * 2 + 5)},
        "D-54": {"quotient": (22.4 - 22) / (3.1 - 3), "derivative": 4},
        "D-55": {"quotients": quotients},
        "D-56": {"product of the quotients": np.prod(quotients), "derivative": 4},
        "D-57": {"dJ/db": 6, "dJ/dc": 2},
        "D-58": {"values": values, "derivatives": derivatives},
    }


def logistic_unit():
    """Single nodes at N = -2, 0, 1.5, and logistic regression as a graph."""
    N = np.array([-2.0, 0.0, 1.5])
    x, w, label = np.array([1.5, -2.0]), np.array([0.4, 0.3]), 1
    z = x @ w + 0.1
    a = sigmoid(z)
    errors = sigmoid(X @ np.array([0.5, -0.25]) + 0.1) - y[:, 0]
    return {
        "D-59": {"slope of the sigmoid at 1.5": sigmoid(1.5) * (1 - sigmoid(1.5))},
        "D-60": {"dN": sigmoid(N) * (1 - sigmoid(N))},
        "D-61": {"dN": 1 - np.tanh(N) ** 2},
        "D-62": {"z": short(z), "a": a, "L": cross_entropy(a, label)},
        "D-63": {"da": -1 / a, "dz": a - label, "dw": (a - label) * x, "db": a - label},
        "D-65": {"dw": X.T @ errors / 3, "db": errors.mean()},
        "D-116": {"dw": (a - label) * x},
    }


def activations():
    """Values and slopes at z = -2, 0, 1.5, and curves over np.linspace(-5, 5, 101)."""
    z = np.linspace(-5, 5, 101)
    points = np.array([-2.0, 0.0, 1.5])
    s, t = sigmoid(points), np.tanh(points)
    curves = {"sigmoid": sigmoid(z), "tanh": np.tanh(z), "relu": relu(z)}
    slopes = {
        "sigmoid'": curves["sigmoid"] * (1 - curves["sigmoid"]),
        "tanh'": 1 - curves["tanh"] ** 2,
    }
    first, second = np.array([[1, 2], [3, 4], [5, 6]]), np.array([[1, -1, 2]])
    column = relu(W1 @ X[:1].T + B1.T)
    return {
        "D-94": {"z1": short(W1 @ X[:1].T + B1.T), "a2": sigmoid(W2 @ column + B2)},
        "D-95": {"sigmoid": s},
        "D-96": {"tanh": t},
        "D-98": {
            "slope of the sigmoid at 10": sigmoid(10) * (1 - sigmoid(10)),
            "slope of tanh at 10": 1 - np.tanh(10) ** 2,
        },
        "D-99": {"relu": relu(points)},
        "D-100": {"alpha 0.1": np.maximum(0.1 * points, points), "alpha 2 at 1 and -1": [2, -1]},
        "D-101": {"series": {"z": z, **curves}},
        "D-104": {"W'": second @ first, "b'": second @ [1, 0, -1] + 0.5},
        "D-107": {"slope": s * (1 - s)},
        "D-108": {"slope": 1 - t**2, "misprint": 1 - (1 - t) ** 2},
        "D-109": {"slope": (points > 0) * 1},
        "D-110": {"slope": np.where(points > 0, 1, 0.01)},
        "D-111": {"series": {"z": z, **curves, **slopes}},
    }


def torch_activations():
    """The eight classes as PyTorch evaluates them, at -2, 0.5, 7; RReLU with its mean slope."""
    nn = torch.nn
    classes = [nn.Sigmoid, nn.LogSigmoid, nn.Tanh, nn.Hardtanh]
    classes += [nn.ReLU, nn.LeakyReLU, nn.ReLU6, nn.RReLU]
    z = torch.tensor([-2.0, 0.5, 7.0], dtype=torch.float64)
    return {"D-112": {kind.__name__: kind().eval()(z).numpy() for kind in classes}}


class Net341:
    """The 3-4-1 net: tanh in the hidden layer, sigmoid at the output, cross-entropy."""

    def __init__(self):
        random = np.random.RandomState(1)
        self.X = np.round(random.randn(4, 3), 2)
        self.y = np.array([[1.0], [0.0], [0.0], [1.0]])
        shapes = [(4, 3), (1, 4), (1, 4), (1, 1)]
        self.parameters = [np.round(random.randn(*shape), 2) for shape in shapes]

    def backward(self):
        """J, and the derivatives on the way back."""
        W1, B1, W2, B2 = self.parameters
        m = len(self.X)
        A1 = np.tanh(self.X @ W1.T + B1)
        A2 = sigmoid(A1 @ W2.T + B2)
        dZ2 = A2 - self.y
        dA1 = dZ2 @ W2
        dZ1 = dA1 * (1 - A1**2)
        dW1, dB1 = dZ1.T @ self.X / m, dZ1.sum(axis=0, keepdims=True) / m
        dW2, dB2 = dZ2.T @ A1 / m, dZ2.sum(axis=0, keepdims=True) / m
        names = ["dZ2", "dA1", "dZ1", "dW1", "dB1", "dW2", "dB2"]
        derivatives = dict(zip(names, [dZ2, dA1, dZ1, dW1, dB1, dW2, dB2]))
        return cross_entropy(A2, self.y).mean(), derivatives

    def descend(self, steps, rate=0.5):
        for _ in range(steps):
            _, d = self.backward()
            gradients = [d["dW1"], d["dB1"], d["dW2"], d["dB2"]]
            self.parameters = [p - rate * g for p, g in zip(self.parameters, gradients)]
        return self.backward()[0]


def vectorised():
    J, d = Net341().backward()
    gradients = {name: d[name] for name in ["dW1", "dB1", "dW2", "dB2"]}
    x, dz = np.array([1.0, 2.0, 3.0]), np.full(4, 0.5)
    W2 = [[0.1, -0.2, 0.3, -0.4], [0.5, 0.6, -0.7, 0.8]]
    return {
        "D-35": {"J before": J, "J after 100 steps": Net341().descend(100)},
        "D-49": {"J before": J, "J after one step": Net341().descend(1)},
        "D-113": {"shapes": [[4, 3], [1, 4], [1, 4], [1, 1]]},
        "D-114": {"J": J, **gradients},
        "D-115": {"dA1": d["dA1"]},
        "D-118": {"non-zeros": 12, "dz_j/dw_jk": x},
        "D-119": {"dW": np.outer(dz, x)},
        "D-120": {"dB": dz},
        "D-121": {"dz2/da1": W2},
        "D-122": {"dA1": d["dA1"], "dZ1": d["dZ1"]},
        "D-123": {"dZ2": d["dZ2"]},
        "D-124": {"dW1": d["dW1"], "dW2": d["dW2"]},
        "D-125": {"dW1": d["dW1"], "dW2": d["dW2"]},
        "D-126": {**gradients, "misprinted dz2": d["dB2"]},
        "D-127": {**gradients, "g": np.tanh(0.5), "misprinted g": 1 - np.tanh(0.5) ** 2},
    }


def initialised(W1, W2, activation, slope, steps=100, rate=0.5):
    """The 3-4-1 net from these weights and zero biases: weights at the end, first dW1."""
    X = np.array([[1, 2, 3], [-1, 0.5, 0], [0.3, -0.7, 2], [0, 1, -1]])
    y = np.array([[1], [0], [1], [1]])
    B1, B2, first = 0.0, 0.0, None
    for _ in range(steps):
        A1 = activation(X @ W1.T + B1)
        dZ2 = sigmoid(A1 @ W2.T + B2) - y
        dZ1 = dZ2 @ W2 * slope(A1)
        dW1, dW2 = dZ1.T @ X / 4, dZ2.T @ A1 / 4
        first = dW1 if first is None else first
        B1, B2 = B1 - rate * dZ1.mean(axis=0), B2 - rate * dZ2.mean()
        W1, W2 = W1 - rate * dW1, W2 - rate * dW2
    return W1, W2, first


def initialisation():
    zeros = np.zeros((4, 3)), np.zeros((1, 4))
    equal = np.full((4, 3), 0.5), np.full((1, 4), 0.5)
    W1s, W2s, _ = initialised(*zeros, sigmoid, lambda a: a * (1 - a))
    W1t, W2t, _ = initialised(*zeros, np.tanh, lambda a: 1 - a**2)
    first = initialised(*equal, np.tanh, lambda a: 1 - a**2)[2]
    np.random.seed(0)
    small = {"W1": np.random.randn(4, 3) * 0.01, "W2": np.random.randn(1, 4) * 0.01}
    return {
        "D-147": {"sigmoid W1": W1s, "sigmoid W2": W2s, "tanh W1": W1t, "tanh W2": W2t},
        "D-148": {"dW1": first},
        "D-149": small,
    }


GROUPS = [architecture, loops, forward_propagation, nudged, logistic_unit, activations]
GROUPS += [torch_activations, vectorised, initialisation, *sdsu_torch.GROUPS]

if __name__ == "__main__":
    write("sdsu", GROUPS, f"NumPy {np.__version__}, PyTorch {torch.__version__}")
