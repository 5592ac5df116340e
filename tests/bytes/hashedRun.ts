/** A computation with a fixed input; its result is the bytes of these arrays. */
export type HashedRun = () => Results | Promise<Results>;
type Results = readonly ArrayBufferView[];

/** Named computations: one line of hashes.json each. */
export type HashedRuns = Readonly<Record<string, HashedRun>>;

/** The first 16 digits of the SHA-256 of the arrays, by the interface that Node, its workers and browsers share. */
export async function hash(arrays: Results): Promise<string> {
  const parts = arrays.map((array) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", all));
  return Array.from(digest.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
