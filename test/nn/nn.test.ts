import { inspect } from "node:util";
import { F, nn, type Tensor, torch } from "kernel-lib";
import { beforeEach, expect, test } from "vitest";
import golden from "../golden/torch-nn.json" with { type: "json" };
import { refusal } from "../numpy/goldenArrays.ts";

beforeEach(() => {
  torch.manualSeed(0);
});

class Net extends nn.Module {
  readonly hidden: nn.Linear<4, 3> = new nn.Linear(4, 3);
  readonly drop: nn.Dropout = new nn.Dropout(0.5);
  readonly scale: nn.Parameter = new nn.Parameter(torch.ones(1));
  readonly rest: nn.Sequential = new nn.Sequential(new nn.ReLU(), new nn.Linear(3, 1));
  override forward(x: Tensor): Tensor {
    const h: Tensor = this.drop.forward(F.linear(x, this.hidden.weight as never) as Tensor);
    return this.rest.forward(h).mul(this.scale);
  }
}

// ---- the same numbers as PyTorch ------------------------------------------------------------

test.each(golden.linears)("a Linear of $features has PyTorch's weights to the last bit", (one) => {
  const [inputs, outputs] = one.features;
  const layer = new nn.Linear(inputs, outputs);
  expect(layer.weight.tolist()).toEqual(one.weight);
  expect(layer.bias?.tolist()).toEqual(one.bias);
  expect(String(layer.weight)).toBe(one.print);
  expect(inspect(layer.weight)).toBe(one.print);
  expect(String(layer.forward(torch.ones(2, inputs)))).toBe(one.ones);
});

test("rand, randn and randint print PyTorch's numbers for the seed", () => {
  expect(String(torch.rand(2, 3))).toBe(golden.draws.rand);
  expect(String(torch.randn(2, 3))).toBe(golden.draws.randn);
  expect(torch.randint(0, 10, [8]).tolist()).toEqual(golden.draws.randint);
});

const kinds = new Map(golden.initial.map((one) => [`${one.name}_(${one.args})`, one.name]));

test.each([...kinds.keys()])("init.%s fills as PyTorch does for the seed", (kind) => {
  for (const one of golden.initial.filter(({ name, args }) => `${name}_(${args})` === kind)) {
    torch.manualSeed(11);
    const x = torch.full(one.shape, 7, { dtype: one.dtype as "float32", requiresGrad: true });
    const fill = nn.init[`${one.name}_` as "uniform_"];
    expect(fill(x, ...one.args)).toBe(x);
    expect([x.requiresGrad, x.isLeaf]).toEqual([true, true]);
    const found = [...x.detach().numpy().data];
    // Normals of float64 depend on the C library in the last bits; all others are exact.
    const last = one.dtype === "float64" && /normal/i.test(one.name) ? 1e-14 : 0;
    expect(found).toHaveLength(one.values.length);
    expect(found.filter((v, i) => !(Math.abs(v - one.values[i]) <= last))).toEqual([]);
  }
});

test("init refuses what has no inputs and outputs", () => {
  for (const name of [
    "xavierUniform_",
    "xavierNormal_",
    "kaimingUniform_",
    "kaimingNormal_",
  ] as const) {
    expect(refusal(() => nn.init[name](torch.zeros(3)))).toBe(
      `${name}: shape [3] is not that of a weight; give [out, in]`,
    );
  }
});

// ---- printing -------------------------------------------------------------------------------

const modules: Record<keyof typeof golden.modules, nn.Module> = {
  linear: new nn.Linear(4, 3),
  "without bias": new nn.Linear(4, 3, { bias: false }),
  sequential: new nn.Sequential(
    new nn.Linear(4, 3),
    new nn.ReLU(),
    new nn.Linear(3, 1),
    new nn.Sigmoid(),
  ),
  nested: new nn.Sequential(
    new nn.Sequential(new nn.Linear(2, 2), new nn.Tanh()),
    new nn.Dropout(0.2),
    new nn.Sequential(new nn.Softmax(1)),
  ),
  empty: new nn.Sequential(),
  identity: new nn.Identity(),
  dropout: new nn.Dropout(),
  "dropout 1": new nn.Dropout(1),
  leaky: new nn.LeakyReLU(),
  "leaky 1": new nn.LeakyReLU(1),
  "leaky 0.2": new nn.LeakyReLU(0.2),
  elu: new nn.ELU(),
  "elu 0.5": new nn.ELU(0.5),
  hardtanh: new nn.Hardtanh(),
  relu6: new nn.ReLU6(),
  rrelu: new nn.RReLU(),
  softmax: new nn.Softmax(-1),
  logSigmoid: new nn.LogSigmoid(),
  softplus: new nn.Softplus(),
  list: new nn.ModuleList<nn.Module>([
    new nn.Linear(2, 2),
    new nn.Linear(2, 2),
    new nn.ReLU(),
    new nn.ModuleList([new nn.Tanh()]),
  ]),
  "empty list": new nn.ModuleList(),
};

