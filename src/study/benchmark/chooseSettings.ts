import type { Dataset } from "../../data/dataset.ts";
import { kFold } from "../../data/kFold.ts";
import { type Split, splitDataset } from "../../data/split.ts";
import { ArgumentError } from "../../errors/errors.ts";
import { asRegression } from "../../inference/asRegression.ts";
import type { Posterior } from "../../inference/method.ts";
import type { Rng } from "../../random/rng.ts";
import type { SettingChoice, Settings } from "./benchmarkSpec.ts";
import { fitConfigured, type Work } from "./fitConfigured.ts";
import { type Configured, gridSettings, withSettings } from "./settings.ts";

/** Settings that were tried, and how they did: a log evidence, or a mean log score per row of rows that were kept out. */
export interface TriedSettings {
  readonly settings: Settings;
  /** Null where it is not finite. */
  readonly score: number | null;
}

/** What was chosen inside a training part. */
export interface ChosenSettings {
  readonly settings: Settings;
  readonly tried: readonly TriedSettings[];
  /** The fit of the chosen settings to the whole training part, where there is one already. */
  readonly posterior?: Posterior;
}

/**
 * Chooses settings of a method by rows of the training part alone. All settings are judged with the same random numbers on the
 * same rows; of equals the first wins. A single combination is not tried.
 */
export async function chooseSettings(
  base: Configured,
  choice: SettingChoice | undefined,
  train: Dataset,
  rng: Rng,
  signal: AbortSignal | undefined,
  work: Work,
): Promise<ChosenSettings> {
  const candidates = gridSettings(choice?.grid ?? {});
  if (choice === undefined || candidates.length === 1) return { settings: candidates[0]!, tried: [] };
  const tried: TriedSettings[] = [];
  let best = 0;
  let found: Posterior | undefined;
  const parts = choice.by === "evidence" ? [] : partsOf(choice, train, rng);
  for (const [k, settings] of candidates.entries()) {
    const configured = withSettings(withSettings(base, choice.meanwhile), settings);
    const { score, posterior } =
      choice.by === "evidence"
        ? await byEvidence(configured, train, rng.fork("evidence"), signal, work)
        : { score: await byParts(configured, parts, rng, signal, work), posterior: undefined };
    tried.push({ settings, score: Number.isFinite(score) ? score : null });
    if (k === 0 || isBetter(tried[k]!.score, tried[best]!.score)) {
      best = k;
      found = choice.meanwhile === undefined ? posterior : undefined;
    }
  }
  return { settings: candidates[best]!, tried, ...(found === undefined ? {} : { posterior: found }) };
}

const isBetter = (score: number | null, best: number | null): boolean =>
  score !== null && (best === null || score > best);

function partsOf({ by, share, folds }: SettingChoice, train: Dataset, rng: Rng): readonly Split[] {
  return by === "validation"
    ? [splitDataset(train, { test: share ?? 0.2 }, rng.fork("validation"))]
    : kFold(train, folds ?? 5, rng.fork("folds"));
}

async function byEvidence(
  configured: Configured,
  train: Dataset,
  rng: Rng,
  signal: AbortSignal | undefined,
  work: Work,
): Promise<{ readonly score: number; readonly posterior: Posterior }> {
  const posterior = await fitConfigured(configured, train, rng, signal, work);
  if (posterior.logEvidence !== undefined) return { score: posterior.logEvidence, posterior };
  throw new ArgumentError({
    where: "benchmark",
    problem: `settings are chosen by the evidence, which ${configured.method.name} does not compute`,
    fix: 'Choose by "validation" or "cross-validation".',
  });
}

/** The mean log score over all rows that are kept out. */
async function byParts(
  configured: Configured,
  parts: readonly Split[],
  rng: Rng,
  signal: AbortSignal | undefined,
  work: Work,
): Promise<number> {
  let [sum, rows] = [0, 0];
  for (const [k, { train, test }] of parts.entries()) {
    const posterior = await fitConfigured(configured, train, rng.fork("candidate").fork(k), signal, work);
    const scores = asRegression(posterior).predict(test.x).logProb(test.y.data);
    for (const score of scores) sum += score;
    rows += scores.length;
  }
  return sum / rows;
}
