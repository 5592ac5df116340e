import fc from "fast-check";
import { expect, test } from "vitest";
import { fitName, fitText, textWidth } from "../../../src/report/figures/fitName.ts";

test("names that fit stay, longer ones lose their middle", () => {
  expect(fitName("compressive_strength (MPa)", "full")).toBe("compressive_strength (MPa)");
  const fitted = fitName("W".repeat(10_000), "third");
  expect(fitted).toMatch(/^W+…W+$/);
  expect(textWidth(fitted)).toBeLessThanOrEqual(13);
});

test("a text never gets wider than its room, and does not grow in number either", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme", maxLength: 300 }),
      fc.integer({ min: 2, max: 40 }),
      (text, room) => {
        const fitted = fitText(text, room);
        expect(textWidth(fitted)).toBeLessThanOrEqual(room + 1e-9);
        expect(Array.from(fitted).length).toBeLessThanOrEqual(4 * room + 1);
      },
    ),
  );
});
