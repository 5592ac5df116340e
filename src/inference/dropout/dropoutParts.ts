import type { CompiledModel } from "../../model/compileModel.ts";
import { broken } from "../checkSaved.ts";
import { loadCompiled } from "../loadBank.ts";
import type { Note } from "../method.ts";
import { savedCount, savedList, savedNumber, savedTensor } from "../savedFields.ts";
import { savedHead } from "../savedHead.ts";
import type { SavedPosterior } from "../savedPosterior.ts";
import { type CheckedDropoutOptions, checkDropoutOptions } from "./dropoutOptions.ts";
import { type MaskRates, maskRates } from "./maskRates.ts";

/** A rate that was tried. */
export interface TriedRate {
  readonly rate: number;
  /** Mean log score per row of the rows kept out, of the mixture with the best noise; for targets in their own units. */
  readonly score: number;
}

/** What a dropout posterior consists of. */
export interface DropoutParts {
  readonly options: CheckedDropoutOptions;
  readonly compiled: CompiledModel;
  /** The trained parameters [size], those of the likelihood included. */
  readonly parameters: Float64Array;
  /** The rate of the units, and what it means for the network. */
  readonly rate: number;
  readonly rates: MaskRates;
  /** Names the masks that predictions average over. */
  readonly key: readonly [number, number];
  /** U/N while it was trained: the average of every epoch. */
  readonly trace: Float64Array;
  readonly tried: readonly TriedRate[];
  /** What was computed, in gradients of all rows, the rates that were tried included. */
  readonly gradients: number;
  readonly notes: readonly Note[];
}

/** The parameters and the name of the masks, which are drawn again. */
export function saveDropout(parts: DropoutParts): SavedPosterior {
  const { compiled, options, parameters, rate, rates, key, trace, tried, gradients, notes } = parts;
  const vector = (data: Float64Array) => ({ shape: [data.length], data: data.slice() });
  return {
    ...savedHead("mc-dropout", options, compiled),
    values: {
      rate,
      featureRate: rates.features,
      unitRate: rates.units,
      key0: key[0],
      key1: key[1],
      gradients,
      tried: JSON.stringify(tried),
      notes: JSON.stringify(notes),
    },
    tensors: { parameters: vector(parameters), trace: vector(trace) },
  };
}

/** The parts that were saved. Throws a FormatError where they do not fit each other. */
export function loadDropoutParts(saved: SavedPosterior): DropoutParts {
  const compiled = loadCompiled(saved);
  const options = checkDropoutOptions(saved.options);
  const key = [savedCount(saved, "key0"), savedCount(saved, "key1")] as const;
  if (key.some((word) => word > 4294967295)) {
    throw broken("values.key0, key1", "words of 32 bits", key.join(", "));
  }
  const savedRate = (name: string): number => {
    const rate = savedNumber(saved, name);
    if (rate >= 0 && rate < 1) return rate;
    throw broken(`values.${name}`, "at least 0 and below 1", String(rate));
  };
  const rates = { features: savedRate("featureRate"), units: savedRate("unitRate") };
  // Refuses networks whose masks no parameter vector stands for.
  maskRates(compiled.form, rates.units, compiled.form.linear ? false : rates.features);
  return {
    compiled,
    options,
    parameters: savedTensor(saved, "parameters", [compiled.size]),
    rate: savedRate("rate"),
    rates,
    key,
    trace: savedTensor(saved, "trace", [saved.tensors["trace"]?.shape[0] ?? 0]),
    tried: savedList<TriedRate>(saved, "tried"),
    gradients: savedNumber(saved, "gradients"),
    notes: savedList<Note>(saved, "notes"),
  };
}
