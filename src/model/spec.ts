import type { Standardise } from "../data/scaler.ts";
import type { LikelihoodSpec, NormalLikelihoodSpec } from "./likelihoodSpec.ts";
import type { LinearNetworkSpec, NetworkSpec } from "./networkSpec.ts";
import type { NormalPriorSpec, PriorSpec } from "./priorSpec.ts";

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

/** A model that is linear in its parameters, with normal prior and noise: the case in which inference is exact. */
export interface LinearModelSpec extends ModelSpec {
  readonly network: LinearNetworkSpec;
  readonly prior: NormalPriorSpec;
  readonly likelihood: NormalLikelihoodSpec;
}