test.each(Object.keys(modules))("%s prints as PyTorch's", (name) => {
  const [module, wanted] = [modules[name as "linear"], golden.modules[name as "linear"]];
  expect(String(module)).toBe(wanted);
  expect(inspect(module)).toBe(wanted);
});

test("a module of one's own prints its modules by name", () => {
  expect(String(new Net())).toBe(
    [
      "Net(",
      "  (hidden): Linear(in_features=4, out_features=3, bias=True)",
      "  (drop): Dropout(p=0.5, inplace=False)",
      "  (rest): Sequential(",
      "    (0): ReLU()",
      "    (1): Linear(in_features=3, out_features=1, bias=True)",
      "  )",
      ")",
    ].join("\n"),
  );
});

// ---- modules --------------------------------------------------------------------------------

test("every activation module computes its function", () => {
  const x = torch.tensor([
    [-8, -0.5],
    [0.25, 8],
  ]);
  const pairs: [nn.Layer, (x: Tensor) => Tensor][] = [
    [new nn.Identity(), (v) => v],
    [new nn.Sigmoid(), F.sigmoid],
    [new nn.Tanh(), F.tanh],
    [new nn.ReLU(), F.relu],
    [new nn.Softplus(), F.softplus],
    [new nn.LogSigmoid(), F.logSigmoid],
    [new nn.Hardtanh(), F.hardtanh],
    [new nn.ReLU6(), F.relu6],
    [new nn.LeakyReLU(0.2), (v) => F.leakyRelu(v, 0.2)],
    [new nn.ELU(0.5), (v) => F.elu(v, 0.5)],
    [new nn.RReLU().eval(), (v) => F.rrelu(v)],
    [new nn.Softmax(0), (v) => F.softmax(v, 0)],
  ];
  for (const [module, f] of pairs) {
    expect(module.forward(x).tolist(), String(module)).toEqual(f(x).tolist());
  }
});

test("parameters are named as in PyTorch: a module's own first, then those below", () => {
  const net = new Net();
  expect(net.namedParameters().map(([name, p]) => `${name} ${p.shape}`)).toEqual([
    "scale torch.Size([1])",
    "hidden.weight torch.Size([3, 4])",
    "hidden.bias torch.Size([3])",
    "rest.1.weight torch.Size([1, 3])",
    "rest.1.bias torch.Size([1])",
  ]);
  expect(net.parameters()[0]).toBe(net.scale);
  expect(net.parameters().every((p) => p.requiresGrad && p.isLeaf)).toBe(true);
  expect(new nn.Linear(4, 3, { bias: false }).namedParameters().map(([name]) => name)).toEqual([
    "weight",
  ]);
});

test("a shared parameter is listed, and moved, once", () => {
  const shared = new nn.Linear(2, 2);
  const net = new nn.Sequential(shared, new nn.ReLU(), shared);
  expect(net.namedParameters().map(([name]) => name)).toEqual(["0.weight", "0.bias"]);
});

test("Sequential refuses what is not a module", () => {
  const layers = [new nn.ReLU(), new nn.Tanh()];
  expect(refusal(() => new nn.Sequential(layers as unknown as nn.Layer))).toBe(
    "Sequential: argument 0 is not a module; give one or more",
  );
});

// ---- modules in a list ------------------------------------------------------------------------

