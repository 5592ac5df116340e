import type { DensityOptions } from "../../../../src/inference/hamiltonian/densityOptions.ts";
import type { UserDensity } from "../../../../src/inference/hamiltonian/userDensity.ts";

/** Plain JSON. */
export type Problem = Readonly<Record<string, unknown>>;

export interface KnownPosterior {
  /** The data set, in the folder of the fixtures. */
  readonly file: string;
  /** The name of its density. */
  readonly density: string;
  /** What the density is made from. */
  problem(data: unknown): Problem;
  /** The values it is known by, as Stan's program names them. */
  readonly values: readonly string[];
  /** Those values of a draw. */
  report(draw: readonly number[], problem: Problem): number[];
  /** Unconstrained coordinates start within these bounds. */
  readonly radius: number;
  readonly options: DensityOptions;
}

export const DENSITIES: Readonly<Record<string, (problem: Problem) => UserDensity>>;
export const POSTERIORS: Readonly<Record<string, KnownPosterior>>;
