import { describe, expect, test } from "vitest";
import { ArgumentError } from "../../../src/errors/errors.ts";
import { baoab } from "../../../src/inference/langevin/baoab.ts";
import { psgld } from "../../../src/inference/langevin/psgld.ts";
import { sghmc } from "../../../src/inference/langevin/sghmc.ts";
import { sgld } from "../../../src/inference/langevin/sgld.ts";

const METHODS = { sgld, psgld, sghmc, baoab };

/** Options that no sampler may take, with what the error must name. */
const ABSURD: readonly (readonly [Readonly<Record<string, unknown>>, RegExp])[] = [
  [{ chain: 4 }, /"chain"/],
  [{ chains: 0 }, /chains must be a whole number at least 1, got 0/],
  [{ chains: 1.5 }, /chains .* 1\.5/],
  [{ steps: 0 }, /steps/],
  [{ steps: Number.POSITIVE_INFINITY }, /steps/],
  [{ burnIn: 1 }, /burnIn must be .*below 1/],
  [{ burnIn: -0.1 }, /burnIn/],
  [{ draws: 3 }, /draws must be a whole number at least 4/],
  [{ stepSize: 0 }, /stepSize must be .* above 0/],
  [{ stepSize: "small" }, /stepSize .* "small"/],
  [{ temperature: 0 }, /temperature/],
  [{ temperature: Number.NaN }, /temperature/],
  [{ schedule: "sometimes" }, /"constant", "decaying", "cyclical"/],
  [{ schedule: { kind: "decaying", power: 2 } }, /power/],
  [{ schedule: { kind: "decaying", offset: 0 } }, /offset/],
  [{ schedule: { kind: "cyclical", cycles: 0 } }, /cycles/],
  [{ schedule: { kind: "cyclical", sampling: 0 } }, /sampling/],
  [{ schedule: { kind: "constant", cycles: 3 } }, /"cycles"/],
  [null as never, /options/],
];

describe.each(Object.entries(METHODS))("%s refuses when it is made", (name, make) => {
  test.each(ABSURD)("%j", (options, words) => {
    expect(() => make(options)).toThrow(ArgumentError);
    expect(() => make(options)).toThrow(words);
    expect(() => make(options)).toThrow(new RegExp(`^${name}`));
  });
});

test.each<[string, () => unknown, RegExp]>([
  ["batches of baoab", () => baoab({ batch: 10 } as never), /"batch"/],
  ["control variates of baoab", () => baoab({ controlVariates: true } as never), /"controlVariates"/],
  ["a batch of none", () => sgld({ batch: 0 }), /batch/],
  ["control variates that are a word", () => sgld({ controlVariates: "yes" as never }), /true or false/],
  ["friction of 1", () => sghmc({ friction: 1 }), /friction must be .* below 1/],
  ["no friction", () => baoab({ friction: 0 }), /friction/],
  ["friction of sgld", () => sgld({ friction: 0.1 } as never), /"friction"/],
  ["a decay of 1", () => psgld({ decay: 1 }), /decay/],
  ["no floor", () => psgld({ floor: 0 }), /floor/],
  ["another time to adapt", () => psgld({ adapt: "never" as never }), /"burn-in", "always"/],
])("%s is refused", (_, make, words) => {
  expect(make).toThrow(ArgumentError);
  expect(make).toThrow(words);
});

test("defaults are in the options, frozen", () => {
  expect(sgld().options).toEqual({
    chains: 4,
    steps: 100_000,
    burnIn: 0.2,
    draws: 1000,
    schedule: { kind: "constant" },
    temperature: 1,
    controlVariates: false,
  });
  expect(sghmc().options.steps).toBe(25_000);
  expect(baoab().options.friction).toBe(1);
  expect(psgld().options).toMatchObject({ decay: 0.99, floor: 1e-3, adapt: "burn-in" });
  expect(Object.isFrozen(sgld().options)).toBe(true);
});
