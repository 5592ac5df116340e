import { checkChoice, checkKeys, checkNumber } from "../../errors/checks.ts";
import { ArgumentError } from "../../errors/errors.ts";
import { checkModeTraining } from "../map/checkModeTraining.ts";
import type { MapOptions } from "../map/mapOptions.ts";

/** What of the generalised Gauss-Newton matrix is kept. */
export type LaplaceStructure = "full" | "diagonal" | "kronecker" | "last-layer";

/** Options of {@link laplace}. */
export interface LaplaceOptions {
  /**
   * "full" keeps the whole matrix; "kronecker" a product of two small matrices for every layer (Martens & Grosse 2015);
   * "diagonal" its diagonal; "last-layer" the whole matrix of the last layer, with the layers before it held fixed.
   * Default "full" up to 3,000 parameters, else "kronecker".
   */
  readonly structure?: LaplaceStructure;
  /**
   * "linearised": f(x) ~ N(f(x; mode), J Sigma J') with J the derivative of f at the mode. "sampled" puts draws of the
   * parameters into the network itself, where the curvature says nothing of them: known to be far too wide for networks
   * (Immer et al. 2021). Default "linearised".
   */
  readonly predictive?: "linearised" | "sampled";
  /**
   * The precision of the prior: "given" by the model; "evidence": the model's times one factor that maximises the Laplace
   * evidence; "evidence-by-layer": times one factor for each layer. The factors concern weights and biases alike and are
   * sought between 1e-4 and 1e4. Default "given".
   */
  readonly priorPrecision?: "given" | "evidence" | "evidence-by-layer";
  /**
   * Noise that the model asks to be learned: "evidence" multiplies what training found by one factor that maximises the
   * Laplace evidence; "trained" leaves it. Default "evidence".
   */
  readonly noise?: "trained" | "evidence";
  /**
   * When the evidence decides: "after" training, at the mode of the model as it was given, or "online": the mode is sought
   * again under what was chosen, `rounds` times in all; not by layer, and not of the last layer alone. Default "after".
   */
  readonly tuning?: "after" | "online";
  /** Trainings of tuning "online"; default 4. */
  readonly rounds?: number;
  /** How the mode is sought: options of `map`, but for those that change what is fitted (bagging, anchored). */
  readonly training?: Omit<MapOptions, "bagging" | "anchored">;
  /**
   * Iterations of L-BFGS over all rows, at most, that bring to the mode what was trained by mini-batches; not after early
   * stopping, nor in f32. Default 2000; 0 leaves what was trained.
   */
  readonly polish?: number;
  /** Draws that a prediction averages over, where it has no closed form. Default 500. */
  readonly draws?: number;
}

/** Options with everything checked and filled in but for what depends on the model. */
export interface CheckedLaplaceOptions extends Required<Omit<LaplaceOptions, "structure" | "rounds">> {
  readonly structure?: LaplaceStructure;
  /** Present for tuning "online". */
  readonly rounds?: number;
}

/** Every structure, for checks. */
export const STRUCTURES: readonly LaplaceStructure[] = ["full", "diagonal", "kronecker", "last-layer"];

const KEYS = [
  "structure",
  "predictive",
  "priorPrecision",
  "noise",
  "tuning",
  "rounds",
  "training",
  "polish",
  "draws",
];

/** Throws an ArgumentError that names what is wrong with the options. */
export function checkLaplaceOptions(options: LaplaceOptions): CheckedLaplaceOptions {
  const where = "laplace";
  checkKeys(where, options, KEYS);
  const { structure, rounds, training = {} } = options;
  const whole = { integer: true, min: 1 } as const;
  const tuning = checkChoice(where, "tuning", options.tuning ?? "after", ["after", "online"]);
  const checked = {
    ...(structure === undefined ? {} : { structure: checkChoice(where, "structure", structure, STRUCTURES) }),
    predictive: checkChoice(where, "predictive", options.predictive ?? "linearised", [
      "linearised",
      "sampled",
    ]),
    priorPrecision: checkChoice(where, "priorPrecision", options.priorPrecision ?? "given", [
      "given",
      "evidence",
      "evidence-by-layer",
    ]),
    noise: checkChoice(where, "noise", options.noise ?? "evidence", ["trained", "evidence"]),
    tuning,
    ...(tuning === "online" ? { rounds: checkNumber(where, "rounds", rounds ?? 4, whole) } : {}),
    training: checkModeTraining(training, "laplace: training"),
    polish: checkNumber(where, "polish", options.polish ?? 2000, { integer: true, min: 0 }),
    draws: checkNumber(where, "draws", options.draws ?? 500, whole),
  };
  if (tuning === "online") checkOnline(checked);
  else if (rounds !== undefined) {
    throw new ArgumentError({
      where,
      problem: 'rounds are for tuning "online", got tuning "after"',
      fix: 'Leave rounds out, or use tuning: "online".',
    });
  }
  return checked;
}

function checkOnline({ priorPrecision, noise, structure }: CheckedLaplaceOptions): void {
  const problem =
    structure === "last-layer"
      ? 'tuning "online" is for the evidence of all layers, got structure "last-layer"'
      : priorPrecision === "evidence-by-layer"
        ? 'tuning "online" is for one factor of the prior precision, got "evidence-by-layer"'
        : priorPrecision === "given" && noise === "trained"
          ? 'tuning "online" needs something to choose, got a given prior precision and trained noise'
          : undefined;
  if (problem === undefined) return;
  throw new ArgumentError({ where: "laplace", problem, fix: 'Use tuning: "after".' });
}
