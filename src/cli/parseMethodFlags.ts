import { parseDecimal } from "../data/decimal.ts";
import { checkNumber, show } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import { parseJson } from "../io/parseJson.ts";
import { type FlagReader, wordFlag } from "./parseFlags.ts";

/** Options of a method by their names, as the method itself checks them. */
export type MethodOptions = Readonly<Record<string, unknown>>;

/** Numbers of units separated by commas, or none. */
export function hiddenFlag(flag: string): FlagReader<readonly number[]> {
  const rule = { integer: true, min: 1, max: 50_000 };
  return (value) =>
    value === "none"
      ? []
      : value.split(",").map((part) => checkNumber(flag, "every width", parseDecimal(part) ?? part, rule));
}

/** One activation, or one for each hidden layer, separated by commas. */
export function activationFlag(
  flag: string,
  names: readonly string[],
): FlagReader<string | readonly string[]> {
  const read = wordFlag(flag, names);
  return (value) => (value.includes(",") ? value.split(",").map((part) => read(part.trim())) : read(value));
}

/**
 * key=value, added to what was given before: the value is JSON where it reads as such, else text. Throws an ArgumentError
 * without a key and for a key that was given already.
 */
export function methodOptionFlag(flag: string): (value: string, before?: MethodOptions) => MethodOptions {
  return (value, before = {}) => {
    const at = value.indexOf("=");
    if (at < 1) {
      throw new ArgumentError({
        where: flag,
        problem: `the value must be key=value, got ${show(value)}`,
        fix: "Write it as in --option epochs=500.",
      });
    }
    const key = value.slice(0, at);
    if (Object.hasOwn(before, key)) {
      throw new ArgumentError({ where: flag, problem: `the option ${show(key)} must be given once` });
    }
    // An entry, not an assignment: no key reaches a prototype.
    return Object.fromEntries([...Object.entries(before), [key, optionValue(flag, value.slice(at + 1))]]);
  };
}

function optionValue(flag: string, text: string): unknown {
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  return parseJson(flag, text);
}
