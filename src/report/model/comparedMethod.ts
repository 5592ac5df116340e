import type { Posterior } from "../../inference/method.ts";
import type { ExactComparison } from "../../study/compareWithExact.ts";

/** One approximation and how it compares with the exact posterior. */
export interface ComparedMethod {
  /** What the reader sees; two of the same method must differ. */
  readonly name: string;
  readonly posterior: Posterior<"regression">;
  readonly comparison: ExactComparison;
  /** Gradients of all rows that it computed, where the posterior itself does not count them. */
  readonly gradients?: number;
}
