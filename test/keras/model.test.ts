// Keras's recipe against the same loop in PyTorch: test/golden/torch-fit.json.
import { readFileSync } from "node:fs";
import {
  type Callback,
  type CompileOptions,
  EarlyStopping,
  F,
  type History,
  type Metric,
  type Model,
  metrics,
  nn,
  np,
  optim,
  plot,
  sequential,
  type Tensor,
  torch,
} from "kernel-lib";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { specProblems } from "../plot/vegaLite.ts";

const golden = JSON.parse(readFileSync("test/golden/torch-fit.json", "utf8"));
const keras = JSON.parse(readFileSync("test/golden/keras-compile.json", "utf8"));
const x = np.array(golden.x as number[][]);
const inside = np.array((golden.inside as number[][]).flat());
const quarter = np.array(golden.quarter as number[]);

type Loss = CompileOptions["loss"];

const binary = (): Model =>
  sequential([new nn.Linear(2, 5), new nn.Tanh(), new nn.Linear(5, 1)]).compile({
    optimizer: (parameters) => new optim.Adam(parameters, { lr: 0.05 }),
    loss: F.binaryCrossEntropyWithLogits,
    metrics: ["accuracy"],
  });
const four = (): Model =>
  sequential([new nn.Linear(2, 6), new nn.ReLU(), new nn.Linear(6, 4)]).compile({
    optimizer: (parameters) => new optim.SGD(parameters, { lr: 0.1, momentum: 0.9 }),
    loss: F.crossEntropy,
    metrics: ["accuracy"],
  });
const silent = { verbose: 0 } as const;

