// Module: what layers and networks are, and how their parameters are found, saved and loaded.
import { cast, type DType } from "../numpy/dtype.js";
import { type Shape, sameShape, showShape, sizeOf } from "../numpy/shape.js";
import { noGrad } from "../torch/index.js";
import { Tensor } from "../torch/tensor.js";

/** A tensor that a module learns. */
export class Parameter<S extends Shape = Shape> extends Tensor<S> {
  constructor(values: Tensor<S>, requiresGrad: boolean = true) {
    super(values.array, requiresGrad);
  }
  override toString(): string {
    return `Parameter containing:\n${super.toString()}`;
  }
}

/** A tensor as JSON; what JSON has no number for is a string: "NaN", "Infinity". */
export interface TensorState {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: readonly (number | string)[];
}

export type StateDict = { readonly [name: string]: TensorState };

function inJson(x: number): number | string {
  if (Object.is(x, -0)) return "-0";
  return Number.isFinite(x) ? x : String(x);
}

/** What was saved of a parameter, or why it does not fit. */
function numbersIn(name: string, saved: TensorState, wanted: Shape): number[] {
  if (!Array.isArray(saved?.shape) || !Array.isArray(saved.data)) {
    throw new TypeError(`loadStateDict: ${name} is no { dtype, shape, data }`);
  }
  const { shape, data } = saved;
  if (!sameShape(shape, wanted)) {
    const shapes = `${showShape(shape)}, the parameter ${showShape(wanted)}`;
    throw new RangeError(`loadStateDict: ${name} has shape ${shapes}`);
  }
  if (data.length !== sizeOf(wanted)) {
    const holds = `its shape ${showShape(wanted)} holds ${sizeOf(wanted)}`;
    throw new RangeError(`loadStateDict: ${name} has ${data.length} numbers, ${holds}`);
  }
  return data.map((x) => {
    if (typeof x === "number" || /^(-?Infinity|-0|NaN)$/.test(x)) return Number(x);
    throw new TypeError(`loadStateDict: ${name} holds ${JSON.stringify(x)}, which is no number`);
  });
}

/** A module of one input. */
export type Layer = Module & { forward(x: Tensor): Tensor };

/** Layers and networks: parameters and other modules as properties, and what they compute. */
export abstract class Module {
  /** Is it in training, where Dropout drops? */
  training: boolean = true;

  abstract forward(...inputs: never[]): Tensor;

  /** Its modules by name, in the order in which they were made. */
  namedChildren(): [string, Module][] {
    return Object.entries(this).filter(
      (entry): entry is [string, Module] => entry[1] instanceof Module,
    );
  }
  /** Every parameter in it and below, by name: `"0.weight"`; a shared one once. */
  namedParameters(): [string, Parameter][] {
    const own = Object.entries(this).filter(
      (entry): entry is [string, Parameter] => entry[1] instanceof Parameter,
    );
    const below = this.namedChildren().flatMap(([name, child]) =>
      child.namedParameters().map(([inner, p]): [string, Parameter] => [`${name}.${inner}`, p]),
    );
    const seen = new Set<Parameter>();
    return [...own, ...below].filter(([, p]) => !seen.has(p) && seen.add(p));
  }
  parameters(): Parameter[] {
    return this.namedParameters().map(([, parameter]) => parameter);
  }
  zeroGrad(): void {
    for (const parameter of this.parameters()) parameter.grad = null;
  }
  train(mode: boolean = true): this {
    this.training = mode;
    for (const [, child] of this.namedChildren()) child.train(mode);
    return this;
  }
  eval(): this {
    return this.train(false);
  }

  /** Every parameter as JSON: `JSON.stringify(model.stateDict())`. */
  stateDict(): StateDict {
    const state = ([name, { array }]: [string, Parameter]): [string, TensorState] => {
      const data = Array.from(array.data, inJson);
      return [name, { dtype: array.dtype, shape: [...array.shape], data }];
    };
    return Object.fromEntries(this.namedParameters().map(state));
  }
  /**
   * Takes over what stateDict gave.
   * @throws where names or shapes differ; then nothing is changed
   */
  loadStateDict(state: StateDict): void {
    const parameters = this.namedParameters();
    const names = parameters.map(([name]) => name);
    const missing = names.filter((name) => !Object.hasOwn(state, name));
    const unexpected = Object.keys(state).filter((name) => !names.includes(name));
    if (missing.length + unexpected.length > 0) {
      const of = (list: string[]): string => list.join(", ") || "none";
      throw new Error(`loadStateDict: missing: ${of(missing)}; unexpected: ${of(unexpected)}`);
    }
    const loaded = parameters.map(([name, parameter]) => {
      const values = numbersIn(name, state[name] as TensorState, parameter.array.shape);
      return { parameter, values: cast("loadStateDict", values, parameter.dtype) };
    });
    for (const { parameter, values } of loaded) {
      noGrad(() => parameter.write("loadStateDict", ({ data }) => data.set(values)));
    }
  }

  /** What stands in brackets behind its name. */
  extraRepr(): string {
    return "";
  }
  /** As PyTorch prints a module. */
  toString(): string {
    const children = this.namedChildren().map(
      ([name, child]) => `  (${name}): ${child.toString().replaceAll("\n", "\n  ")}\n`,
    );
    const inside = children.length === 0 ? this.extraRepr() : `\n${children.join("")}`;
    return `${this.constructor.name}(${inside})`;
  }

  static {
    const inspect = Symbol.for("nodejs.util.inspect.custom");
    Object.defineProperty(Module.prototype, inspect, {
      value(this: Module) {
        return this.toString();
      },
    });
  }
}
