import type { Rng } from "../../random/rng.ts";

/** The density of one parameter, symmetric about 0, in units of the factor that fan-in scaling gives it. */
export interface UnitDensity {
  /** The natural unit of the density, a standard deviation where there is a simple one. */
  readonly scale: number;
  /** log density at z, normalised. */
  logDensity(z: number): number;
  /** Slope of the log density at z; 0 at a kink or pole. */
  slope(z: number): number;
  /** A draw. */
  sample(rng: Rng): number;
}
