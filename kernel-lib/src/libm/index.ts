// libm: the elementary functions that ECMAScript leaves to each engine, with one result everywhere.
//
// Math.exp, log, pow, sin, cos, tanh, expm1 and log1p differ in the last bit between browsers and
// between versions of Node; a long training then prints other numbers. What ECMAScript fixes to the
// last bit (sqrt, abs, floor, fround, ...) is taken from Math.
export { exp } from "./exp.js";
export { fma } from "./fma.js";
export { expm1, log1p, tanh } from "./hyperbolic.js";
export { log } from "./log.js";
export { pow } from "./pow.js";
export { cos, sin } from "./trigonometric.js";
