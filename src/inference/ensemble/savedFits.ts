import type { ModelSpec } from "../../model/spec.ts";
import { broken } from "../checkSaved.ts";
import type { Posterior } from "../method.ts";
import { arraysNamed, nameArrays } from "../namedArrays.ts";
import { savedCount, savedText } from "../savedFields.ts";
import type { SavedPosterior } from "../savedPosterior.ts";

/** Of a fit, what it does not share with the others: its arrays stand under its own name beside it. */
interface SavedFit {
  readonly options: SavedPosterior["options"];
  readonly prior: ModelSpec["prior"];
  readonly values: SavedPosterior["values"];
}

const nameOf = (k: number): string => `member ${k}`;

/** Fits of one method to one model but for its prior: how many there are, and the arrays of each as "member k/...". */
export function saveFits(fits: readonly Posterior[]): Pick<SavedPosterior, "values" | "tensors"> {
  const saved = fits.map((fit) => fit.save());
  const rest = saved.map((fit, k) => {
    const own: SavedFit = { options: fit.options, prior: fit.model.prior, values: fit.values };
    return [nameOf(k), JSON.stringify(own)] as const;
  });
  return {
    values: { ...Object.fromEntries(rest), fits: fits.length },
    tensors: Object.assign({}, ...saved.map((fit, k) => nameArrays(nameOf(k), fit.tensors))),
  };
}

/** The fits that {@link saveFits} put together, of that method. Throws a FormatError where one is missing. */
export function loadFits<P>(saved: SavedPosterior, method: string, load: (saved: SavedPosterior) => P): P[] {
  const count = savedCount(saved, "fits");
  if (count === 0) throw broken("values.fits", "above 0", "0");
  const fits: P[] = [];
  // One by one: a count that is not true ends at the first that is missing.
  for (let k = 0; k < count; k++) {
    const { options, prior, values } = readFit(saved, nameOf(k));
    const tensors = arraysNamed(nameOf(k), saved.tensors);
    fits.push(load({ ...saved, method, options, model: { ...saved.model, prior }, values, tensors }));
  }
  return fits;
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
