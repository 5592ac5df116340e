import { NumericError } from "../../errors/errors.ts";
import type { Workspace } from "../../numeric/kernels/workspace.ts";
import { createMatrix, type Matrix } from "../../numeric/matrix.ts";
import { bulkRandom } from "../../random/bulkRandom.ts";
import { type Checkpoint, checkpointNumber, checkpointTensor, resumedRun } from "../checkpoint.ts";
import { drive } from "../driver.ts";
import type { Run } from "../method.ts";
import { createAdaptation } from "./adaptation.ts";
import type { SampledDensity } from "./density.ts";
import type { SettledOptions } from "./hamiltonianOptions.ts";
import { createIntegrator } from "./integrator.ts";
import {
  emptyStatistics,
  type IterationStatistics,
  noteIteration,
  STATISTICS,
} from "./iterationStatistics.ts";
import { createMetric } from "./metric.ts";
import type { Transition } from "./transition.ts";
import { uniformNumbers } from "./uniformNumbers.ts";

/** What one chain gives. */
export interface HamiltonianChain {
  /** Draws [draws, width] in the order they were drawn. */
  readonly draws: Matrix;
  /** The step size after the warm-up. */
  readonly stepSize: number;
  readonly statistics: IterationStatistics;
  /** Gradients that were computed. */
  readonly gradients: number;
}

/** What a chain samples, and how. */
export interface HamiltonianProblem {
  /** Who complains. */
  readonly where: string;
  readonly workspace: Workspace;
  readonly density: SampledDensity;
  readonly transition: Transition;
  /** Options of one chain: all draws are its own. */
  readonly options: SettledOptions;
}

/** Iterations of one chain with these options. */
export const iterationsOf = ({ warmUp, draws, thin }: SettledOptions): number => warmUp + draws * thin;

/**
 * Runs one chain from a position [size], or from the run's checkpoint: the same bytes follow from the run's stream. Throws a
 * NumericError where the density is not finite at the start, or has no scale.
 */
export async function runHamiltonian(
  { where, workspace, density, transition, options }: HamiltonianProblem,
  start: ArrayLike<number>,
  run: Run,
  name: string,
): Promise<HamiltonianChain> {
  const { size, width } = density;
  const { warmUp, thin } = options;
  const { rng, checkpoints } = run;
  const total = iterationsOf(options);
  const draws = createMatrix(options.draws, width);
  const statistics = emptyStatistics(total - warmUp);
  const metric = createMetric(where, options.metric, size);
  const integrator = createIntegrator(workspace, density, metric);
  const adaptation = createAdaptation(where, options, integrator, metric, rng.fork("step size"));
  const momenta = bulkRandom(rng.fork("momenta"));
  const uniforms = uniformNumbers(rng.fork("uniforms"));
  const noise = new Float64Array(size);
  const resumed = resumedRun(checkpoints, name, total);
  const from = resumed?.step ?? 0;
  const kept = (done: number) => Math.max(0, Math.floor((done - warmUp) / thin));
  const noted = (done: number) => Math.max(0, done - warmUp);
  let earlier = 0;
  let place = integrator.at(resumed === undefined ? start : checkpointTensor(resumed, "position", size));
  if (!Number.isFinite(place.potential)) throw notFinite(where, place.position);
  if (resumed === undefined) adaptation.begin(place);
  else restore(resumed);

  function restore(found: Checkpoint): void {
    adaptation.restore(found);
    draws.data.set(checkpointTensor(found, "draws", kept(from) * width));
    for (const key of STATISTICS) statistics[key].set(checkpointTensor(found, key, noted(from)));
    // The gradient at the start of this run was counted by the one before.
    earlier = checkpointNumber(found, "gradients") - integrator.gradients;
  }

  function checkpoint(done: number): Checkpoint {
    const { values, arrays } = adaptation.save();
    const all: Readonly<Record<string, Float64Array>> = {
      ...arrays,
      position: Float64Array.from(place.position),
      draws: draws.data.slice(0, kept(done) * width),
      ...Object.fromEntries(STATISTICS.map((key) => [key, statistics[key].slice(0, noted(done))])),
    };
    return {
      format: "credence-checkpoint",
      version: 1,
      run: name,
      step: done,
      values: { ...values, gradients: earlier + integrator.gradients },
      tensors: Object.fromEntries(
        Object.entries(all).map(([key, data]) => [key, { shape: [data.length], data }]),
      ),
    };
  }

  function iterate(k: number): void {
    const outcome = transition({
      start: integrator.launch(place, momenta.fillNormal(k * size, noise)),
      stepSize: adaptation.stepSize,
      step: integrator.step,
      uniform: uniforms.of(k),
    });
    const { position, gradient, potential } = outcome.next;
    // A copy: points last as long as their trajectory.
    place.position.set(position);
    place.gradient.set(gradient);
    place = { ...place, potential };
    adaptation.after(k, place, outcome.acceptance);
    if (k < warmUp) return;
    noteIteration(statistics, k - warmUp, outcome);
    if ((k + 1 - warmUp) % thin !== 0) return;
    density.position.view.set(place.position);
    const s = kept(k + 1) - 1;
    density.drawInto(draws.data.subarray(s * width, (s + 1) * width));
  }

  await drive(run, "sampling", total, iterate, {
    from,
    ...(checkpoints && { keep: (done: number) => checkpoints.save(checkpoint(done)) }),
  });
  return { draws, stepSize: adaptation.stepSize, statistics, gradients: earlier + integrator.gradients };
}

function notFinite(where: string, position: ArrayLike<number>): NumericError {
  return new NumericError({
    where,
    problem: "the density must be finite where a chain starts, it is not",
    fix: "Start elsewhere, or standardise the data.",
    details: { position: Array.from(position) },
  });
}
