// Schedules and gradient noise against PyTorch: test/golden/torch-schedules.json.
import { readFileSync } from "node:fs";
import { optim, torch } from "kernel-lib";
import { describe, expect, test } from "vitest";

const golden = JSON.parse(readFileSync("test/golden/torch-schedules.json", "utf8"));
const { lrScheduler } = optim;

const optimizerWith = (lr: number): optim.SGD =>
  new optim.SGD([torch.zeros([1], { requiresGrad: true })], { lr });

type Schedule = { step(loss?: number): void };
type Class = new (optimizer: optim.SGD, options: object) => Schedule;
type Case = { name: string; lr: number; options: object; rates: number[] };

/** The rate before the first epoch and after each. */
function ratesOf(optimizer: optim.SGD, schedule: Schedule, epochs: number): number[] {
  const rates = [optimizer.lr];
  for (let epoch = 0; epoch < epochs; epoch++) {
    schedule.step(golden.losses[epoch]);
    rates.push(optimizer.lr);
  }
  return rates;
}

function expectRates(found: number[], wanted: number[]): void {
  expect(found).toHaveLength(wanted.length);
  found.forEach((rate, epoch) => {
    expect(Math.abs(rate - wanted[epoch]), `epoch ${epoch}`).toBeLessThan(1e-12);
  });
}

describe("schedules give PyTorch's rates", () => {
  test.for(golden.cases as Case[])("$name from $lr $options", ({ name, lr, options, rates }) => {
    const optimizer = optimizerWith(lr);
    const schedule = new (lrScheduler as unknown as Record<string, Class>)[name](
      optimizer,
      options,
    );
    expectRates(ratesOf(optimizer, schedule, rates.length - 1), rates);
  });
  test("LambdaLR", () => {
    const optimizer = optimizerWith(0.4);
    const schedule = new lrScheduler.LambdaLR(optimizer, (epoch) => 1 / (1 + epoch) ** 2);
    expectRates(ratesOf(optimizer, schedule, 30), golden.squares);
  });
});

describe("gradient noise", () => {
  const { w, std, seed, grad } = golden.noise;
  test("is PyTorch's for the same seed", () => {
    torch.manualSeed(seed);
    const p = torch.tensor(w as number[][], { requiresGrad: true });
    p.pow(2).sum().backward();
    optim.addGradientNoise([p, torch.zeros([2], { requiresGrad: true })], std);
    const wanted = torch.tensor(grad as number[][]);
    expect(torch.allclose(p.grad ?? torch.zeros([2, 2]), wanted)).toBe(true);
  });
  test("of a negative size is refused", () => {
    expect(() => optim.addGradientNoise([], -1)).toThrow(
      "addGradientNoise: std is -1; give a number >= 0",
    );
  });
});

describe("what cannot be is refused in words", () => {
  const bad: [string, () => unknown, string][] = [
    [
      "no steps",
      () => new lrScheduler.StepLR(optimizerWith(0.4), { stepSize: 0 }),
      "StepLR: stepSize is 0; give a number above 0",
    ],
    [
      "an unknown option",
      () =>
        new lrScheduler.ExponentialLR(optimizerWith(0.4), { gama: 1 } as unknown as {
          gamma: number;
        }),
      "ExponentialLR: no option gama; it knows gamma",
    ],
    [
      "an unknown option of steps",
      () => new lrScheduler.StepLR(optimizerWith(0.4), { stepSize: 1, gama: 1 } as never),
      "StepLR: no option gama; it knows stepSize, gamma",
    ],
    [
      "an unknown option of a cosine",
      () => new lrScheduler.CosineAnnealingLR(optimizerWith(0.4), { tMax: 1, eta: 1 } as never),
      "CosineAnnealingLR: no option eta; it knows tMax, etaMin",
    ],
    [
      "a plateau that raises the rate",
      () => new lrScheduler.ReduceLROnPlateau(optimizerWith(0.4), { factor: 2 }),
      "ReduceLROnPlateau: factor is 2; give 0 < factor < 1",
    ],
    [
      "a plateau that is never told the loss",
      () => new lrScheduler.ReduceLROnPlateau(optimizerWith(0.4)).step(undefined as never),
      "ReduceLROnPlateau: the loss is undefined; give step(loss), a number",
    ],
    [
      "a rate for an optimiser",
      () => new lrScheduler.StepLR({ lr: 0.1 } as never, { stepSize: 2 }),
      "StepLR: this is not an optimiser; give one such as new optim.SGD(…)",
    ],
    [
      "a factor for a function",
      () => new lrScheduler.LambdaLR(optimizerWith(0.4), 0.5 as never),
      "LambdaLR: lrLambda is not a function; give (epoch) => factor",
    ],
  ];
  test.for(bad)("%s", ([, call, message]) => {
    expect(call).toThrow(message);
  });
  test("a value out of range by a RangeError, another type by a TypeError", () => {
    const step = (stepSize: unknown) => () =>
      new lrScheduler.StepLR(optimizerWith(0.4), { stepSize: stepSize as number });
    expect(step(-1)).toThrow(RangeError);
    expect(step("3")).toThrow(TypeError);
    expect(step(undefined)).toThrow(TypeError);
  });
});

// torch.optim.lr_scheduler.ReduceLROnPlateau: patience=10, factor=0.1.
test("on a plateau the rate falls after ten bad epochs, unless told otherwise", () => {
  const optimizer = optimizerWith(1);
  const schedule = new lrScheduler.ReduceLROnPlateau(optimizer);
  for (let epoch = 0; epoch < 11; epoch++) schedule.step(5);
  expect(optimizer.lr).toBe(1);
  schedule.step(5);
  expect(optimizer.lr).toBe(0.1);
});
