/** The cell being run; an interrupt ends it even where its promise never settles. */
let open: { readonly cell: number } | undefined;

/** The number of the cell that was started last, for the watcher's thread. */
export const running: Int32Array = new Int32Array(new SharedArrayBuffer(4));

export function openCell(): number | undefined {
  return open?.cell;
}

export function setOpenCell(cell: number | undefined): void {
  open = cell === undefined ? undefined : { cell };
  if (cell !== undefined) running[0] = cell;
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
