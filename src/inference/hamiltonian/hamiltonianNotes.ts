import { powerNotes } from "../chains/powerNotes.ts";
import { rangeText } from "../chains/rangeText.ts";
import type { Note } from "../method.ts";
import type { SettledOptions } from "./hamiltonianOptions.ts";
import { divergencesOf, energyFractions, type IterationStatistics } from "./iterationStatistics.ts";

/** How a run turned out, beside its options. */
export interface HamiltonianRun {
  readonly title: string;
  readonly draws: number;
  readonly stepSizes: Float64Array;
  readonly statistics: IterationStatistics;
  /** Doublings of a trajectory at most, where it has any. */
  readonly maxDepth?: number;
}

/** Below this E-BFMI chains may not have seen the tails (as in Stan). */
const LEAST_FRACTION = 0.3;

/** What was chosen for the user, and what the iterations say about the result. */
export function hamiltonianNotes(
  { chains, warmUp, metric, stepSize, likelihoodPower }: SettledOptions,
  { title, draws, stepSizes, statistics, maxDepth }: HamiltonianRun,
): Note[] {
  const { acceptances, leapfrogs, depths } = statistics;
  const iterations = acceptances.length;
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / iterations;
  const divergences = divergencesOf(statistics);
  const notes: Note[] = [
    {
      code: "settings",
      message: [
        `${chains} ${chains === 1 ? "chain" : "chains"} of ${warmUp} + ${iterations / chains} iterations of ${title}`,
        `${metric} metric`,
        `${stepSize === undefined ? "" : "given "}step size ${rangeText(stepSizes)}`,
        `mean acceptance ${mean(acceptances).toFixed(2)}`,
        `${mean(leapfrogs).toFixed(1)} leapfrog steps per iteration`,
        `${draws} draws kept.`,
      ].join(", "),
    },
    ...powerNotes(likelihoodPower),
  ];
  if (divergences > 0) {
    notes.push({
      code: "divergences",
      message: `${divergences} of ${iterations} iterations diverged: where the posterior is too curved for the step size, draws may be missing. A higher acceptance, such as 0.95, makes steps shorter.`,
    });
  }
  const fractions = energyFractions(statistics, chains);
  const lowest = fractions.reduce((least, value) => (value < least ? value : least), 1);
  if (lowest < LEAST_FRACTION) {
    notes.push({
      code: "energy",
      message: `The energy changes too little between iterations (E-BFMI down to ${lowest.toFixed(2)}, wanted: at least ${LEAST_FRACTION}): the tails of the posterior may not have been reached. More warm-up, or another parameterisation, helps.`,
    });
  }
  const full = depths.reduce((sum, depth) => sum + (depth === maxDepth ? 1 : 0), 0);
  if (maxDepth !== undefined && full > 0) {
    notes.push({
      code: "tree-depth",
      message: `${full} of ${iterations} trajectories ended at their largest depth ${maxDepth} before they turned: draws are right, but cost more than they need to.`,
    });
  }
  return notes;
}
