"""Write test/golden/neurons.json: single units, their learning rules, and what they converge to.

    pip install -r scripts/golden/requirements.txt
    python scripts/golden/neurons.py
"""

import json
from pathlib import Path

import numpy as np


def with_one(x):
    return np.column_stack([np.ones(len(x)), x])


def perceptron(x, y, lr=1.0, passes=1000):
    w, errors, history = np.zeros(x.shape[1] + 1), [], []
    for number in range(1, passes + 1):
        wrong = 0
        for n, (inputs, label) in enumerate(zip(with_one(x), y)):
            if label * np.dot(w, inputs) <= 0:
                w = w + lr * label * inputs
                wrong += 1
                history.append([number, n, *w.tolist()])
        errors.append(wrong)
        if wrong == 0:
            break
    return {"weights": w, "errors": errors, "history": history}


def adaline(x, y, lr, passes, batch):
    w, inputs = np.zeros(x.shape[1] + 1), with_one(x)
    losses = [np.mean((y - inputs @ w) ** 2)]
    for _ in range(passes):
        if batch:
            w = w + lr * inputs.T @ (y - inputs @ w) / len(x)
        else:
            for row, target in zip(inputs, y):
                w = w + lr * (target - row @ w) * row
        losses.append(np.mean((y - inputs @ w) ** 2))
    return {"weights": w, "losses": losses}


def plain(value):
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value if isinstance(value, str) else np.asarray(value).tolist()


gate = np.array([[0, 0], [0, 1], [1, 0], [1, 1.0]])
AND, XOR = np.array([-1, -1, -1, 1.0]), np.array([-1, 1, 1, -1.0])
state = np.random.RandomState(0)
labels = np.repeat([1.0, -1.0], 20)
apart = state.normal(size=(40, 2)) * 0.5 + np.where(labels > 0, 1.5, -1.5)[:, None]
mixed = state.normal(size=(40, 2)) + np.where(labels > 0, 0.5, -0.5)[:, None]
line = np.linspace(-1, 1, 30)[:, None]
targets = 2 * line[:, 0] + 1 + 0.1 * state.normal(size=30)
inputs = with_one(mixed)
limit = 2 / np.linalg.eigvalsh(inputs.T @ inputs / len(inputs)).max()
three = np.array([[0, 0], [4, 0], [0, 4.0]])
classes = np.repeat([0, 1, 2], 15)
clouds = three[classes] + 0.5 * state.normal(size=(45, 2))

golden = {
    "and": perceptron(gate, AND),
    "xor errors": perceptron(gate, XOR, passes=10)["errors"],
    "apart": {"x": apart, "y": labels, **perceptron(apart, labels, lr=0.1)},
    "mixed": {"x": mixed, "y": labels, "limit": limit,
              "least squares": np.linalg.lstsq(inputs, labels, rcond=None)[0],
              "online": adaline(mixed, labels, 0.01, 5, False),
              "batch": adaline(mixed, labels, 0.5, 5, True)},
    "and adaline": adaline(gate, AND, 0.1, 1, False),
    "line": {"x": line, "y": targets,
             "least squares": np.linalg.lstsq(with_one(line), targets, rcond=None)[0]},
    "clouds": {"x": clouds, "labels": classes,
               "weights": [perceptron(clouds, np.where(classes == k, 1.0, -1.0))["weights"]
                           for k in range(3)]},
}
path = Path(__file__).parents[2] / "test" / "golden" / "neurons.json"
path.write_text(json.dumps(plain(golden)) + "\n")
print(f"{path.name}: NumPy {np.__version__}")
