import type { Browser } from "playwright-core";

export type RGB = [number, number, number];

/** "#1f5fa8" as numbers from 0 to 255. */
export function rgbOf(hex: string): RGB {
  const number = Number.parseInt(hex.trim().slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}

/** The hue in degrees. */
export function hueOf([red, green, blue]: RGB): number {
  const degrees =
    (Math.atan2(Math.sqrt(3) * (green - blue), 2 * red - green - blue) * 180) / Math.PI;
  return (degrees + 360) % 360;
}

/** The contrast of two colours as WCAG 2 defines it, from 1 to 21. */
export function contrast(one: RGB, other: RGB): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: RGB): number {
  const [red, green, blue] = colour.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The colours at some places of a PNG. */
export async function pixelsOf(
  browser: Browser,
  png: Buffer,
  places: readonly { x: number; y: number }[],
): Promise<RGB[]> {
  const page = await browser.newPage();
  const pixels = await page.evaluate<RGB[]>(`(async () => {
    const image = new Image();
    image.src = "data:image/png;base64,${png.toString("base64")}";
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    return ${JSON.stringify(places)}.map(({ x, y }) =>
      [...context.getImageData(x, y, 1, 1).data].slice(0, 3));
  })()`);
  await page.close();
  return pixels;
}
