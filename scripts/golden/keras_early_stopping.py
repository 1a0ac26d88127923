"""Write test/golden/keras-early-stopping.json: where Keras stops on given sequences.

    pip install -r scripts/golden/requirements.txt
    KERAS_BACKEND=torch python scripts/golden/keras_early_stopping.py

Epochs count from 1; null means not a number.
"""

import json
from pathlib import Path

import keras


class Model:
    stop_training = False
    optimizer = None

    def get_weights(self):
        return []


def follow(values, monitor="valLoss", **options):
    names = {"min_delta": "minDelta"}
    mode = "max" if "Accuracy" in monitor else "min"
    stopping = keras.callbacks.EarlyStopping(monitor=monitor, mode=mode, **options)
    stopping.set_model(Model())
    stopping.on_train_begin()
    for epoch, value in enumerate(values):
        stopping.on_epoch_end(epoch, {monitor: value})
        if stopping.model.stop_training:
            break
    return {
        "values": [None if value != value else value for value in values],
        "options": {"monitor": monitor} | {names.get(k, k): v for k, v in options.items()},
        "stopped": stopping.stopped_epoch + 1 if stopping.model.stop_training else None,
        "best": stopping.best_epoch + 1,
    }


golden = [
    follow([3, 2, 1, 1.5, 1.2, 1.1], patience=2),
    follow([3, 2.95, 2.9, 2], patience=2, min_delta=0.5),
    follow([0.5, 0.7, 0.6, 0.65], monitor="valAccuracy", patience=2),
    follow([3, 2, 1]),
    follow([3, 2, 2, 1]),
    follow([0.8, 0.7, 0.5], min_delta=0.1),
    follow([0.7, 0.8, 0.95], monitor="valAccuracy", min_delta=0.1),
    follow([0.5, 0.4999999, 0.49999989999]),
    follow([float("nan"), 3, 2], patience=1),
    follow([float("nan"), float("nan"), 2], patience=1),
]
path = Path(__file__).parents[2] / "test" / "golden" / "keras-early-stopping.json"
path.write_text(json.dumps(golden) + "\n")
print(f"{path.name}: Keras {keras.__version__}")
