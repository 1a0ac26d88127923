/** A name nobody else has: 32 hexadecimal digits. */
export function newId(): string {
  // randomUUID would want a secure page.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
