// Schedules and gradient noise against PyTorch: test/golden/torch-schedules.json.
import { readFileSync } from "node:fs";
import { optim, torch } from "kernel-lib";
import { describe, expect, test } from "vitest";

const golden = JSON.parse(readFileSync("test/golden/torch-schedules.json", "utf8"));
const { lrScheduler } = optim;

const optimizer = (): optim.SGD =>
  new optim.SGD([torch.zeros([1], { requiresGrad: true })], { lr: 0.4 });

type Schedule = { step(loss?: number): void };
type Class = new (walker: optim.SGD, options: object) => Schedule;
type Case = { name: string; options: object; rates: number[] };

/** The rate before the first epoch and after each. */
function ratesOf(walker: optim.SGD, schedule: Schedule, epochs: number): number[] {
  const rates = [walker.lr];
  for (let epoch = 0; epoch < epochs; epoch++) {
    schedule.step(golden.losses[epoch]);
    rates.push(walker.lr);
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
  test.for(golden.cases as Case[])("$name $options", ({ name, options, rates }) => {
    const walker = optimizer();
    const schedule = new (lrScheduler as unknown as Record<string, Class>)[name](walker, options);
    expectRates(ratesOf(walker, schedule, rates.length - 1), rates);
  });
  test("LambdaLR", () => {
    const walker = optimizer();
    const schedule = new lrScheduler.LambdaLR(walker, (epoch) => 1 / (1 + epoch) ** 2);
    expectRates(ratesOf(walker, schedule, 30), golden.squares);
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
      () => new lrScheduler.StepLR(optimizer(), { stepSize: 0 }),
      "StepLR: stepSize is 0; give a number above 0",
    ],
    [
      "an unknown option",
      () => new lrScheduler.ExponentialLR(optimizer(), { gama: 1 } as unknown as { gamma: number }),
      "ExponentialLR: no option gama; it knows gamma",
    ],
    [
      "a plateau that raises the rate",
      () => new lrScheduler.ReduceLROnPlateau(optimizer(), { factor: 2 }),
      "ReduceLROnPlateau: give a factor below 1",
    ],
  ];
  test.for(bad)("%s", ([, call, message]) => {
    expect(call).toThrow(message);
  });
});
