import { describe, expect, test } from "vitest";
import {
  checkLangevinOptions,
  type LangevinOptions,
} from "../../../src/inference/langevin/langevinOptions.ts";
import { type StepPlan, stepPlan } from "../../../src/inference/langevin/stepPlan.ts";

const plan = (options: LangevinOptions, draws = 5): StepPlan =>
  stepPlan(checkLangevinOptions("test", { steps: 100, ...options }, 1), draws);
const factors = ({ factor }: StepPlan) => Array.from({ length: 100 }, (_, k) => factor(k));

describe("a constant plan", () => {
  test("keeps the last of each of equal parts after the burn-in", () => {
    expect([...plan({ burnIn: 0.5 }).keep]).toEqual([59, 69, 79, 89, 99]);
    expect(plan({ burnIn: 0.5 }).settled).toBe(50);
    expect(new Set(factors(plan({})))).toEqual(new Set([1]));
  });

  test("keeps every step where there are no more", () => {
    expect([...plan({ burnIn: 0.97 }, 10).keep]).toEqual([97, 98, 99]);
  });
});

test("a decaying plan is eps (1 + k/offset)^-power", () => {
  const { factor } = plan({ schedule: { kind: "decaying", offset: 20, power: 0.5 } });
  expect(factor(0)).toBe(1);
  expect(factor(60)).toBeCloseTo(1 / 2, 14);
  expect(plan({ schedule: "decaying" }).factor(70)).toBeCloseTo(1 / 2, 14);
});

describe("a cyclical plan", () => {
  const cyclical = plan({ schedule: { kind: "cyclical", cycles: 4, sampling: 0.2 } }, 8);

  test("begins every cycle with the whole step and ends it near none", () => {
    for (const start of [0, 25, 50, 75]) {
      expect(cyclical.factor(start)).toBeCloseTo(1, 14);
      expect(cyclical.factor(start + 24)).toBeLessThan(0.01);
    }
    const { factor } = cyclical;
    for (let k = 1; k < 25; k++) expect(factor(k)).toBeLessThan(factor(k - 1));
  });

  test("keeps draws from the last part of each cycle alone, where there is noise", () => {
    expect([...cyclical.keep]).toEqual([21, 24, 46, 49, 71, 74, 96, 99]);
    for (const k of cyclical.keep) expect(cyclical.explores(k)).toBe(false);
    expect(cyclical.explores(0)).toBe(true);
    expect(cyclical.settled).toBe(20);
  });
});