let printed: string[];
beforeEach(() => {
  printed = [];
  vi.spyOn(console, "log").mockImplementation((text: unknown) => void printed.push(String(text)));
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe("fit is the same loop as PyTorch's", () => {
  const cases = [
    ["two classes, Adam", 1, binary, inside, 16],
    ["four classes, momentum", 2, four, quarter, 50],
  ] as const;
  test.for(cases)("%s", ([name, seed, make, y, batchSize]) => {
    torch.manualSeed(seed);
    const model = make();
    const validationData = [x.at("0:20"), y.at("0:20")] as const;
    const { history } = model.fit(x, y, { epochs: 6, batchSize, validationData, ...silent });
    const wanted = golden.cases[name];
    for (const key of ["loss", "valLoss"]) {
      history[key].forEach((value, epoch) => {
        expect(value, `${key} of epoch ${epoch}`).toBeCloseTo(wanted.history[key][epoch], 5);
      });
    }
    expect(history.accuracy.map((a) => Math.round(a * 50))).toEqual(
      wanted.history.accuracy.map((a: number) => Math.round(a * 50)),
    );
    const outputs = np.array(wanted.outputs as number[][]);
    expect(model.predict(x).sub(outputs).abs().max().item()).toBeLessThan(2e-5);
  });
});

describe("a fit", () => {
  test("prints one line per epoch where no kernel shows it in place", () => {
    binary().fit(x, inside, { epochs: 3 });
    expect(printed).toHaveLength(3);
    expect(printed[1]).toMatch(/^Epoch 2\/3 - loss: 0\.\d{4} - accuracy: [01]\.\d{4}$/);
  });
  test("replaces one output in place where a kernel shows it", () => {
    type Place = { transient: { display_id: string }; update: boolean };
    const shown: [string, Place][] = [];
    const hook = Symbol.for("Jupyter.displayData");
    const scope = globalThis as { [key: symbol]: unknown };
    scope[hook] = (data: Record<string, string>, place: Place) =>
      shown.push([data["text/plain"], place]);
    try {
      binary().fit(x, inside, { epochs: 40, batchSize: 10 });
    } finally {
      delete scope[hook];
    }
    expect(printed).toEqual([]);
    expect(shown.length).toBeLessThan(40 * 5);
    expect(shown.map(([, { update }]) => update)).toEqual(shown.map((_, i) => i > 0));
    expect(new Set(shown.map(([, { transient }]) => transient.display_id)).size).toBe(1);
    expect(shown.at(-1)?.[0]).toMatch(
      /^Epoch 40\/40 ━{30} loss: 0\.\d{4} - accuracy: [01]\.\d{4}$/,
    );
  });
  test("shows progress at most every 100 ms, and the last line always", () => {
    const shown: string[] = [];
    const hook = Symbol.for("Jupyter.displayData");
    const scope = globalThis as { [key: symbol]: unknown };
    scope[hook] = (data: Record<string, string>) => shown.push(data["text/plain"]);
    let now = 0;
    vi.spyOn(performance, "now").mockImplementation(() => {
      now += 60;
      return now;
    });
    try {
      binary().fit(x, inside, { epochs: 2, batchSize: 25 });
    } finally {
      delete scope[hook];
    }
    // At 60, 180 and 300 ms of 60, 120, …, 360 ms, and at the end.
    expect(shown.map((line) => line.replace(/ loss.*/, ""))).toEqual([
      `Epoch 1/2 ${"━".repeat(8)}${"─".repeat(22)}`,
      `Epoch 1/2 ${"━".repeat(15)}${"─".repeat(15)}`,
      `Epoch 2/2 ${"━".repeat(30)}`,
      `Epoch 2/2 ${"━".repeat(30)}`,
    ]);
  });
  test("is silent with verbose: 0", () => {
    binary().fit(x, inside, silent);
    expect(printed).toEqual([]);
  });
  test("calls its callbacks in Keras's order and stops when told", () => {
    const calls: string[] = [];
    const watcher: Callback = {
      onTrainBegin: () => calls.push("train begins"),
      onEpochBegin: (epoch) => calls.push(`epoch ${epoch} begins`),
      onBatchEnd: (batch, logs) => calls.push(`batch ${batch} with ${Object.keys(logs)}`),
      onEpochEnd: (epoch, logs, model) => {
        calls.push(`epoch ${epoch} ends with ${Object.keys(logs)}`);
        model.stopTraining = true;
      },
      onTrainEnd: () => calls.push("train ends"),
    };
    binary().fit(x, inside, { epochs: 9, batchSize: 25, callbacks: [watcher], ...silent });
    expect(calls).toEqual([
      "train begins",
      "epoch 1 begins",
      "batch 1 with loss,accuracy",
      "batch 2 with loss,accuracy",
      "epoch 1 ends with loss,accuracy",
      "train ends",
    ]);
  });
  test("keeps a fixed order without shuffle, whatever the seed", () => {
    const run = (seed: number): History => {
      torch.manualSeed(0);
      const model = binary();
      torch.manualSeed(seed);
      return model.fit(x, inside, { epochs: 2, shuffle: false, ...silent });
    };
    expect(run(1).history).toEqual(run(2).history);
  });
  test("has a history that plots take as it is", async () => {
    const history = four().fit(x, quarter, { epochs: 4, validationData: [x, quarter], ...silent });
    expect(history.epoch).toEqual([1, 2, 3, 4]);
    const one = plot.trainingCurves(history);
    expect(await specProblems(one)).toEqual([]);
    expect(one.description).toContain("valAccuracy");
    const runs = plot.trainingCurves({ "0.1": history, "1": history });
    expect(await specProblems(runs)).toEqual([]);
  });
  test("shows a loss that is not a number", () => {
    const model = binary();
    model.optimizer.lr = Number.POSITIVE_INFINITY;
    const { history } = model.fit(x, inside, { epochs: 2 });
    expect(history.loss.at(-1)).toBeNaN();
    expect(printed.at(-1)).toContain("loss: NaN");
  });
});

describe("the stop button, where a kernel has one", () => {
  const hook = Symbol.for("Jupyter.interrupt");
  const scope = globalThis as { [key: symbol]: unknown };
  afterEach(() => {
    delete scope[hook];
  });
  test("ends a fit between two batches, with the finished epochs in the history", () => {
    let deferred = 0;
    const button = {
      requested: false,
      defer<T>(f: () => T): T {
        deferred++;
        return f();
      },
    };
    scope[hook] = button;
    const model = binary();
    const states: string[] = [];
    const watcher: Callback = {
      onBatchEnd: () => {
        states.push(JSON.stringify(model.stateDict()));
        button.requested = states.length === 7; // two batches into the second epoch
      },
    };
    const options = { epochs: 9, batchSize: 10, callbacks: [watcher], ...silent };
    expect(() => model.fit(x, inside, options)).toThrow(
      expect.objectContaining({ name: "KeyboardInterrupt" }),
    );
    expect([deferred, states.length]).toEqual([1, 7]);
    expect(JSON.stringify(model.stateDict())).toBe(states[6]);
    expect(model.history.epoch).toEqual([1]);
    expect(Object.values(model.history.history).map((column) => column.length)).toEqual([1, 1]);
  });
});

describe("accuracy is Keras's", () => {
  type Case = {
    name: string;
    output: number[][];
    target: number[];
    threshold?: number;
    accuracy: number;
  };
  test.for(keras.accuracies as Case[])("of $name", ({ output, target, threshold, accuracy }) => {
    const metric =
      threshold === undefined ? metrics.categoricalAccuracy : metrics.binaryAccuracy({ threshold });
    expect(metric(torch.tensor(output), torch.tensor(target))).toBeCloseTo(accuracy, 6);
  });

  const wrapped: Loss = (output, target) => F.binaryCrossEntropyWithLogits(output, target);
  const accuracyOf = (loss: Loss, options: { metric?: "accuracy" | Metric; last?: nn.Layer }) => {
    const layer = new nn.Linear(1, 1);
    torch.noGrad(() => {
      layer.weight.fill_(1);
      layer.bias?.fill_(0);
    });
    const model = sequential(options.last ? [layer, options.last] : [layer]);
    model.compile({ optimizer: "sgd", loss, metrics: [options.metric ?? "accuracy"] });
    return Object.values(model.evaluate(np.array([[-2], [-1], [0.25], [0.75], [3]]), labels))[1];
  };
  const labels = np.array([0, 0, 1, 1, 1]);
  test("of logits and of probabilities, as the loss says", () => {
    expect(accuracyOf(F.binaryCrossEntropyWithLogits, {})).toBe(1);
    expect(accuracyOf(F.binaryCrossEntropy, { last: new nn.Sigmoid() })).toBe(1);
    expect(accuracyOf(F.hingeLoss, {})).toBe(1);
    expect(accuracyOf(F.mseLoss, {})).toBeCloseTo(0.8, 12);
    expect(accuracyOf(F.halfMseLoss, {})).toBeCloseTo(0.8, 12);
  });
  test("of a loss of one's own after a sigmoid, which makes probabilities", () => {
    const own: Loss = (output, target) => F.mseLoss(output, target);
    expect(accuracyOf(own, { last: new nn.Sigmoid() })).toBe(1);
  });
  test("of a loss that does not say what the outputs are: the model asks, and moves nothing", () => {
    const model = binary().compile({ optimizer: "sgd", loss: wrapped, metrics: ["accuracy"] });
    const before = JSON.stringify(model.stateDict());
    expect(() => model.fit(x, inside, silent)).toThrow(
      /^accuracy: the outputs have shape \[32, 1\], .*metrics\.binaryAccuracy\(\{ threshold: 0 \}/,
    );
    expect(JSON.stringify(model.stateDict())).toBe(before);
    expect(accuracyOf(wrapped, { metric: metrics.binaryAccuracy({ threshold: 0 }) })).toBe(1);
    expect(accuracyOf(Object.assign(wrapped, { threshold: 0 }), {})).toBe(1);
  });
  test("goes by its name in the history", () => {
    const model = binary().compile({
      optimizer: "sgd",
      loss: F.binaryCrossEntropyWithLogits,
      metrics: ["accuracy", metrics.binaryAccuracy({ threshold: 1 })],
    });
    const { history } = model.fit(x, inside, silent);
    expect(Object.keys(history)).toEqual(["loss", "accuracy", "binaryAccuracy"]);
  });
  test("refuses shapes that would broadcast", () => {
    const [column, row] = [torch.zeros(4, 1), torch.zeros(4)];
    expect(() => metrics.binaryAccuracy()(column, row)).toThrow(
      "binaryAccuracy: output has shape [4, 1], target [4]; give both one shape",
    );
    expect(() => metrics.categoricalAccuracy(torch.zeros(4, 3), column)).toThrow(
      "categoricalAccuracy: output has shape [4, 3], target [4, 1]; give output [n, classes]",
    );
  });
});

describe("optimisers by name move as Keras's", () => {
  type Case = { name: "sgd" | "rmsprop" | "adam"; values: number[][] };
  test.for(keras.optimizers as Case[])("$name", ({ name, values }) => {
    const layer = new nn.Linear(3, 1, { bias: false });
    const weight = layer.weight as Tensor;
    torch.noGrad(() => weight.copy_(torch.tensor([keras.start])));
    const model = sequential([layer]).compile({ optimizer: name, loss: F.mseLoss });
    let before: number[] = keras.start;
    values.forEach((wanted, step) => {
      weight.grad = torch.tensor([keras.gradients[step]]);
      torch.noGrad(() => weight.copy_(torch.tensor([before])));
      model.optimizer.step();
      wanted.forEach((value, k) => {
        const moved = weight.item(0, k) - Math.fround(before[k]);
        expect(Math.abs(moved - (value - before[k])), `step ${step}, ${k}`).toBeLessThan(3e-7);
      });
      before = wanted;
    });
  });
});

describe("early stopping", () => {
  type Run = { values: (number | null)[]; options: object; stopped: number | null; best: number };
  const runs: Run[] = JSON.parse(readFileSync("test/golden/keras-early-stopping.json", "utf8"));
  test.for(runs)("stops where Keras does: $values with $options", ({ values, ...run }) => {
    const stopping = new EarlyStopping(run.options);
    const model = { stopTraining: false, stateDict: () => ({}), loadStateDict: () => {} };
    stopping.onTrainBegin();
    values.some((given, i) => {
      const value = given ?? Number.NaN;
      stopping.onEpochEnd(i + 1, { valLoss: value, valAccuracy: value }, model);
      return model.stopTraining;
    });
    expect([stopping.stoppedEpoch ?? null, stopping.bestEpoch]).toEqual([run.stopped, run.best]);
  });
  test("restores the best weights", () => {
    torch.manualSeed(3);
    const model = binary();
    const states: string[] = [];
    const stopping = new EarlyStopping({ patience: 4, minDelta: 10, restoreBestWeights: true });
    const keep: Callback = {
      onEpochEnd: (_, __, fitted) => void states.push(JSON.stringify(fitted.stateDict())),
    };
    const options = { epochs: 20, validationData: [x, inside] as const, ...silent };
    const { epoch } = model.fit(x, inside, { ...options, callbacks: [keep, stopping] });
    expect(epoch).toHaveLength(5);
    expect(JSON.stringify(model.stateDict())).toBe(states[stopping.bestEpoch - 1]);
  });
  test("keeps the last weights if not told to restore the best", () => {
    const model = binary();
    const states: string[] = [];
    const keep: Callback = {
      onEpochEnd: (_, __, fitted) => void states.push(JSON.stringify(fitted.stateDict())),
    };
    const stopping = new EarlyStopping({ monitor: "loss", patience: 2, minDelta: 10 });
    model.fit(x, inside, { epochs: 9, callbacks: [keep, stopping], ...silent });
    expect([states.length, stopping.bestEpoch, stopping.stoppedEpoch]).toEqual([3, 1, 3]);
    expect(JSON.stringify(model.stateDict())).toBe(states[2]);
  });
  test("refuses before training what the fit will not measure, and says what it will", () => {
    const model = binary();
    const before = JSON.stringify(model.stateDict());
    const callbacks = [new EarlyStopping({ monitor: "valLoss" })];
    expect(() => model.fit(x, inside, { callbacks, ...silent })).toThrow(
      "EarlyStopping: there is no valLoss to monitor; this fit has loss, accuracy",
    );
    expect(JSON.stringify(model.stateDict())).toBe(before);
  });
  test("asks whether lower or higher is better where the name does not say", () => {
    expect(() => new EarlyStopping({ monitor: "distance" })).toThrow(
      'EarlyStopping: is a lower or a higher distance better? give mode: "min" or mode: "max"',
    );
    expect(new EarlyStopping({ monitor: "distance", mode: "max" }).mode).toBe("max");
  });
});

describe("using a model", () => {
  test("evaluate measures without training", () => {
    const model = binary();
    const before = JSON.stringify(model.stateDict());
    const { loss, accuracy } = model.evaluate(x, inside);
    const logits = model.predict(x);
    expect(logits.shape).toEqual([50, 1]);
    const right = [...logits.data].filter((z, i) => z > 0 === inside.item(i) > 0.5).length;
    expect(accuracy).toBeCloseTo(right / 50, 12);
    const costs = [...logits.data].map((z, i) => Math.log1p(Math.exp(inside.item(i) ? -z : z)));
    expect(loss).toBeCloseTo(costs.reduce((a, b) => a + b) / 50, 5);
    expect(JSON.stringify(model.stateDict())).toBe(before);
  });
  test("dropout sleeps in predict and wakes in fit", () => {
    const model = sequential([new nn.Linear(2, 9), new nn.Dropout(0.5), new nn.Linear(9, 1)]);
    expect(model.predict(x).tolist()).toEqual(model.predict(x).tolist());
    expect(model.training).toBe(true);
  });
  test("a metric of one's own goes by its name", () => {
    const model = binary().compile({
      optimizer: "adam",
      loss: F.mseLoss,
      metrics: [
        function largest(output) {
          return output.numpy().max().item();
        },
      ],
    });
    const { largest } = model.evaluate(x, inside);
    expect(largest).toBeCloseTo(model.predict(x).max().item(), 6);
  });
  test("summary counts the parameters", () => {
    four().summary();
    expect(printed.join("\n")).toMatchInlineSnapshot(`
      "Model: sequential
      Layer       Output shape  Param #
      ──────────  ────────────  ───────
      0 (Linear)  (None, 6)          18
      1 (ReLU)    (None, 6)           0
      2 (Linear)  (None, 4)          28
      Total params: 46"
    `);
  });
  test("is a module: networks are drawn from it", async () => {
    const input = torch.tensor([1, 2]);
    const spec = plot.network({ module: binary(), input, title: "a model" });
    expect(await specProblems(spec)).toEqual([]);
  });
});
