import { checkChoice, checkFlag, checkKeys, checkNumber } from "../../errors/checks.ts";
import { ArgumentError } from "../../errors/errors.ts";
import { checkSchedule, type Schedule } from "../parts/schedule.ts";
import type { FamilySpec } from "./family.ts";

/** Options of {@link bayesByBackprop}. */
export interface VariationalOptions {
  /** A name, or a name with its numbers; "low-rank" has rank 10 unless it says another. Default "factorised". */
  readonly family?: FamilySpec | FamilySpec["kind"];
  /**
   * How the expected loss is estimated: "reparameterisation" draws parameters; "local" (Kingma et al. 2015) and "flipout"
   * (Wen et al. 2018) give every row noise of its own, for the factorised family. Default "reparameterisation".
   */
  readonly estimator?: "reparameterisation" | "local" | "flipout";
  /** Draws per step. Default 8. */
  readonly samples?: number;
  /** Whether draws come in pairs with opposite noise, which cancels part of their error. Default true. */
  readonly antithetic?: boolean;
  /** Default 8,000 for the factorised family, 30,000 for the others, whose covariances take longer to find. */
  readonly steps?: number;
  /** Learning rate of Adam, in units of the prior's scales. Default 0.01. */
  readonly rate?: number;
  /** Default "cosine". */
  readonly schedule?: Schedule | Schedule["kind"];
  /** Rows per step. Default: all up to 512, else 128. */
  readonly batch?: number;
  /** Standard deviation of q at the start, as a part of the prior's. Default 0.15. */
  readonly initialSpread?: number;
  /** The likelihood and the prior to the power 1/T: below 1 a cold posterior. Default 1. */
  readonly temperature?: number;
  /** Posterior draws that a prediction averages over, where it has no closed form. Default 500. */
  readonly draws?: number;
}

/** Options with everything checked and filled in but for what depends on the data. */
export interface CheckedVariationalOptions
  extends Required<Omit<VariationalOptions, "family" | "schedule" | "batch">> {
  readonly family: FamilySpec;
  readonly schedule: Schedule;
  readonly batch?: number;
}

const KEYS = [
  "family",
  "estimator",
  "samples",
  "antithetic",
  "steps",
  "rate",
  "schedule",
  "batch",
  "initialSpread",
  "temperature",
  "draws",
];

/** Throws an ArgumentError that names what is wrong with the options. */
export function checkVariationalOptions(options: VariationalOptions): CheckedVariationalOptions {
  const where = "bayesByBackprop";
  checkKeys(where, options, KEYS);
  const whole = { integer: true, min: 1 } as const;
  const number = (name: "samples" | "steps" | "batch" | "draws", otherwise: number) =>
    checkNumber(where, name, options[name] ?? otherwise, whole);
  const family = checkFamily(where, options.family ?? "factorised");
  const estimator = checkChoice(where, "estimator", options.estimator ?? "reparameterisation", [
    "reparameterisation",
    "local",
    "flipout",
  ]);
  if (estimator !== "reparameterisation" && family.kind !== "factorised") {
    throw new ArgumentError({
      where,
      problem: `the estimator "${estimator}" needs the factorised family, got "${family.kind}"`,
      fix: 'Use estimator "reparameterisation".',
    });
  }
  return {
    family,
    estimator,
    samples: number("samples", 8),
    antithetic: checkFlag(where, "antithetic", options.antithetic ?? true),
    steps: number("steps", family.kind === "factorised" ? 8000 : 30_000),
    rate: checkNumber(where, "rate", options.rate ?? 0.01, { above: 0 }),
    schedule: checkSchedule(where, options.schedule ?? "cosine"),
    ...(options.batch === undefined ? {} : { batch: number("batch", 1) }),
    initialSpread: checkNumber(where, "initialSpread", options.initialSpread ?? 0.15, { above: 0 }),
    temperature: checkNumber(where, "temperature", options.temperature ?? 1, { above: 0 }),
    draws: number("draws", 500),
  };
}

function checkFamily(where: string, given: FamilySpec | FamilySpec["kind"]): FamilySpec {
  const spec = typeof given === "string" ? { kind: given } : given;
  const part = `${where}: family`;
  const kind = checkChoice(part, "kind", spec.kind, ["factorised", "low-rank", "full"]);
  checkKeys(part, spec, kind === "low-rank" ? ["kind", "rank"] : ["kind"]);
  if (kind !== "low-rank") return { kind };
  const rank = checkNumber(part, "rank", "rank" in spec ? spec.rank : 10, {
    integer: true,
    min: 1,
    max: 100,
  });
  return { kind, rank };
}

/** Draws of a step: antithetic ones come in pairs. */
export function samplesPerStep({ samples, antithetic }: CheckedVariationalOptions): number {
  return antithetic ? 2 * Math.ceil(samples / 2) : samples;
}
