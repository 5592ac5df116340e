import type { Dataset } from "../data/dataset.ts";
import { ArgumentError } from "../errors/errors.ts";
import { asRegression } from "../inference/asRegression.ts";
import type { ChainsPosterior } from "../inference/chains/chainsPosterior.ts";
import type { MethodSpec } from "../inference/fitResult.ts";
import type { NutsOptions } from "../inference/hamiltonian/nuts.ts";
import { asInputs, type Inputs } from "../inference/inputs.ts";
import type { Posterior, Run } from "../inference/method.ts";
import { partsProgress } from "../inference/progress.ts";
import { createMethod } from "../inference/registry.ts";
import type { Model } from "../model/model.ts";
import { stackRows } from "../numeric/matrix.ts";
import { type ChainsComparison, type ChainsFloor, chainsFloor } from "./compareWithChains.ts";
import { compareWithExact } from "./compareWithExact.ts";
import { findTruth } from "./findTruth.ts";
import { isChains } from "./posteriorBasis.ts";

/** Inputs that belong together: where there are data, between them, or beyond them. */
export interface TruthRegion {
  /** Said after "the sd ratio": "in the data", "outside". */
  readonly name: string;
  readonly x: Inputs;
  /** What the halves of the truth leave open there. */
  readonly floor: ChainsFloor;
}

/** One approximation, and how it compares with the truth in every region. */
export interface TruthMethod {
  /** What the reader sees. */
  readonly name: string;
  readonly posterior: Posterior<"regression">;
  /** One for each region, in their order. */
  readonly comparisons: readonly ChainsComparison[];
}

/** Methods beside long chains of the same model. */
export interface TruthStudy {
  readonly data: Dataset;
  /** Long chains that stand for the truth. */
  readonly truth: ChainsPosterior<"regression">;
  readonly regions: readonly TruthRegion[];
  readonly methods: readonly TruthMethod[];
}

/** What is compared, and where. */
export interface TruthStudyPlan {
  /** Names and inputs of the regions. */
  readonly regions: Readonly<Record<string, Inputs>>;
  /** Names, which must differ, and specs of the methods. */
  readonly methods: Readonly<Record<string, MethodSpec>>;
  /** Options of the chains that stand for the truth; see {@link findTruth}. */
  readonly truth?: NutsOptions;
}

/**
 * Finds the truth of a model that has no closed form, fits every method, and compares each with it in every region. Method
 * `name` takes its random numbers from the path `name` of the run, so that adding one changes no other.
 *
 * Throws an ArgumentError for a model with a closed form or without regions and methods, a NumericError where the chains do not
 * agree, and whatever a method throws; rejects with the signal's reason when aborted.
 */
export async function compareWithTruth(
  model: Model<"regression">,
  data: Dataset,
  plan: TruthStudyPlan,
  run: Run,
): Promise<TruthStudy> {
  const where = "compareWithTruth";
  const regions = Object.entries(plan.regions);
  const methods = Object.entries(plan.methods);
  if (regions.length === 0 || methods.length === 0) {
    throw new ArgumentError({ where, problem: "there must be a region and a method" });
  }
  const progress = run.onProgress && partsProgress(methods.length + 1, run.onProgress);
  const runOf = (part: number, name: string): Run => ({
    ...run,
    rng: run.rng.fork(name),
    ...(progress && { onProgress: (of) => progress.report(part, of) }),
  });
  const everywhere = regions.map(([, x]) => asInputs(where, x, model.inputs)).reduce(stackRows);
  const truth = await findTruth(model, data, everywhere, runOf(0, "truth"), plan.truth);
  if (!isChains(truth)) {
    throw new ArgumentError({
      where,
      problem: "the posterior of this model is known in closed form",
      fix: "Use exact and compareWithExact.",
    });
  }
  progress?.finish(0);
  const studied: TruthMethod[] = [];
  for (const [k, [name, method]] of methods.entries()) {
    const fitted = await createMethod(method).fit(model, data, runOf(k + 1, name));
    const posterior = asRegression(fitted);
    const comparisons = regions.map(([, x]) => compareWithExact(truth, posterior, x, run.rng));
    studied.push({ name, posterior, comparisons });
    progress?.finish(k + 1);
  }
  const floors = regions.map(([name, x]) => ({ name, x, floor: chainsFloor(truth, x) }));
  return { data, truth, regions: floors, methods: studied };
}
