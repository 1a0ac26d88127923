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

/** A tensor as JSON; numbers that JSON does not have are strings: "NaN", "Infinity", "-0". */
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

/** The numbers that were saved of a parameter. @throws where they do not fit it */
function numbersIn(name: string, saved: TensorState, wanted: Shape): number[] {
  if (!Array.isArray(saved?.shape) || !Array.isArray(saved.data)) {
    throw new TypeError(`loadStateDict: ${name} is not { dtype, shape, data }`);
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
    throw new TypeError(`loadStateDict: ${name} holds ${JSON.stringify(x)}, which is not a number`);
  });
}

/** A module of one input. */
export type Layer = Module & { forward(x: Tensor): Tensor };

/** The name of the method that tells Node's console, and a kernel, how to print a value. */
const inspect: unique symbol = Symbol.for("nodejs.util.inspect.custom");

/**
 * Layers and networks: parameters and other modules as fields, and what they compute. Fields must be
 * public, because nobody can list #private ones; several modules go into a ModuleList, not an array.
 * @differs Parameters are found in public fields; those in arrays are refused in words.
 */
export abstract class Module {
  /** Is it in training, where Dropout drops? */
  training: boolean = true;

  abstract forward(...inputs: never[]): Tensor;

  /** The modules in its fields by name, in the order in which the fields were set. */
  namedChildren(): [string, Module][] {
    return Object.entries(this).filter(
      (entry): entry is [string, Module] => entry[1] instanceof Module,
    );
  }
  /**
   * Every parameter in it and below, by name: `"0.weight"`; a shared one once.
   * @throws TypeError where modules or parameters are in an array, whose parameters would be missed
   */
  namedParameters(): [string, Parameter][] {
    this.#refuseCollections();
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
  /** Puts it and every module in it into training, or with `false` into evaluation. */
  train(mode: boolean = true): this {
    this.#refuseCollections();
    this.training = mode;
    for (const [, child] of this.namedChildren()) child.train(mode);
    return this;
  }
  eval(): this {
    return this.train(false);
  }

  /**
   * Every parameter as JSON: `JSON.stringify(model.stateDict())`.
   * @differs A copy as plain data, not tensors.
   */
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

  /** The part in brackets after its name. */
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
  /** @internal */
  [inspect](): string {
    return this.toString();
  }

  /** Refuses modules and parameters in an array or object that are in no field of their own. */
  #refuseCollections(): void {
    const fields = Object.entries(this);
    const own = new Set<unknown>(fields.map(([, value]) => value));
    for (const [field, value] of fields) {
      for (const lost of modulesAndParametersIn(value)) {
        if (own.has(lost)) continue;
        const [kind, remedy] =
          lost instanceof Module
            ? ["modules", `write this.${field} = new nn.ModuleList([…])`]
            : ["parameters", "give each a field of its own"];
        throw new TypeError(
          `${this.constructor.name}: ${field} holds ${kind} in an array or object, where the ` +
            `module does not find them; ${remedy}`,
        );
      }
    }
  }
}

/** What is in an array, a Map, a Set or a plain object; of anything else, nothing. */
function itemsOf(value: unknown): Iterable<unknown> {
  if (Array.isArray(value)) return typeof value[0] === "number" ? [] : value;
  if (value instanceof Set) return value;
  if (value instanceof Map) return value.values();
  const isObject = typeof value === "object" && value !== null;
  const isPlain = isObject && Object.getPrototypeOf(value) === Object.prototype;
  return isPlain ? Object.values(value) : [];
}

function* modulesAndParametersIn(
  collection: unknown,
  seen: Set<unknown> = new Set(),
): Generator<Module | Parameter> {
  if (seen.has(collection)) return;
  seen.add(collection);
  for (const item of itemsOf(collection)) {
    if (item instanceof Module || item instanceof Parameter) yield item;
    else if (typeof item === "object") yield* modulesAndParametersIn(item, seen);
  }
}
