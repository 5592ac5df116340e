import { checkLength, show } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";

/** The draws of one scalar quantity: an array for each chain, all of the same length, in the order they were drawn. */
export type Chains = readonly Float64Array[];

/** Throws an ArgumentError unless there is a chain, a ShapeError unless all are as long as the first. */
export function checkChains(where: string, chains: Chains): void {
  if (!Array.isArray(chains) || chains.length === 0 || !chains.every((c) => c instanceof Float64Array)) {
    throw new ArgumentError({
      where,
      problem: `chains must be an array with one Float64Array of draws per chain, got ${show(chains)}`,
      fix: "One chain is passed as [draws].",
    });
  }
  for (const [c, chain] of chains.entries())
    checkLength(where, `chain ${c}`, chain, chains[0]!.length, "that of chain 0");
}

/** The draws of all chains in one array, chain after chain. */
export function poolChains(chains: Chains): Float64Array {
  const n = chains[0]!.length;
  const pooled = new Float64Array(chains.length * n);
  for (const [c, chain] of chains.entries()) pooled.set(chain, c * n);
  return pooled;
}

/** f of every draw. */
export function mapChains(chains: Chains, f: (draw: number) => number): Float64Array[] {
  return chains.map((chain) => chain.map(f));
}
