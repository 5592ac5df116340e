import type { Chains } from "../../src/diagnostics/chains.ts";
import type { Rng } from "../../src/random/rng.ts";

/**
 * Chains x_t = rho x_(t-1) + sqrt(1 - rho^2) e_t that start in their stationary distribution, the standard normal one.
 * Their autocorrelations are rho^t, so tau = (1 + rho)/(1 - rho) for the mean; rho = 0 gives independent draws.
 */
export function autoregressive(rng: Rng, rho: number, chains: number, draws: number): Float64Array[] {
  return Array.from({ length: chains }, () => {
    const chain = rng.fillNormal(new Float64Array(draws));
    for (let t = 1; t < draws; t++) chain[t] = rho * chain[t - 1]! + Math.sqrt(1 - rho * rho) * chain[t]!;
    return chain;
  });
}

/** f of every draw. */
export function transform(chains: Chains, f: (draw: number) => number): Float64Array[] {
  return chains.map((chain) => chain.map(f));
}
