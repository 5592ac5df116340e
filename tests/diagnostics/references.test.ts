import { describe, expect, it } from "vitest";
import type { Chains } from "../../src/diagnostics/chains.ts";
import { diagnose } from "../../src/diagnostics/diagnose.ts";
import { essBulk } from "../../src/diagnostics/essBulk.ts";
import { essMean } from "../../src/diagnostics/essMean.ts";
import { essOf } from "../../src/diagnostics/essOf.ts";
import { essQuantile } from "../../src/diagnostics/essQuantile.ts";
import { essSd } from "../../src/diagnostics/essSd.ts";
import { essTail } from "../../src/diagnostics/essTail.ts";
import { mcseMean } from "../../src/diagnostics/mcseMean.ts";
import { mcseQuantile } from "../../src/diagnostics/mcseQuantile.ts";
import { mcseSd } from "../../src/diagnostics/mcseSd.ts";
import { rHat } from "../../src/diagnostics/rHat.ts";
import { rHatBasic } from "../../src/diagnostics/rHatBasic.ts";
import { splitChains } from "../../src/diagnostics/splitChains.ts";
import { standardDeviation } from "../../src/diagnostics/standardDeviation.ts";
import { relativeError } from "../distributions/relativeError.ts";
import { readJson } from "../support/readFixture.ts";

const sets = readJson<Record<string, number[][]>>("diagnostics/chains.json");
const { results } = readJson<{ results: Record<string, Record<string, number | null>> }>(
  "diagnostics/diagnostics.json",
);

const FUNCTIONS: Readonly<Record<string, (chains: Chains) => number>> = {
  rhat: rHat,
  rhat_basic_split: (chains) => rHatBasic(splitChains(chains)),
  rhat_basic_nosplit: rHatBasic,
  ess_bulk: essBulk,
  ess_tail: essTail,
  ess_basic_split: (chains) => essOf(splitChains(chains)),
  ess_mean: essMean,
  ess_sd: essSd,
  ess_median: (chains) => essQuantile(chains, 0.5),
  ess_quantile_05: (chains) => essQuantile(chains, 0.05),
  ess_quantile_95: (chains) => essQuantile(chains, 0.95),
  mcse_mean: mcseMean,
  mcse_sd: mcseSd,
  mcse_median: (chains) => mcseQuantile(chains, 0.5),
  mcse_quantile_05: (chains) => mcseQuantile(chains, 0.05),
  mcse_quantile_95: (chains) => mcseQuantile(chains, 0.95),
  sd: standardDeviation,
};

describe.each(Object.keys(results))("%s against the R package posterior", (name) => {
  const chains = sets[name]!.map((chain) => Float64Array.from(chain));
  const expected = results[name]!;
  // At an offset of 1e6 the reference has lost some of its own digits, and differences of draws lose six.
  const tolerance = name === "large_offset" ? 2e-10 : 2e-14;

  it.each(Object.keys(FUNCTIONS))("%s", (quantity) => {
    const found = FUNCTIONS[quantity]!(chains);
    const reference = expected[quantity]!;
    if (reference === null) expect(found).toBeNaN();
    else expect(relativeError(found, reference)).toBeLessThan(tolerance);
  });

  it("diagnose gives the same, and null where there is none", () => {
    const found = diagnose(chains);
    expect(Math.abs(found.mean! - expected["mean"]!)).toBeLessThan(1e-14 * Math.max(1, expected["mean"]!));
    expect(found.sd).toBe(standardDeviation(chains));
    const pairs = [
      [found.rHat, rHat],
      [found.essBulk, essBulk],
      [found.essTail, essTail],
      [found.mcseMean, mcseMean],
      [found.mcseSd, mcseSd],
    ] as const;
    for (const [value, f] of pairs) expect(value ?? Number.NaN).toBe(f(chains));
    expect(found.reason).toBe(name === "constant" ? "every draw is 3.5" : undefined);
  });
});

it("every number of the reference is compared", () => {
  const compared = new Set([...Object.keys(FUNCTIONS), "mean", "n_chains", "n_draws"]);
  for (const expected of Object.values(results))
    expect(Object.keys(expected).filter((key) => !compared.has(key))).toEqual([]);
});
