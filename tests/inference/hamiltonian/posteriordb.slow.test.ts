import { describe, expect, test } from "vitest";
import { summarizeDraws } from "../../../src/diagnostics/summarizeDraws.ts";
import { sampleDensity } from "../../../src/inference/hamiltonian/sampleDensity.ts";
import type { UserDensity } from "../../../src/inference/hamiltonian/userDensity.ts";
import { createRng } from "../../../src/random/rng.ts";
import references from "../../fixtures/posteriordb/references.json" with { type: "json" };
import { readJson } from "../../support/readFixture.ts";
import { faults, judge, type Reference, reported } from "./posteriordb/judge.mjs";
import { DENSITIES, POSTERIORS } from "./posteriordb/posteriors.mjs";

type Values = Readonly<Record<string, Reference>>;

/** Samples a posterior, or one that was changed, and says what is wrong with the draws. */
async function faultsOf(
  name: string,
  change: (density: UserDensity) => UserDensity = (density) => density,
): Promise<string[]> {
  const posterior = POSTERIORS[name]!;
  const problem = posterior.problem(readJson(`posteriordb/${posterior.file}.json`));
  const density = change(DENSITIES[posterior.density]!(problem));
  const run = { rng: createRng("posteriordb").fork(name) };
  const sample = await sampleDensity(density, posterior.options, run);
  const expected = (references as Record<string, { readonly values: Values }>)[name]!.values;
  const found = faults(judge({ summarizeDraws }, reported(sample, posterior, problem), expected));
  const diverged = sample.divergences / sample.draws.rows;
  return diverged < 0.01 ? found : [...found, `${diverged} of the iterations diverged`];
}

test("every posterior that has a reference is here", () => {
  expect(Object.keys(POSTERIORS).sort()).toEqual(Object.keys(references).sort());
  expect(Object.keys(POSTERIORS)).toHaveLength(25);
});

test.each(Object.keys(POSTERIORS))(
  "%s has the means and standard deviations of its reference",
  async (name) => {
    expect(await faultsOf(name)).toEqual([]);
  },
);

/** The density with a term more: its value at the values, and its slope by one of them. */
const withTerm =
  (j: number, value: (x: number) => number, slope: (x: number) => number) =>
  (density: UserDensity): UserDensity => ({
    ...density,
    logDensity(values, gradient) {
      const found = density.logDensity(values, gradient);
      gradient[j] = gradient[j]! + slope(values[j]!);
      return found + value(values[j]!);
    },
  });

const minusLog = [(x: number) => -Math.log(x), (x: number) => -1 / x] as const;
const cauchy = (x: number, width: number) => -Math.log(1 + (x / width) ** 2);
const cauchySlope = (x: number, width: number) => (-2 * x) / (width ** 2 + x ** 2);

describe("broken twins are caught", () => {
  test.each([
    // The factor sigma of the transform of a positive parameter is taken out again.
    ["a forgotten Jacobian", "eight_schools-eight_schools_noncentered", withTerm(9, ...minusLog)],
    ["a forgotten Jacobian", "gp_pois_regr-gp_regr", withTerm(2, ...minusLog)],
    [
      "a prior left out",
      "eight_schools-eight_schools_noncentered",
      withTerm(
        9,
        (x) => -cauchy(x, 5),
        (x) => -cauchySlope(x, 5),
      ),
    ],
    [
      "a prior left out",
      "wells_interaction_c_first60_N01",
      withTerm(
        1,
        (x) => 0.5 * x * x,
        (x) => x,
      ),
    ],
    [
      "a term of the wrong sign",
      "garch-garch11",
      withTerm(
        2,
        (x) => -2 * Math.log(1 - x),
        (x) => 2 / (1 - x),
      ),
    ],
  ])("%s: %s", async (_, name, change) => {
    expect(await faultsOf(name, change)).not.toEqual([]);
  });
});
