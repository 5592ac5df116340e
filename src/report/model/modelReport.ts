import { asRegression } from "../../inference/asRegression.ts";
import { isChoice } from "../../inference/isChoice.ts";
import type { Note, Posterior } from "../../inference/method.ts";
import { countGradients } from "../../study/countGradients.ts";
import type { Provenance, ReportContent, ReportNote } from "../page/content.ts";
import { classParts } from "./classParts.ts";
import { kernelFacts } from "./kernelFacts.ts";
import type { ModelReportParts } from "./modelReportParts.ts";
import { regressionParts } from "./regressionParts.ts";
import { VERDICT_RULES } from "./verdict.ts";

/**
 * The page of one fitted model: a verdict on what it promises, a table of scores, its predictions, how uncertainty splits,
 * calibration, how far it is from the exact posterior where that is known, how the computation went, and what the prior
 * variance does. Scores are those of observations, on held-out rows or by leaving one out.
 *
 * Throws an ArgumentError without held-out rows for a method other than exact, and for several targets.
 */
export function modelReport(parts: ModelReportParts): ReportContent {
  const { posterior } = parts;
  const { sections, ...opening } =
    posterior.model.outcome === "classification"
      ? classParts(posterior as Posterior<"classification">, parts)
      : regressionParts(asRegression(posterior), parts);
  return {
    title: parts.title,
    ...(parts.subtitle === undefined ? {} : { subtitle: parts.subtitle }),
    ...opening,
    notes: posterior.notes.map(noteOf),
    sections: [
      ...sections,
      { title: "How the verdict is worded", blocks: [{ kind: "text", text: VERDICT_RULES }] },
    ],
    provenance: withFacts(parts.provenance, posterior),
  };
}

const noteOf = (note: Note): ReportNote => ({
  level: isChoice(note) ? "note" : "warning",
  text: note.message,
});

/** The provenance with what was computed, and the kernels in use where they are not the usual ones. */
function withFacts(provenance: Provenance, posterior: Posterior): Provenance {
  const gradients = countGradients(posterior);
  const facts = [
    ...(provenance.facts ?? []),
    ...(gradients === undefined ? [] : [["gradients of all rows", Math.round(gradients)] as const]),
    ...kernelFacts(),
  ];
  return facts.length === 0 ? provenance : { ...provenance, facts };
}
