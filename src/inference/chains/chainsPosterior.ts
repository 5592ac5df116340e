import { scaleColumns } from "../../data/scaler.ts";
import { functionDiagnostics } from "../../diagnostics/functionDiagnostics.ts";
import { type DrawsSummary, summarizeDraws } from "../../diagnostics/summarizeDraws.ts";
import type { Outcome } from "../../model/model.ts";
import { outputNames, parameterNames } from "../../model/parameterNames.ts";
import { createMatrix, type Matrix } from "../../numeric/matrix.ts";
import { type BankParts, bankPosterior } from "../bankPosterior.ts";
import { broken } from "../checkSaved.ts";
import { asInputs, type Inputs } from "../inputs.ts";
import { loadBank } from "../loadBank.ts";
import type { Posterior } from "../method.ts";
import { forwardBank } from "../predictBank.ts";
import { savedCount, savedNumber } from "../savedFields.ts";
import type { SavedPosterior } from "../savedPosterior.ts";

/** Draws from the posterior by Markov chains. */
export interface ChainsPosterior<O extends Outcome = Outcome> extends Posterior<O> {
  /** Number of chains; each gave as many draws. */
  readonly chains: number;
  /** The draws [S, size], chain after chain, in the units the network sees. */
  readonly draws: Matrix;
  /** What was computed by all chains, in gradients of all rows. */
  readonly gradients: number;
  /** R-hat, effective sample sizes and Monte Carlo errors of every parameter, by its name. */
  parameterDiagnostics(): DrawsSummary[];
  /**
   * The same of every output of the network at the rows of x, in the units the network computes: f(x) itself, which may
   * have mixed where the parameters, whose hidden units change places, have not.
   */
  functionDiagnostics(x: Inputs): DrawsSummary[];
}

/** What such a posterior consists of; values and arrays of the sampler are saved with it. */
export interface ChainsParts extends BankParts {
  readonly chains: number;
  readonly gradients: number;
}

/** The posterior of its parts. */
export function chainsPosterior<O extends Outcome>(parts: ChainsParts): ChainsPosterior<O> {
  const { compiled, bank, chains, gradients } = parts;
  return {
    ...bankPosterior<O>({ ...parts, values: { ...parts.values, chains, gradients } }),
    chains,
    draws: bank,
    gradients,
    parameterDiagnostics: () =>
      summarizeDraws({
        chains,
        draws: bank.rows / chains,
        size: bank.cols,
        data: bank.data,
        names: parameterNames(compiled),
      }),
    functionDiagnostics(x) {
      const inputs = scaleColumns(
        compiled.scaler.x,
        asInputs("functionDiagnostics", x, compiled.model.inputs),
      );
      const width = compiled.likelihood.outputs;
      const outputs = createMatrix(bank.rows, inputs.rows * width);
      forwardBank(compiled, bank, inputs, outputs);
      return functionDiagnostics(outputs, chains, outputNames("x", inputs.rows, width));
    },
  };
}

/** The parts of the posterior that was saved. Throws a FormatError where they do not fit each other. */
export function loadChains(saved: SavedPosterior): ChainsParts {
  const parts = loadBank(saved);
  const chains = savedCount(saved, "chains");
  if (chains === 0 || parts.bank.rows % chains !== 0) {
    throw broken("values.chains", `a divisor of the ${parts.bank.rows} draws`, String(chains));
  }
  return { ...parts, chains, gradients: savedNumber(saved, "gradients") };
}
