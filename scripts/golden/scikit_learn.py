"""Write test/golden/scikit-learn.json: data sets and their preparation.

    pip install -r scripts/golden/requirements.txt
    python scripts/golden/scikit_learn.py

Each case: what is called with which options, and scikit-learn's answer.
"""

import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.datasets import load_digits, make_blobs, make_circles, make_moons
from sklearn.metrics import confusion_matrix
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler


def made(pair):
    return {"x": pair[0].tolist(), "y": pair[1].tolist()}


def makers():
    moons = [dict(n=7), dict(n=20, noise=0.15, randomState=3), dict(n=6, noise=0.1, shuffle=False)]
    circles = [dict(n=9, factor=0.5), dict(n=20, noise=0.08, factor=0.5, randomState=1)]
    three = [[0, 0], [3, 1], [-2, 4]]
    blobs = [
        dict(n=11, centers=three, clusterStd=0.5, randomState=2),
        dict(n=8, centers=[[-2], [2]], shuffle=False),
    ]

    def options(case):
        names = {"randomState": "random_state", "clusterStd": "cluster_std", "n": "n_samples"}
        return {"random_state": 0} | {names.get(k, k): v for k, v in case.items()}

    return {
        "makeMoons": [{"options": c, **made(make_moons(**options(c)))} for c in moons],
        "makeCircles": [{"options": c, **made(make_circles(**options(c)))} for c in circles],
        "makeBlobs": [
            {"options": c, **made(make_blobs(**options(c | {"centers": np.array(c["centers"])})))}
            for c in blobs
        ],
    }


def splits():
    cases = [dict(n=10), dict(n=11, testSize=0.3, randomState=5), dict(n=9, testSize=4),
             dict(n=8, testSize=0.25, shuffle=False)]
    found = []
    for case in cases:
        names = np.arange(case["n"])
        train, test = train_test_split(
            names,
            test_size=case.get("testSize", 0.25),
            random_state=case.get("randomState", 0) if case.get("shuffle", True) else None,
            shuffle=case.get("shuffle", True),
        )
        found.append({"options": case, "train": train.tolist(), "test": test.tolist()})
    return found


def scaler():
    x = np.array([[1.0, 5.0, 2.0], [2.0, 5.0, -1.0], [4.0, 5.0, 0.5]])
    fitted = StandardScaler().fit(x)
    return {"x": x.tolist(), "mean": fitted.mean_.tolist(), "scale": fitted.scale_.tolist(),
            "z": fitted.transform(x).tolist()}


def constant_columns():
    """Columns whose variance is zero but for rounding: what is a constant to scikit-learn?"""
    cases = [(0.1, 3), (0.1, 10), (1e5 / 3, 10), (1e-9, 1000), (123.456, 1000), (-7.3, 17)]
    found = []
    for value, n in cases:
        x = np.full((n, 1), value)
        fitted = StandardScaler().fit(x)
        found.append({"value": value, "n": n, "scale": fitted.scale_.item()})
    nearly = np.full((10, 1), 0.1)
    nearly[3] += 1e-12
    fitted = StandardScaler().fit(nearly)
    return {"constant": found, "nearly": {"x": nearly.tolist(), "scale": fitted.scale_.item()}}


def digits():
    x, y = load_digits(return_X_y=True)
    return {"counts": np.bincount(y).tolist(), "mean": x.mean(0).tolist(),
            "first": x[0].astype(int).tolist(), "last": int(y[-1])}


def confusion():
    state = np.random.RandomState(0)
    true, predicted = state.randint(0, 4, 60), state.randint(0, 4, 60)
    predicted[:40] = true[:40]
    return {"true": true.tolist(), "predicted": predicted.tolist(),
            "matrix": confusion_matrix(true, predicted).tolist()}


golden = {"makers": makers(), "splits": splits(), "scaler": scaler(), "columns": constant_columns(), "digits": digits(),
          "confusion": confusion()}
path = Path(__file__).parents[2] / "test" / "golden" / "scikit-learn.json"
path.write_text(json.dumps(golden) + "\n")
print(f"{path.name}: scikit-learn {sklearn.__version__}, NumPy {np.__version__}")
