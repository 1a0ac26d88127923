// The stop button during a fit, through the real kernel.
import { afterAll, beforeAll, expect, test } from "vitest";
import { Client } from "../../scripts/kernelClient.ts";

let kernel: Client;

beforeAll(async () => {
  kernel = await Client.start();
});
afterAll(() => kernel.stop());

const setUp = `
import { data, F, nn, optim, sequential, torch } from "kernel-lib";
const moons = data.makeMoons(64, { noise: 0.15 });
function make(seed: number) {
  torch.manualSeed(seed);
  const model = sequential([new nn.Linear(2, 40), new nn.Tanh(), new nn.Linear(40, 1)]);
  return model.compile({
    optimizer: (parameters) => new optim.Adam(parameters, { lr: 0.01 }),
    loss: F.binaryCrossEntropyWithLogits,
  });
}
const stateOf = (model: { [index: number]: unknown }): string =>
  JSON.stringify([0, 2].map((index) => {
    const { weight, bias } = model[index] as InstanceType<typeof nn.Linear>;
    return [weight.tolist(), bias?.tolist()];
  }));
var batches = 0;
var model = make(1);
`;

/** Fits without end and presses stop after so many batches. */
async function stopAfter(count: number): Promise<void> {
  const id = kernel.submit(`
batches = 0;
model = make(1);
model.fit(moons.x, moons.y, {
  epochs: 1_000_000, batchSize: 32, verbose: 0,
  callbacks: [{
    onBatchEnd: () => {
      batches++;
      if (batches === ${count}) console.log("go");
    },
  }],
});`);
  await kernel.until(() => kernel.outputsOf(id).some(({ type }) => type === "stream"));
  await kernel.interrupt();
  const { error } = await kernel.answer(id);
  expect(error?.ename).toBe("KeyboardInterrupt");
}

test("a fit shows one line of progress and replaces it in place", async () => {
  await kernel.execute(setUp);
  const { outputs, result } = await kernel.execute(`
model.fit(moons.x, moons.y, { epochs: 3, batchSize: 32 }).epoch;`);
  const shown = outputs.filter(({ type }) => type.endsWith("display_data"));
  expect(shown[0].type).toBe("display_data");
  expect(shown.slice(1).map(({ type }) => type)).toEqual(
    shown.slice(1).map(() => "update_display_data"),
  );
  expect(shown.length).toBeGreaterThan(1);
  const ids = shown.map(({ content }) => content.transient.display_id);
  expect(new Set(ids).size).toBe(1);
  expect(shown.at(-1)?.content.data["text/plain"]).toMatch(/^Epoch 3\/3 ━{30} loss: \d\.\d{4}$/);
  expect(result).toBe("[ 1, 2, 3 ]");
});

test("a stopped fit leaves the model as it was after its last finished batch", {
  timeout: 60_000,
}, async () => {
  const { error } = await kernel.execute(setUp);
  expect(error).toBeUndefined();
  for (let attempt = 0; attempt < 4; attempt++) {
    await stopAfter(1 + 13 * attempt);
    const { stdout } = await kernel.execute(`
const found = stateOf(model);
const epochs = model.history.epoch.length;
const again = make(1);
const states: string[] = [];
again.fit(moons.x, moons.y, {
  epochs: epochs + 2, batchSize: 32, verbose: 0,
  callbacks: [{ onBatchEnd: () => { states.push(stateOf(again)); } }],
});
const finished = states.indexOf(found) + 1;
console.log(finished - batches, epochs - Math.floor(batches / 2),
  model.history.history.loss.length - epochs);`);
    expect(stdout, `attempt ${attempt}`).toBe("0 0 0\n");
  }
});

test("a step that never ends is stopped by force, and training goes on afterwards", {
  timeout: 60_000,
}, async () => {
  await kernel.execute(setUp);
  const id = kernel.submit(`
class Endless extends optim.Adam {
  steps = 0;
  override step(): void {
    if (++this.steps < 4) return super.step();
    torch.noGrad(() => {
      console.log("go");
      while (true) {}
    });
  }
}
model.compile({
  optimizer: (parameters) => new Endless(parameters, { lr: 0.01 }),
  loss: F.binaryCrossEntropyWithLogits,
});
model.fit(moons.x, moons.y, { epochs: 9, batchSize: 32, verbose: 0 });`);
  await kernel.until(() => kernel.outputsOf(id).some(({ type }) => type === "stream"));
  await kernel.interrupt();
  expect((await kernel.answer(id)).error?.ename).toBe("KeyboardInterrupt");
  const { stdout } = await kernel.execute(`
console.log(model.history.epoch.length);
model.compile({ optimizer: "adam", loss: F.binaryCrossEntropyWithLogits });
const before = model.evaluate(moons.x, moons.y).loss;
model.fit(moons.x, moons.y, { epochs: 30, verbose: 0 });
console.log(model.evaluate(moons.x, moons.y).loss < before);`);
  expect(stdout).toBe("1\ntrue\n");
});
