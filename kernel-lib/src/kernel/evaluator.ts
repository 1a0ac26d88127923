import type { Runtime, Session } from "node:inspector";

/** Stands for the exception when the evaluation was stopped from outside. */
export class Interrupted {}

/** A value, boxed: undefined is one too, and so is a thrown null. */
export interface Box {
  readonly value: unknown;
}

type Settle = (thrown: Box | Interrupted | undefined, value: Box | undefined) => void;

/** V8's REPL: names live on from one evaluation to the next, and `await` stands anywhere. */
export class Evaluator {
  private readonly session: Session;
  private taken: unknown;

  constructor(session: Session) {
    this.session = session;
    session.connect();
    Object.defineProperty(globalThis, Symbol.for("Jupyter.take"), {
      value: (value: unknown) => {
        this.taken = value;
      },
    });
  }

  /** Calls back, never throws; not at all when an interrupt swallows what was awaited. */
  evaluate(code: string, settle: Settle): void {
    this.session.post(
      "Runtime.evaluate",
      { expression: code, replMode: true, awaitPromise: true, objectGroup: "cell", silent: true },
      (error: Error | null, answer?: object) => {
        if (error !== null) return settle(new Interrupted(), undefined);
        const { result, exceptionDetails } = answer as Runtime.EvaluateReturnType;
        const thrown = exceptionDetails && this.unbox(exceptionDetails.exception ?? result);
        const value = exceptionDetails ? undefined : this.unbox(result);
        this.session.post("Runtime.releaseObjectGroup", { objectGroup: "cell" });
        settle(thrown, value?.value === undefined ? undefined : value);
      },
    );
  }

  /** The value behind the inspector's handle to it. */
  private unbox(remote: Runtime.RemoteObject): Box {
    const { objectId, type, value, unserializableValue } = remote;
    if (objectId !== undefined) {
      this.session.post("Runtime.callFunctionOn", {
        objectId,
        arguments: [{ objectId }],
        functionDeclaration: `(value) => globalThis[Symbol.for("Jupyter.take")](value)`,
      });
      const taken = this.taken;
      this.taken = undefined;
      return { value: taken };
    }
    if (unserializableValue === undefined) return { value };
    return { value: type === "bigint" ? BigInt(unserializableValue.slice(0, -1)) : Number(unserializableValue) };
  }
}
