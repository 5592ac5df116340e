import type { TruthStudy } from "../../study/compareWithTruth.ts";
import type { Text } from "../page/text.ts";

/** Methods beside long chains on one data set with one input and one target, and how a page shows them. */
export interface NetworkStudy extends TruthStudy {
  /** What the data are and what to look at. */
  readonly about: Text;
  /** Grid of inputs that bands are drawn on, ascending. */
  readonly x: Float64Array;
}
