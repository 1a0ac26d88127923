import { shared } from "./interrupt.js";
import { slots } from "./slots.js";

/** The cell being run; an interrupt ends it even where its promise never settles. */
let open: { readonly cell: number } | undefined;

export function openCell(): number | undefined {
  return open?.cell;
}

export function setOpenCell(cell: number | undefined): void {
  open = cell === undefined ? undefined : { cell };
  if (cell !== undefined) Atomics.store(shared, slots.running, cell);
}

const never = new Promise<never>(() => {});

/** What a cell awaits at its top level: once the cell was interrupted, it never goes on. */
export function awaited<T>(value: T): Promise<Awaited<T>> {
  const cell = open;
  // `then`, not a promise of our own: V8 follows it to the cell's line for a stack trace.
  return Promise.resolve(value).then(
    (settled) => (open === cell ? settled : never),
    (reason) => {
      if (open === cell) throw reason;
      return never;
    },
  );
}

/** The same for what `for await` goes through. */
export async function* each<T>(values: AsyncIterable<T> | Iterable<T>): AsyncGenerator<T> {
  const cell = open;
  for await (const value of values) yield open === cell ? value : never;
}
