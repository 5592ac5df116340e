import { checkLength } from "../../errors/checks.ts";
import { DataError } from "../../errors/errors.ts";
import type { Matrix } from "../../numeric/matrix.ts";

/** What a likelihood asks of the values of its targets. */
export interface TargetRule {
  /** Name of the likelihood, for messages. */
  readonly kind: string;
  /** Number of targets t. */
  readonly targets: number;
  /** What every value must be, in words. */
  readonly required: string;
  /** What to do about it. */
  readonly fix: string;
  accepts(value: number): boolean;
}

/**
 * Throws a DataError naming the first row (counted from 0) whose value is not what the likelihood speaks of, a ShapeError
 * unless the targets have as many columns as the likelihood.
 */
export function checkTargetValues(targets: Matrix, rule: TargetRule): void {
  const where = `${rule.kind} likelihood`;
  checkLength(where, "targets", { length: targets.cols }, rule.targets, "columns");
  for (let i = 0; i < targets.data.length; i++) {
    const value = targets.data[i]!;
    if (rule.accepts(value)) continue;
    const row = Math.floor(i / targets.cols);
    const target = i % targets.cols;
    const which = targets.cols === 1 ? "" : `, target ${target}`;
    throw new DataError({
      where,
      problem: `targets must be ${rule.required}, got ${value} in row ${row}${which} (counted from 0)`,
      fix: rule.fix,
      details: { row, target, value },
    });
  }
}

/** The rule of likelihoods of real targets. */
export function realTargets(kind: string, targets: number): TargetRule {
  return {
    kind,
    targets,
    required: "finite numbers",
    fix: "Drop or repair the row.",
    accepts: Number.isFinite,
  };
}
