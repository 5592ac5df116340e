import { checkLength } from "../../errors/checks.ts";
import { ArgumentError } from "../../errors/errors.ts";
import type { Matrix } from "../../numeric/matrix.ts";
import type { Interval } from "../../predictive/predictive.ts";
import { formatNumber, formatPercent } from "../format/formatNumber.ts";

/** Points with one input. */
export interface Points {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

/** What a figure with one input can draw. Curves and bands are values on the grid `x` of length n. */
export interface BandData {
  /** Grid of inputs [n], ascending. */
  readonly x: ArrayLike<number>;
  /** Mean of the predictive distribution [n]. */
  readonly mean?: ArrayLike<number>;
  /** Band of the function f(x) [n]: uncertainty about the parameters only. */
  readonly functionBand?: Interval;
  /** Band of an observation y = f(x) + noise [n]. */
  readonly observationBand?: Interval;
  /** Draws of the function from the posterior [draws, n]. */
  readonly draws?: Matrix;
  /** The true function [n], where it is known. */
  readonly truth?: ArrayLike<number>;
  /** The data that the model was fitted to. */
  readonly data?: Points;
  /** Data that were kept back. */
  readonly heldOut?: Points;
  /** Inputs at which the basis has its joints. */
  readonly joints?: ArrayLike<number>;
}

/** Half width of a band in standard deviations, or the probability it holds. */
export type BandWidth = { readonly sd: number } | { readonly level: number };

/** Throws unless the grid ascends and every curve has its length. */
export function checkBandData(where: string, data: BandData): void {
  const n = data.x.length;
  if (n < 2) {
    throw new ArgumentError({
      where,
      problem: `x must have at least 2 grid points, got ${n}`,
      details: { length: n },
    });
  }
  for (let i = 1; i < n; i++) {
    if (data.x[i]! > data.x[i - 1]!) continue;
    throw new ArgumentError({
      where,
      problem: `x must ascend, got ${data.x[i]} after ${data.x[i - 1]} at position ${i}`,
      fix: "Sort the grid and predict on the sorted grid.",
      details: { position: i },
    });
  }
  const curves: readonly [string, ArrayLike<number> | undefined][] = [
    ["mean", data.mean],
    ["truth", data.truth],
    ["functionBand.lower", data.functionBand?.lower],
    ["functionBand.upper", data.functionBand?.upper],
    ["observationBand.lower", data.observationBand?.lower],
    ["observationBand.upper", data.observationBand?.upper],
  ];
  for (const [name, curve] of curves) {
    if (curve !== undefined) checkLength(where, name, curve, n, "one value per grid point");
  }
  if (data.draws !== undefined)
    checkLength(where, "rows of draws", { length: data.draws.cols }, n, "one value per grid point");
  for (const points of [data.data, data.heldOut]) {
    if (points !== undefined) checkLength(where, "y of the points", points.y, points.x.length, "one per x");
  }
}

/** "± 2 sd" or "90 %": the width of a band in a label. */
export function bandWidthLabel(width: BandWidth): string {
  return "sd" in width ? `± ${formatNumber(width.sd, 3)} sd` : formatPercent(width.level);
}

/** "mean ± 2 standard deviations" or "central 90 % interval": the width of a band in a sentence. */
export function bandWidthWords(width: BandWidth): string {
  return "sd" in width
    ? `mean ± ${formatNumber(width.sd, 3)} standard ${width.sd === 1 ? "deviation" : "deviations"}`
    : `central ${formatPercent(width.level)} interval`;
}
