import { show } from "../errors/checks.ts";
import { broken } from "./checkSaved.ts";
import type { SavedPosterior } from "./savedPosterior.ts";

/** Readers of the parts of a saved posterior. Each throws a FormatError naming the part that is not as it should be. */

/** The number saved under the key. */
export function savedNumber(saved: SavedPosterior, key: string): number {
  const value = saved.values[key];
  if (typeof value === "number") return value;
  throw broken(`values.${key}`, "a number", show(value));
}

/** The number above 0 saved under the key. */
export function savedPositive(saved: SavedPosterior, key: string): number {
  const value = savedNumber(saved, key);
  if (value > 0) return value;
  throw broken(`values.${key}`, "above 0", show(value));
}

/** The whole number, at least 0, saved under the key. */
export function savedCount(saved: SavedPosterior, key: string): number {
  const value = savedNumber(saved, key);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw broken(`values.${key}`, "a whole number", show(value));
}

/** The text saved under the key. */
export function savedText(saved: SavedPosterior, key: string): string {
  const value = saved.values[key];
  if (typeof value === "string") return value;
  throw broken(`values.${key}`, "a text", show(value));
}

/** The word saved under the key of a part of the manifest, one of the allowed ones. */
export function savedChoice<T extends string>(
  record: Readonly<Record<string, unknown>>,
  part: string,
  key: string,
  allowed: readonly T[],
): T {
  const value = record[key] as T;
  if (allowed.includes(value)) return value;
  throw broken(`${part}.${key}`, `one of ${allowed.join(", ")}`, show(value));
}

/** The list of objects saved under the key as JSON. */
export function savedList<T>(saved: SavedPosterior, key: string): readonly T[] {
  let value: unknown;
  try {
    value = JSON.parse(savedText(saved, key));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  const isObject = (entry: unknown) => typeof entry === "object" && entry !== null;
  if (Array.isArray(value) && value.every(isObject)) return value as T[];
  throw broken(`values.${key}`, "a list of objects as JSON", show(saved.values[key]));
}

/** The array of the given shape saved under the key. */
export function savedTensor(saved: SavedPosterior, key: string, shape: readonly number[]): Float64Array {
  const found = saved.tensors[key];
  if (found !== undefined && JSON.stringify(found.shape) === JSON.stringify(shape)) return found.data;
  const what = found === undefined ? "none" : `shape [${found.shape.join(", ")}]`;
  throw broken(`tensors.${key}`, `an array of shape [${shape.join(", ")}]`, what);
}
