/** A Vega-Lite specification: plain JSON, with a description for those who cannot see the picture. */
export type Spec = { $schema: string; description: string; [key: string]: unknown };

/** A part of a specification: a layer, an encoding, a mark. */
export type Part = { [key: string]: unknown };

export const schema: string = "https://vega.github.io/schema/vega-lite/v6.json";
