import type { Dataset } from "../../data/dataset.ts";
import { kFold } from "../../data/kFold.ts";
import { type Split, splitDataset } from "../../data/split.ts";
import { ArgumentError } from "../../errors/errors.ts";
import { asRegression } from "../../inference/asRegression.ts";
import type { Posterior } from "../../inference/method.ts";
import type { Rng } from "../../random/rng.ts";
import type { SettingChoice, Settings } from "./benchmarkSpec.ts";
import { fitConfigured, type Work } from "./fitConfigured.ts";
import { type InsideJudgement, meanOfFolds } from "./judgeInside.ts";
import { type Configured, gridSettings, searchRounds, withSettings } from "./settings.ts";

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
  /** The judgement of the chosen settings by folds, where there is one already. */
  readonly inside?: InsideJudgement;
}

/** A score of settings, and what was computed for it that need not be computed again. */
interface Candidate {
  readonly score: number | null;
  readonly computed?: Pick<ChosenSettings, "posterior" | "inside">;
}

/**
 * Chooses settings of a method by rows of the training part alone. All settings are judged with the same random numbers on the
 * same rows; of equals the first wins. A single combination is not tried. `judge` is the judgement inside, where the benchmark
 * asks for one.
 */
export async function chooseSettings(
  base: Configured,
  choice: SettingChoice | undefined,
  judge: ((configured: Configured) => Promise<InsideJudgement>) | undefined,
  train: Dataset,
  rng: Rng,
  signal: AbortSignal | undefined,
  work: Work,
): Promise<ChosenSettings> {
  if (choice === undefined) return { settings: {}, tried: [] };
  if (Object.values(choice.grid).every((values) => values.length === 1)) {
    return { settings: gridSettings(choice.grid)[0]!, tried: [] };
  }
  const score = scorerOf(choice, judge, train, rng, signal, work);
  const tried: TriedSettings[] = [];
  let best: ({ readonly settings: Settings } & Candidate) | undefined;
  for (const round of searchRounds(choice)) {
    for (const settings of round(best?.settings ?? {})) {
      const found = await score(withSettings(withSettings(base, choice.meanwhile), settings));
      tried.push({ settings, score: found.score });
      if (best === undefined || isBetter(found.score, best.score)) best = { settings, ...found };
    }
  }
  const { settings, computed } = best!;
  return { settings, tried, ...(choice.meanwhile === undefined ? computed : {}) };
}

const finite = (score: number): number | null => (Number.isFinite(score) ? score : null);

const isBetter = (score: number | null, best: number | null): boolean =>
  score !== null && (best === null || score > best);

/** How settings are scored. What it needs for all of them, such as the rows that are kept out, is made once. */
function scorerOf(
  choice: SettingChoice,
  judge: ((configured: Configured) => Promise<InsideJudgement>) | undefined,
  train: Dataset,
  rng: Rng,
  signal: AbortSignal | undefined,
  work: Work,
): (configured: Configured) => Promise<Candidate> {
  switch (choice.by) {
    case "evidence":
      return (configured) => byEvidence(configured, train, rng.fork("evidence"), signal, work);
    case "inside":
      return async (configured) => {
        const inside = await judge!(configured);
        return { score: meanOfFolds(inside.folds), computed: { inside } };
      };
    case "validation":
    case "cross-validation": {
      const parts = partsOf(choice, train, rng);
      return (configured) => byParts(configured, parts, rng, signal, work);
    }
  }
}

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
): Promise<Candidate> {
  const posterior = await fitConfigured(configured, train, rng, signal, work);
  if (posterior.logEvidence !== undefined)
    return { score: finite(posterior.logEvidence), computed: { posterior } };
  throw new ArgumentError({
    where: "benchmark",
    problem: `settings are chosen by the evidence, which ${configured.method.name} does not compute`,
    fix: 'Choose by "inside", "validation" or "cross-validation".',
  });
}

/** The mean log score over all rows that are kept out. */
async function byParts(
  configured: Configured,
  parts: readonly Split[],
  rng: Rng,
  signal: AbortSignal | undefined,
  work: Work,
): Promise<Candidate> {
  let [sum, rows] = [0, 0];
  for (const [k, { train, test }] of parts.entries()) {
    const posterior = await fitConfigured(configured, train, rng.fork("candidate").fork(k), signal, work);
    const scores = asRegression(posterior).predict(test.x).logProb(test.y.data);
    for (const score of scores) sum += score;
    rows += scores.length;
  }
  return { score: finite(sum / rows) };
}
