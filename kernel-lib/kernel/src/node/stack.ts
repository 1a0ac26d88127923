const kernel = new URL("../", import.meta.url).href;

/** Ends stacks at the reader's outermost frame, and leaves out the kernel's own in between. */
export function hideKernelFrames(): void {
  const header = Error.prototype.toString;
  Error.prepareStackTrace = (error, frames) => {
    const last = frames.findLastIndex(isReaders);
    const shown = (last < 0 ? frames : frames.slice(0, last + 1)).filter(
      (frame) => !isKernels(frame),
    );
    return header.call(error) + shown.map((frame) => `\n    at ${frame}`).join("");
  };
}

function isReaders(frame: NodeJS.CallSite): boolean {
  const file = frame.getScriptNameOrSourceURL() ?? frame.getEvalOrigin();
  return Boolean(file) && !file?.startsWith("node:") && !isKernels(frame);
}

function isKernels(frame: NodeJS.CallSite): boolean {
  return frame.getScriptNameOrSourceURL()?.startsWith(kernel) ?? false;
}
