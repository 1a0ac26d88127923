/** The cell being run; an interrupt ends it even where its promise never settles. */
let active: { readonly cell: number } | undefined;

export function activeCell(): number | undefined {
  return active?.cell;
}

export function setActiveCell(cell: number | undefined): void {
  active = cell === undefined ? undefined : { cell };
}

const never = new Promise<never>(() => {});

/** What a cell awaits at its top level: once the cell was interrupted, it never goes on. */
export function awaited<T>(value: T): Promise<Awaited<T>> {
  const cell = active;
  // `then`, not a promise of our own: V8 follows it to the cell's line for a stack trace.
  return Promise.resolve(value).then(
    (settled) => (active === cell ? settled : never),
    (reason) => {
      if (active === cell) throw reason;
      return never;
    },
  );
}

/** The same for what `for await` goes through. */
export async function* each<T>(values: AsyncIterable<T> | Iterable<T>): AsyncGenerator<T> {
  const cell = active;
  for await (const value of values) yield active === cell ? value : never;
}
