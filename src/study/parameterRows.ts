import { meanAndVariance } from "../diagnostics/meanAndVariance.ts";
import { sampleQuantile } from "../diagnostics/sampleQuantile.ts";
import type { DrawsSummary } from "../diagnostics/summarizeDraws.ts";
import { standardNormalQuantile } from "../distributions/normal.ts";
import type { Posterior } from "../inference/method.ts";
import { parameterNames } from "../model/parameterNames.ts";
import type { Matrix } from "../numeric/matrix.ts";
import { type Distribution, independentSummary } from "./independentSummary.ts";
import { parameterLayout } from "./parameterLayout.ts";
import type { PosteriorBasis } from "./posteriorBasis.ts";

/** Why there is no R-hat, by what the figures come from. */
export const REASONS: Readonly<Record<Exclude<PosteriorBasis["kind"], "chains">, string>> = {
  normal: "a known normal distribution: no draws, and nothing to mix",
  point: "a single parameter vector: no spread",
  members: "members of an ensemble, trained independently: no chains to compare",
  draws: "independent draws: no chains to compare",
};

/** A row for every parameter of a posterior. */
export function parameterRows(posterior: Posterior, basis: PosteriorBasis): DrawsSummary[] {
  if (basis.kind === "chains") return basis.posterior.parameterDiagnostics();
  const names = parameterNames(parameterLayout(posterior));
  const distributionOf = (j: number): Distribution =>
    basis.kind === "normal" ? normalOf(basis.mean[j]!, basis.sd[j]!) : drawsOf(basis.bank, j, basis.kind);
  return Array.from({ length: posterior.size }, (_, j) =>
    independentSummary(names[j]!, distributionOf(j), REASONS[basis.kind]),
  );
}

function normalOf(mean: number, sd: number): Distribution {
  return { mean, sd, quantile: (p) => mean + sd * standardNormalQuantile(p) };
}

/** The distribution of a column of draws; members and a point are no draws that an error could be told from. */
export function drawsOf(bank: Matrix, j: number, kind: "point" | "members" | "draws"): Distribution {
  const sorted = Float64Array.from({ length: bank.rows }, (_, s) => bank.data[s * bank.cols + j]!).sort();
  const { mean, variance } = meanAndVariance(sorted);
  return {
    mean,
    sd: bank.rows === 1 ? 0 : Math.sqrt(variance),
    quantile: (p) => sampleQuantile(sorted, p),
    ...(kind === "draws" ? { draws: bank.rows } : {}),
  };
}
