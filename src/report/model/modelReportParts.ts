import type { Dataset } from "../../data/dataset.ts";
import type { ExactPosterior } from "../../inference/exact/exactPosterior.ts";
import type { Posterior } from "../../inference/method.ts";
import type { ClassScores } from "../../metrics/classScores.ts";
import type { Scores } from "../../metrics/regressionScores.ts";
import type { Rng } from "../../random/rng.ts";
import type { EvidenceSurface } from "../../study/evidenceSurface.ts";
import type { PriorVarianceSweep } from "../../study/sweepPriorVariance.ts";
import type { Provenance, ReportContent } from "../page/content.ts";
import type { Text } from "../page/text.ts";

/** What the page of one fitted model is made from. */
export interface ModelReportParts {
  readonly title: string;
  readonly subtitle?: Text;
  /** Of any method, for one target or classes. */
  readonly posterior: Posterior;
  /** The rows the posterior was fitted on. */
  readonly train: Dataset;
  /**
   * Rows kept out of the fit, on which the model is judged. Only an exact posterior can do without: it is then judged by
   * leaving one row out.
   */
  readonly heldOut?: Dataset;
  /** What `evaluate` gave for the rows on which the model is judged, where that was asked already: it takes long for many rows. */
  readonly scores?: Scores | ClassScores;
  /** The exact posterior of the same model, where there is one: adds what the method gets wrong. */
  readonly truth?: ExactPosterior;
  /** Adds the section on the prior variance. */
  readonly sweep?: PriorVarianceSweep;
  /** Adds to that section how prior variance and noise variance act together. */
  readonly surface?: EvidenceSurface;
  /** Draws of the function that are shown. */
  readonly rng: Rng;
  readonly provenance: Provenance;
}

/** What depends on whether numbers or classes are predicted. */
export type JudgedContent = Pick<ReportContent, "verdict" | "lead" | "scores" | "sections">;
