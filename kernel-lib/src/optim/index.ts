// optim: how parameters move against their gradients. PyTorch's names, defaults and numbers.
export { Adam, type AdamOptions } from "./adam.js";
export { addGradientNoise } from "./gradientNoise.js";
export * as lrScheduler from "./lrScheduler.js";
export { Optimizer } from "./optimizer.js";
export { RMSprop, type RMSpropOptions } from "./rmsprop.js";
export { SGD, type SGDOptions } from "./sgd.js";