class Deep extends nn.Module {
  readonly layers: nn.ModuleList<nn.Linear>;
  constructor(sizes: readonly number[]) {
    super();
    this.layers = new nn.ModuleList(sizes.slice(1).map((n, l) => new nn.Linear(sizes[l], n)));
  }
  override forward(x: Tensor): Tensor {
    let h = x;
    for (const layer of this.layers) h = F.relu(layer.forward(h) as Tensor);
    return h;
  }
}

test("the parameters of a ModuleList are named as in PyTorch, and trained", () => {
  const net = new Deep([3, 4, 2]);
  expect(net.namedParameters().map(([name]) => name)).toEqual([
    "layers.0.weight",
    "layers.0.bias",
    "layers.1.weight",
    "layers.1.bias",
  ]);
  net.forward(torch.ones(5, 3)).sum().backward();
  expect(net.layers[1].bias?.grad?.shape).toEqual(net.layers[1].bias?.shape);
  net.eval();
  expect(net.layers.at(-1)?.training).toBe(false);
});

test("a ModuleList is indexed, iterated and appended to", () => {
  const list = new nn.ModuleList<nn.Layer>([new nn.ReLU()]).append(new nn.Tanh());
  expect(list).toHaveLength(2);
  expect([...list].map(String)).toEqual(["ReLU()", "Tanh()"]);
  expect(list.at(-1)).toBe(list[1]);
  expect(list.at(2)).toBeUndefined();
  expect(refusal(() => list.forward())).toBe(
    "ModuleList: it has no forward; call those of its modules in your own",
  );
  expect(refusal(() => list.append("ReLU" as unknown as nn.Layer))).toBe(
    "ModuleList: argument 0 is not a module; give an array of modules",
  );
  expect(refusal(() => new nn.ModuleList(new nn.ReLU() as unknown as nn.Module[]))).toBe(
    "ModuleList: the modules are not an array; give an array of modules",
  );
});

class Holder extends nn.Module {
  held: unknown;
  first: nn.Linear | undefined;
  constructor(held: unknown) {
    super();
    this.held = held;
  }
  override forward(x: Tensor): Tensor {
    return x;
  }
}

test.each([
  ["an array", [new nn.Linear(2, 1)]],
  ["an array of arrays", [[new nn.ReLU()], [new nn.Linear(2, 1)]]],
  ["a record", { hidden: new nn.Linear(2, 1) }],
  ["a map", new Map([["hidden", new nn.Linear(2, 1)]])],
])("modules in %s of a field are refused, with the remedy", (_, held) => {
  const message =
    "Holder: held holds modules in an array or object, where the module does not find them; " +
    "write this.held = new nn.ModuleList([…])";
  const holder = new Holder(held);
  for (const call of [() => holder.parameters(), () => holder.stateDict(), () => holder.eval()]) {
    expect(call).toThrow(TypeError);
    expect(call).toThrow(message);
  }
});

test("parameters in an array are refused, and other data are not", () => {
  expect(() => new Holder([new nn.Parameter(torch.ones(2))]).parameters()).toThrow(
    "Holder: held holds parameters in an array or object, where the module does not find them; " +
      "give each a field of its own",
  );
  const circle: unknown[] = [];
  circle.push(circle, { circle });
  for (const held of [[], [1, 2], ["a"], [torch.ones(2)], { lr: 0.1 }, null, circle]) {
    expect(new Holder(held).parameters()).toEqual([]);
  }
});

test("an array of modules that are in fields of their own, too, is allowed", () => {
  const holder = new Holder([]);
  holder.first = new nn.Linear(2, 1);
  holder.held = [holder.first];
  expect(holder.namedParameters().map(([name]) => name)).toEqual(["first.weight", "first.bias"]);
});

test("train and eval reach every module", () => {
  const net = new Net();
  const modes = () => [net.training, net.drop.training, net.rest.training];
  expect(modes()).toEqual([true, true, true]);
  expect(net.eval()).toBe(net);
  expect(modes()).toEqual([false, false, false]);
  net.train();
  expect(modes()).toEqual([true, true, true]);
});

test("Dropout and RReLU draw in training only", () => {
  const x = torch.full([50], -1);
  for (const layer of [new nn.Dropout(0.5), new nn.RReLU()]) {
    const once = layer.forward(x).tolist();
    expect(layer.forward(x).tolist()).not.toEqual(once);
    layer.eval();
    expect(layer.forward(x).tolist()).toEqual(layer.forward(x).tolist());
  }
  expect(refusal(() => new nn.Dropout(-0.1))).toBe("Dropout: p is -0.1; give a number from 0 to 1");
});

