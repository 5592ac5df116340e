import { show } from "../errors/checks.ts";
import { CredenceError, FormatError } from "../errors/errors.ts";

/** Keys that reach the prototype of an object when they are copied carelessly. */
const UNSAFE = new Set(["__proto__", "constructor", "prototype"]);

/**
 * The value of a JSON text from an untrusted source: objects have no prototype, and the keys `__proto__`, `constructor`
 * and `prototype` are refused.
 *
 * @throws FormatError, in the name of `where`, if the text is not JSON, has an unsafe key or is nested too deeply.
 */
export function parseJson(where: string, text: string): unknown {
  try {
    return JSON.parse(text, (key, value: unknown) => {
      if (UNSAFE.has(key)) {
        throw new FormatError({ where, problem: `no key may be named ${show(key)}`, fix: "Rename the key." });
      }
      if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
      return Object.assign(Object.create(null), value);
    });
  } catch (cause) {
    if (cause instanceof CredenceError) throw cause;
    const deep = cause instanceof RangeError;
    const error = new FormatError({
      where,
      problem: deep ? "the JSON is nested too deeply" : `the file must hold JSON: ${firstLine(cause)}`,
      fix: "The file may be cut short, or of another kind.",
    });
    error.cause = cause;
    throw error;
  }
}

function firstLine(cause: unknown): string {
  return String((cause as Error).message)
    .split("\n", 1)[0]!
    .replace(/\.$/, "");
}
