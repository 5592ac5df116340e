import { scaleColumns } from "../data/scaler.ts";
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

/** The quantities of a model, and how their true values rank. */
export interface QuantityRanks {
  readonly quantities: readonly RankedQuantity[];
  /** How many of the draws of the posterior lie below the true value of every quantity; ties are counted in part, at random. */
  ranksOf(simulation: PriorSimulation, posterior: Posterior, rng: Rng): readonly number[];
}

/** All parameters, the log likelihood and the outputs of the network at the rows of `at`, ranked among `draws` draws. */
export function rankQuantities(compiled: CompiledModel, at: Inputs, draws: number): QuantityRanks {
  const { model, scaler, size, likelihood } = compiled;
  const width = likelihood.outputs;
  const places = asInputs("simulationBasedCalibration", at, model.inputs);
  const quantities: RankedQuantity[] = [
    ...parameterNames(compiled).map((name) => ({ name, kind: "parameter" as const })),
    { name: "log likelihood", kind: "log-likelihood" },
    ...outputNames("at", places.rows, width).map((name) => ({ name, kind: "function" as const })),
  ];

  function ranksOf({ parameters, data }: PriorSimulation, posterior: Posterior, rng: Rng): number[] {
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
    return quantities.map((_, q) => {
      const quantity = (s: number) => {
        if (q < size) return bank.data[s * size + q]!;
        return q === size ? logLikelihood[s]! : outputs.data[s * outputs.cols + first + (q - size - 1)]!;
      };
      return rankOf(quantity, draws, ties);
    });
  }

  return { quantities, ranksOf };
}

/** The rank of value 0 among values 1 ... draws. */
function rankOf(quantity: (s: number) => number, draws: number, rng: Rng): number {
  const truth = quantity(0);
  let below = 0;
  let equal = 0;
  for (let s = 1; s <= draws; s++) {
    const value = quantity(s);
    if (value < truth) below++;
    else if (value === truth) equal++;
  }
  return below + (equal === 0 ? 0 : Math.floor(rng.uniform() * (equal + 1)));
}
