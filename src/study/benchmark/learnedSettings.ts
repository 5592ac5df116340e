import type { Posterior } from "../../inference/method.ts";
import type { Settings, SettingValue } from "./benchmarkSpec.ts";

/** What posteriors tell of hyper-parameters that they found themselves, by the names of their fields. */
const FIELDS = ["priorVariance", "noiseVariance", "rate", "varianceFactors", "logEvidence"] as const;

/** The hyper-parameters that a fit found itself: numbers and lists of numbers among its fields. */
export function learnedSettings(posterior: Posterior): Settings {
  const fields = posterior as unknown as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    FIELDS.flatMap((field) => {
      const value = fields[field];
      return isPlain(value) ? [[field, value as SettingValue] as const] : [];
    }),
  );
}

const isPlain = (value: unknown): boolean =>
  (typeof value === "number" && Number.isFinite(value)) || (Array.isArray(value) && value.every(isPlain));
