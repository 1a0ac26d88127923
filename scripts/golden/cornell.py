"""Write test/golden/cornell.json: what the cells of the Cornell lecture must show.

    pip install -r scripts/golden/requirements.txt
    python scripts/golden/cornell.py

lecture.py says what the file contains. Names are the lecture's: x input, W and V weights, h hidden
units, y output, J loss. `dJdW` is the derivative of J by W. W is stored as the program has it,
[input, unit].
"""

import io
from contextlib import redirect_stdout

import numpy as np

from lecture import write

x = np.array([5.0, 3.0])
W = np.array([[1.0, -1.0, 3.0], [2.0, 2.0, -1.0]])
V = np.array([0.1, 0.5, -0.1])


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def neuron():
    """Part 1: one unit, with the weights of the first hidden unit of the worked example."""
    w = np.array([1.0, 2.0])
    z = w @ x
    return {
        "K-06": {"products": w * x, "sum": z, "output": sigmoid(z)},
        "K-07": {"x": x, "w": w, "sum": z, "output": sigmoid(z)},
        "K-08": {"sigmoid": sigmoid(z), "relu": max(0, z)},
        "K-09": {"above": 1, "at zero": 0},
        "K-24": {"probability": sigmoid(z)},
    }


def activations():
    """The lecture's grid, np.linspace(-5, 5), has 50 points and misses 0."""
    z = np.linspace(-5, 5)
    relu = np.maximum(z, 0)
    return {
        "K-13": {"series": {"z": z, "step": (z > 0) * 1.0}},
        "K-15": {"first": sigmoid(z[0]), "last": sigmoid(z[-1])},
        "K-17": {"series": {"z": z, "sigmoid": sigmoid(z)}},
        "K-18": {"tanh(1)": np.tanh(1), "tanh(5)": np.tanh(5)},
        "K-19": {"relu(-2)": 0, "relu(3)": 3},
        "K-23": {"series": {"z": z, "tanh": np.tanh(z), "relu": relu}},
    }


def layers():
    """Part 2: layers and networks; rows of W.T are the weight vectors w_k."""
    h = sigmoid(W.T @ x)
    y = sigmoid(V @ h)
    np.random.seed(0)
    randomW = np.random.normal(size=(2, 3))
    randomV = np.random.normal(size=(3, 1))
    return {
        "K-29": {"layer": h},
        "K-30": {"w1": W[:, 0]},
        "K-31": {"w2": W[:, 1]},
        "K-32": {"w3": W[:, 2]},
        "K-33": {"parameters": W.size},
        "K-34": {"W": W},
        "K-35": {"layer": h},
        "K-36": {"output": y},
        "K-37": {"sin(square)": np.sin(1.2**2), "square(sin)": np.sin(1.2) ** 2},
        "K-40": {"print": str(sigmoid(sigmoid(x[np.newaxis] @ randomW) @ randomV))},
    }


def kinds_of_layers():
    signal, kernel = np.array([1.0, 2.0, -1.0, 0.0, 3.0]), np.array([1.0, 0.0, -1.0])
    states = [0.0]
    for value in [1.0, 0.0, 0.0, 0.0]:
        states.append(np.tanh(0.8 * value + 0.5 * states[-1]))
    return {
        "K-43": {"sliding products": np.correlate(signal, kernel, "valid")},
        "K-44": {"states": states[1:]},
    }


def staircase_error(units):
    """Largest error of a sum of `units` steep sigmoids that climbs sin 3x + 0.3 cos 9x in steps."""

    def target(x):
        return np.sin(3 * x) + 0.3 * np.cos(9 * x)

    edges = np.linspace(-1.5, 1.5, units + 1)
    steps = (edges[1:] + edges[:-1]) / 2
    grid = np.linspace(-1.5, 1.5, 2001)
    with np.errstate(over="ignore"):  # exp(-z) far below a step: the sigmoid is 0 there
        climbed = sigmoid(1e4 * (grid[:, np.newaxis] - steps)) @ np.diff(target(edges))
    return np.abs(target(edges[0]) + climbed - target(grid)).max()


def approximation():
    return {"K-46": {"errors": [staircase_error(10 * 2**i) for i in range(6)]}}


def computation_graph():
    """c = a + b, d = b + 1, e = c d at a = 2, b = 1."""
    a, b = 2, 1
    c, d = a + b, b + 1
    edges = {"dc/da": 1, "dc/db": 1, "dd/db": 1, "de/dc": d, "de/dd": c}
    through_c, through_d = edges["de/dc"] * edges["dc/db"], edges["de/dd"] * edges["dd/db"]
    width, depth = 3, 10
    return {
        "K-54": {"c": c, "d": d, "e": c * d},
        "K-55": {"a": a, "b": b, "c": c, "d": d, "e": c * d},
        "K-58": edges,
        "K-59": {"de/da": edges["de/dc"] * edges["dc/da"]},
        "K-61": {"paths": [through_c, through_d], "de/db": through_c + through_d},
        "K-62": {"paths": width**depth, "edges": width**2 * (depth - 1) + 2 * width},
    }


def chain_rule():
    """sin(x² + 1) at 0.7, and u² with u = 3x at x = 1, where the misprint has dy/dx for dy/du."""
    outer, inner = np.cos(0.7**2 + 1), 2 * 0.7
    return {
        "K-56": {"outer": outer, "inner": inner, "product": outer * inner},
        "K-57": {"derivative": 18, "misprint": 18 * 3},
    }


