import { NumericError } from "../../errors/errors.ts";
import type { Target } from "../../model/target.ts";
import type { BulkRandom } from "../../numeric/kernels/random.ts";
import { createAdam } from "../../numeric/kernels/updates.ts";
import type { Workspace } from "../../numeric/kernels/workspace.ts";
import { LOG_TWO_PI } from "../../numeric/special.ts";
import { bulkRandom } from "../../random/bulkRandom.ts";
import { type Checkpoint, checkpointTensor, resumedRun } from "../checkpoint.ts";
import { drive } from "../driver.ts";
import type { Run } from "../method.ts";
import { rateFactor } from "../parts/schedule.ts";
import type { Whitening } from "../parts/whitening.ts";
import { type ElboTrace, elboTrace } from "./elboTrace.ts";
import type { ElboEstimator } from "./estimator.ts";
import type { VariationalFamily } from "./family.ts";
import { type CheckedVariationalOptions, samplesPerStep } from "./variationalOptions.ts";

/** What the optimisation of an ELBO works on. */
export interface ElboProblem {
  readonly target: Target;
  readonly family: VariationalFamily;
  readonly white: Whitening;
  readonly estimator: ElboEstimator;
  /** Numbers of the family at the start [count], changed in place. */
  readonly lambda: Float64Array;
  readonly batch: number;
}

/**
 * The parts of the ELBO that have a closed form, as a cost at temperature T: E[-log prior of normal parameters]/T less the
 * entropy. Adds its gradient by lambda.
 */
export function closedCost(
  family: VariationalFamily,
  { normal, normalLogScale, otherLogScale }: Whitening,
  temperature: number,
  gradient: Float64Array,
): number {
  const moment = family.halfSecondMoment(normal, 1 / temperature, gradient);
  const prior = moment + 0.5 * normal * LOG_TWO_PI + normalLogScale;
  return prior / temperature - (family.entropy(-1, gradient) + normalLogScale + otherLogScale);
}

/**
 * Maximises ELBO = (E_q[log likelihood] + E_q[log prior])/T + entropy of q by Adam, in whitened coordinates. Draw s of step
 * k takes the numbers of the run's stream "noise" at a place of its own, so that a run can continue anywhere.
 *
 * Throws a NumericError naming step, learning rate and norm of the mean where the ELBO is no longer finite; the last good
 * numbers of the family are in its details.
 */
export async function optimiseElbo(
  workspace: Workspace,
  problem: ElboProblem,
  options: CheckedVariationalOptions,
  run: Run,
  name: string,
): Promise<ElboTrace> {
  const { target, family, estimator, lambda, batch } = problem;
  const { rows } = target;
  const { steps, temperature } = options;
  const parameters = workspace.vector("f64", family.count);
  const slopes = workspace.vector("f64", family.count);
  const adam = createAdam(workspace, parameters, slopes, { rate: options.rate });
  const gradient = new Float64Array(family.count);
  const noise = new Float64Array(estimator.noise);
  const random: BulkRandom = bulkRandom(run.rng.fork("noise"));
  const trace = elboTrace(steps);
  const perEpoch = Math.ceil(rows / batch);
  const draws = samplesPerStep(options);
  const pairs = options.antithetic ? draws / 2 : draws;
  parameters.view.set(lambda);
  const good = lambda.slice();
  const from = resume();

  function checkpoint(done: number): Checkpoint {
    const arrays = {
      lambda: Float64Array.from(parameters.view),
      firstMoment: Float64Array.from(adam.firstMoment.view),
      secondMoment: Float64Array.from(adam.secondMoment.view),
      trace: trace.state(),
    };
    return {
      format: "credence-checkpoint",
      version: 1,
      run: name,
      step: done,
      values: {},
      tensors: Object.fromEntries(
        Object.entries(arrays).map(([key, data]) => [key, { shape: [data.length], data }]),
      ),
    };
  }

  function resume(): number {
    const found = resumedRun(run.checkpoints, name, steps);
    if (found === undefined) return 0;
    parameters.view.set(checkpointTensor(found, "lambda", family.count));
    adam.firstMoment.view.set(checkpointTensor(found, "firstMoment", family.count));
    adam.secondMoment.view.set(checkpointTensor(found, "secondMoment", family.count));
    trace.restore(checkpointTensor(found, "trace", trace.state().length));
    adam.restore(found.step);
    const epoch = Math.floor(found.step / perEpoch);
    if (found.step % perEpoch > 0) shuffle(epoch);
    return found.step;
  }

  function shuffle(epoch: number): void {
    if (batch < rows) target.order.set(run.rng.fork("order").fork(epoch).permutation(rows));
  }

  /** -ELBO on average over the draws of the step, its gradient in `gradient`. */
  function cost(index: number, start: number, count: number): number {
    family.use(lambda);
    gradient.fill(0);
    const weight = 1 / (draws * temperature);
    let sum = 0;
    for (let s = 0; s < pairs; s++) {
      random.fillNormal((index * pairs + s) * noise.length, noise);
      sum += estimator.draw(noise, start, count, weight, gradient);
      if (!options.antithetic) continue;
      for (let i = 0; i < noise.length; i++) noise[i] = -noise[i]!;
      sum += estimator.draw(noise, start, count, weight, gradient);
    }
    return sum * weight + closedCost(family, problem.white, temperature, gradient);
  }

  const step = (index: number): void => {
    const start = (index % perEpoch) * batch;
    if (start === 0) shuffle(Math.floor(index / perEpoch));
    lambda.set(parameters.view);
    const value = cost(index, start, Math.min(batch, rows - start));
    const rate = options.rate * rateFactor(options.schedule, index, steps);
    if (!Number.isFinite(value)) throw diverged(index, rate, good, family.size);
    good.set(lambda);
    trace.add(index, -value);
    slopes.view.set(gradient);
    adam.step(rate, 1 / rows);
  };

  const keep = run.checkpoints && ((done: number) => run.checkpoints!.save(checkpoint(done)));
  await drive(run, "maximising the ELBO", steps, step, { from, ...(keep && { keep }) });
  lambda.set(parameters.view);
  family.use(lambda);
  return trace.result();
}

function diverged(step: number, rate: number, lambda: Float64Array, size: number): NumericError {
  const norm = Math.sqrt(lambda.subarray(0, size).reduce((sum, value) => sum + value * value, 0));
  return new NumericError({
    where: "bayesByBackprop",
    problem: `the ELBO must stay finite, it is not at step ${step + 1} with learning rate ${rate.toPrecision(3)}; the last good mean has norm ${norm.toPrecision(3)}`,
    fix: "Use a smaller rate; standardise the data.",
    details: { step, rate, parameterNorm: norm, lambda },
  });
}
