// Pixels as a PNG in a data URL: a few hundred bytes where one mark per pixel would take a megabyte.

export type Colour = readonly [red: number, green: number, blue: number];

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

function crc32(bytes: readonly number[]): number {
  let c = 0xffffffff;
  for (const byte of bytes) c = (crcTable[(c ^ byte) & 255] as number) ^ (c >>> 8);
  return ~c >>> 0;
}

function adler32(bytes: readonly number[]): number {
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return b * 65536 + a;
}

const word = (x: number): number[] => [24, 16, 8, 0].map((shift) => (x >>> shift) & 255);
const half = (x: number): number[] => [x & 255, x >>> 8];

function chunk(type: string, data: readonly number[]): number[] {
  const body = [...Array.from(type, (c) => c.charCodeAt(0)), ...data];
  return [...word(data.length), ...body, ...word(crc32(body))];
}

/** The bytes in blocks as they are: a picture of numbers hardly shrinks. RFC 1950, RFC 1951. */
function stored(bytes: readonly number[]): number[] {
  const blocks: number[][] = [];
  for (let i = 0; i < bytes.length; i += 65535) {
    const part = bytes.slice(i, i + 65535);
    const isLast = i + 65535 >= bytes.length ? 1 : 0;
    blocks.push([isLast, ...half(part.length), ...half(~part.length & 0xffff), ...part]);
  }
  return [0x78, 0x01, ...blocks.flat(), ...word(adler32(bytes))];
}

/** Rows of palette indices, top row first, as `data:image/png;base64,…`. W3C PNG, 2003. */
export function png(rows: readonly (readonly number[])[], palette: readonly Colour[]): string {
  const header = [...word(rows[0].length), ...word(rows.length), 8, 3, 0, 0, 0];
  const bytes = [
    ...[137, 80, 78, 71, 13, 10, 26, 10],
    ...chunk("IHDR", header),
    ...chunk("PLTE", palette.flat()),
    ...chunk("IDAT", stored(rows.flatMap((row) => [0, ...row]))),
    ...chunk("IEND", []),
  ];
  return `data:image/png;base64,${btoa(bytes.map((byte) => String.fromCharCode(byte)).join(""))}`;
}

const channels = (hex: string): number[] =>
  [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));

/** `steps` colours evenly along the given ones. */
export function ramp(colours: readonly string[], steps: number): Colour[] {
  const stops = colours.map(channels);
  return Array.from({ length: steps }, (_, k): Colour => {
    const at = (k / (steps - 1)) * (stops.length - 1);
    const i = Math.min(Math.floor(at), stops.length - 2);
    const mix = (c: number): number =>
      Math.round(stops[i][c] + (at - i) * (stops[i + 1][c] - stops[i][c]));
    return [mix(0), mix(1), mix(2)];
  });
}

/** The index of x in a ramp of `steps` colours from `low` to `high`; NaN goes to the middle. */
export function shade(x: number, [low, high]: readonly [number, number], steps: number): number {
  const share = Number.isNaN(x) || high === low ? 0.5 : (x - low) / (high - low);
  return Math.round(Math.min(1, Math.max(0, share)) * (steps - 1));
}
