import { GradFn } from "../autograd/backward.js";
import { Parameter } from "../nn/index.js";
import { showShape } from "../numpy/shape.js";
import type { Tensor } from "../torch/tensor.js";

/** Refuses a model whose outputs depend on a parameter it does not list: it would not be trained. */
export function checkParametersListed(output: Tensor, listed: readonly Parameter[]): void {
  const known = new Set<unknown>(listed);
  const seen = new Set<GradFn>(output.gradFn ? [output.gradFn] : []);
  for (const node of seen) {
    for (const { to } of node.edges) {
      if (to instanceof GradFn) seen.add(to);
      else if (to instanceof Parameter && !known.has(to)) {
        throw new Error(
          `fit: the outputs depend on a parameter of shape ${showShape(to.array.shape)} that ` +
            "model.parameters() does not list; keep modules in public fields or an nn.ModuleList",
        );
      }
    }
  }
}
