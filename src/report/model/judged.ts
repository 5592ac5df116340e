import type { RegressionPredictive } from "../../predictive/predictive.ts";

/** Rows on which a model is judged, with its predictions for them. */
export interface Judged {
  readonly predictive: RegressionPredictive;
  readonly y: Float64Array;
  /** Plural, for sentences: "held-out rows". */
  readonly rows: string;
}
