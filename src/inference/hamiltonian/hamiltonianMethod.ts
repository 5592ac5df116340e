import type { Dataset } from "../../data/dataset.ts";
import { checkMemory } from "../../model/memory.ts";
import type { Model, Outcome } from "../../model/model.ts";
import { createTarget } from "../../model/target.ts";
import { checkTargetMemory } from "../../model/targetMemory.ts";
import { withWorkspace } from "../../numeric/kernels/workspace.ts";
import { startChain } from "../chains/chainStart.ts";
import { fitChains } from "../chains/fitChains.ts";
import { mixingNote, someRows } from "../chains/mixing.ts";
import { stackDraws } from "../chains/stackDraws.ts";
import { runName } from "../checkpoint.ts";
import type { InferenceMethod, Run } from "../method.ts";
import { whitenedTarget } from "../parts/whitenedTarget.ts";
import { whitening } from "../parts/whitening.ts";
import { type Prepared, prepare } from "../prepare.ts";
import { type HamiltonianChain, iterationsOf, runHamiltonian } from "./hamiltonianChain.ts";
import { hamiltonianNotes } from "./hamiltonianNotes.ts";
import type { CheckedHamiltonianOptions, SettledOptions } from "./hamiltonianOptions.ts";
import { type HamiltonianPosterior, hamiltonianPosterior, loadHamiltonian } from "./hamiltonianPosterior.ts";
import type { HamiltonianSampler } from "./hamiltonianSampler.ts";
import { stackStatistics } from "./iterationStatistics.ts";

/** A Hamiltonian sampler with its options bound. */
export interface HamiltonianMethod<Options extends CheckedHamiltonianOptions = CheckedHamiltonianOptions>
  extends InferenceMethod<Options> {
  fit<O extends Outcome>(model: Model<O>, data: Dataset, run: Run): Promise<HamiltonianPosterior<O>>;
}

/** The method of a sampler. */
export function hamiltonianMethod<Options extends CheckedHamiltonianOptions>(
  sampler: HamiltonianSampler<Options>,
  options: Options,
): HamiltonianMethod<Options> {
  return {
    name: sampler.name,
    options: Object.freeze(options),
    fit: (model, data, run) => fitHamiltonian(sampler, options, model, data, run),
  };
}

async function fitHamiltonian<Options extends CheckedHamiltonianOptions, O extends Outcome>(
  sampler: HamiltonianSampler<Options>,
  options: Options,
  model: Model<O>,
  data: Dataset,
  run: Run,
): Promise<HamiltonianPosterior<O>> {
  run.signal?.throwIfAborted();
  const prepared = prepare(sampler.name, model, data);
  checkSizes(sampler.name, settle(options, prepared), prepared);
  const name = runName(sampler.name, options, model, run.rng.path, data);
  if (options.chains === 1) {
    return posteriorOf(sampler, options, prepared, [await fitChain(sampler, options, prepared, run, name)]);
  }
  const alone = { ...options, chains: 1, draws: Math.ceil(options.draws / options.chains) };
  const method = { name: sampler.name, options: Object.fromEntries(Object.entries(alone)) };
  const fits = await fitChains<HamiltonianPosterior>(options.chains, method, model, data, run, {
    name,
    fit: (of) => fitHamiltonian(sampler, alone, model, data, of) as Promise<HamiltonianPosterior>,
    load: ({ posterior }) => loadHamiltonian(posterior),
  });
  const chains = fits.map(({ draws, stepSizes, statistics, gradients }) => ({
    draws,
    stepSize: stepSizes[0]!,
    statistics,
    gradients,
  }));
  return posteriorOf(sampler, options, prepared, chains);
}

function checkSizes(
  where: string,
  { draws, thin, metric }: SettledOptions,
  { compiled, data }: Prepared,
): void {
  const { rows } = data.x;
  const { size } = compiled;
  checkTargetMemory(where, compiled, rows, rows, compiled.model.spec.precision ?? "f64");
  const bytes = 8 * (2 * draws * size + 10 * draws * thin);
  checkMemory(where, bytes, `${draws} draws of ${size} parameters`, "Keep fewer draws.");
  if (metric !== "dense") return;
  const what = `a dense metric of ${size} parameters`;
  checkMemory(where, 8 * 4 * size * size, what, 'Use metric: "diagonal".');
}

/** Parameters up to which all of a covariance is learned by default: a fifth of the draws of the last window. */
const MOST_DENSE = 100;

/**
 * The options with a metric. The posterior of a network that is linear in its parameters is close to normal, and one
 * covariance describes it; that of other networks has another one in every place.
 */
function settle<Options extends CheckedHamiltonianOptions>(
  options: Options,
  { compiled }: Prepared,
): Options & SettledOptions {
  const dense = compiled.form.linear && compiled.size <= MOST_DENSE;
  return { ...options, metric: options.metric ?? (dense ? "dense" : "diagonal") };
}

/** The gradients of one chain are of all rows: the search for its start is a stage of its own. */
function fitChain<Options extends CheckedHamiltonianOptions>(
  sampler: HamiltonianSampler<Options>,
  given: Options,
  prepared: Prepared,
  run: Run,
  name: string,
): Promise<HamiltonianChain> {
  const { compiled, data } = prepared;
  const options = settle(given, prepared);
  const format = compiled.model.spec.precision ?? "f64";
  const { rows } = data.x;
  const where = sampler.name;
  const white = whitening(where, compiled);
  return withWorkspace(async (workspace) => {
    const { likelihoodPower = 1 } = options;
    const target = createTarget(workspace, compiled, data, { format, likelihoodPower });
    const whitened = whitenedTarget(workspace, target, white);
    const density = { ...whitened, width: target.size, drawInto: whitened.parametersInto };
    const { start, sampling } = await startChain(where, whitened, rows, run, name, iterationsOf(options));
    const chain = await runHamiltonian(
      { where, workspace, density, transition: sampler.createTransition(options), options },
      start.position,
      sampling,
      name,
    );
    return { ...chain, gradients: chain.gradients + start.gradients };
  });
}

function posteriorOf<Options extends CheckedHamiltonianOptions, O extends Outcome>(
  sampler: HamiltonianSampler<Options>,
  options: Options,
  prepared: Prepared,
  chains: readonly HamiltonianChain[],
): HamiltonianPosterior<O> {
  const { compiled, data } = prepared;
  const bank = stackDraws(chains, compiled.size);
  const stepSizes = Float64Array.from(chains, ({ stepSize }) => stepSize);
  const statistics = stackStatistics(chains.map((chain) => chain.statistics));
  const maxDepth = sampler.maxDepth?.(options);
  const notes = [
    ...hamiltonianNotes(settle(options, prepared), {
      title: sampler.title,
      draws: bank.rows,
      stepSizes,
      statistics,
      ...(maxDepth === undefined ? {} : { maxDepth }),
    }),
    mixingNote(compiled, bank, chains.length, someRows(data.x)),
  ];
  return hamiltonianPosterior<O>({
    method: sampler.name,
    options,
    compiled,
    bank,
    notes,
    chains: chains.length,
    stepSizes,
    statistics,
    gradients: chains.reduce((sum, { gradients }) => sum + gradients, 0),
  });
}