def by_hand():
    """Part 3: the forward and backward pass of the 2-3-1 net, formula by formula."""
    h = sigmoid(W.T @ x)
    z = V @ h
    y = sigmoid(z)
    J = -np.log(y)
    dJdy = -1 / y
    dydV = y * (1 - y) * h
    dydh = y * (1 - y) * V
    dJdV = dJdy * dydV
    dJdh = dJdy * dydh
    dJdz = dJdh * h * (1 - h)
    dJdW = np.outer(x, dJdz)
    return {
        "K-64": {"w(1, 2, 1)": W[0, 1]},
        "K-67": {"dJdW": dJdW, "dJdV": dJdV, "dJdh": dJdh},
        "K-68": {"h": h, "y": y, "dJdy": dJdy, "dJdh": dJdh},
        "K-69": {"dJdx": W @ dJdz},
        "K-70": {"dydh": dydh},
        "K-71": {"dJdw(1, 2, 1)": dJdW[0, 1]},
        "K-72": {"dydV": dydV},
        "K-74": {"h": h},
        "K-75": {"x": x, "W": W, "V": V},
        "K-76": {"W": W, "V": V},
        "K-77": {"h1": h[0]},
        "K-78": {"h2": h[1]},
        "K-79": {"h3": h[2]},
        "K-80": {"h": h},
        "K-81": {"z": z, "y": y},
        "K-82": {"dJdV": dJdV},
        "K-83": {"label 1": J, "label 0": -np.log(1 - y), "misprint at 0": -(1 - np.log(y))},
        "K-84": {"J": J},
        "K-85": {"dJdy": dJdy},
        "K-86": {"dJdy": dJdy},
        "K-87": {"y(1 - y)": y * (1 - y), "dydV": dydV},
        "K-88": {"dJdV": dJdV},
        "K-89": {"dJdV": dJdV},
        "K-90": {"dJdh": dJdh},
        "K-91": {"dJdh": dJdh},
        "K-92": {"dJdh": dJdh},
        "K-93": {"dJdW": dJdW},
        "K-94": {"dJdW11": dJdW[0, 0]},
        "K-95": {"dJdW21": dJdW[1, 0]},
        "K-96": {"dJdW11": dJdW[0, 0], "dJdW21": dJdW[1, 0]},
        "K-97": {"dJdW": dJdW},
    }


class LinearSigmoidLayer:
    """The lecture's listing with its slips repaired."""

    def __init__(self, W):
        self.W = W.copy()

    def forward(self, x):
        self.x = x
        self.y = sigmoid(np.matmul(x, self.W))
        return self.y

    def backward(self, grad_out):
        delta = self.y * (1 - self.y) * grad_out
        self.W_grad = np.matmul(self.x.transpose(), delta)
        return np.matmul(delta, self.W.transpose())


class Net:
    """Two such layers with the lecture's weights."""

    def __init__(self):
        self.l1 = LinearSigmoidLayer(W)
        self.l2 = LinearSigmoidLayer(V[:, np.newaxis])

    def predict(self, x):
        self.y = self.l2.forward(self.l1.forward(x))
        return self.y

    def backward(self, label):
        if label == 1:
            J, dJ = -np.log(self.y), -1 / self.y
        else:
            J, dJ = -np.log(1 - self.y), 1 / (1 - self.y)
        self.l1.backward(self.l2.backward(dJ))
        return J

    def grad_step(self, lr):
        self.l1.W -= lr * self.l1.W_grad
        self.l2.W -= lr * self.l2.W_grad


def printed():
    net = Net()
    net.predict(x[np.newaxis])
    loss = net.backward(label=1)
    with redirect_stdout(io.StringIO()) as out:
        print(f"loss: {loss}")
        print(f"W grad: {net.l1.W_grad}")
        print(f"V grad: {net.l2.W_grad}")
    return {"K-101": {"print": f"loss: {loss}"}, "K-102": {"print": out.getvalue().rstrip()}}


def descend(label, lr, steps=100):
    """Loss and score before each of `steps` updates."""
    net, losses, scores = Net(), [], []
    for _ in range(steps):
        scores.append(net.predict(x[np.newaxis]).item())
        losses.append(net.backward(label).item())
        net.grad_step(lr)
    return np.array(losses), np.array(scores)


def updates_until(threshold, label, lr):
    """How many updates it takes until the loss is below the threshold."""
    losses, _ = descend(label, lr, steps=5000)
    return int(np.argmax(losses < threshold))


def training():
    rates = [0.01, 0.1, 1.0, 10.0]
    losses, scores = descend(label=1, lr=0.1)
    losses0, scores0 = descend(label=0, lr=0.1)
    return {
        "K-98": {"before": losses[0], "after one step": losses[1]},
        "K-104": {"first loss": losses[0], "last loss": losses[-1], "last score": scores[-1]},
        "K-106": {"series": {"loss": losses, "score": scores}},
        "K-107": {
            "last losses": [descend(1, lr)[0][-1] for lr in rates],
            "updates until 0.01": [updates_until(0.01, 1, lr) for lr in rates],
            "last loss at the default rate": descend(1, 1e-4)[0][-1],
        },
        "K-108": {
            "first loss": losses0[0],
            "last loss": losses0[-1],
            "last score": scores0[-1],
            "updates until 0.01": updates_until(0.01, 0, 0.1),
            "series": {"loss": losses0, "score": scores0},
        },
    }


GROUPS = [neuron, activations, layers, kinds_of_layers, approximation]
GROUPS += [computation_graph, chain_rule, by_hand, printed, training]


if __name__ == "__main__":
    write("cornell", GROUPS, f"NumPy {np.__version__}")
