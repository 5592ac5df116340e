import { compactJson } from "./compactJson.ts";

/**
 * Plain data as JSON text that people can read too: objects indented, lists of numbers over few lines, a line feed at the
 * end. Typed arrays become lists; numbers that JSON does not know (NaN, infinities) become null. The same value gives
 * the same text.
 */
export function jsonText(value: unknown): string {
  const plain: unknown = JSON.parse(JSON.stringify(value, listOfArray) ?? "null");
  return `${compactJson(plain)}\n`;
}

function listOfArray(_key: string, value: unknown): unknown {
  return ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value;
}
