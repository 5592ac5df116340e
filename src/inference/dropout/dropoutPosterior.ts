import type { Outcome } from "../../model/model.ts";
import type { Matrix } from "../../numeric/matrix.ts";
import type { Posterior } from "../method.ts";
import { predictBank } from "../predictBank.ts";
import type { SavedPosterior } from "../savedPosterior.ts";
import { drawMask, drawMasks } from "./drawMasks.ts";
import { type DropoutParts, loadDropoutParts, saveDropout, type TriedRate } from "./dropoutParts.ts";

/** One trained parameter vector under random masks. A draw of the posterior is the vector with a mask multiplied in. */
export interface DropoutPosterior<O extends Outcome = Outcome> extends Posterior<O> {
  readonly method: "mc-dropout";
  /** The trained parameters [size], in the units the network sees. */
  readonly parameters: Float64Array;
  /** Probability with which a unit is dropped. */
  readonly rate: number;
  /** U/N with the masks of training: the average of every epoch. */
  readonly trace: Float64Array;
  /** The rates among which `rate` was chosen, or whose noise was; empty where nothing was chosen. */
  readonly tried: readonly TriedRate[];
  /** What was computed, in gradients of all rows, the rates that were tried included. */
  readonly gradients: number;
  /**
   * The weight-scaling rule: the network without masks in place of the average over them (section 9.3.3 of Prince,
   * Understanding Deep Learning). Inverted dropout has scaled the weights in training, so these are the parameters as
   * they are. The posterior has no epistemic uncertainty; it is saved and loaded like any other.
   */
  weightScaled(): DropoutPosterior<O>;
}

/** The posterior of its parts. */
export function dropoutPosterior<O extends Outcome>(parts: DropoutParts): DropoutPosterior<O> {
  const { options, compiled, parameters, rates, rate, trace, tried, gradients, key, notes } = parts;
  let bank: Matrix | undefined;
  return {
    method: "mc-dropout",
    model: compiled.model,
    scaler: compiled.scaler,
    size: compiled.size,
    notes,
    parameters,
    rate,
    trace,
    tried,
    gradients,
    sample: (rng, out = new Float64Array(compiled.size)) => drawMask(compiled, parameters, rates, rng, out),
    predict: (x) => {
      bank ??= drawMasks(compiled, parameters, rates, key, options.draws);
      return predictBank<O>(compiled, bank, x);
    },
    weightScaled: () =>
      dropoutPosterior<O>({
        ...parts,
        options: { ...options, draws: 1 },
        rate: 0,
        rates: { features: 0, units: 0 },
      }),
    save: () => saveDropout(parts),
  };
}

/** The posterior that was saved. Throws a FormatError where its parts do not fit each other. */
export function loadDropout(saved: SavedPosterior): DropoutPosterior {
  return dropoutPosterior(loadDropoutParts(saved));
}
