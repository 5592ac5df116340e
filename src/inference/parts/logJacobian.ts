import type { Scaler } from "../../data/scaler.ts";
import { log } from "../../numeric/special.ts";

/** What brings a log density of standardised targets of N rows to their own units: to be subtracted from it. */
export function logJacobian({ y }: Scaler, rows: number): number {
  return rows * y.scale.reduce((sum, scale) => sum + log(scale), 0);
}
