// What a student may write, and the shapes the compiler works out: all of this compiles.
import { F, type NDArray, nn, np, plot, type Shape, torch } from "kernel-lib";

type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function expectType<A>(): <B>(value: B, same: Same<A, B>) => void;

const a = np.zeros([2, 3]);
expectType<NDArray<[2, 3]>>()(a, true);
expectType<NDArray<[4]>>()(np.ones(4), true);
expectType<NDArray<[2, 3]>>()(np.full([2, 3], 7, { dtype: "int32" }), true);
expectType<NDArray<[2, 3]>>()(np.zerosLike(a), true);
expectType<NDArray<[3, 3]>>()(np.eye(3), true);
expectType<NDArray<[50]>>()(np.linspace(0, 1), true);
expectType<NDArray<[5]>>()(np.linspace(0, 1, 5), true);
expectType<NDArray<[number]>>()(np.arange(5), true);
expectType<NDArray<[2, 3]>>()(
  np.array([
    [1, 2, 3],
    [4, 5, 6],
  ]),
  true,
);
expectType<NDArray<[3]>>()(np.array([true, false, true]), true);
expectType<NDArray<[]>>()(np.array(7), true);

// products
expectType<NDArray<[2, 4]>>()(a.matmul(np.zeros([3, 4])), true);
expectType<NDArray<[2]>>()(a.dot(np.zeros(3)), true);
expectType<NDArray<[4]>>()(np.zeros([3]).matmul(np.zeros([3, 4])), true);
expectType<NDArray<[]>>()(np.dot(np.zeros([3]), np.zeros([3])), true);
expectType<NDArray<[8, 2, 5]>>()(np.matmul(np.zeros([8, 2, 3]), np.zeros([3, 5])), true);

// axes
expectType<NDArray<[3, 2]>>()(a.transpose(), true);
expectType<NDArray<[3, 2]>>()(a.T, true);
expectType<NDArray<[4, 3, 2]>>()(np.transpose(np.zeros([2, 3, 4])), true);
expectType<NDArray<[3]>>()(a.sum(0), true);
expectType<NDArray<[2]>>()(a.mean(-1), true);
expectType<NDArray<[]>>()(a.max(), true);
expectType<NDArray<[1, 3]>>()(a.sum(0, { keepdims: true }), true);
expectType<NDArray<[1, 1]>>()(a.var(null, { keepdims: true, ddof: 1 }), true);
expectType<NDArray<[3]>>()(np.argmax(a, 0), true);
expectType<NDArray<[6]>>()(a.reshape(6), true);
expectType<NDArray<[3, 2]>>()(a.reshape([3, 2]), true);

// broadcasting
expectType<NDArray<[2, 3]>>()(a.add(np.zeros([3])), true);
expectType<NDArray<[5, 4, 3]>>()(np.zeros([5, 1, 3]).mul(np.zeros([4, 1])), true);
expectType<NDArray<[2, 3]>>()(a.sub(np.zeros([])), true);
expectType<NDArray<[2, 3]>>()(a.add(1).exp(), true);
expectType<NDArray<[2, 3]>>()(a.greater(np.zeros(3)), true);
expectType<NDArray<[2, 3]>>()(np.maximum(0, a), true);
expectType<NDArray<[2, 3]>>()(np.exp(a), true);
expectType<number>()(np.exp(1), true);
expectType<number>()(np.add(1, 2), true);

// indexing
expectType<NDArray<[3]>>()(a.at(0), true);
expectType<NDArray<[]>>()(a.at(0, -1), true);
expectType<NDArray<[2]>>()(a.at(":", 1), true);
expectType<NDArray<[number, 3]>>()(a.at("::-1"), true);
expectType<NDArray<[2, 1, 3]>>()(a.at(":", np.newAxis), true);
expectType<NDArray<[1, 2, 3]>>()(a.at(np.newAxis, "..."), true);
expectType<NDArray<number[]>>()(a.at(a.greater(0)), true);
expectType<NDArray<number[]>>()(a.at("...", 0), true);
expectType<number[][]>()(a.tolist(), true);
expectType<number>()(a.item(0, 0), true);

// random numbers
expectType<number>()(np.random.normal(), true);
expectType<NDArray<[2, 3]>>()(np.random.normal({ loc: 1, size: [2, 3] }), true);
expectType<NDArray<[5]>>()(np.random.randint(0, 3, { size: 5 }), true);
expectType<NDArray<[2, 3]>>()(np.random.randn(2, 3), true);
expectType<number>()(np.random.rand(), true);
expectType<NDArray<[number]>>()(np.random.permutation(5), true);
expectType<NDArray<[2, 3]>>()(np.random.permutation(a), true);
expectType<NDArray<[4]>>()(np.random.choice(9, { size: 4 }), true);

// unknown sizes: the batch is `number`, the features are known
declare const rows: number;
const x = np.zeros([rows, 4]);
expectType<NDArray<[number, 4]>>()(x, true);
expectType<NDArray<[number, 4]>>()(x.add(np.zeros([4])), true);
expectType<NDArray<[7, 4]>>()(x.add(np.zeros([7, 4])), true);
expectType<NDArray<[number, 7]>>()(x.matmul(np.zeros([4, 7])), true);
declare const loaded: number[][];
expectType<NDArray<[number, number]>>()(np.array(loaded), true);

// unknown rank: everything is accepted, and left to the run-time check
declare const anything: NDArray;
expectType<NDArray<number[]>>()(anything.matmul(a), true);
expectType<NDArray<number[]>>()(a.add(anything), true);

// a known shape is an NDArray, and an NDArray of fewer promises
const wide: NDArray = a;
const some: NDArray<[number, 3]> = a;
const list: NDArray[] = [a, x, anything];
function mean(t: NDArray): number {
  return t.mean().item();
}
mean(a);
mean(x);
mean(wide);
mean(some);
list.map(mean);

// generic code over any shape
function twice<S extends Shape>(t: NDArray<S>): NDArray<S> {
  mean(t);
  return t.mul(2);
}
expectType<NDArray<[2, 3]>>()(twice(a), true);

// plots take tensors of any shape, and models
const weight = torch.tensor([[1, 2]], { requiresGrad: true });
const output = weight.mul(3).sum();
plot.computationGraph(output, { names: { weight, output } });
plot.lines({ title: "rows", x: torch.tensor([1, 2]), series: { w: weight } });
plot.heatMap(weight, { title: "weights" });
const net = new nn.Sequential(new nn.Linear(2, 1), new nn.Sigmoid());
const target = torch.tensor([1]);
plot.network({
  module: net,
  input: torch.tensor([5, 3]),
  criterion: (y) => F.binaryCrossEntropy(y, target),
});
plot.gradientHistogram(net);
plot.gradientHistogram({ one: net, other: net });
plot.gradientHistogram({ W: weight, b: [1, 2], V: np.zeros([2, 3]) }, { scale: "linear" });
