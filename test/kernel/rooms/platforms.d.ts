// What Node, a page and a worker all have, as far as the kernel uses it: the rooms outside of
// node/ are compiled with these globals and no others.
declare function setTimeout(f: (value?: unknown) => void, ms?: number): number;
declare function clearTimeout(timer: number | undefined): void;
declare function btoa(text: string): string;
declare const console: { error(text: string): void };
declare const crypto: { getRandomValues(bytes: Uint8Array): Uint8Array };
