import { checkOptions } from "../../numpy/shape.js";
import { extent, max } from "../figure/extent.js";
import { byEpoch, figure, mark, nominal, slider } from "../figure/figure.js";
import { type Colour, png, ramp, shade } from "../figure/image.js";
import { type Matrix, matrix, names } from "../figure/input.js";
import type { Part, Spec } from "../figure/spec.js";
import { label } from "../figure/text.js";
import { colour, fontSize } from "../figure/theme.js";

/** The options of `plot.weightImages`. */
export type WeightImagesOptions = {
  title: string;
  /** Height and width of an image; a square if not given. */
  shape?: readonly [number, number];
  /** Under each image; 0, 1, 2, … if not given. */
  names?: readonly string[];
  /** A row of images for each epoch, for paper, instead of a slider. */
  multiples?: boolean;
  description?: string;
};

const tones = 65;

/**
 * Weights as images, a row of `weights: [units, pixels]` each: 0 is white, positive blue, negative
 * red, up to the largest size of the epoch. Several by epoch, `{ 0: weights, 10: weights }`, with a slider, or
 * `multiples: true` below each other.
 */
export function weightImages(
  weights: Matrix | { readonly [epoch: string]: Matrix },
  options: WeightImagesOptions,
): Spec {
  const who = "plot.weightImages";
  checkOptions(who, options, ["title", "shape", "names", "multiples", "description"]);
  const all = isMatrix(weights) ? { "": weights } : weights;
  const frames = Object.entries(all).map(([epoch, given]) => {
    return { epoch, rows: matrix(who, epoch ? `weights of epoch ${epoch}` : "weights", given) };
  });
  if (frames.length === 0) throw new RangeError(`${who}: no weights; give { 0: weights }`);
  const [{ rows }] = frames;
  const [units, pixels] = [rows.length, rows[0].length];
  const other = frames.find((f) => f.rows.length !== units || f.rows[0].length !== pixels);
  if (other) throw new RangeError(`${who}: epoch ${other.epoch} has another shape than the first`);
  const side = Math.sqrt(pixels);
  const [height, width] = options.shape ?? [side, side];
  if (height * width !== pixels || !Number.isInteger(height)) {
    const wanted = options.shape ? `shape [${options.shape.join(", ")}]` : "a square";
    throw new RangeError(`${who}: ${pixels} weights per unit do not fit ${wanted}; give shape`);
  }
  const labels = names(who, "names", options.names, units, String);
  const palette = ramp([colour.negative, colour.paper, colour.positive], tones);
  const scaled = frames.map(({ epoch, rows }) => {
    const limit = max([0, ...rows.flat().filter(Number.isFinite).map(Math.abs)]) || 1;
    return { limit, rows, name: epoch === "" ? "" : `epoch ${epoch} (±${label(limit)})` };
  });
  const images = scaled.flatMap(({ name, rows, limit }, frame) =>
    rows.map((row, unit) => {
      const url = picture(row, width, limit, palette);
      return { frame, epoch: name, unit: labels[unit], url };
    }),
  );
  const { title, multiples = false } = options;
  const most = frames.length === 1 ? `±${label(scaled[0].limit)}` : "the epoch's largest";
  const legend = `white: 0, blue: positive, red: negative, to ${most}`;
  const sentences = [options.description, ...inWords(frames, labels)];
  const header = { title: null, labelFontSize: fontSize.value, labelPadding: 2 };
  const byUnit = nominal("unit", { sort: labels, title: null, header });
  const asRows = multiples && frames.length > 1;
  const cell = asRows ? Math.min(52, Math.floor(560 / units)) : 84;
  const hasSlider = frames.length > 1 && !asRows;
  const epochs = scaled.map(({ name }) => name);
  const more = { subtitle: legend, offset: 10 };
  const last = frames.length - 1;
  return figure({ text: title, subtitle: legend }, sentences, {
    title: hasSlider ? byEpoch(`${title}:`, epochs, more) : { text: title, ...more },
    ...(hasSlider ? { params: [slider("frame", "snapshot ", last, [0, last])] } : {}),
    data: { values: images },
    ...(hasSlider ? { transform: [{ filter: "datum.frame === frame" }] } : {}),
    facet: asRows ? { row: inRows(epochs, header), column: byUnit } : byUnit,
    ...(asRows ? {} : { columns: 5 }),
    spacing: asRows ? 4 : 12,
    spec: image(cell, Math.round((cell * height) / width)),
  });
}

const isMatrix = (x: Matrix | { readonly [epoch: string]: Matrix }): x is Matrix =>
  Array.isArray(x) || "shape" in x;

function inRows(epochs: readonly string[], header: Part): Part {
  return nominal("epoch", { sort: epochs, title: null, header: { ...header, labelAngle: 0 } });
}

function picture(
  row: readonly number[],
  width: number,
  limit: number,
  palette: readonly Colour[],
): string {
  const indices = row.map((w) => shade(w, [-limit, limit], tones));
  const lines = Array.from({ length: row.length / width }, (_, i) =>
    indices.slice(i * width, (i + 1) * width),
  );
  return png(lines, palette);
}

function image(width: number, height: number): Part {
  const look = { width, height, aspect: false, align: "left", baseline: "top", smooth: false };
  return {
    width,
    height,
    view: { stroke: colour.line },
    mark: mark("image", look),
    encoding: { x: { value: 0 }, y: { value: 0 }, url: nominal("url") },
  };
}

function inWords(
  frames: readonly { epoch: string; rows: number[][] }[],
  labels: readonly string[],
): string[] {
  const { epoch, rows } = frames[frames.length - 1];
  const when = epoch === "" ? "" : ` at epoch ${epoch}`;
  const count = `${rows.length} images of ${rows[0].length} weights${when}.`;
  const ranges = rows.map((row, i) => {
    const [low, high] = extent(row);
    return `${labels[i]}: from ${label(low)} to ${label(high)}.`;
  });
  return [count, ...ranges];
}
