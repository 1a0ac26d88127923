import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { F, plot, type Tensor, torch } from "kernel-lib";
import { expect, test } from "vitest";
import { refusal } from "../numpy/goldenArrays.ts";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

/** A loss, and references to the elements of all tensors on the way that do not keep them. */
function lossOf(weight: Tensor) {
  const batch = torch.rand(64, 784);
  const product = batch.matmul(weight);
  const hidden = product.relu();
  const isActive = hidden.greater(1);
  const active = torch.where(isActive, hidden, 0);
  const some = active.at(torch.tensor([0, 5, 3], { dtype: "int32" }));
  const loss = F.crossEntropy(some.reshape([12, 8]), Array(12).fill(1));
  const onTheWay = [batch, product, hidden, isActive, active, some];
  return { loss, arrays: onTheWay.map((x) => new WeakRef(x.detach().numpy())) };
}

/** How many of the arrays are still held by somebody. */
async function countHeld(arrays: readonly WeakRef<object>[]): Promise<number> {
  await setImmediate(); // Until then a new WeakRef keeps its target.
  collectGarbage();
  return arrays.filter((array) => array.deref() !== undefined).length;
}

test("a loss that is kept holds no batch and no activations after backward", async () => {
  const weight = torch.rand([784, 32], { requiresGrad: true });
  const { loss, arrays } = lossOf(weight);
  loss.backward();
  expect(await countHeld(arrays)).toBe(0);
  expect(loss.gradFn?.name).toBe("NllLossBackward0");
  expect(refusal(() => plot.computationGraph(loss))).toBe(
    "MmBackward0: backward freed what it was computed from; look at the graph before " +
      "backward, or call backward(null, { retainGraph: true })",
  );
});

test("with retainGraph a loss holds its graph until the last pass", async () => {
  const weight = torch.rand([784, 32], { requiresGrad: true });
  const { loss, arrays } = lossOf(weight);
  loss.backward(null, { retainGraph: true });
  expect(await countHeld(arrays)).toBe(arrays.length);
  loss.backward();
  expect(await countHeld(arrays)).toBe(0);
});
