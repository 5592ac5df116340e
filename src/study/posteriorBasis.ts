import type { ChainsPosterior } from "../inference/chains/chainsPosterior.ts";
import type { Posterior } from "../inference/method.ts";
import type { Outcome } from "../model/model.ts";
import { createMatrix, type Matrix, rowOf } from "../numeric/matrix.ts";
import type { Rng } from "../random/rng.ts";

/** What a posterior knows of its parameters, and so where figures about them come from. */
export type PosteriorBasis =
  /** Draws of Markov chains, which have to be diagnosed. */
  | { readonly kind: "chains"; readonly posterior: ChainsPosterior }
  /** A normal distribution whose moments are known: nothing is drawn. */
  | { readonly kind: "normal"; readonly mean: Float64Array; readonly sd: Float64Array }
  /** One parameter vector. */
  | { readonly kind: "point"; readonly bank: Matrix }
  /** The members of an ensemble. */
  | { readonly kind: "members"; readonly bank: Matrix }
  /** New, independent draws. */
  | { readonly kind: "draws"; readonly bank: Matrix };

/** The basis of a posterior; `draws` new draws where it knows nothing else. */
export function posteriorBasis(posterior: Posterior, draws: number, rng: Rng): PosteriorBasis {
  if (isChains(posterior)) return { kind: "chains", posterior };
  const normal = normalMarginals(posterior);
  if (normal !== undefined) return { kind: "normal", ...normal };
  const { bank } = posterior as Partial<{ bank: Matrix }>;
  if (bank !== undefined) return { kind: bank.rows === 1 ? "point" : "members", bank };
  return { kind: "draws", bank: newDraws(posterior, draws, rng) };
}

/** Independent draws of the parameters [draws, size]. */
export function newDraws(posterior: Posterior, draws: number, rng: Rng): Matrix {
  const bank = createMatrix(draws, posterior.size);
  for (let s = 0; s < draws; s++) posterior.sample(rng, rowOf(bank, s));
  return bank;
}

/** Whether a posterior is the draws of Markov chains. */
export function isChains<O extends Outcome>(posterior: Posterior<O>): posterior is ChainsPosterior<O> {
  return "chains" in posterior && "draws" in posterior;
}

interface KnownMoments {
  readonly mean?: Float64Array;
  readonly std?: Float64Array;
  variances?(): Float64Array;
}

/** Means and standard deviations of a normal posterior; of a Student t, whose noise is integrated out, they do not say all. */
function normalMarginals(posterior: Posterior): { mean: Float64Array; sd: Float64Array } | undefined {
  const { mean, std, variances } = posterior as Posterior & KnownMoments;
  const sd = std ?? variances?.().map(Math.sqrt);
  return mean === undefined || sd === undefined || isStudentT(posterior) ? undefined : { mean, sd };
}

function isStudentT({ method, model }: Posterior): boolean {
  const { likelihood } = model.spec;
  return method === "exact" && likelihood.kind === "normal" && typeof likelihood.noiseVariance === "object";
}
