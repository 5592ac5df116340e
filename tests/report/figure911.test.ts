/**
 * The committed page of figure 9.11 against independent numbers: posterior means and both standard deviations of the
 * book's toy problem at 14 hidden units, evaluated with 60-digit arithmetic (fixtures/udl/README.md).
 */
import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";
import { describe, expect, test } from "vitest";
import { readJson, readRows } from "../support/readFixture.ts";

interface Case {
  readonly name: string;
  readonly predictive_mean: number[];
  readonly predictive_std_latent: number[];
  readonly predictive_std_observed: number[];
}

const { cases } = readJson<{ cases: Case[] }>("udl/blr_cases.json");
const grid = readRows("udl/toy_true_function.csv").map(([x]) => x!);
const { document } = new JSDOM(readFileSync("reports/figure-9-11/index.html", "utf8")).window;
const rows = Array.from(document.querySelectorAll("details table")[0]!.querySelectorAll("tbody tr"), (row) =>
  Array.from(row.querySelectorAll("td"), (cell) => cell.textContent!.replace("−", "-")),
);

describe.each(["1", "10", "1000"])("panel of prior variance %s", (variance) => {
  const expected = cases.find(({ name }) => name === `toy15_h14_sp2_${variance}`)!;
  const panel = rows.filter(([heading]) => heading!.split("=")[1]?.trim() === variance);

  test("has the mean and both bands of the reference at every tabulated x", () => {
    expect(panel.length).toBeGreaterThan(5);
    for (const [, ...numbers] of panel) {
      const [x, mean, functionLow, functionHigh, observationLow, observationHigh] = numbers.map(Number);
      const i = grid.findIndex((value) => Math.abs(value - x!) < 1e-4);
      const near = (shown: number, value: number) => {
        // The table shows four significant digits.
        expect(Math.abs(shown - value)).toBeLessThanOrEqual(5.1e-4 * Math.max(Math.abs(value), 1e-3));
      };
      const m = expected.predictive_mean[i]!;
      near(mean!, m);
      near(functionLow!, m - 2 * expected.predictive_std_latent[i]!);
      near(functionHigh!, m + 2 * expected.predictive_std_latent[i]!);
      near(observationLow!, m - 2 * expected.predictive_std_observed[i]!);
      near(observationHigh!, m + 2 * expected.predictive_std_observed[i]!);
    }
  });
});
