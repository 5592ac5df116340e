import { show } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";

/** Throws an ArgumentError unless the value is a positive number or one of the words. */
export function checkVariance(where: string, name: string, value: unknown, words: readonly string[]): void {
  if (typeof value === "string" && words.includes(value)) return;
  if (typeof value === "number" && Number.isFinite(value) && value > 0) return;
  throw new ArgumentError({
    where,
    problem: `${name} must be a positive number or ${words.map((w) => `"${w}"`).join(" or ")}, got ${show(value)}`,
    fix: `A variance is the square of a standard deviation, in the (standardised) units the network sees.`,
    details: { name, value },
  });
}

/** Throws an ArgumentError unless the value is an object. */
export function checkObject(where: string, name: string, value: unknown): void {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return;
  throw new ArgumentError({ where, problem: `${name} must be an object, got ${show(value)}` });
}

/** Throws an ArgumentError unless the value is an array. */
export function checkArray(where: string, name: string, value: unknown): void {
  if (Array.isArray(value)) return;
  throw new ArgumentError({ where, problem: `${name} must be an array, got ${show(value)}` });
}

/** Throws an ArgumentError unless the value is true or false. */
export function checkBoolean(where: string, name: string, value: unknown): void {
  if (typeof value === "boolean") return;
  throw new ArgumentError({ where, problem: `${name} must be true or false, got ${show(value)}` });
}
