import { checkChoice, checkKeys, checkNumber, show } from "../../errors/checks.ts";
import { ArgumentError } from "../../errors/errors.ts";
import {
  halfLineTransform,
  identityTransform,
  intervalTransform,
  orderedTransform,
  simplexTransform,
  type Transform,
} from "./transform.ts";

/**
 * What the values of a parameter must be: above 0, ascending, shares that are not negative and sum to 1, above a lower bound,
 * below an upper one, or between the two.
 */
export type Constraint =
  | "positive"
  | "ordered"
  | "simplex"
  | { readonly lower: number }
  | { readonly upper: number }
  | { readonly lower: number; readonly upper: number };

/** A parameter of a density: a number, or several. */
export interface ParameterSpec {
  /** Its name, and that of its draws: "mu", or "theta[0]", "theta[1]", ... where a size is given. */
  readonly name: string;
  /** How many numbers it is; absent for a single one. */
  readonly size?: number;
  /** Default none. */
  readonly constraint?: Constraint;
}

/** A parameter that was checked. */
export interface CheckedParameter {
  /** The names of its numbers. */
  readonly names: readonly string[];
  readonly transform: Transform;
}

const WORDS = ["positive", "ordered", "simplex"] as const;

/** Throws an ArgumentError that names what is wrong with the parameters. */
export function checkParameters(where: string, parameters: readonly ParameterSpec[]): CheckedParameter[] {
  if (!Array.isArray(parameters) || parameters.length === 0) {
    throw new ArgumentError({
      where,
      problem: `parameters must be a list of one or more { name }, got ${show(parameters)}`,
    });
  }
  const names = new Set<string>();
  return parameters.map((spec: ParameterSpec) => {
    checkKeys(where, spec, ["name", "size", "constraint"]);
    const { name, size } = spec;
    if (typeof name !== "string" || name === "" || names.has(name)) {
      throw new ArgumentError({
        where,
        problem: `every parameter must have a name of its own, got ${show(name)}`,
      });
    }
    names.add(name);
    const part = `${where}: parameter ${show(name)}`;
    const count = checkNumber(part, "size", size ?? 1, { integer: true, min: 1 });
    return {
      names: size === undefined ? [name] : Array.from({ length: count }, (_, i) => `${name}[${i}]`),
      transform: transformOf(part, count, spec.constraint),
    };
  });
}

function transformOf(where: string, size: number, constraint: Constraint | undefined): Transform {
  if (constraint === undefined) return identityTransform(size);
  if (typeof constraint !== "object" || constraint === null) {
    switch (checkChoice(where, "constraint", constraint, WORDS)) {
      case "positive":
        return halfLineTransform(size, 0, 1);
      case "ordered":
        return orderedTransform(size);
      case "simplex":
        checkNumber(where, "size", size, { min: 2 });
        return simplexTransform(size);
    }
  }
  checkKeys(where, constraint, ["lower", "upper"]);
  const { lower, upper } = constraint as { lower?: number; upper?: number };
  if (lower === undefined && upper === undefined) return identityTransform(size);
  if (lower !== undefined) checkNumber(where, "lower", lower);
  if (upper === undefined) return halfLineTransform(size, lower!, 1);
  checkNumber(where, "upper", upper, lower === undefined ? {} : { above: lower });
  return lower === undefined ? halfLineTransform(size, upper, -1) : intervalTransform(size, lower, upper);
}
