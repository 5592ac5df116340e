import type { Standardise } from "../data/scaler.ts";
import type { LikelihoodSpec } from "./likelihoodSpec.ts";
import type { NetworkSpec } from "./networkSpec.ts";
import type { PriorSpec } from "./priorSpec.ts";

/** A model, as plain JSON. */
export interface ModelSpec {
  readonly network: NetworkSpec;
  readonly prior: PriorSpec;
  readonly likelihood: LikelihoodSpec;
  /** In which numbers networks are computed: half the time in "f32", with seven digits. Default "f64". */
  readonly precision?: "f64" | "f32";
  /**
   * Which variables are standardised before the network sees them; default "none" for fixed joints, else "both". Classes
   * and counts are never standardised.
   */
  readonly standardise?: Standardise;
}
