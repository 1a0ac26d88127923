// Where shape types cost the student something: each @ts-expect-error is a line that is right
// at run time and that the compiler refuses until it is annotated.
import { type NDArray, np, type Shape } from "kernel-lib";

const x = np.zeros([100, 4]);

// 1. a variable that changes shape keeps the shape it was born with
let h = x;
// @ts-expect-error 'NDArray<[100, 8]>' is not assignable to 'NDArray<[100, 4]>'
h = h.matmul(np.zeros([4, 8]));
let h2: NDArray = x; // the cure: forget the shape
h2 = h2.matmul(np.zeros([4, 8]));

// 2. a list of arrays forgets their sizes, and then checks nothing (no error, no help)
const weights: NDArray[] = [np.zeros([4, 8]), np.zeros([8, 3])];
for (const weight of weights) h2 = h2.matmul(weight);

// 3. a size in a variable is only known when it is `const`
const n = 4;
let m = 4;
m += 0;
const known: NDArray<[4]> = np.zeros([n]);
const unknown: NDArray<[number]> = np.zeros([m]);
const fine = np
  .zeros([2, 4])
  .add(np.zeros([m]))
  .add(np.zeros([n])); // `number` meets 4: fine

// 4. a generic function over a shape or a size can do nothing that depends on it
function square<S extends Shape>(t: NDArray<S>): NDArray {
  // @ts-expect-error CheckBroadcast<"mul", S, S> is not worked out before S is known
  return t.mul(t);
}

function predict<N extends number>(t: NDArray<[N, 4]>): NDArray {
  // @ts-expect-error CheckMatMul<[N, 4], [4, 2]> is not worked out before N is known
  return t.matmul(np.zeros([4, 2]));
}

// 5. arithmetic is not done: reshape trusts you until run time
const r: NDArray<[7, 7]> = x.reshape([7, 7]);

// 6. a ragged literal is not refused, only odd: NDArray<[2, 2 | 1]>
const ragged = np.array([[1, 2], [3]]);
const raggedShape: NDArray<[2, 1 | 2]> = ragged;

// 7. one of several shapes has no methods that look at the shape, until it is just an NDArray
declare const either: NDArray<[2]> | NDArray<[3, 3]>;
// @ts-expect-error The 'this' context is not assignable
either.sum();
(either as NDArray).sum();

export { fine, h, known, predict, r, raggedShape, square, unknown };
