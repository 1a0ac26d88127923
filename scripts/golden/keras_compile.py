"""Write test/golden/keras-compile.json: what Keras's compile makes of names.

    pip install -r scripts/golden/requirements.txt
    KERAS_BACKEND=torch python scripts/golden/keras_compile.py

The accuracies of given outputs, and the values of a variable under the optimisers of each name.
"""

import json
from pathlib import Path

import keras
import numpy as np

rng = np.random.default_rng(0)
logits = rng.normal(size=(40, 1)).round(3)
labels = (rng.normal(size=(40, 1)) + logits > 0).astype(float)
scores = rng.normal(size=(40, 3)).round(3)
classes = rng.integers(0, 3, size=40)
one_hot = np.eye(3)[classes]


def value(metric, target, output):
    metric.update_state(target, output)
    return float(metric.result())


accuracies = [
    {"name": "logits", "output": logits.tolist(), "target": labels.tolist(), "threshold": 0,
     "accuracy": value(keras.metrics.BinaryAccuracy(threshold=0.0), labels, logits)},
    {"name": "logits at ½", "output": logits.tolist(), "target": labels.tolist(), "threshold": 0.5,
     "accuracy": value(keras.metrics.BinaryAccuracy(), labels, logits)},
    {"name": "classes", "output": scores.tolist(), "target": classes.tolist(),
     "accuracy": value(keras.metrics.SparseCategoricalAccuracy(), classes, scores)},
    {"name": "one-hot", "output": scores.tolist(), "target": one_hot.tolist(),
     "accuracy": value(keras.metrics.CategoricalAccuracy(), one_hot, scores)},
]  # fmt: skip

GRADIENTS = [[1e-4, 0.3, -2.0], [1e-4, -0.1, -1.0], [-2e-4, 0.0, 5.0], [1e-8, 0.2, 0.5]] * 5


def follow(name):
    optimizer = keras.optimizers.get(name)
    variable = keras.Variable([1.0, -2.0, 0.0], dtype="float64")
    optimizer.build([variable])
    values = []
    for gradient in GRADIENTS:
        optimizer.apply([keras.ops.convert_to_tensor(gradient, dtype="float64")])
        values.append(keras.ops.convert_to_numpy(variable.value).tolist())
    return {"name": name, "values": values}


golden = {
    "accuracies": accuracies,
    "start": [1.0, -2.0, 0.0],
    "gradients": GRADIENTS,
    "optimizers": [follow(name) for name in ["sgd", "rmsprop", "adam"]],
}
path = Path(__file__).parents[2] / "test" / "golden" / "keras-compile.json"
path.write_text(json.dumps(golden) + "\n")
print(f"{path.name}: Keras {keras.__version__}")
