import type { Outcome } from "../../model/model.ts";
import {
  type ChainsParts,
  type ChainsPosterior,
  chainsPosterior,
  loadChains,
} from "../chains/chainsPosterior.ts";
import { savedTensor } from "../savedFields.ts";
import type { SavedPosterior } from "../savedPosterior.ts";

/** Draws from the posterior by chains of a sampler of the Langevin family. */
export interface LangevinPosterior<O extends Outcome = Outcome> extends ChainsPosterior<O> {
  /** The step size of every chain, in whitened coordinates. */
  readonly stepSizes: Float64Array;
  /** The friction of every chain, 0 for samplers without momentum. */
  readonly frictions: Float64Array;
}

/** What such a posterior consists of. */
export interface LangevinParts extends Omit<ChainsParts, "values" | "tensors"> {
  readonly stepSizes: Float64Array;
  readonly frictions: Float64Array;
}

/** The posterior of its parts. */
export function langevinPosterior<O extends Outcome>(parts: LangevinParts): LangevinPosterior<O> {
  const { chains, stepSizes, frictions } = parts;
  const tensors = {
    stepSizes: { shape: [chains], data: stepSizes },
    frictions: { shape: [chains], data: frictions },
  };
  return { ...chainsPosterior<O>({ ...parts, values: {}, tensors }), stepSizes, frictions };
}

/** The posterior that was saved. Throws a FormatError where its parts do not fit each other. */
export function loadLangevin(saved: SavedPosterior): LangevinPosterior {
  const parts = loadChains(saved);
  return langevinPosterior({
    ...parts,
    stepSizes: savedTensor(saved, "stepSizes", [parts.chains]),
    frictions: savedTensor(saved, "frictions", [parts.chains]),
  });
}
