// What the compiler refuses, with its messages in bad.golden.txt.
import { type NDArray, nn, np, type Tensor, torch } from "kernel-lib";

declare const rows: number;
np.zeros([2, 3]).matmul(np.zeros([4, 5]));
np.zeros([rows, 3]).matmul(np.zeros([4, 5]));
np.zeros([2, 3]).dot(np.zeros([4]));
np.matmul(np.zeros([2, 3]), np.zeros([2, 3]));
np.zeros([2, 3]).add(np.zeros([2]));
np.zeros([5, 2, 3]).mul(np.zeros([rows, 4, 3]));
np.subtract(np.zeros([2, 3]), np.zeros([3, 2]));
np.zeros([2, 3]).less(np.zeros(4));
export const t: NDArray<[2, 2]> = np.zeros([2, 3]);
export const once = np
  .zeros([2, 3])
  .matmul(np.zeros([4, 5]))
  .exp()
  .add(np.zeros([7]))
  .sum(0);
np.array([1, 2]).add(np.array([1, 2, 3]));
torch.zeros(2, 3).add(torch.zeros(2));
torch.zeros(5, 2, 3).mul(torch.zeros(rows, 4, 3));
torch.zeros(2, 3).matmul(torch.zeros(4, 5));
torch.matmul(torch.zeros(rows, 3), torch.zeros(4, 5));
torch.zeros(2, 3).T.sub(torch.zeros(2, 3));
torch.zeros(2, 3).sum(0).add(torch.zeros(2));
torch.zeros(2, 3).at(":", 0).add(torch.zeros(3));
torch.zeros(2, 3).reshape([3, 2]).matmul(torch.zeros(3));
torch.maximum(torch.zeros(2), torch.zeros(3));
new nn.Linear(4, 3).forward(torch.zeros(2, 5));
new nn.Linear(4, 3).forward(torch.zeros(3));

// Refused too, but each compiler has its own words for it.
// @ts-expect-error not a slice
np.zeros([2, 3]).at("1;2");
// @ts-expect-error unknown option
np.zeros([2, 3]).sum(0, { keepdim: true });
// @ts-expect-error unknown dtype
np.zeros([2, 3], { dtype: "int64" });
// @ts-expect-error unknown option
np.random.normal({ mean: 1, size: 3 });
// @ts-expect-error an array cannot be added with +
np.zeros(3) + np.zeros(3);
// @ts-expect-error unknown option
torch.zeros(2, 3).sum(0, { keepdims: true });
// @ts-expect-error unknown option
torch.tensor([1, 2], { requires_grad: true });
// @ts-expect-error an array is no operand of a tensor
torch.zeros(2).add(np.zeros(2));
// @ts-expect-error the gradient of a tensor has its shape
torch.zeros(2).grad = torch.zeros(3);
// @ts-expect-error another shape
export const u: Tensor<[2, 2]> = torch.zeros(2, 3);
