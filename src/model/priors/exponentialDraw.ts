import { log1p } from "../../numeric/special.ts";
import type { Rng } from "../../random/rng.ts";

/** A draw from the exponential distribution of mean 1, by inversion. */
export function exponentialDraw(rng: Rng): number {
  return -log1p(-rng.uniform());
}

/** 1 or -1, with equal probability. */
export function signDraw(rng: Rng): number {
  return rng.uniform() < 0.5 ? 1 : -1;
}
