import { betaCdf } from "./beta.ts";
import { standardNormalQuantile } from "./normal.ts";
import { smallestCount } from "./poisson.ts";

/**
 * P(Y <= k) for Y ~ Binomial(n, p), the number of hits in n trials that each hit with probability p: the incomplete beta
 * function I_(1-p)(n - k, k + 1) (DLMF 8.17.5). The error is a few eps n.
 */
export function binomialCdf(k: number, n: number, p: number): number {
  const count = Math.floor(k);
  if (count < 0) return 0;
  if (count >= n || p === 0) return 1;
  return betaCdf(1 - p, n - count, count + 1);
}

/** The smallest count k with P(Y <= k) >= q, for 0 < q < 1 and Y ~ Binomial(n, p). */
export function binomialQuantile(q: number, n: number, p: number): number {
  const guess = Math.floor(n * p + standardNormalQuantile(q) * Math.sqrt(n * p * (1 - p)));
  return smallestCount((k) => binomialCdf(k, n, p) >= q, Math.min(n, Math.max(0, guess)));
}
