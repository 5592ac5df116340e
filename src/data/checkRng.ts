import { show } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import type { Rng } from "../random/rng.ts";

/** Throws an {@link ArgumentError} unless the value is a generator: there is no default one. */
export function checkRng(where: string, rng: Rng): void {
  if (typeof rng?.permutation === "function") return;
  throw new ArgumentError({
    where,
    problem: `rng must be a generator, got ${show(rng)}`,
    fix: "Make one from a seed of your choice: createRng(seed).",
  });
}
