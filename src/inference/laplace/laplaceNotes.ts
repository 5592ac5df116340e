import type { CompiledModel } from "../../model/compileModel.ts";
import { exp, log, logGamma } from "../../numeric/special.ts";
import type { Note } from "../method.ts";
import type { Chosen } from "./chooseByEvidence.ts";
import { isPolished } from "./findMode.ts";
import type { CheckedLaplaceOptions, LaplaceStructure } from "./laplaceOptions.ts";

/** What a fit has to say. */
export interface LaplaceNotes {
  readonly structure: LaplaceStructure;
  /** The notes of the training. */
  readonly notes: readonly Note[];
  /** From the mode, in standard deviations. */
  readonly distance: number;
  readonly chosen: Chosen;
  readonly tuned: { readonly prior: boolean; readonly noise: boolean };
}

/** Standard deviations from the mode beyond which it is said. */
const FAR = 1;

/** What was chosen for the user, and what a reader of the evidence and of the predictions should know. */
export function laplaceNotes(
  options: CheckedLaplaceOptions,
  compiled: CompiledModel,
  { structure, notes: trained, distance, chosen, tuned }: LaplaceNotes,
): readonly Note[] {
  const { predictive, tuning, rounds } = options;
  const how = trained.find(({ code }) => code === "settings")?.message ?? "";
  const polished = isPolished(options, compiled) ? " Then L-BFGS over all rows brought it to the mode." : "";
  const notes: Note[] = [
    {
      code: "settings",
      message: `Laplace approximation (${structure}) at the mode, ${predictive} predictions. The mode: ${how}${polished}`,
    },
    ...trained.filter(({ code }) => code !== "settings"),
  ];
  if (tuned.prior || tuned.noise) {
    const when =
      tuning === "online"
        ? `in ${rounds} rounds of training`
        : "at the mode of the model as it was given, which was kept";
    notes.push({ code: "evidence", message: `The evidence chose ${words(chosen, tuned)} ${when}.` });
  }
  if (chosen.atBound) {
    notes.push({
      code: "boundary",
      message: "The evidence still rises at an end of the range of factors: it has no maximum inside.",
    });
  }
  if (distance > FAR) {
    notes.push({
      code: "not-a-mode",
      message: `Training ended away from a mode: a Newton step would move the parameters by ${distance.toPrecision(3)} standard deviations. Train or polish longer, and not with early stopping.`,
    });
  }
  if (predictive === "sampled") {
    notes.push({
      code: "sampled",
      message:
        "Draws of the parameters were put into the network itself: far from the mode the curvature says nothing of them, and for networks the bands are usually much too wide. Linearised predictions avoid that.",
    });
  }
  return [...notes, ...evidenceNotes(compiled, structure)];
}

function words(
  { at }: Chosen,
  { prior, noise }: { readonly prior: boolean; readonly noise: boolean },
): string {
  const say = (value: number) => exp(value).toPrecision(3);
  const factors = [...new Set(at.logPrior.map(say))].length === 1 ? [at.logPrior[0]!] : at.logPrior;
  return [
    ...(prior ? [`prior precision x ${factors.map(say).join(", ")}`] : []),
    ...(noise ? [`noise x ${say(at.logNoise)}`] : []),
  ].join(" and ");
}

/** What the evidence of a network is not. */
function evidenceNotes({ form }: CompiledModel, structure: LaplaceStructure): readonly Note[] {
  if (form.linear) return [];
  if (structure === "last-layer") {
    return [
      {
        code: "last-layer",
        message:
          "The layers before the last are held at their mode: the evidence is that of the last layer, given them.",
      },
    ];
  }
  if (form.residual) return [];
  const nats = form.activation.reduce((sum, name, l) => {
    const units = form.layers[l + 1]!;
    // Odd functions: the signs of all weights of a unit may be flipped.
    const odd = name === "tanh" || name === "sin";
    return sum + logGamma(units + 1) + (odd ? units * log(2) : 0);
  }, 0);
  return [
    {
      code: "one-mode",
      message: `The evidence is that of one mode. Units can be exchanged${form.activation.some((name) => name === "tanh" || name === "sin") ? " and their signs flipped" : ""} without changing the network: so many equal modes, where they lie apart, add ${nats.toFixed(1)} nats. That is the same for every prior variance but not for every width: add it when widths are compared.`,
    },
  ];
}
