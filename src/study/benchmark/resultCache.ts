import type { TimedOutcome } from "./benchmarkResult.ts";

/** Where results are kept, so that a benchmark that was interrupted goes on, and one that grew computes what is new. */
export interface ResultCache {
  /** The result that was kept under this key; undefined where there is none, or it cannot be read. */
  get(key: string): Promise<TimedOutcome | undefined>;
  /** Keeps a result in one step: a reader sees all of it or nothing. */
  set(key: string, result: TimedOutcome): Promise<void>;
}

/** A cache that lives as long as the program. */
export function memoryCache(): ResultCache {
  const kept = new Map<string, string>();
  return {
    get: async (key) => {
      const text = kept.get(key);
      return text === undefined ? undefined : (JSON.parse(text) as TimedOutcome);
    },
    set: async (key, result) => void kept.set(key, JSON.stringify(result)),
  };
}

/** JSON whose objects have their keys in order, so that equal values have equal texts. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (ArrayBuffer.isView(inner)) return Array.from(inner as Uint32Array);
    if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
