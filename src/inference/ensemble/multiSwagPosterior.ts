import type { CompiledModel } from "../../model/compileModel.ts";
import { checkMemory } from "../../model/memory.ts";
import type { Outcome } from "../../model/model.ts";
import type { Matrix } from "../../numeric/matrix.ts";
import { stackDraws } from "../chains/stackDraws.ts";
import { broken } from "../checkSaved.ts";
import { loadCompiled } from "../loadBank.ts";
import type { Note, Posterior } from "../method.ts";
import { savedList } from "../savedFields.ts";
import { savedHead } from "../savedHead.ts";
import type { SavedPosterior } from "../savedPosterior.ts";
import { loadSwag } from "../swag/swag.ts";
import type { SwagPosterior } from "../swag/swagPosterior.ts";
import { combineMembers } from "./combineMembers.ts";
import { type CheckedMultiSwagOptions, checkMultiSwagOptions } from "./multiSwagOptions.ts";
import { loadFits, saveFits } from "./savedFits.ts";

/** The mixture, with equal weights, of SWAG posteriors that were found independently. */
export interface MultiSwagPosterior<O extends Outcome = Outcome> extends Posterior<O> {
  readonly method: "multi-swag";
  readonly members: readonly SwagPosterior<O>[];
}

/** What the posterior consists of. */
export interface MultiSwagParts {
  readonly options: CheckedMultiSwagOptions;
  /** The model; that of a member may have another variance of its prior. */
  readonly compiled: CompiledModel;
  readonly members: readonly SwagPosterior[];
  readonly notes: readonly Note[];
}

/** The posterior of its parts. */
export function multiSwagPosterior<O extends Outcome>(parts: MultiSwagParts): MultiSwagPosterior<O> {
  const { options, compiled, members, notes } = parts;
  const { model, scaler, size } = compiled;
  let bank: Matrix | undefined;

  /** The draws of all members, as many of each. */
  function stackBanks(): Matrix {
    const what = `${options.draws} draws of ${size} parameters`;
    checkMemory("predict", 2 * 8 * options.draws * size, what, "Use fewer draws.");
    return stackDraws(
      members.map((member) => ({ draws: member.predictiveDraws() })),
      size,
    );
  }

  return {
    method: "multi-swag",
    model,
    scaler,
    size,
    notes,
    members: members as readonly SwagPosterior<O>[],
    sample(rng, out) {
      const k = members.length === 1 ? 0 : Math.floor(rng.uniform() * members.length);
      return members[k]!.sample(rng, out);
    },
    predict: (x) => combineMembers<O>(options.combine, compiled, (bank ??= stackBanks()), x),
    save: () => saveMultiSwag(parts),
  };
}

function saveMultiSwag({ options, compiled, members, notes }: MultiSwagParts): SavedPosterior {
  const { values, tensors } = saveFits(members);
  return {
    ...savedHead("multi-swag", options, compiled),
    values: { ...values, notes: JSON.stringify(notes) },
    tensors,
  };
}

/** The posterior that was saved. Throws a FormatError where its parts do not fit each other. */
export function loadMultiSwag(saved: SavedPosterior): MultiSwagPosterior {
  const options = checkMultiSwagOptions(saved.options);
  const members = loadFits(saved, "swag", loadSwag);
  if (members.length !== options.members) {
    throw broken("values.fits", String(options.members), String(members.length));
  }
  return multiSwagPosterior({
    options,
    compiled: loadCompiled(saved),
    members,
    notes: savedList<Note>(saved, "notes"),
  });
}
