// A model's files, and what a model refuses.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { F, type Model, nn, np, optim, sequential, type Tensor } from "kernel-lib";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

const x = np.linspace(-1, 1, 100).reshape([50, 2]);
const inside = np.zeros(50);

const binary = (width: number = 5): Model =>
  sequential([new nn.Linear(2, width), new nn.Tanh(), new nn.Linear(width, 1)]).compile({
    optimizer: "adam",
    loss: F.binaryCrossEntropyWithLogits,
  });

describe("save and load", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "model-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test("give the same model", () => {
    const [saved, loaded] = [binary(), binary()];
    const path = join(folder, "model.json");
    saved.save(path);
    expect(loaded.load(path).predict(x).tolist()).toEqual(saved.predict(x).tolist());
    expect(readdirSync(folder)).toEqual(["model.json"]);
  });
  test("what does not fit is refused and changes nothing", () => {
    const path = join(folder, "model.json");
    binary(6).save(path);
    const model = binary();
    const before = JSON.stringify(model.stateDict());
    expect(() => model.load(path)).toThrow("0.weight has shape [6, 2], the parameter [5, 2]");
    writeFileSync(path, "{ half");
    expect(() => model.load(path)).toThrow(`load: ${path} is not JSON`);
    expect(JSON.stringify(model.stateDict())).toBe(before);
  });
  test("a folder that is not there loses nothing", () => {
    expect(() => binary().save(join(folder, "nowhere", "model.json"))).toThrow("ENOENT");
    expect(readdirSync(folder)).toEqual([]);
  });
  test("say what to do where there is no Node", () => {
    const model = binary();
    vi.stubGlobal("process", undefined);
    try {
      for (const call of [() => model.save("model.json"), () => model.load("model.json")]) {
        expect(call).toThrow(/^(save|load): files need Node, .* JSON.stringify\(model.stateDict/);
      }
    } finally {
      vi.unstubAllGlobals();
    }
  });
});

class Hidden extends nn.Module {
  readonly shown: nn.Linear<2, 2> = new nn.Linear(2, 2);
  readonly #hidden: nn.Linear = new nn.Linear(2, 1);
  override forward(input: Tensor): Tensor {
    return this.#hidden.forward(this.shown.forward(input as never) as Tensor) as Tensor;
  }
}

describe("what cannot be is refused in words", () => {
  const wrong = (part: object): object => ({ optimizer: "sgd", loss: F.mseLoss, ...part });
  const compile = (part: object) => () => binary().compile(wrong(part) as never);
  const fitting = (part: object) => () => binary().fit(x, inside, part as never);
  const holed = x.copy();
  holed.set([3, 1], Number.NaN);
  const bad: [string, () => unknown, string][] = [
    [
      "no layers",
      () => sequential([]),
      "sequential: there are no layers; give an array of one or more",
    ],
    [
      "one layer without an array",
      () => sequential(new nn.Linear(1, 1) as never),
      "sequential: the layers are not an array; give an array of layers",
    ],
    [
      "a model that was not compiled",
      () => sequential([new nn.Linear(2, 1)]).fit(x, inside),
      "fit: compile the model first: model.compile({ optimizer, loss })",
    ],
    [
      "an unknown optimizer",
      compile({ optimizer: "adamw" }),
      "compile: there is no optimizer adamw; give sgd, rmsprop, adam or a function",
    ],
    [
      "an optimizer for a function that makes one",
      () => {
        const model = binary();
        const optimizer = new optim.Adam(model.parameters());
        return model.compile({ optimizer: optimizer as never, loss: F.mseLoss });
      },
      "compile: give a function that makes the optimizer; write (parameters) => new optim.Adam",
    ],
    [
      "a loss that returns a number",
      () =>
        binary()
          .compile(wrong({ loss: () => 0.5 }) as never)
          .evaluate(x, inside),
      "loss: it returns 0.5; return a tensor of one number",
    ],
    [
      "a metric that returns a tensor",
      () =>
        binary()
          .compile(wrong({ metrics: [F.mseLoss] }) as never)
          .evaluate(x, inside),
      "mseLoss: it returns a Tensor; return a number, as item() does",
    ],
    [
      "one callback without an array",
      fitting({ callbacks: {} }),
      "fit: callbacks is not an array; write callbacks: [callback]",
    ],
    [
      "validation data without an array",
      fitting({ validationData: x }),
      "fit: validationData is not an array; write validationData: [x, y]",
    ],
    [
      "a loss by name",
      compile({ loss: "mse" }),
      "compile: the loss is not a function; give one such as F.mseLoss",
    ],
    [
      "a metric without a name",
      compile({ metrics: [() => 0] }),
      'compile: a metric is "accuracy", one of metrics, such as metrics.binaryAccuracy(), or a function with a name',
    ],
    [
      "one metric without an array",
      compile({ metrics: "accuracy" }),
      'compile: metrics is not an array; write metrics: ["accuracy"]',
    ],
    [
      "a function that makes no optimizer",
      compile({ optimizer: () => 0.1 }),
      "compile: the optimizer function returns no optimizer; write (parameters) => new optim.Adam",
    ],
    ["epochs as text", fitting({ epochs: "3" }), 'fit: epochs is "3"; give a whole number >= 1'],
    [
      "NaN among the inputs",
      () => binary().fit(holed, inside),
      "fit: row 3 of x has NaN; leave it out or fill it in",
    ],
    [
      "NaN among the targets",
      () => binary().fit(x, inside, { validationData: [x, holed.at(":", 1)] }),
      "fit: validationData: row 3 of y has NaN; leave it out or fill it in",
    ],
    [
      "data that are not an array",
      () => binary().predict([[1, 2]] as never),
      "predict: the data are neither an NDArray nor a Tensor; use np.array",
    ],
    [
      "layers in a #private field, which are not trained",
      () =>
        sequential([new Hidden()])
          .compile(wrong({}) as never)
          .fit(x, inside),
      "fit: the outputs depend on a parameter of shape [1, 2] that model.parameters() does not list; keep modules in public fields or an nn.ModuleList",
    ],
    ["no epochs", fitting({ epochs: 0 }), "fit: epochs is 0; give a whole number >= 1"],
    [
      "half a batch",
      fitting({ batchSize: 0.5 }),
      "fit: batchSize is 0.5; give a whole number >= 1",
    ],
    ["an unknown option", fitting({ epoch: 3 }), "fit: no option epoch; it knows epochs"],
    [
      "x and y of other lengths",
      () => binary().fit(x, np.ones(49)),
      "fit: x [50, 2], y [49]; give x [n, features] and y [n] or [n, outputs]",
    ],
    [
      "no data",
      () => binary().evaluate(np.ones([0, 2]), np.ones(0)),
      "evaluate: x [0, 2], y [0]; give x [n, features] and y [n] or [n, outputs]",
    ],
    ["inputs of another width", () => binary().predict(np.ones([4, 3])), "Linear(2, 5)"],
  ];
  test.for(bad)("%s", ([, call, message]) => {
    expect(call).toThrow(message);
  });
});
