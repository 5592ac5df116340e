import type { Dataset } from "../data/dataset.ts";
import { takeTurn } from "../inference/driver.ts";
import type { FitResult, FitSpec } from "../inference/fitResult.ts";
import { loadFit } from "../inference/fitTask.ts";
import type { InferenceMethod, Posterior, Progress, Run } from "../inference/method.ts";
import { methodSpecOf } from "../inference/methodSpecOf.ts";
import { partsProgress } from "../inference/progress.ts";
import type { CompiledModel } from "../model/compileModel.ts";
import type { Rng } from "../random/rng.ts";
import { type PriorSimulation, simulateFromPrior } from "./simulateFromPrior.ts";

/** What is simulated, and how it is fitted. */
export interface SimulationPlan {
  readonly compiled: CompiledModel;
  /** The inputs that targets are simulated at. */
  readonly data: Dataset;
  readonly method: InferenceMethod;
  readonly simulations: number;
  /** The first simulation to fit: those before it were fitted by an earlier run. */
  readonly from: number;
  /** Keeps what there is after `done` simulations: now and then, and when the run is aborted. */
  keep(done: number): void | Promise<void>;
}

/** Takes simulation k, its posterior, and random numbers for what is done with them. */
export type SimulationVisitor = (
  k: number,
  simulation: PriorSimulation,
  posterior: Posterior,
  rng: Rng,
) => void;

/** Simulations after which something is kept, and whose posteriors are in memory at a time. */
const CHUNK = 32;

/**
 * Simulates data sets and fits each, by the run's executor or here, then visits them in their order. Simulation k takes its
 * random numbers from the path "simulation", k of the run. Rejects with the signal's reason when aborted.
 */
export async function fitSimulations(
  { compiled, data, method, simulations, from, keep }: SimulationPlan,
  run: Run,
  visit: SimulationVisitor,
): Promise<void> {
  const { model } = compiled;
  const { signal, onProgress, executor } = run;
  const progress = onProgress && partsProgress(simulations, onProgress);
  for (let k = 0; k < from; k++) progress?.skip(k);
  const rngOf = (k: number) => run.rng.fork("simulation").fork(k);
  const outside = (k: number) => ({
    ...(signal === undefined ? {} : { signal }),
    ...(progress === undefined ? {} : { onProgress: (of: Progress) => progress.report(k, of) }),
  });

  async function fitHere(k: number, { data: simulated }: PriorSimulation): Promise<Posterior> {
    return method.fit(model, simulated, { rng: rngOf(k).fork("fit"), ...outside(k) });
  }

  async function fitThere(k: number, { data: simulated }: PriorSimulation): Promise<Posterior> {
    const spec: FitSpec = { method: methodSpecOf(method), model: model.spec };
    const task = { task: "fit", spec, path: [...rngOf(k).path, "fit"], dataId: "simulated" };
    const [result] = await executor!.map([task], { data: { simulated }, ...outside(k) });
    return loadFit(result as FitResult);
  }

  const [together, fitOne] = executor === undefined ? [1, fitHere] : [CHUNK, fitThere];
  let done = from;
  try {
    signal?.throwIfAborted();
    while (done < simulations) {
      const numbers = Array.from({ length: Math.min(together, simulations - done) }, (_, i) => done + i);
      const chunk = numbers.map((k) => simulateFromPrior(compiled, data, rngOf(k)));
      const posteriors = await Promise.all(chunk.map((simulation, i) => fitOne(numbers[i]!, simulation)));
      for (const [i, k] of numbers.entries()) {
        visit(k, chunk[i]!, posteriors[i]!, rngOf(k).fork("ranks"));
        progress?.finish(k);
      }
      done += chunk.length;
      await takeTurn(signal);
      if (done % CHUNK === 0 && done < simulations) await keep(done);
    }
  } catch (error) {
    if (signal?.aborted === true) await keep(done);
    throw error;
  }
}
