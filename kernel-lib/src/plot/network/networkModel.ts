import { max } from "../figure/extent.js";
import { type Matrix, matrix, names, type Vector, vector } from "../figure/input.js";
import { label, subscript } from "../figure/text.js";

/** What a network is drawn from; units and weights have names, numbers where they are known. */
export type NetworkModel = {
  sizes: readonly number[];
  weights: readonly number[][][] | undefined;
  gradients: readonly (number[][] | null)[] | undefined;
  biases: readonly (number[] | null)[] | undefined;
  values: readonly number[][] | undefined;
  nodeGradients: readonly (number[] | null)[] | undefined;
  /** The symbol of each layer's units and of each weight matrix: x, h, y; W, V. */
  symbols: readonly string[];
  matrixNames: readonly string[];
  unitNames: readonly (readonly string[])[];
  captions: readonly string[];
  weightName: (matrix: number, from: number, to: number) => string;
};

export type NetworkData = {
  /** The weight matrices, [in, out] each, of a model; or only the sizes of its layers. */
  weights?: readonly Matrix[];
  sizes?: readonly number[];
  /** The biases of each layer after the inputs; null for a layer without. */
  biases?: readonly (Vector | null)[];
  /** The values of each layer's units, the inputs first. */
  values?: readonly Vector[];
  /** The derivatives of the loss by the weights, shaped like `weights`; null for a layer without. */
  gradients?: readonly (Matrix | null)[];
  /** The derivatives of the loss by each layer's units; null for a layer without. */
  nodeGradients?: readonly (Vector | null)[];
  /** Each layer's units: a letter, to be numbered, or all their names. */
  labels?: readonly (string | readonly string[])[];
  /** A letter for each weight matrix: W₁₂ leads from unit 1 to unit 2. Else w with layer, to, from. */
  weightNames?: readonly string[];
  /** Each layer's caption; input, hidden and output if not given. */
  captions?: readonly string[];
};

/** @throws if shapes do not fit one another; the message names both. */
export function networkModel(who: string, o: NetworkData): NetworkModel {
  if ((o.weights === undefined) === (o.sizes === undefined)) {
    throw new TypeError(
      `${who}: give either weights, a matrix [in, out] per layer, or sizes, or a module`,
    );
  }
  const weights = o.weights?.map((w, i) => matrix(who, `weights[${i}]`, w));
  const sizes = weights ? sizesOf(who, weights) : layerSizes(who, o.sizes ?? []);
  const depth = sizes.length;
  const gradients = count(who, "gradients", o.gradients, depth - 1)?.map((g, i) => {
    const rows = g && matrix(who, `gradients[${i}]`, g);
    const wanted = `[${sizes[i]}, ${sizes[i + 1]}]`;
    if (rows === null || shapeOf(rows) === wanted) return rows;
    throw new RangeError(
      `${who}: gradients[${i}] has shape ${shapeOf(rows)}, its weights ${wanted}`,
    );
  });
  const biases = count(who, "biases", o.biases, depth - 1)?.map(
    (b, i) => b && vector(who, `biases[${i}]`, b, sizes[i + 1]),
  );
  const values = count(who, "values", o.values, depth)?.map((v, i) =>
    vector(who, `values[${i}]`, v, sizes[i]),
  );
  const nodeGradients = count(who, "nodeGradients", o.nodeGradients, depth)?.map(
    (v, i) => v && vector(who, `nodeGradients[${i}]`, v, sizes[i]),
  );
  const hidden = (layer: number) => (depth === 3 ? "h" : `h${subscript("", layer)}`);
  const symbol = (i: number) => (i === 0 ? "x" : i === depth - 1 ? "y" : hidden(i));
  const labels = count(who, "labels", o.labels, depth) ?? sizes.map((_, i) => symbol(i));
  const numbered = (letter: string, size: number) =>
    Array.from({ length: size }, (_, k) => (size === 1 ? letter : subscript(letter, k + 1)));
  const caption = (i: number) => (depth > 3 ? `hidden ${i}` : "hidden");
  const kind = (i: number) => (i === 0 ? "input" : i === depth - 1 ? "output" : caption(i));
  const { weightNames } = o;
  return {
    sizes,
    weights,
    gradients,
    biases,
    values,
    nodeGradients,
    symbols: labels.map((given) => (typeof given === "string" ? given : given.join(", "))),
    unitNames: labels.map((given, i) =>
      typeof given === "string"
        ? numbered(given, sizes[i])
        : names(who, `labels[${i}]`, given, sizes[i], String),
    ),
    matrixNames: names(who, "weightNames", weightNames, depth - 1, (i) => subscript("w", i + 1)),
    captions: names(who, "captions", o.captions, depth, kind),
    weightName: (m, from, to) =>
      weightNames === undefined
        ? subscript("w", `${m + 1}${to + 1}${from + 1}`)
        : subscript(weightNames[m], sizes[m + 1] === 1 ? from + 1 : `${from + 1}${to + 1}`),
  };
}

