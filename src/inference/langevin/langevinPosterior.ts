import { scaleColumns } from "../../data/scaler.ts";
import { functionDiagnostics } from "../../diagnostics/functionDiagnostics.ts";
import { type DrawsSummary, summarizeDraws } from "../../diagnostics/summarizeDraws.ts";
import type { Outcome } from "../../model/model.ts";
import { createMatrix, type Matrix } from "../../numeric/matrix.ts";
import { type BankParts, bankPosterior, saveBank } from "../bankPosterior.ts";
import { broken } from "../checkSaved.ts";
import { asInputs, type Inputs } from "../inputs.ts";
import { loadBank } from "../loadBank.ts";
import type { Posterior } from "../method.ts";
import { forwardBank } from "../predictBank.ts";
import { savedCount, savedNumber, savedTensor } from "../savedFields.ts";
import type { SavedPosterior } from "../savedPosterior.ts";

/** Draws from the posterior by chains of a sampler of the Langevin family. */
export interface LangevinPosterior<O extends Outcome = Outcome> extends Posterior<O> {
  /** Number of chains; each gave as many draws. */
  readonly chains: number;
  /** The draws [S, size], chain after chain, in the units the network sees. */
  readonly draws: Matrix;
  /** The step size of every chain, in whitened coordinates. */
  readonly stepSizes: Float64Array;
  /** The friction of every chain, 0 for samplers without momentum. */
  readonly frictions: Float64Array;
  /** What was computed by all chains, in gradients of all rows. */
  readonly gradients: number;
  /** R-hat, effective sample sizes and Monte Carlo errors of every parameter. */
  parameterDiagnostics(): DrawsSummary[];
  /**
   * The same of every output of the network at the rows of x, in the units the network computes: f(x) itself, which may
   * have mixed where the parameters, whose hidden units change places, have not.
   */
  functionDiagnostics(x: Inputs): DrawsSummary[];
}

/** What such a posterior consists of. */
export interface LangevinParts extends Omit<BankParts, "values" | "tensors"> {
  readonly chains: number;
  readonly stepSizes: Float64Array;
  readonly frictions: Float64Array;
  readonly gradients: number;
}

/** The posterior of its parts. */
export function langevinPosterior<O extends Outcome>(parts: LangevinParts): LangevinPosterior<O> {
  const { compiled, bank, chains, stepSizes, frictions, gradients } = parts;
  const bankParts: BankParts = {
    ...parts,
    values: { chains, gradients },
    tensors: {
      stepSizes: { shape: [chains], data: stepSizes },
      frictions: { shape: [chains], data: frictions },
    },
  };
  return {
    ...bankPosterior<O>(bankParts),
    chains,
    draws: bank,
    stepSizes,
    frictions,
    gradients,
    parameterDiagnostics: () =>
      summarizeDraws({ chains, draws: bank.rows / chains, size: bank.cols, data: bank.data }),
    functionDiagnostics(x) {
      const inputs = scaleColumns(
        compiled.scaler.x,
        asInputs("functionDiagnostics", x, compiled.model.inputs),
      );
      const outputs = createMatrix(bank.rows, inputs.rows * compiled.likelihood.outputs);
      forwardBank(compiled, bank, inputs, outputs);
      return functionDiagnostics(outputs, chains);
    },
    save: () => saveBank(bankParts),
  };
}

/** The posterior that was saved. Throws a FormatError where its parts do not fit each other. */
export function loadLangevin(saved: SavedPosterior): LangevinPosterior {
  const parts = loadBank(saved);
  const chains = savedCount(saved, "chains");
  if (chains === 0 || parts.bank.rows % chains !== 0) {
    throw broken("values.chains", `a divisor of the ${parts.bank.rows} draws`, String(chains));
  }
  return langevinPosterior({
    ...parts,
    chains,
    stepSizes: savedTensor(saved, "stepSizes", [chains]),
    frictions: savedTensor(saved, "frictions", [chains]),
    gradients: savedNumber(saved, "gradients"),
  });
}
