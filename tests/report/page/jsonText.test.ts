import { describe, expect, test } from "vitest";
import { jsonText } from "../../../src/report/page/jsonText.ts";
import { renderReport } from "../../../src/report/page/renderReport.ts";
import { hostileStrings, sampleContent } from "../samples.ts";

describe("jsonText", () => {
  test("typed arrays are lists, what is no number is null, what is undefined is left out", () => {
    const value = {
      a: Float64Array.of(1.5, Number.NaN, 1 / 3),
      b: [Infinity, -0],
      c: undefined,
      d: new Uint8Array(0),
    };
    expect(jsonText(value)).toBe(
      '{\n  "a": [1.5, null, 0.3333333333333333],\n  "b": [null, 0],\n  "d": []\n}\n',
    );
    expect(jsonText(undefined)).toBe("null\n");
  });

  test("is the same text for the same value, whatever kind of list holds it", () => {
    expect(jsonText({ x: Float64Array.of(0.1, 2) })).toBe(jsonText({ x: [0.1, 2] }));
  });

  test("holds all of a report: with its lists of numbers as typed arrays again it makes the same page", () => {
    const content = sampleContent();
    const typed = (_: string, value: unknown) =>
      Array.isArray(value) && value.every((x) => typeof x === "number") ? Float64Array.from(value) : value;
    expect(renderReport(JSON.parse(jsonText(content), typed))).toBe(renderReport(content));
  });

  test("any text comes back as it was", () => {
    expect(JSON.parse(jsonText(hostileStrings))).toEqual(hostileStrings);
  });
});
