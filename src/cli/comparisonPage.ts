import type { FittedCandidate } from "../study/fitCandidates.ts";
import type { MethodComparison } from "../study/methodComparison.ts";
import type { Candidate } from "../study/scoreSplits.ts";
import type { CompareFlags } from "./compareFlags.ts";
import type { Context } from "./context.ts";
import { type ComparedOn, splitWords } from "./describeComparison.ts";
import { speakingOf } from "./errorText.ts";
import { runRng } from "./fitModel.ts";
import type { LoadedData } from "./loadData.ts";
import { pageTitle, provenanceOf } from "./page.ts";
import { writeReport } from "./writeReport.ts";

/** What the page of a comparison is made from. */
export interface ComparisonPageParts {
  readonly data: LoadedData;
  readonly comparison: MethodComparison;
  readonly fitted: readonly FittedCandidate[];
  readonly candidates: readonly Candidate[];
  readonly on: ComparedOn;
  readonly seed: string;
}

/** Writes the page of a comparison, and gives the names of the files. */
export async function writeComparison(
  out: string,
  { data, comparison, fitted, candidates, on, seed }: ComparisonPageParts,
  flags: CompareFlags,
  context: Context,
): Promise<string[]> {
  const { methodComparisonReport } = await import("../report/model/methodComparisonReport.ts");
  const content = await speakingOf(data.name, () =>
    methodComparisonReport({
      title: `${pageTitle(data)}, ${candidates.length} methods`,
      comparison,
      data: data.dataset,
      splits: splitWords(on),
      fitted,
      rng: runRng(seed).fork("page"),
      provenance: provenanceOf(data, seed, context, {
        data: data.dataset.encoding,
        splits: on,
        candidates,
      }),
    }),
  );
  const extras = { metrics: { splits: on, comparison }, run: { workers: flags.workers ?? 1 } };
  return writeReport(out, content, extras, flags, context);
}
