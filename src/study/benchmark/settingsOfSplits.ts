import { sampleQuantile } from "../../diagnostics/sampleQuantile.ts";
import type { BenchmarkFit } from "./benchmarkResult.ts";
import type { Settings } from "./benchmarkSpec.ts";

/** Settings, and on how many splits they were chosen. */
export interface SettingsCount {
  readonly settings: Settings;
  readonly splits: number;
}

/** The settings of splits, the most frequent first; none of splits without. */
export function countSettings(all: readonly Settings[]): readonly SettingsCount[] {
  const counts = new Map<string, { readonly settings: Settings; splits: number }>();
  for (const settings of all) {
    if (Object.keys(settings).length === 0) continue;
    const key = JSON.stringify(settings);
    const entry = counts.get(key) ?? { settings, splits: 0 };
    entry.splits += 1;
    counts.set(key, entry);
  }
  return [...counts.values()].sort((a, b) => b.splits - a.splits);
}

/** The value of each setting that was chosen on most splits, whatever the others were. */
export function mostFrequentValues(counts: readonly SettingsCount[]): readonly SettingsCount[] {
  const places = [...new Set(counts.flatMap(({ settings }) => Object.keys(settings)))];
  return places.map((place) => {
    const each = counts.flatMap(({ settings, splits }) =>
      place in settings ? new Array<Settings>(splits).fill({ [place]: settings[place]! }) : [],
    );
    return countSettings(each)[0]!;
  });
}

/**
 * Medians over splits of the numbers that the fits found themselves, and of the factor that recalibrates their variances, as
 * `varianceFactor`.
 */
export function medianOfLearned(fits: readonly BenchmarkFit[]): Readonly<Record<string, number>> {
  const values = new Map<string, number[]>();
  for (const { learned, inside } of fits) {
    const recalibration = inside?.recalibration;
    const factor = recalibration?.kind === "variance-scaling" ? recalibration.factors[0] : undefined;
    for (const [name, value] of Object.entries({ ...learned, varianceFactor: factor })) {
      if (typeof value === "number") values.set(name, [...(values.get(name) ?? []), value]);
    }
  }
  return Object.fromEntries(
    [...values].map(([name, list]) => [name, sampleQuantile(Float64Array.from(list).sort(), 0.5)]),
  );
}
