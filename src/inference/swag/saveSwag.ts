import { createMatrix } from "../../numeric/matrix.ts";
import { broken } from "../checkSaved.ts";
import { loadCompiled } from "../loadBank.ts";
import type { Note } from "../method.ts";
import { savedCount, savedList, savedNumber, savedPositive, savedTensor } from "../savedFields.ts";
import { savedHead } from "../savedHead.ts";
import type { SavedPosterior } from "../savedPosterior.ts";
import { checkSwagOptions } from "./swagOptions.ts";
import type { SwagParts } from "./swagParts.ts";

/** The moments of the iterates, and the name of the draws that predictions average over. */
export function saveSwag({
  options,
  compiled,
  moments,
  trace,
  rate,
  key,
  gradients,
  notes,
}: SwagParts): SavedPosterior {
  const { mean, variances, deviations } = moments;
  const vector = (data: Float64Array) => ({ shape: [data.length], data });
  return {
    ...savedHead("swag", options, compiled),
    values: { key0: key[0], key1: key[1], rate, gradients, notes: JSON.stringify(notes) },
    tensors: {
      mean: vector(mean),
      variances: vector(variances),
      deviations: { shape: [deviations.rows, deviations.cols], data: deviations.data },
      trace: vector(trace),
    },
  };
}

/** The parts that were saved. Throws a FormatError where they do not fit each other. */
export function loadSwagParts(saved: SavedPosterior): SwagParts {
  const compiled = loadCompiled(saved);
  const { size } = compiled;
  const options = checkSwagOptions(saved.options);
  const key = [savedCount(saved, "key0"), savedCount(saved, "key1")] as const;
  if (key.some((word) => word > 4294967295)) {
    throw broken("values.key0, key1", "words of 32 bits", key.join(", "));
  }
  const variances = savedTensor(saved, "variances", [size]);
  const negative = variances.find((value) => value < 0);
  if (negative !== undefined) throw broken("tensors.variances", "at least 0", String(negative));
  const deviations = savedTensor(saved, "deviations", [options.rank, size]);
  return {
    options,
    compiled,
    moments: {
      mean: savedTensor(saved, "mean", [size]),
      variances,
      deviations: createMatrix(options.rank, size, deviations),
    },
    trace: savedTensor(saved, "trace", [options.epochs]),
    rate: savedPositive(saved, "rate"),
    key,
    gradients: savedNumber(saved, "gradients"),
    notes: savedList<Note>(saved, "notes"),
  };
}
