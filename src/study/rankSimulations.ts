import {
  type Checkpoint,
  type Checkpoints,
  checkpointTensor,
  resumedRun,
  runName,
} from "../inference/checkpoint.ts";
import type { Run } from "../inference/method.ts";
import { createMatrix, type Matrix, rowOf } from "../numeric/matrix.ts";
import { fitSimulations, type SimulationPlan } from "./fitSimulations.ts";
import type { SimulatedRanks } from "./rankCalibration.ts";
import type { QuantityRanks } from "./rankQuantities.ts";

/** What is simulated, fitted and ranked. */
export interface RankingPlan extends Omit<SimulationPlan, "from" | "keep"> {
  readonly quantities: QuantityRanks;
  readonly draws: number;
}

/** Simulates, fits and ranks every quantity, continuing from what an earlier run kept. */
export async function rankSimulations(plan: RankingPlan, run: Run): Promise<readonly SimulatedRanks[]> {
  const { compiled, data, method, simulations, quantities, draws } = plan;
  const count = quantities.names.length;
  const options = { method: method.name, options: method.options, simulations, draws, at: quantities.places };
  const name = runName("simulationBasedCalibration", options, compiled.model, run.rng.path, data);
  // Row k: the ranks of simulation k, then effective sample sizes, negative where there are no chains.
  const table = createMatrix(simulations, 2 * count);
  const from = resumeTable(run.checkpoints, name, table);
  const keep = (done: number) => run.checkpoints?.save(keptTable(name, done, table));
  await fitSimulations({ ...plan, from, keep }, run, (k, simulation, posterior, rng) => {
    const { ranks, effective } = quantities.ranksOf(simulation, posterior, rng);
    rowOf(table, k).set([...ranks, ...(effective ?? ranks.map(() => -1))]);
  });
  const column = (q: number) => Array.from({ length: simulations }, (_, k) => rowOf(table, k)[q]!);
  return quantities.names.map((_, q) => {
    const effective = column(count + q).reduce((sum, value) => sum + value / simulations, 0);
    return { ranks: column(q), ...(effective < 0 ? {} : { effective }) };
  });
}

/** Fills the table with the rows that were kept, and says how many these are. */
function resumeTable(
  checkpoints: Checkpoints | undefined,
  name: string,
  { rows, cols, data }: Matrix,
): number {
  const resumed = resumedRun(checkpoints, name, rows);
  if (resumed === undefined) return 0;
  data.set(checkpointTensor(resumed, "ranks", resumed.step * cols));
  return resumed.step;
}

function keptTable(run: string, step: number, { cols, data }: Matrix): Checkpoint {
  const ranks = { shape: [step, cols], data: data.slice(0, step * cols) };
  return { format: "credence-checkpoint", version: 1, run, step, values: {}, tensors: { ranks } };
}
