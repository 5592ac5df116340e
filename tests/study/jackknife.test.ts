import { expect, test } from "vitest";
import { createRng } from "../../src/random/rng.ts";
import { jackknifeError, leaveEachOut } from "../../src/study/jackknife.ts";

const rng = createRng("jackknife");

test("of a mean it is sd/sqrt(n)", () => {
  const values = Array.from({ length: 20 }, () => rng.normal());
  const sum = values.reduce((total, value) => total + value, 0);
  const mean = sum / 20;
  const sd = Math.sqrt(values.reduce((total, value) => total + (value - mean) ** 2, 0) / 19);
  expect(jackknifeError(values.map((value) => (sum - value) / 19))).toBeCloseTo(sd / Math.sqrt(20), 14);
  expect(jackknifeError([3, 3, 3])).toBe(0);
});

test("moments without a part are those of the draws of all others", () => {
  const parts = Array.from({ length: 4 }, () => Array.from({ length: 5 }, () => rng.normal()));
  const momentsOf = (draws: readonly number[]) => {
    const mean = draws.reduce((total, value) => total + value, 0) / draws.length;
    const variance = draws.reduce((total, value) => total + (value - mean) ** 2, 0) / draws.length;
    return { mean: Float64Array.of(mean), sd: Float64Array.of(Math.sqrt(variance)) };
  };
  const found = leaveEachOut(parts.map(momentsOf));
  parts.forEach((_, k) => {
    const expected = momentsOf(parts.filter((_part, j) => j !== k).flat());
    expect(found[k]!.mean[0]).toBeCloseTo(expected.mean[0]!, 14);
    expect(found[k]!.sd[0]).toBeCloseTo(expected.sd[0]!, 14);
  });
});
