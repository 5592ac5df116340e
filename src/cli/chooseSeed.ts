import { randomInt } from "node:crypto";
import type { Context } from "./context.ts";
import type { RunFlags } from "./flags.ts";

/**
 * The seed of the run: the given one, or that of the run that is continued, or one chosen here and printed so that the
 * run can be repeated.
 */
export function chooseSeed(flags: RunFlags, context: Context, continued?: string): string {
  if (flags.seed !== undefined) return flags.seed;
  if (continued !== undefined) return continued;
  const seed = String(randomInt(1_000_000_000));
  if (!flags.quiet && !flags.json)
    context.stderr.write(`seed ${seed} (chosen for you; --seed ${seed} repeats this run)\n`);
  return seed;
}
