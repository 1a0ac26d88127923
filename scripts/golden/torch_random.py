"""Write test/golden/torch-random.json: what PyTorch's generator draws on the CPU.

    python scripts/golden/torch_random.py        (needs torch 2.13, on a processor with AVX2)

Long draws are stored as their first numbers and a SHA-256 of their little-endian bytes. Integers
are cut to 32 bits. Normals of float64 depend on the C library in the last bit: of these, numbers
from all along the draw are stored. On an Intel processor, torch draws `bernoulli` by MKL, and so
otherwise.
"""

import hashlib
import json
from pathlib import Path

import torch
from torch import nn

seeds = [0, 1, 42, 4294967295, 4294967297, 67280421310721]
dtypes = {"float32": torch.float32, "float64": torch.float64}


def numbers(t):
    return t.detach().to(torch.int32) if t.dtype == torch.int64 else t.detach()


def some(t):
    x = numbers(t).numpy()
    stride = 1 + x.size // 50
    return {"count": x.size, "stride": stride, "some": x[::stride].tolist()}


def long(t):
    x = numbers(t).numpy()
    digest = hashlib.sha256(x.astype(x.dtype.newbyteorder("<")).tobytes()).hexdigest()
    return {"count": x.size, "first": x.ravel()[:5].tolist(), "sha256": digest}


def normals(dtype):
    return some if dtype == "float64" else long


def after(seed, draw):
    torch.manual_seed(seed)
    return draw()


def streams(seed):
    for dtype, torch_dtype in dtypes.items():
        def empty(n):
            return torch.empty(n, dtype=torch_dtype)

        for name, draw in {
            "rand": lambda: torch.rand(100000, dtype=torch_dtype),
            "randn": lambda: torch.randn(100000, dtype=torch_dtype),
            "randn by fifteen": lambda: torch.cat([torch.randn(15, dtype=torch_dtype) for _ in range(2001)]),
            "uniform -0.37 1.23": lambda: empty(20000).uniform_(-0.37, 1.23),
            "normal -0.37 1.23": lambda: empty(20000).normal_(-0.37, 1.23),
            "bernoulli 0.3": lambda: empty(2000).bernoulli_(0.3),
        }.items():
            store = normals(dtype) if name.startswith(("randn", "normal")) else long
            yield {"name": name, "dtype": dtype, "seed": seed, "out": store(after(seed, draw))}
    for name, draw in {
        "randint 0 10": lambda: torch.randint(0, 10, (2000,)),
        "randint -5 300": lambda: torch.randint(-5, 300, (2000,)),
        "randint longest of 32 bits": lambda: torch.randint(-7, 2**28 - 8, (2000,)),
        "randint shortest of 64 bits": lambda: torch.randint(-7, 2**28 - 7, (2000,)),
        "randint whole": lambda: torch.randint(-(2**31), 2**31, (2000,)),
        "randperm": lambda: torch.randperm(1000),
    }.items():
        yield {"name": name, "dtype": "int32", "seed": seed, "out": long(after(seed, draw))}


def all_of(*tensors):
    return [numbers(t).tolist() for t in tensors]


def mixed():
    """What the spare normal outlives, and which draws take it."""
    draws = [
        torch.randn(1), torch.rand(2), torch.randn(1), torch.randn(3, dtype=torch.float64), torch.randn(16),
        torch.randn(1), torch.randperm(4), torch.randn(1, dtype=torch.float64), torch.randint(0, 9, (2,)),
        torch.empty(1, dtype=torch.float64).normal_(5, 2), torch.randn(17, dtype=torch.float64), torch.randn(2),
    ]  # fmt: skip
    torch.manual_seed(7)
    return all_of(*draws, torch.randn(1))


def parameters(layer):
    return torch.cat([layer.weight.flatten(), layer.bias])


features = [(n, 1 + n * 7 % 5) for n in range(1, 131)] + [(784, 100), (1000, 10), (12345, 2)]
golden = {
    "torch": torch.__version__.split("+")[0],
    "initialSeed": torch.Generator().initial_seed(),
    "streams": [stream for seed in seeds for stream in streams(seed)],
    "sizes": [
        {"size": n, "dtype": dtype, "randn": normals(dtype)(after(n, lambda n=n, t=t: torch.randn(n, dtype=t)))}
        for n in [*range(40), 100, 1023, 1024, 1025]
        for dtype, t in dtypes.items()
    ],
    "mixed": [{"seed": seed, "out": after(seed, mixed)} for seed in seeds],
    "linear": [
        {"in": n, "out": m, "dtype": dtype, "parameters": long(after(3, lambda n=n, m=m, t=t: parameters(nn.Linear(n, m, dtype=t))))}
        for n, m in features
        for dtype, t in dtypes.items()
    ],
    "perms": [{"n": n, "out": after(5, lambda n=n: torch.randperm(n)).tolist()} for n in range(12)],
}  # fmt: skip
path = Path(__file__).parents[2] / "test" / "golden" / "torch-random.json"
parts = []
for key, value in golden.items():
    if isinstance(value, list):
        rows = ",\n".join("  " + json.dumps(row) for row in value)
        parts.append(f' "{key}": [\n{rows}\n ]')
    else:
        parts.append(f' "{key}": {json.dumps(value)}')
path.write_text("{\n" + ",\n".join(parts) + "\n}\n")
print(f"{path}, {path.stat().st_size // 1024} KiB")
