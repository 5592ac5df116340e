import { normalCdf } from "../distributions/normal.ts";
import { checkNumber } from "../errors/checks.ts";
import { integrate } from "../numeric/quadrature.ts";
import { exp } from "../numeric/special.ts";

const ROOT_TWO_PI = 2.5066282746310002;

/** P(range <= q) of k independent standard normals: k times the integral of phi(z) (Phi(z) - Phi(z - q))^(k - 1). */
function rangeCdf(q: number, k: number): number {
  const density = (z: number) => {
    let value = exp(-0.5 * z * z) / ROOT_TWO_PI;
    const inside = normalCdf(z, 0, 1) - normalCdf(z - q, 0, 1);
    for (let j = 1; j < k; j++) value *= inside;
    return k * value;
  };
  return integrate(density, -9, 9, 1e-10);
}

/**
 * The critical difference of the mean ranks of k methods over N data sets (Nemenyi's test, as in Demsar 2006, JMLR 7):
 *   q sqrt(k (k + 1) / (6 N)),
 * where q is the quantile of level 1 - alpha of the range of k independent standard normals, divided by sqrt(2). Mean ranks that
 * differ by less do so by chance in more than a share alpha of all comparisons of methods that are alike. The data sets
 * must be independent: splits of one set are not.
 *
 * Throws an ArgumentError unless k is a whole number from 2 to 100, N one of at least 1, and alpha between 0 and 1.
 */
export function criticalDifference(methods: number, dataSets: number, alpha = 0.05): number {
  const where = "criticalDifference";
  checkNumber(where, "methods", methods, { integer: true, min: 2, max: 100 });
  checkNumber(where, "dataSets", dataSets, { integer: true, min: 1 });
  checkNumber(where, "alpha", alpha, { above: 0, below: 1 });
  let [low, high] = [0, 20];
  while (high - low > 1e-8) {
    const middle = 0.5 * (low + high);
    if (rangeCdf(middle, methods) < 1 - alpha) low = middle;
    else high = middle;
  }
  return (0.5 * (low + high) * Math.sqrt((methods * (methods + 1)) / (6 * dataSets))) / Math.sqrt(2);
}
