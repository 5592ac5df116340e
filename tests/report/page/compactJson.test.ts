import fc from "fast-check";
import { expect, test } from "vitest";
import { compactJson } from "../../../src/report/page/compactJson.ts";

test("is JSON of the same value", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(compactJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test("runs lists of numbers on, and breaks long ones", () => {
  expect(compactJson({ a: [1, 2, 3] })).toBe('{\n  "a": [1, 2, 3]\n}');
  const lines = compactJson(Array.from({ length: 60 }, (_, i) => i / 7)).split("\n");
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(90);
  expect(lines.length).toBeLessThan(20);
});
