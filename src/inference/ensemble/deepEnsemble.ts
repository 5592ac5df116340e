import type { Dataset } from "../../data/dataset.ts";
import type { CompiledModel } from "../../model/compileModel.ts";
import type { Model, Outcome } from "../../model/model.ts";
import { runName } from "../checkpoint.ts";
import { fitParts } from "../fitParts.ts";
import { map } from "../map/map.ts";
import { loadMap, type MapPosterior } from "../map/mapPosterior.ts";
import type { InferenceMethod, Note, Posterior, Run } from "../method.ts";
import { prepare } from "../prepare.ts";
import type { SavedPosterior } from "../savedPosterior.ts";
import { checkEnsembleModel } from "./ensembleModel.ts";
import {
  type CheckedEnsembleOptions,
  checkEnsembleOptions,
  type DeepEnsembleOptions,
  memberFit,
} from "./ensembleOptions.ts";
import { type DeepEnsemblePosterior, ensemblePosterior, membersOf } from "./ensemblePosterior.ts";
import { firstSettings, memberNotes } from "./memberNotes.ts";
import { memberParts } from "./memberParts.ts";
import { type OutOfBag, outOfBag } from "./outOfBag.ts";
import { loadEnsemble } from "./saveEnsemble.ts";

/** Ensembles with their options bound. */
export interface DeepEnsembleMethod extends InferenceMethod<CheckedEnsembleOptions> {
  fit<O extends Outcome>(model: Model<O>, data: Dataset, run: Run): Promise<DeepEnsemblePosterior<O>>;
}

/**
 * A deep ensemble (Lakshminarayanan et al. 2017; section 9.3.2 of Prince, Understanding Deep Learning): networks trained
 * independently from different starts, batches and rows, whose predictions are averaged:
 *   p(y | x) = (1/M) sum_m p(y | x, w_m).
 * Member k takes its random numbers from the path "member", k of the run, so that members can be trained on any thread.
 * In general it is no sample of the posterior; anchored members of a linear model with normal prior and noise are.
 *
 * Throws an ArgumentError for absurd options when it is made; from `fit` what `map` throws, an ArgumentError for options
 * that do not fit the model, and a DataError where there is nothing to calibrate by.
 */
export function deepEnsemble(options: DeepEnsembleOptions = {}): DeepEnsembleMethod {
  const checked = checkEnsembleOptions(options);
  return {
    name: "deep-ensemble",
    options: Object.freeze(checked),
    fit: (model, data, run) => fitEnsemble(checked, model, data, run),
  };
}

const WHERE = "deepEnsemble";

async function fitEnsemble<O extends Outcome>(
  options: CheckedEnsembleOptions,
  model: Model<O>,
  data: Dataset,
  run: Run,
): Promise<DeepEnsemblePosterior<O>> {
  run.signal?.throwIfAborted();
  const { compiled } = prepare(WHERE, model, data);
  checkEnsembleModel(options, compiled, data);
  // One fit for each member, or one for all snapshots.
  const parts = memberParts(options.members ?? 1, (k) => memberFit(options, k), model, data);
  const fits = await fitParts<MapPosterior>(parts, run, {
    name: runName("deep-ensemble", options, model, run.rng.path, data),
    fit: (part, of) => map(part.method.options).fit(part.model, part.data, of),
    load: ({ posterior }) => loadMap(posterior),
  });
  const calibration = options.calibration === "none" ? undefined : calibrate(fits, data);
  const varianceFactors = calibration?.factors ?? new Array<number>(model.targets).fill(1);
  const members = membersOf(compiled, fits).length;
  return ensemblePosterior<O>({
    options,
    compiled,
    fits,
    varianceFactors,
    notes: notesOn(options, compiled, fits, members, calibration),
  });
}

function calibrate(fits: readonly MapPosterior[], data: Dataset): OutOfBag {
  return outOfBag(
    fits.map((fit) => ({ posterior: fit as Posterior as Posterior<"regression">, heldOut: fit.heldOut })),
    data,
  );
}

/** What was chosen for the user, and what the members had to say. */
function notesOn(
  options: CheckedEnsembleOptions,
  { form }: CompiledModel,
  fits: readonly MapPosterior[],
  members: number,
  calibration: OutOfBag | undefined,
): readonly Note[] {
  const { combine, bagging, anchored, snapshots, variations } = options;
  const how = [
    snapshots === undefined ? [] : ["snapshots of one run"],
    bagging ? ["each on rows drawn with replacement"] : [],
    anchored === false ? [] : ["each anchored at a draw from the prior"],
    variations.length === 0 ? [] : [`of ${variations.length} kinds in turn`],
  ].flat();
  const notes: Note[] = [
    {
      code: "settings",
      message: `${[`${members} members`, ...how].join(", ")}, combined by ${combine}. The first: ${firstSettings(fits)}`,
    },
  ];
  if (calibration !== undefined) {
    const factors = calibration.factors.map((value) => value.toPrecision(3)).join(", ");
    notes.push({
      code: "calibration",
      message: `The predictive variance was multiplied by ${factors}, judged by ${calibration.rows} rows that ${calibration.members.toFixed(1)} of ${members} members on average were not trained on.`,
    });
  }
  const alike = form.linear && !bagging && anchored === false && snapshots === undefined;
  if (alike && fits.every(({ heldOut }) => heldOut.length === 0) && variations.length === 0) {
    notes.push({
      code: "no-spread",
      message:
        "The model is linear in its parameters and has one mode, which all members find: use `anchored` or `bagging`.",
    });
  }
  return [...notes, ...memberNotes(fits)];
}

/** The ensemble that was saved. Throws a FormatError where its parts do not fit each other. */
export function loadDeepEnsemble(saved: SavedPosterior): DeepEnsemblePosterior {
  return ensemblePosterior(loadEnsemble(saved));
}