test("zeroGrad clears every parameter", () => {
  const net = new nn.Sequential(new nn.Linear(2, 2), new nn.Linear(2, 1));
  net.forward(torch.ones(3, 2)).sum().backward();
  expect(net.parameters().every((p) => p.grad !== null)).toBe(true);
  net.zeroGrad();
  expect(net.parameters().every((p) => p.grad === null)).toBe(true);
});

test("Linear refuses other features than its own, and options it does not know", () => {
  const narrow: Tensor = torch.zeros(2, 5);
  const layer: nn.Layer = new nn.Linear(4, 3) as nn.Module as nn.Layer;
  expect(refusal(() => layer.forward(narrow))).toBe(
    "Linear(4, 3) wants 4 features, got shape [2, 5]",
  );
  expect(refusal(() => layer.forward(torch.zeros([])))).toContain("got shape []");
  expect(refusal(() => new nn.Linear(4, 3, { biases: false } as object))).toBe(
    "Linear: no option biases; it knows bias",
  );
});

// ---- saving and loading ---------------------------------------------------------------------

test("a state goes through JSON and back to the last bit, NaN and infinities included", () => {
  const [from, to] = [new Net(), new Net()];
  torch.noGrad(() => {
    from.hidden.weight.set([0], torch.tensor([Number.NaN, Infinity, -Infinity, -0]));
  });
  to.loadStateDict(JSON.parse(JSON.stringify(from.stateDict())));
  expect(to.namedParameters().map(([, p]) => p.tolist())).toEqual(
    from.namedParameters().map(([, p]) => p.tolist()),
  );
  expect(to.hidden.weight.requiresGrad).toBe(true);
  expect(from.stateDict()["hidden.weight"]).toMatchObject({ dtype: "float32", shape: [3, 4] });
});

test("a loaded state is a copy, and seen by whoever holds the parameters", () => {
  const [from, to] = [new nn.Linear(2, 1), new nn.Linear(2, 1)];
  const held = to.parameters();
  to.loadStateDict(from.stateDict());
  const loss = to
    .forward(torch.ones(3, 2))
    .exp()
    .mul(to.weight as Tensor)
    .sum();
  to.loadStateDict(from.stateDict());
  expect(refusal(() => loss.backward())).toContain("was changed in place");
  torch.noGrad(() => from.weight.zero_());
  expect(held[0].tolist()).toEqual(to.weight.tolist());
  expect(to.weight.tolist()).not.toEqual([[0, 0]]);
});

const right = () => new nn.Linear(2, 1).stateDict();

test.each([
  ["missing", { weight: right().weight }, "loadStateDict: missing: bias; unexpected: none"],
  [
    "misnamed",
    { weight: right().weight, bais: right().bias },
    "loadStateDict: missing: bias; unexpected: bais",
  ],
  [
    "wrongly shaped",
    { ...right(), bias: new nn.Linear(2, 2).stateDict().bias },
    "loadStateDict: bias has shape [2], the parameter [1]",
  ],
  [
    "cut",
    { ...right(), bias: { ...right().bias, data: [] } },
    "loadStateDict: bias has 0 numbers, its shape [1] holds 1",
  ],
  ["null", { ...right(), bias: null }, "loadStateDict: bias is not { dtype, shape, data }"],
  [
    "garbled",
    { ...right(), bias: { ...right().bias, data: ["one"] } },
    'loadStateDict: bias holds "one", which is not a number',
  ],
])("a state whose entry is %s is refused, and nothing is changed", (_, state, message) => {
  const layer = new nn.Linear(2, 1);
  const before = JSON.stringify(layer.stateDict());
  expect(refusal(() => layer.loadStateDict(state as nn.StateDict))).toBe(message);
  expect(JSON.stringify(layer.stateDict())).toBe(before);
});

test("a dropout of 0 lets everything through, of 1 nothing", () => {
  const x = torch.tensor([1, 2, 3]);
  expect(new nn.Dropout(0).forward(x).tolist()).toEqual([1, 2, 3]);
  expect(new nn.Dropout(1).forward(x).tolist()).toEqual([0, 0, 0]);
});
