import type { Dataset } from "../../data/dataset.ts";
import { ArgumentError } from "../../errors/errors.ts";
import { checkMemory } from "../../model/memory.ts";
import type { Model, Outcome } from "../../model/model.ts";
import { createTarget } from "../../model/target.ts";
import { checkTargetMemory } from "../../model/targetMemory.ts";
import { withWorkspace } from "../../numeric/kernels/workspace.ts";
import { fitChains } from "../chains/fitChains.ts";
import { mixingNote, someRows } from "../chains/mixing.ts";
import { stackDraws } from "../chains/stackDraws.ts";
import { runName } from "../checkpoint.ts";
import type { InferenceMethod, Note, Run } from "../method.ts";
import { whitening } from "../parts/whitening.ts";
import { type Prepared, prepare } from "../prepare.ts";
import { type Chain, runChain } from "./chain.ts";
import { langevinNotes } from "./langevinNotes.ts";
import type { CheckedLangevinOptions } from "./langevinOptions.ts";
import { type LangevinPosterior, langevinPosterior, loadLangevin } from "./langevinPosterior.ts";
import type { Sampler } from "./sampler.ts";

/** A sampler of the Langevin family with its options bound. */
export interface LangevinMethod<Options extends CheckedLangevinOptions = CheckedLangevinOptions>
  extends InferenceMethod<Options> {
  fit<O extends Outcome>(model: Model<O>, data: Dataset, run: Run): Promise<LangevinPosterior<O>>;
}

/** Rows per step where a step does not read all of them. */
const BATCH = 128;

/** The method of a sampler. */
export function langevinMethod<Options extends CheckedLangevinOptions>(
  sampler: Sampler<Options>,
  options: Options,
): LangevinMethod<Options> {
  return {
    name: sampler.name,
    options: Object.freeze(options),
    fit: (model, data, run) => fitLangevin(sampler, options, model, data, run),
  };
}

async function fitLangevin<Options extends CheckedLangevinOptions, O extends Outcome>(
  sampler: Sampler<Options>,
  options: Options,
  model: Model<O>,
  data: Dataset,
  run: Run,
): Promise<LangevinPosterior<O>> {
  run.signal?.throwIfAborted();
  const prepared = prepare(sampler.name, model, data);
  const { rows } = prepared.data.x;
  const batch = Math.min(rows, options.batch ?? (rows <= sampler.fullBatch ? rows : BATCH));
  checkFit(sampler.name, options, prepared, batch);
  const name = runName(sampler.name, options, model, run.rng.path, data);
  if (options.chains === 1) {
    const chain = await fitChain(sampler, options, prepared, batch, run, name);
    return posteriorOf(sampler, options, prepared, batch, [chain]);
  }
  const alone = { ...options, chains: 1, draws: Math.ceil(options.draws / options.chains) };
  // Checked options say more than may be given: those the sampler does not know are left out.
  const known = Object.entries(alone).filter(([key]) => sampler.keys.includes(key));
  const method = { name: sampler.name, options: Object.fromEntries(known) };
  const fits = await fitChains<LangevinPosterior>(options.chains, method, model, data, run, {
    name,
    fit: (of) => fitLangevin(sampler, alone, model, data, of) as Promise<LangevinPosterior>,
    load: ({ posterior }) => loadLangevin(posterior),
  });
  const chains = fits.map(({ draws, stepSizes, frictions, gradients }) => ({
    draws,
    pace: { size: stepSizes[0]!, friction: frictions[0]! },
    gradients,
  }));
  return posteriorOf(sampler, options, prepared, batch, chains);
}

function checkFit(
  where: string,
  { draws, controlVariates }: CheckedLangevinOptions,
  { compiled, data }: Prepared,
  batch: number,
): void {
  const { rows } = data.x;
  if (controlVariates && batch === rows) {
    throw new ArgumentError({
      where,
      problem: `controlVariates need batches of fewer than the ${rows} rows, a step reads all of them`,
      fix: "Leave them out, or give a smaller batch.",
    });
  }
  checkTargetMemory(where, compiled, rows, batch, compiled.model.spec.precision ?? "f64");
  const what = `${draws} draws of ${compiled.size} parameters`;
  checkMemory(where, 8 * 2 * draws * compiled.size, what, "Keep fewer draws.");
}

function fitChain<Options extends CheckedLangevinOptions>(
  sampler: Sampler<Options>,
  options: Options,
  { compiled, data }: Prepared,
  batch: number,
  run: Run,
  name: string,
): Promise<Chain> {
  const format = compiled.model.spec.precision ?? "f64";
  const white = whitening(sampler.name, compiled);
  return withWorkspace((workspace) => {
    const { likelihoodPower = 1 } = options;
    const target = createTarget(workspace, compiled, data, { format, likelihoodPower });
    return runChain({ workspace, target, whitening: white, sampler, options, batch }, run, name);
  });
}

function posteriorOf<Options extends CheckedLangevinOptions, O extends Outcome>(
  sampler: Sampler<Options>,
  options: Options,
  { compiled, data }: Prepared,
  batch: number,
  chains: readonly Chain[],
): LangevinPosterior<O> {
  const bank = stackDraws(chains, compiled.size);
  const stepSizes = Float64Array.from(chains, ({ pace }) => pace.size);
  const frictions = Float64Array.from(chains, ({ pace }) => pace.friction);
  const notes: Note[] = [
    ...langevinNotes(sampler, options, { batch, rows: data.x.rows, draws: bank.rows, stepSizes, frictions }),
    mixingNote(compiled, bank, chains.length, someRows(data.x)),
  ];
  return langevinPosterior<O>({
    method: sampler.name,
    options,
    compiled,
    bank,
    notes,
    chains: chains.length,
    stepSizes,
    frictions,
    gradients: chains.reduce((sum, { gradients }) => sum + gradients, 0),
  });
}
