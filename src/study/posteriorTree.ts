import type { Dataset } from "../data/dataset.ts";
import { checkKeys, checkLength, checkNumber } from "../errors/checks.ts";
import { takeTurn } from "../inference/driver.ts";
import { asInputs, type Inputs } from "../inference/inputs.ts";
import type { Posterior, Run } from "../inference/method.ts";
import { checkColumns } from "../model/checkColumns.ts";
import type { Matrix } from "../numeric/matrix.ts";
import {
  type DataTree,
  type DataTreeAttributes,
  type DataTreeGroup,
  type DrawGrid,
  dataTreeGroup,
  type NamedArray,
} from "./dataTree.ts";
import { likelihoodVariables } from "./likelihoodVariables.ts";
import { observationDraws } from "./observationDraws.ts";
import { parameterLayout } from "./parameterLayout.ts";
import { parameterVariables } from "./parameterVariables.ts";
import { isChains, newDraws } from "./posteriorBasis.ts";
import { inputVariables, targetVariables } from "./rowVariables.ts";
import { samplerVariables } from "./samplerVariables.ts";

/** Options of {@link posteriorTree}. */
export interface PosteriorTreeOptions {
  /** The rows of the fit: what was observed, draws of it, and the log likelihood of every row under every draw. */
  readonly data?: Dataset;
  /** New inputs, at which observations are drawn. */
  readonly at?: Inputs;
  /** Draws where a posterior holds none: of the parameters, and of observations. Default 1000. */
  readonly draws?: number;
  /** Names of the inputs; by default those of `data`, or numbers. */
  readonly featureNames?: readonly string[];
  /** Names of the targets; by default those of `data`, or numbers. */
  readonly targetNames?: readonly string[];
}

/**
 * A posterior as a tree of named arrays, which ArviZ reads once `writeDataTree` of `credence/node` has written it:
 *
 * - `posterior`: the parameters [chain, draw, ...], see below;
 * - `sample_stats`: how a Hamiltonian sampler came to each draw; of chains also `lp`, log p(y, parameters), where there are `data`;
 * - `observed_data`, `constant_data`, `posterior_predictive`, `log_likelihood`: y and x of `data`, draws of y [chain, draw, row],
 *   and log p(y_row | draw) in nats for y in its own units, in which row weights count as they did in the fit;
 * - `predictions`, `predictions_constant_data`: draws of y, and x, at the rows of `at`.
 *
 * Parameters are those of the network, in the units it sees: "weights_0" [chain, draw, feature, hidden_0], "biases_0", ... without
 * the number where there is one layer, and "log_noise_sd" where draws hold it, with "noise_sd" in the units of y. The chains of a
 * sampler are chains; new draws, the members of an ensemble and a single vector are one. Several targets are on an axis "target"; a
 * class is its index, and the attribute `classes` has the names.
 *
 * A draw of y, for a row of weight 1, is one under the parameters of the same place where there are many and predictions are the
 * average over them; otherwise it is one of what the posterior predicts. The attribute `draws` of the group says which. Where log
 * likelihoods cannot be given, a note says why.
 *
 * Randomness is on the paths "parameters", "posterior_predictive" and "predictions" of `run.rng`. Throws an ArgumentError for unknown
 * options, a ShapeError or DataError where data, inputs or names do not fit the model.
 *
 * @example
 * ```ts
 * import { createDataset, createModel, createRng, exact, posteriorTree } from "credence";
 * const data = createDataset({ x: [-1, 0, 1, 2], y: [1, 0, 3, 2] });
 * const model = createModel({
 *   network: { kind: "linear" },
 *   prior: { kind: "normal", variance: 1 },
 *   likelihood: { kind: "normal", noiseVariance: 0.5 },
 * }, data);
 * const posterior = await exact().fit(model, data);
 * const tree = await posteriorTree(posterior, { rng: createRng("tree") }, { data, draws: 500 });
 * console.log(tree.groups["posterior_predictive"]!.variables["y"]!.shape); // [1, 500, 4]
 * ```
 */
export async function posteriorTree(
  posterior: Posterior,
  run: Run,
  options: PosteriorTreeOptions = {},
): Promise<DataTree> {
  const where = "posteriorTree";
  checkKeys(where, options, ["data", "at", "draws", "featureNames", "targetNames"]);
  const draws = checkNumber(where, "draws", options.draws ?? 1000, { integer: true, min: 1 });
  const labels = labelsOf(where, posterior, options);
  const { data } = options;
  if (data) checkColumns({ ...posterior, ...parameterLayout(posterior) }, data);
  const [x, at] = [data?.x, options.at].map((rows) => rows && asInputs(where, rows, posterior.model.inputs));
  const attributes = { inference_method: posterior.method };
  const drawn = { ...attributes, sample_dims: ["chain", "draw"] };
  const group = (variables: Readonly<Record<string, NamedArray>>, facts: DataTreeAttributes = attributes) =>
    dataTreeGroup(variables, labels, facts);
  const bank = drawsOf(posterior, draws, run);
  const chains = isChains(posterior) ? posterior.chains : 1;
  const grid: DrawGrid = { chains, draws: bank.rows / chains };

  async function observations(name: string, inputs: Matrix): Promise<DataTreeGroup> {
    const own = { ...run, rng: run.rng.fork(name) };
    const { values, paired } = await observationDraws(posterior, bank, inputs, draws, own);
    const shape = paired ? [grid.chains, grid.draws] : [1, draws];
    const y = targetVariables(posterior, inputs.rows, values.data, { dims: ["chain", "draw"], shape });
    const of = paired ? "one under every draw of the parameters" : "not under the draws of the parameters";
    return group(y, { ...drawn, draws: of });
  }

  await takeTurn(run.signal);
  const { y, lp, notes } = data ? likelihoodVariables(where, posterior, bank, data, grid) : { notes: [] };
  await takeTurn(run.signal);
  const statistics = { ...samplerVariables(posterior, grid), ...(lp && { lp }) };
  const groups: Record<string, DataTreeGroup> = {
    posterior: group(parameterVariables(posterior, bank, grid), drawn),
    ...(Object.keys(statistics).length > 0 && { sample_stats: group(statistics, drawn) }),
    ...(y && { log_likelihood: group({ y }, drawn) }),
    ...(data &&
      x && {
        observed_data: group(targetVariables(posterior, x.rows, data.y.data)),
        constant_data: group(inputVariables(x, data.weights)),
        posterior_predictive: await observations("posterior_predictive", x),
      }),
    ...(at && {
      predictions: await observations("predictions", at),
      predictions_constant_data: group(inputVariables(at)),
    }),
  };
  return { attributes, groups, notes };
}

/** The draws that a posterior holds, or new ones. */
function drawsOf(posterior: Posterior, draws: number, { rng }: Run): Matrix {
  const { bank } = posterior as Partial<{ bank: Matrix }>;
  return bank ?? newDraws(posterior, draws, rng.fork("parameters"));
}

/** What the features and the targets are called. */
function labelsOf(
  where: string,
  { model }: Posterior,
  { data, featureNames, targetNames }: PosteriorTreeOptions,
): Record<string, readonly string[]> {
  const feature = featureNames ?? data?.featureNames;
  const target = targetNames ?? data?.targetNames;
  if (feature) checkLength(where, "featureNames", feature, model.inputs, "one per input");
  if (target) checkLength(where, "targetNames", target, model.targets, "one per target");
  return { ...(feature && { feature }), ...(target && { target }) };
}
