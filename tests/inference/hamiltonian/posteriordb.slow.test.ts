import { describe, expect, test } from "vitest";
import { essSd } from "../../../src/diagnostics/essSd.ts";
import { mcseMean } from "../../../src/diagnostics/mcseMean.ts";
import type { NutsOptions } from "../../../src/inference/hamiltonian/nuts.ts";
import { sampleDensity } from "../../../src/inference/hamiltonian/sampleDensity.ts";
import { createRng } from "../../../src/random/rng.ts";
import references from "../../fixtures/posteriordb/references.json" with { type: "json" };
import { POSTERIORS } from "./posteriordb.ts";

interface Reference {
  readonly mean: number;
  readonly sd: number;
  readonly kurtosis?: number;
  readonly mc_error_of_mean?: number;
}

/** Where the defaults would take long for no other reason than scales. */
const OPTIONS: Readonly<Record<string, NutsOptions>> = {
  "kidiq-kidscore_interaction": { metric: "dense" },
  "kidiq-kidscore_momiq": { metric: "dense" },
  "low_dim_gauss_mix-low_dim_gauss_mix": { draws: 4000 },
};
const USUAL = { chains: 4, warmUp: 500, draws: 12_000 } as const;

/** Never more than this, so that too few draws are no excuse. */
const MOST = 0.1;

describe.each(Object.entries(POSTERIORS))("posteriordb: %s", (name, { density, report = Array.from }) => {
  test("has the means and standard deviations of the reference", { timeout: 120_000 }, async () => {
    const expected = Object.entries(
      (references as Record<string, { values: Record<string, Reference> }>)[name]!.values,
    );
    const { draws, chains, divergences, names } = await sampleDensity(
      density,
      { ...USUAL, ...OPTIONS[name] },
      { rng: createRng("posteriordb").fork(name) },
    );
    const perChain = draws.rows / chains;
    const values = Array.from({ length: draws.rows }, (_, s) =>
      (report as (draw: ArrayLike<number>) => number[])(
        draws.data.subarray(s * names.length, (s + 1) * names.length),
      ),
    );
    expect(values[0]).toHaveLength(expected.length);
    expected.forEach(([of, reference], j) => {
      const found = Array.from({ length: chains }, (_, c) =>
        Float64Array.from({ length: perChain }, (_, i) => values[c * perChain + i]![j]!),
      );
      const { mean, sd, kurtosis } = momentsOf(found.flatMap((chain) => [...chain]));
      const error = Math.hypot(mcseMean(found), reference.mc_error_of_mean ?? 0);
      expect(Math.abs(mean - reference.mean), `mean of ${of}`).toBeLessThan(4 * error);
      expect(error / reference.sd, `error of the mean of ${of}`).toBeLessThan(MOST / 2);
      const tolerance = 4 * Math.sqrt((Math.max(kurtosis, reference.kurtosis ?? 0) - 1) / 4 / essSd(found));
      const ratio = Math.abs(Math.log(sd / reference.sd));
      expect(ratio, `sd of ${of}`).toBeLessThan(Math.min(MOST, tolerance));
    });
    expect(divergences / draws.rows).toBeLessThan(0.005);
  });
});

function momentsOf(values: readonly number[]): { mean: number; sd: number; kurtosis: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const moment = (k: number) => values.reduce((sum, value) => sum + (value - mean) ** k, 0) / values.length;
  const variance = moment(2);
  return { mean, sd: Math.sqrt(variance), kurtosis: moment(4) / variance ** 2 };
}
