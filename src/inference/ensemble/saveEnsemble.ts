import type { ModelSpec } from "../../model/spec.ts";
import { broken } from "../checkSaved.ts";
import { loadCompiled } from "../loadBank.ts";
import { loadMap } from "../map/mapPosterior.ts";
import type { Note } from "../method.ts";
import { arraysNamed, nameArrays } from "../namedArrays.ts";
import { savedCount, savedList, savedTensor, savedText } from "../savedFields.ts";
import { savedHead } from "../savedHead.ts";
import type { SavedPosterior } from "../savedPosterior.ts";
import { checkEnsembleOptions } from "./ensembleOptions.ts";
import type { EnsembleParts } from "./ensembleParts.ts";

/** Of a fit, what it does not share with the others: its arrays stand under its own name beside it. */
interface SavedFit {
  readonly options: SavedPosterior["options"];
  readonly prior: ModelSpec["prior"];
  readonly values: SavedPosterior["values"];
}

const nameOf = (k: number): string => `member ${k}`;

/** All fits as one saved posterior: what they share once, the arrays of each as "member k/...". */
export function saveEnsemble({
  options,
  compiled,
  fits,
  varianceFactors,
  notes,
}: EnsembleParts): SavedPosterior {
  const saved = fits.map((fit) => fit.save());
  const rest = saved.map((fit, k) => {
    const own: SavedFit = { options: fit.options, prior: fit.model.prior, values: fit.values };
    return [nameOf(k), JSON.stringify(own)] as const;
  });
  const factors = { shape: [varianceFactors.length], data: Float64Array.from(varianceFactors) };
  return {
    ...savedHead("deep-ensemble", options, compiled),
    values: { ...Object.fromEntries(rest), fits: fits.length, notes: JSON.stringify(notes) },
    tensors: Object.assign(
      { varianceFactors: factors },
      ...saved.map((fit, k) => nameArrays(nameOf(k), fit.tensors)),
    ),
  };
}

/** The parts that were saved. Throws a FormatError where they do not fit each other. */
export function loadEnsemble(saved: SavedPosterior): EnsembleParts {
  const compiled = loadCompiled(saved);
  const count = savedCount(saved, "fits");
  if (count === 0) throw broken("values.fits", "above 0", "0");
  const fits = [];
  // One by one: a count that is not true ends at the first that is missing.
  for (let k = 0; k < count; k++) {
    const { options, prior, values } = readFit(saved, nameOf(k));
    const tensors = arraysNamed(nameOf(k), saved.tensors);
    fits.push(
      loadMap({ ...saved, method: "map", options, model: { ...saved.model, prior }, values, tensors }),
    );
  }
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

function readFit(saved: SavedPosterior, name: string): SavedFit {
  let found: Partial<SavedFit> | undefined;
  try {
    found = JSON.parse(savedText(saved, name));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  const { options, prior, values } = found ?? {};
  if ([options, prior, values].every((part) => typeof part === "object" && part !== null)) {
    return { options, prior, values } as SavedFit;
  }
  throw broken(`values.${name}`, "an object { options, prior, values } as JSON", "others");
}
