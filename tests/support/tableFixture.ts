import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The path of a file of tests/fixtures/tables. */
export function tablePath(name: string): string {
  return fileURLToPath(new URL(`../fixtures/tables/${name}`, import.meta.url));
}

/** The bytes of a file of tests/fixtures/tables. */
export function tableBytes(name: string): Uint8Array {
  return readFileSync(tablePath(name));
}
