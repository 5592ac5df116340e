import type { Dataset } from "../../data/dataset.ts";
import { checkMemory } from "../../model/memory.ts";
import type { Model, Outcome } from "../../model/model.ts";
import { runName } from "../checkpoint.ts";
import { fitParts } from "../fitParts.ts";
import type { InferenceMethod, Note, Run } from "../method.ts";
import { prepare } from "../prepare.ts";
import { loadSwag, swag } from "../swag/swag.ts";
import type { SwagPosterior } from "../swag/swagPosterior.ts";
import { checkCombinable } from "./combinationRule.ts";
import { firstSettings, memberNotes } from "./memberNotes.ts";
import { memberParts } from "./memberParts.ts";
import {
  type CheckedMultiSwagOptions,
  checkMultiSwagOptions,
  type MultiSwagOptions,
  memberFit,
} from "./multiSwagOptions.ts";
import { type MultiSwagPosterior, multiSwagPosterior } from "./multiSwagPosterior.ts";
import { checkVariable } from "./variation.ts";

/** Multi-SWAG with its options bound. */
export interface MultiSwagMethod extends InferenceMethod<CheckedMultiSwagOptions> {
  fit<O extends Outcome>(model: Model<O>, data: Dataset, run: Run): Promise<MultiSwagPosterior<O>>;
}

/**
 * Multi-SWAG (Wilson & Izmailov 2020): an ensemble whose members are SWAG posteriors N(m_k, C_k) instead of points,
 *   p(y | x) = (1/M) sum_k E[p(y | x, w)],  w ~ N(m_k, C_k),
 * so that it knows of several modes and of the width of each. Its variance is the mean of the members' variances plus the
 * variance of their means. Member k is the fit by `swag` with random numbers from the path "member", k of the run, so that
 * members can be fitted on any thread; all weigh the same, however probable their modes are.
 *
 * Throws an ArgumentError for absurd options when it is made; from `fit` what `swag` throws, and an ArgumentError for options
 * that do not fit the model.
 */
export function multiSwag(options: MultiSwagOptions = {}): MultiSwagMethod {
  const checked = checkMultiSwagOptions(options);
  return {
    name: "multi-swag",
    options: Object.freeze(checked),
    fit: (model, data, run) => fitMultiSwag(checked, model, data, run),
  };
}

const WHERE = "multiSwag";

async function fitMultiSwag<O extends Outcome>(
  options: CheckedMultiSwagOptions,
  model: Model<O>,
  data: Dataset,
  run: Run,
): Promise<MultiSwagPosterior<O>> {
  run.signal?.throwIfAborted();
  const { compiled } = prepare(WHERE, model, data);
  // Of every member mean, variances and deviations are kept.
  const { members: count, rank, combine, variations } = options;
  const what = `${count} normal distributions of ${compiled.size} parameters`;
  checkMemory(WHERE, 8 * count * (rank + 2) * compiled.size, what, "Use fewer members or a smaller rank.");
  checkCombinable(WHERE, combine, model);
  checkVariable(WHERE, variations, model);
  const parts = memberParts(count, (k) => memberFit(options, k), model, data);
  const members = await fitParts<SwagPosterior>(parts, run, {
    name: runName("multi-swag", options, model, run.rng.path, data),
    fit: (part, of) => swag(part.method.options).fit(part.model, part.data, of),
    load: ({ posterior }) => loadSwag(posterior),
  });
  return multiSwagPosterior<O>({ options, compiled, members, notes: notesOn(options, members) });
}

/** What was chosen for the user, and what the members had to say. */
function notesOn(
  { members, variations, combine }: CheckedMultiSwagOptions,
  fits: readonly SwagPosterior[],
): readonly Note[] {
  const kinds = variations.length === 0 ? "" : ` of ${variations.length} kinds in turn`;
  const message = `${members} SWAG posteriors${kinds}, combined by ${combine}. The first: ${firstSettings(fits)}`;
  return [{ code: "settings", message }, ...memberNotes(fits)];
}
