"""Writes test/golden/python-names.json: the public names of NumPy, PyTorch, Keras and scikit-learn.

pip install -r scripts/golden/requirements.txt
KERAS_BACKEND=torch python scripts/golden/python_names.py
"""

import json
from pathlib import Path

import keras
import numpy as np
import sklearn.datasets
import sklearn.metrics
import sklearn.model_selection
import sklearn.preprocessing
import torch

places = {
    "numpy": np,
    "numpy.random": np.random,
    "numpy.ndarray": np.ndarray,
    "torch": torch,
    "torch.Tensor": torch.Tensor,
    "torch.autograd": torch.autograd,
    "torch.nn": torch.nn,
    "torch.nn.Module": torch.nn.Module,
    "torch.nn.functional": torch.nn.functional,
    "torch.nn.init": torch.nn.init,
    "torch.optim": torch.optim,
    "torch.optim.Optimizer": torch.optim.Optimizer,
    "torch.optim.lr_scheduler": torch.optim.lr_scheduler,
    "keras": keras,
    "keras.Model": keras.Model,
    "keras.metrics": keras.metrics,
    "keras.callbacks": keras.callbacks,
    "keras.callbacks.Callback": keras.callbacks.Callback,
    "sklearn.datasets": sklearn.datasets,
    "sklearn.metrics": sklearn.metrics,
    "sklearn.model_selection": sklearn.model_selection,
    "sklearn.preprocessing": sklearn.preprocessing,
}


def public(place):
    return sorted(name for name in dir(place) if not name.startswith("_"))


golden = {
    "versions": {
        "numpy": np.__version__,
        "torch": torch.__version__.split("+")[0],
        "keras": keras.__version__,
        "sklearn": sklearn.__version__,
    },
    "names": {name: public(place) for name, place in places.items()},
}
path = Path(__file__).parents[2] / "test" / "golden" / "python-names.json"
path.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
