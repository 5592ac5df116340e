import { integrate } from "../numeric/quadrature.ts";

/**
 * The integral of f(d) over d from 0 to Infinity by adaptive quadrature, for f that changes on the scale `reach`:
 * d = reach ((1 - u)^-3 - 1) for u from 0 to 1, which leaves no pole where f falls faster than d^(-4/3).
 */
export function overHalfLine(f: (d: number) => number, reach: number, tolerance: number): number {
  const mapped = (u: number): number => {
    const left = 1 - u;
    const cube = left * left * left;
    const value = f(reach * (1 / cube - 1));
    return value === 0 ? 0 : (3 * reach * value) / (cube * left);
  };
  return integrate(mapped, 0, 1, tolerance);
}