function sizesOf(who: string, weights: readonly number[][][]): number[] {
  if (weights.length === 0)
    throw new RangeError(`${who}: weights is empty; give one matrix per layer`);
  weights.slice(1).forEach((w, i) => {
    if (w.length === weights[i][0].length) return;
    throw new RangeError(
      `${who}: weights[${i}] has shape ${shapeOf(weights[i])} and weights[${i + 1}] ${shapeOf(w)}; ` +
        "the columns of one must be the rows of the next",
    );
  });
  return [weights[0].length, ...weights.map((w) => w[0].length)];
}

function layerSizes(who: string, sizes: readonly number[]): readonly number[] {
  if (sizes.length >= 2 && sizes.every((n) => Number.isInteger(n) && n > 0)) return sizes;
  throw new RangeError(
    `${who}: sizes is [${sizes.join(", ")}]; give two or more layer sizes above 0`,
  );
}

type Entries<T> = readonly T[] | undefined;

function count<T>(who: string, what: string, given: Entries<T>, wanted: number): Entries<T> {
  if (given === undefined || given.length === wanted) return given;
  throw new RangeError(`${who}: ${what} has ${given.length} entries; give ${wanted}`);
}

const shapeOf = (rows: readonly (readonly number[])[]): string =>
  `[${rows.length}, ${rows[0].length}]`;

/** What each step of the forward and the backward pass says, and at which step a number appears. */
export type Passes = { texts: string[]; stepOf: Map<string, number> };

/** Unit by unit forward (layer by layer if wide), layer by layer backward. */
export function passes(model: NetworkModel, loss: string): Passes {
  const { sizes, values, gradients, nodeGradients, symbols, matrixNames, unitNames } = model;
  const texts = ["the inputs and the weights"];
  const stepOf = new Map<string, number>();
  const step = (text: string, numbers: readonly string[]): void => {
    for (const number of numbers) stepOf.set(number, texts.length);
    texts.push(text);
  };
  const wide = max(sizes.slice(1)) > 4;
  for (let l = 1; values && l < sizes.length; l++) {
    const all = values[l].map((value, k) => ({
      key: `value ${l}.${k}`,
      value,
      name: unitNames[l][k],
    }));
    if (wide)
      step(
        `forward: layer ${l}`,
        all.map(({ key }) => key),
      );
    else for (const { key, value, name } of all) step(`forward: ${name} = ${label(value)}`, [key]);
  }
  for (let l = sizes.length - 1; l >= 0; l--) {
    if (nodeGradients?.[l]) step(`backward: ∂${loss}/∂${symbols[l]}`, [`gradient ${l}`]);
    if (gradients?.[l - 1]) step(`backward: ∂${loss}/∂${matrixNames[l - 1]}`, [`weights ${l - 1}`]);
  }
  return { texts, stepOf };
}
