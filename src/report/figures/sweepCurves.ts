import { NumericError } from "../../errors/errors.ts";
import { exp, log as ln } from "../../numeric/special.ts";
import { type Domain, extent } from "./domain.ts";

/** The largest value of a curve. */
export interface Maximum {
  readonly index: number;
  /** Position on the axis. */
  readonly at: number;
  readonly value: number;
  /** Whether it lies between smaller values rather than at an end of the range. */
  readonly interior: boolean;
}

/** One panel of a sweep: a curve, the point that is marked on it, and what is written there. */
export interface Curve {
  readonly label: string;
  readonly values: ArrayLike<number>;
  readonly mark: Maximum;
  readonly note: string;
  /** Show the whole range from zero, instead of the part near the maximum. */
  readonly whole: boolean;
  /** Draw positive values on a logarithmic axis. Default false. */
  readonly log?: boolean;
}

/** The first largest finite value. Throws a NumericError if there is none. */
export function findMaximum(x: ArrayLike<number>, values: ArrayLike<number>): Maximum {
  let index = -1;
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i]!) && (index < 0 || values[i]! > values[index]!)) index = i;
  }
  if (index < 0) {
    throw new NumericError({
      where: "evidenceFigure",
      problem: "a curve must have a finite value, got none",
    });
  }
  return { index, at: x[index]!, value: values[index]!, interior: index > 0 && index < values.length - 1 };
}

/**
 * The vertical domain of a curve with a peak: three times as far below the maximum as the median lies, so that steep
 * flanks do not flatten the top; `cut` says whether lower values were left out. Room is kept above for a note.
 */
export function curveDomain({ values, whole, log = false }: Pick<Curve, "values" | "whole" | "log">): {
  domain: Domain;
  cut: boolean;
} {
  const [low, high] = extent(values)!;
  if (log) {
    const span = high / low;
    return { domain: [low * exp(-0.1 * ln(span) - 0.1), high * exp(0.3 * ln(span) + 0.1)], cut: false };
  }
  if (whole) return { domain: [0, Math.max(high * 1.3, 1e-300)], cut: false };
  const sorted = Float64Array.from(Array.from(values).filter(Number.isFinite)).sort();
  const depth = 3 * (high - sorted[Math.floor(sorted.length / 2)]!);
  const bottom = depth > 0 ? Math.max(low, high - depth) : low;
  const span = high - bottom > 0 ? high - bottom : Math.max(1e-3 * Math.abs(high), 1e-6);
  return { domain: [bottom - 0.04 * span, high + 0.26 * span], cut: bottom > low };
}
