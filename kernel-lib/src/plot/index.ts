export { type Spec, schema } from "./spec.js";
