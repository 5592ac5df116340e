import { broken } from "../checkSaved.ts";
import { loadCompiled } from "../loadBank.ts";
import { loadMap } from "../map/mapPosterior.ts";
import type { Note } from "../method.ts";
import { savedList, savedTensor } from "../savedFields.ts";
import { savedHead } from "../savedHead.ts";
import type { SavedPosterior } from "../savedPosterior.ts";
import { checkEnsembleOptions } from "./ensembleOptions.ts";
import type { EnsembleParts } from "./ensembleParts.ts";
import { loadFits, saveFits } from "./savedFits.ts";

/** All fits as one saved posterior, and the factors on the variance. */
export function saveEnsemble({
  options,
  compiled,
  fits,
  varianceFactors,
  notes,
}: EnsembleParts): SavedPosterior {
  const { values, tensors } = saveFits(fits);
  const factors = { shape: [varianceFactors.length], data: Float64Array.from(varianceFactors) };
  return {
    ...savedHead("deep-ensemble", options, compiled),
    values: { ...values, notes: JSON.stringify(notes) },
    tensors: { varianceFactors: factors, ...tensors },
  };
}

/** The parts that were saved. Throws a FormatError where they do not fit each other. */
export function loadEnsemble(saved: SavedPosterior): EnsembleParts {
  const compiled = loadCompiled(saved);
  const fits = loadFits(saved, "map", loadMap);
  const factors = savedTensor(saved, "varianceFactors", [compiled.model.targets]);
  if (factors.some((value) => !(value > 0))) throw broken("tensors.varianceFactors", "above 0", "others");
  return {
    options: checkEnsembleOptions(saved.options),
    compiled,
    fits,
    varianceFactors: [...factors],
    notes: savedList<Note>(saved, "notes"),
  };
}
