import type { summarizeDraws } from "../../../../src/diagnostics/summarizeDraws.ts";
import type { DensitySample } from "../../../../src/inference/hamiltonian/densitySample.ts";
import type { KnownPosterior, Problem } from "./posteriors.d.mts";

export interface Reference {
  readonly mean: number;
  readonly sd: number;
  readonly kurtosis?: number;
  readonly mc_error_of_mean?: number;
}

/** Values of draws, one draw after the other. */
export interface Reported {
  readonly values: Float64Array;
  readonly size: number;
  readonly chains: number;
}

export interface Judged {
  readonly name: string;
  readonly z: number;
  readonly relativeError: number;
  readonly logRatio: number;
  readonly sdTolerance: number;
}

export function judge(
  library: { readonly summarizeDraws: typeof summarizeDraws },
  found: Reported,
  references: Readonly<Record<string, Reference>>,
): Judged[];
export function faults(judged: readonly Judged[]): string[];
export function reported(sample: DensitySample, posterior: KnownPosterior, problem: Problem): Reported;
