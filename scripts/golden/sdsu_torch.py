"""The PyTorch listings of the SDSU lecture, with what PyTorch prints. sdsu.py writes the file.

float32 numbers are given as PyTorch prints them, with four decimals: the digits behind depend on
the order of summing.
"""

import io
from contextlib import redirect_stdout

import numpy as np
import torch
from torch import nn


def printed(*values):
    """What print() says to each of the values; a list holds the arguments of one print()."""
    with redirect_stdout(io.StringIO()) as out:
        for value in values:
            print(*value) if isinstance(value, list) else print(value)
    return out.getvalue().rstrip()


def rounded(tensor):
    return np.round(tensor.detach().numpy().astype(np.float64), 4)


def three_leaves():
    return [torch.tensor([value], requires_grad=True) for value in (3.0, 2.0, 5.0)]


def autograd():
    """J = 2(ab + c): the tensors, their gradients, a second backward pass without clearing."""
    a, b, c = three_leaves()
    leaves = printed(a, b, c)
    J = 2 * (a * b + c)
    J.backward(gradient=torch.tensor([1.0]))
    gradients = printed(a.grad, b.grad, c.grad)
    grads = [a.grad.item(), b.grad.item(), c.grad.item()]
    (2 * (a * b + c)).backward(gradient=torch.tensor([1.0]))
    added = [a.grad.item(), b.grad.item(), c.grad.item()]
    for leaf in (a, b, c):
        leaf.grad.data.zero_()
    halves = three_leaves()
    (2 * (halves[0] * halves[1] + halves[2])).backward(gradient=torch.tensor([0.5]))
    return {
        "D-67": {"print": leaves},
        "D-68": {"J": J.item()},
        "D-69": {"print": printed(J)},
        "D-74": {"grads": grads},
        "D-75": {"seed 1": grads, "seed 0.5": [leaf.grad.item() for leaf in halves]},
        "D-76": {"print": printed(a.grad, b.grad, c.grad)},
        "D-77": {"not cleared": added},
        "D-78": {"print": gradients},
        "D-79": {"print": gradients},
        "D-80": {"grads": grads},
    }


def tensors():
    nested = torch.tensor([[[1, 2, 3], [4, 5, 6]], [[7, 8, 9], [10, 11, 12]]])
    return {
        "D-71": {"dimensions": [0, 1, 2, nested.ndim]},
        "D-72": {"dimensions": nested.ndim, "shape": nested.shape, "elements": nested.numel()},
        "D-73": {"shape": nested.shape},
    }


def one_layer():
    """nn.Linear(4, 3) with seed 0, then with the weights 1..12 and the biases 1."""
    torch.manual_seed(0)
    m = nn.Linear(4, 3)
    initial = printed(m.weight, m.bias)
    m.weight.data = torch.arange(1.0, 13.0).reshape(3, 4)
    m.bias.data = torch.ones(3)
    x = torch.randn(1, 4)
    out = m(x)
    x1 = torch.randn(100, 4)
    out1 = m(x1)
    x2 = torch.ones(1, 4)
    out2 = m(x2)
    weight, bias = m.weight.detach().numpy(), m.bias.detach().numpy()
    sums = [np.dot(row, x2.numpy().squeeze()) + b for row, b in zip(weight, bias)]
    first = {"x1[0]": rounded(x1[0]), "out1[0]": rounded(out1[0])}
    equal = np.equal(np.sum(weight, axis=1) + bias, out2.detach().numpy())
    return {
        "D-82": {"parameters": weight.size + bias.size, "weight shape": weight.shape},
        "D-83": {"print": initial},
        "D-84": {"print": printed(m.weight, m.bias)},
        "D-85": {"print": printed(x.shape), "x": rounded(x)},
        "D-86": {"print": printed(out.shape), "out": rounded(out)},
        "D-87": {"out": rounded(out)},
        "D-88": {"print": printed(out1.shape), **first},
        "D-89": {"out1[0]": rounded(out1[0])},
        "D-90": {"print": printed(x2, out2)},
        "D-91": {"print": printed(*sums)},
        "D-92": {"print": printed(*sums, equal)},
        "D-93": {"out": out2.detach().numpy()},
    }


def saturated(linear1, linear2):
    """The output of the seed-0 weights of the second layer: the sigmoid is flat there."""
    z2 = linear2(torch.relu(linear1(torch.tensor([[1.0, 2.0, 3.0]]))))
    return {"D-138": {"print": printed(z2, torch.sigmoid(z2))}}


def first_layer(linear1):
    x = torch.tensor([[1.0, 2.0, 3.0]], requires_grad=True)
    z1 = linear1(x)
    a1 = torch.relu(z1)
    a1.backward(gradient=torch.ones_like(a1) * 0.5)
    dW = linear1.weight.grad
    dx, dB = x.grad.numpy(), linear1.bias.grad.numpy()
    return {
        "D-132": {"print": printed(linear1.weight)},
        "D-133": {"z1": z1.detach().numpy()},
        "D-134": {"print": printed(["x: ", x], z1, a1, a1.shape)},
        "D-135": {"z1": z1.detach().numpy()},
        "D-136": {"dx": dx},
        "D-137": {"print": printed(dW), "dx": dx, "dB": dB},
    }


def second_layer(linear1, linear2):
    a1 = torch.relu(linear1(torch.tensor([[1.0, 2.0, 3.0]])))
    z2 = linear2(a1)
    a2 = torch.sigmoid(z2)
    z2.retain_grad()
    a2.backward(gradient=torch.ones_like(a2) * 0.5)
    a1, dz2 = a1.detach().numpy(), z2.grad.numpy()
    return {
        "D-139": {"print": printed(a2)},
        "D-140": {"print": printed(linear2.weight, linear2.bias)},
        "D-141": {"a2": a2.detach().numpy()},
        "D-142": {"print": printed(z2.grad)},
        "D-143": {"dz2": dz2},
        "D-145": {"print": printed(linear2.weight.grad)},
        "D-146": {"print": printed(["a1: ", a1], ["dW2: ", np.dot(dz2.T, a1)])},
    }


def two_layers():
    """Linear(3, 4), ReLU, Linear(4, 2), sigmoid with seed 0; then readable weights."""
    torch.manual_seed(0)
    linear1, linear2 = nn.Linear(3, 4), nn.Linear(4, 2)
    parameters = [*linear1.parameters(), *linear2.parameters()]
    items = {"D-131": {"parameters": sum(p.numel() for p in parameters)}}
    linear1.weight.data = torch.arange(1.0, 13.0).reshape(4, 3)
    linear1.bias.data = torch.zeros(4)
    items |= saturated(linear1, linear2) | first_layer(linear1)
    for parameter in linear2.parameters():
        parameter.data = torch.zeros_like(parameter)
    return items | second_layer(linear1, linear2)


GROUPS = [autograd, tensors, one_layer, two_layers]
