// Whether operations are recorded: PyTorch's grad mode.
import { onTerminate } from "../jupyter/interrupt.js";

let isRecording = true;
let isWatching = false;

/** Are operations recorded now, so that `backward` can go through them? */
export const isGradEnabled = (): boolean => isRecording;

/** Runs f with recording switched on or off; an async f is refused: it would end too early. */
export function withGrad<T>(enabled: boolean, f: () => T): T {
  // A cell that the kernel ends by force never comes to its `finally`.
  if (!isWatching) {
    isWatching = true;
    onTerminate(() => {
      isRecording = true;
    });
  }
  const before = isRecording;
  isRecording = enabled;
  try {
    const result = f();
    if (result instanceof Promise) {
      throw new TypeError("noGrad: the function is async; await outside of it");
    }
    return result;
  } finally {
    isRecording = before;
  }
}
