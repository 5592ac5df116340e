import fc from "fast-check";
import { expect, test } from "vitest";
import { spreadOut } from "../../../src/report/figures/directLabels.ts";

test("labels that do not touch stay where they are", () => {
  expect(spreadOut([10, 100, 50], 16, 0, 200)).toEqual([10, 100, 50]);
});

test("labels keep their order, their distance and the frame whenever there is room", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -50, max: 350, noNaN: true }), { minLength: 1, maxLength: 8 }),
      (wishes) => {
        const places = spreadOut(wishes, 16, 0, 300);
        const order = wishes.map((_, i) => i).sort((a, b) => wishes[a]! - wishes[b]! || a - b);
        order.forEach((i, rank) => {
          expect(places[i]).toBeGreaterThanOrEqual(-1e-6);
          expect(places[i]).toBeLessThanOrEqual(300 + 1e-6);
          if (rank > 0) expect(places[i]! - places[order[rank - 1]!]!).toBeGreaterThan(16 - 1e-9);
        });
      },
    ),
  );
});

test("labels that touch share the move, and too many for the room lie closer", () => {
  expect(spreadOut([100, 100], 16, 0, 300)).toEqual([92, 108]);
  expect(spreadOut([0, 0, 0], 16, 0, 20)).toEqual([0, 10, 20]);
});
