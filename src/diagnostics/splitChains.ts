import { type Chains, checkChains } from "./chains.ts";

/**
 * Both halves of every chain as chains of their own, as views: a chain that drifts then differs from itself. The middle
 * draw of an odd number is left out.
 * Gelman, Carlin, Stern, Dunson, Vehtari & Rubin (2013), Bayesian Data Analysis, section 11.4.
 * Throws an ArgumentError if there is no chain, a ShapeError if lengths differ.
 */
export function splitChains(chains: Chains): Float64Array[] {
  checkChains("splitChains", chains);
  const n = chains[0]!.length;
  const half = Math.floor(n / 2);
  return chains.flatMap((chain) => [chain.subarray(0, half), chain.subarray(n - half)]);
}
