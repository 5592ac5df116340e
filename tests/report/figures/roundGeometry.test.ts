import fc from "fast-check";
import { expect, test } from "vitest";
import { roundGeometry } from "../../../src/report/figures/roundGeometry.ts";
import { readPath } from "../readPath.ts";

test("a path in steps goes through the same points, to a tenth", () => {
  const coordinate = fc.double({ min: -2000, max: 2000, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.tuple(coordinate, coordinate), { minLength: 1 }), { minLength: 1 }),
      (pieces) => {
        const text = pieces
          .map(
            (piece) =>
              piece.map(([x, y], i) => `${i === 0 ? "M" : "L"}${x},${y}`).join("") +
              (piece.length === 1 ? "Z" : ""),
          )
          .join("");
        const [, d] = / d="(.*)"/.exec(roundGeometry(`<path d="${text}"></path>`))!;
        const read = readPath(d!);
        expect(read.length).toBe(pieces.length);
        pieces.forEach((piece, k) => {
          piece.forEach(([x, y], i) => {
            expect(Math.abs(read[k]![i]![0] - x)).toBeLessThan(0.0501);
            expect(Math.abs(read[k]![i]![1] - y)).toBeLessThan(0.0501);
          });
        });
      },
    ),
  );
});

test("closed paths return to their start", () => {
  const d = / d="(.*)"/.exec(roundGeometry('<path d="M0,0L10,0L10,10ZM20,20L30,20L30,30Z"/>'))![1]!;
  expect(d).toBe("m0,0l10,0 0,10zm20,20l10,0 0,10z");
});

test("numbers in attributes are rounded, text between tags and small ratios are not", () => {
  expect(roundGeometry('<text x="1.23456" dy="-0.32em">1.23456 < 2.34567</text>')).toBe(
    '<text x="1.2" dy="-0.32em">1.23456 < 2.34567</text>',
  );
});
