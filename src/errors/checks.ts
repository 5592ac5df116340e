import { ArgumentError, ShapeError } from "./errors.ts";

/** Shows a value in an error message, shortened so that the message stays one line. */
export function show(value: unknown): string {
  if (typeof value === "string")
    return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value);
  if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean")
    return String(value);
  if (value === null || value === undefined) return String(value);
  if (typeof value === "function") return "a function";
  if (ArrayBuffer.isView(value) || Array.isArray(value)) {
    return `an array of length ${(value as ArrayLike<unknown>).length}`;
  }
  return "an object";
}

/** What a number must satisfy. Bounds are inclusive unless they start with `above` or `below`. */
export interface NumberRule {
  readonly min?: number;
  readonly max?: number;
  readonly above?: number;
  readonly below?: number;
  readonly integer?: boolean;
}

function words(rule: NumberRule): string {
  const bounds = [
    rule.above !== undefined ? `above ${rule.above}` : undefined,
    rule.min !== undefined ? `at least ${rule.min}` : undefined,
    rule.below !== undefined ? `below ${rule.below}` : undefined,
    rule.max !== undefined ? `at most ${rule.max}` : undefined,
  ].filter((bound) => bound !== undefined);
  return [rule.integer ? "a whole number" : "a finite number", bounds.join(" and ")].join(" ").trim();
}

/** Returns `value` if it is a finite number that satisfies the rule; throws an {@link ArgumentError} otherwise. */
export function checkNumber(where: string, name: string, value: unknown, rule: NumberRule = {}): number {
  const ok =
    typeof value === "number" &&
    Number.isFinite(value) &&
    (rule.integer !== true || Number.isInteger(value)) &&
    (rule.min === undefined || value >= rule.min) &&
    (rule.max === undefined || value <= rule.max) &&
    (rule.above === undefined || value > rule.above) &&
    (rule.below === undefined || value < rule.below);
  if (ok) return value;
  throw new ArgumentError({
    where,
    problem: `${name} must be ${words(rule)}, got ${show(value)}`,
    details: { name, value, ...rule },
  });
}

/** Returns `value` if it is one of the allowed words; throws an {@link ArgumentError} that lists them otherwise. */
export function checkChoice<T extends string>(
  where: string,
  name: string,
  value: unknown,
  allowed: readonly T[],
): T {
  if (allowed.includes(value as T)) return value as T;
  throw new ArgumentError({
    where,
    problem: `${name} must be one of ${allowed.map((word) => `"${word}"`).join(", ")}, got ${show(value)}`,
    details: { name, value, allowed },
  });
}

/** Returns `value` if it is true or false; throws an {@link ArgumentError} otherwise. */
export function checkFlag(where: string, name: string, value: unknown): boolean {
  if (typeof value === "boolean") return value;
  throw new ArgumentError({
    where,
    problem: `${name} must be true or false, got ${show(value)}`,
    details: { name, value },
  });
}

/** Throws an {@link ArgumentError} if `options` has a key that is not known: a misspelt option is never ignored. */
export function checkKeys(where: string, options: object, known: readonly string[]): void {
  for (const key of Object.keys(options)) {
    if (known.includes(key)) continue;
    throw new ArgumentError({
      where,
      problem: `unknown option ${show(key)}`,
      fix: `Known options: ${known.join(", ")}.`,
      details: { key, known },
    });
  }
}

/** Throws a {@link ShapeError} unless the array has the required length. */
export function checkLength(
  where: string,
  name: string,
  array: ArrayLike<unknown>,
  length: number,
  why = "",
): void {
  if (array.length === length) return;
  throw new ShapeError({
    where,
    problem: `${name} must have length ${length}${why === "" ? "" : ` (${why})`}, got ${array.length}`,
    details: { name, expected: length, found: array.length },
  });
}

/** Throws an {@link ArgumentError} naming the first entry that is NaN or infinite. */
export function checkFinite(where: string, name: string, values: ArrayLike<number>): void {
  if (values instanceof Float64Array && allFinite(values)) return;
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i])) continue;
    throw new ArgumentError({
      where,
      problem: `${name} must be finite, got ${values[i]} at position ${i}`,
      fix: "Drop or repair the row first.",
      details: { name, position: i, value: values[i] },
    });
  }
}

/** Zero times a finite number is zero; one NaN or infinity makes the sum NaN. */
function allFinite(values: Float64Array): boolean {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += 0 * values[i]!;
  return sum === 0;
}
