import { scaleColumns } from "../data/scaler.ts";
import { essBulk } from "../diagnostics/essBulk.ts";
import { asInputs, type Inputs } from "../inference/inputs.ts";
import { logLikelihoodsOf } from "../inference/logJoint.ts";
import type { Posterior } from "../inference/method.ts";
import { forwardBank } from "../inference/predictBank.ts";
import type { CompiledModel } from "../model/compileModel.ts";
import { outputNames, parameterNames } from "../model/parameterNames.ts";
import { createMatrix } from "../numeric/matrix.ts";
import type { Rng } from "../random/rng.ts";
import type { RankedQuantity } from "./rankCalibration.ts";
import type { PriorSimulation } from "./simulateFromPrior.ts";
import { thinnedDraws } from "./thinnedDraws.ts";

/** What is ranked in one simulation. */
export interface Ranking {
  /** How many of the draws lie below the true value of every quantity; ties are counted in part, at random. */
  readonly ranks: readonly number[];
  /** Bulk effective sample size of the draws of every quantity: 0 where they are all equal. Absent without chains. */
  readonly effective?: readonly number[];
}

/** The quantities of a model, and how their true values rank. */
export interface QuantityRanks {
  readonly names: readonly RankedQuantity[];
  /** Inputs at which functions are ranked, row after row. */
  readonly places: readonly number[];
  ranksOf(simulation: PriorSimulation, posterior: Posterior, rng: Rng): Ranking;
}

/** All parameters, the log likelihood and the outputs of the network at the rows of `at`, ranked among `draws` draws. */
export function rankQuantities(compiled: CompiledModel, at: Inputs, draws: number): QuantityRanks {
  const { model, scaler, size, likelihood } = compiled;
  const width = likelihood.outputs;
  const places = asInputs("simulationBasedCalibration", at, model.inputs);
  const names: RankedQuantity[] = [
    ...parameterNames(compiled).map((name) => ({ name, kind: "parameter" as const })),
    { name: "log likelihood", kind: "log-likelihood" },
    ...outputNames("at", places.rows, width).map((name) => ({ name, kind: "function" as const })),
  ];

  function ranksOf({ parameters, data }: PriorSimulation, posterior: Posterior, rng: Rng): Ranking {
    const bank = createMatrix(draws + 1, size);
    bank.data.set(parameters);
    bank.data.set(thinnedDraws(posterior, size, draws, rng.fork("draws")).data, size);
    const rows = data.x.rows + places.rows;
    const together = createMatrix(rows, model.inputs);
    together.data.set(data.x.data);
    together.data.set(places.data, data.x.data.length);
    const x = scaleColumns(scaler.x, together);
    const outputs = createMatrix(bank.rows, rows * width);
    forwardBank(compiled, bank, x, outputs);
    // Targets are not standardised: the data are in the units of the network but for their inputs, which are not used.
    const logLikelihood = logLikelihoodsOf(compiled, outputs, bank, data);
    const ties = rng.fork("ties");
    const first = data.x.rows * width;
    const columns = names.map((_, q) =>
      Float64Array.from({ length: draws + 1 }, (__, s) => {
        if (q < size) return bank.data[s * size + q]!;
        return q === size ? logLikelihood[s]! : outputs.data[s * outputs.cols + first + (q - size - 1)]!;
      }),
    );
    const ranks = columns.map((values) => rankOfFirst(values, ties));
    if (!("chains" in posterior)) return { ranks };
    return { ranks, effective: columns.map((values) => essBulk([values.slice(1)]) || 0) };
  }

  return { names, places: Array.from(places.data), ranksOf };
}

/** The rank of the first value among the others. */
function rankOfFirst([truth, ...others]: Float64Array, rng: Rng): number {
  const below = others.filter((value) => value < truth!).length;
  const equal = others.filter((value) => value === truth).length;
  return below + (equal === 0 ? 0 : Math.floor(rng.uniform() * (equal + 1)));
}
