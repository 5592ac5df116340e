import type { Dataset } from "../data/dataset.ts";
import { diagnose } from "../diagnostics/diagnose.ts";
import { chainsOf, type DrawsArray } from "../diagnostics/drawsArray.ts";
import { NumericError } from "../errors/errors.ts";
import { exact } from "../inference/exact/exact.ts";
import type { ExactPosterior } from "../inference/exact/exactPosterior.ts";
import type { HamiltonianPosterior } from "../inference/hamiltonian/hamiltonianPosterior.ts";
import { type NutsOptions, nuts } from "../inference/hamiltonian/nuts.ts";
import type { Inputs } from "../inference/inputs.ts";
import { logPosteriors } from "../inference/map/logPosteriors.ts";
import type { Run } from "../inference/method.ts";
import { prepare } from "../inference/prepare.ts";
import type { Model } from "../model/model.ts";
import { rowOf } from "../numeric/matrix.ts";

/** What chains may have at most to be called the truth (Vehtari et al. 2021). */
const LARGEST_R_HAT = 1.01;

/** Trajectories of up to 256 points: for networks the most effective draws of f for the same gradients. */
const MAX_DEPTH = 8;

/**
 * The true posterior of a model, to hold approximations against: in closed form where there is one, for a linear network with
 * given normal prior and normal noise, and otherwise long chains of the no-U-turn sampler, with `options` as those of
 * `nuts`; by default with trajectories of up to 2^8 points and, where the noise is known, the unit metric.
 *
 * Chains are taken for the truth if R-hat of f at every row of x and of the log posterior density is below 1.01: parameters
 * need not agree, as hidden units may change places. A note says what was found.
 *
 * Throws a NumericError where the chains do not agree so far, and whatever the method throws; rejects with the signal's reason
 * when aborted.
 */
export async function findTruth(
  model: Model<"regression">,
  data: Dataset,
  x: Inputs,
  run: Run,
  options: NutsOptions = {},
): Promise<ExactPosterior | HamiltonianPosterior<"regression">> {
  if (hasClosedForm(model)) return exact().fit(model, data, run);
  const known =
    model.spec.likelihood.kind === "normal" && typeof model.spec.likelihood.noiseVariance === "number";
  const method = nuts({ maxDepth: MAX_DEPTH, ...(known && { metric: "unit" }), ...options });
  const posterior = await method.fit(model, data, run);
  const values = [
    ...posterior.functionDiagnostics(x).map((found) => ({ ...found, of: "f(x)" })),
    { ...diagnose(chainsOf(densities(posterior, model, data), 0)), of: "the log density" },
  ];
  const worst = values.reduce((a, b) => ((b.rHat ?? Infinity) > (a.rHat ?? Infinity) ? b : a));
  const fewest = values.reduce((least, { essBulk }) => Math.min(least, essBulk ?? 0), Infinity);
  const figures = `R-hat up to ${worst.rHat?.toFixed(3) ?? "infinity"} (${worst.of}), at least ${Math.floor(fewest)} effective draws of ${posterior.draws.rows}`;
  if (!((worst.rHat ?? Infinity) < LARGEST_R_HAT)) {
    throw new NumericError({
      where: "findTruth",
      problem: `chains that stand for the truth must agree to an R-hat below ${LARGEST_R_HAT}, got ${figures}`,
      fix: `Ask for more draws, such as ${2 * posterior.draws.rows}, or a larger maxDepth.`,
      details: { rHat: worst.rHat ?? Infinity, effective: fewest },
    });
  }
  const note = {
    code: "settled",
    message: `The chains stand for the truth: ${figures}, of f(x) and the log density.`,
  };
  return { ...posterior, notes: [...posterior.notes, note] };
}

function hasClosedForm({ spec: { network, prior, likelihood } }: Model): boolean {
  return (
    network.kind !== "mlp" &&
    prior.kind === "normal" &&
    (typeof prior.variance === "number" || prior.variance === "flat") &&
    prior.by !== "fan-in" &&
    likelihood.kind === "normal" &&
    typeof likelihood.noiseVariance === "number"
  );
}

/** The log posterior density of every draw. */
function densities(posterior: HamiltonianPosterior, model: Model, data: Dataset): DrawsArray {
  const { draws, chains } = posterior;
  const prepared = prepare("findTruth", model, data);
  const vectors = Array.from({ length: draws.rows }, (_, s) => rowOf(draws, s));
  const found = logPosteriors(prepared.compiled, prepared.data, vectors);
  return { chains, draws: draws.rows / chains, size: 1, data: found };
}
