import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { TimedOutcome } from "../study/benchmark/benchmarkResult.ts";
import type { ResultCache } from "../study/benchmark/resultCache.ts";
import { asFileError } from "./fileError.ts";
import { sha256 } from "./hash.ts";
import { parseJson } from "./parseJson.ts";
import { replaceFile } from "./replaceFile.ts";

/** The first digits of a hash of SHA-256 that a file is named by: 128 bits. */
const DIGITS = 32;

/**
 * Keeps results in a folder, one file for each, named by the hash of its key; the folder is made where it is missing. Files are
 * written in one step. A file that is no result of this key (cut short, of another version, changed by hand) is passed over, and
 * written anew with the next result. Throws a FileError where the folder cannot be made or written to.
 */
export async function resultCacheFolder(folder: string): Promise<ResultCache> {
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw asFileError(folder, "write", error);
  });
  return {
    get: async (key) => {
      const { hash, path } = placeOf(folder, key);
      const text = await readFile(path, "utf8").catch(() => undefined);
      return text === undefined ? undefined : readResult(text, hash);
    },
    set: (key, result) => {
      const { hash, path } = placeOf(folder, key);
      return replaceFile(path, `${JSON.stringify({ format: "credence-result", key: hash, result })}\n`);
    },
  };
}

function placeOf(folder: string, key: string): { readonly hash: string; readonly path: string } {
  const hash = sha256(key);
  return { hash, path: join(folder, `${hash.slice("sha256:".length).slice(0, DIGITS)}.json`) };
}

function readResult(text: string, hash: string): TimedOutcome | undefined {
  try {
    const { format, key, result } = parseJson("result", text) as Readonly<Record<string, unknown>>;
    const whole = format === "credence-result" && key === hash && typeof result === "object";
    return whole ? (result as TimedOutcome) : undefined;
  } catch {
    return undefined;
  }
}
