import { describe, expect, test } from "vitest";
import { ArgumentError } from "../../../src/errors/errors.ts";
import { hmc } from "../../../src/inference/hamiltonian/hmc.ts";
import { nuts } from "../../../src/inference/hamiltonian/nuts.ts";

const METHODS = { hmc, nuts };

/** Options that neither sampler may take, with what the error must name. */
const ABSURD: readonly (readonly [Readonly<Record<string, unknown>>, RegExp])[] = [
  [{ chain: 4 }, /"chain"/],
  [{ chains: 0 }, /chains must be a whole number at least 1, got 0/],
  [{ warmUp: -1 }, /warmUp/],
  [{ warmUp: 10.5 }, /warmUp .* 10\.5/],
  [{ draws: 3 }, /draws must be a whole number at least 4/],
  [{ thin: 0 }, /thin/],
  [{ acceptance: 1 }, /acceptance must be .* below 1/],
  [{ acceptance: 0 }, /acceptance/],
  [{ stepSize: 0 }, /stepSize must be .* above 0/],
  [{ stepSize: "small" }, /stepSize .* "small"/],
  [{ metric: "euclidean" }, /"diagonal", "dense", "unit"/],
  [{ temperature: 2 }, /"temperature"/],
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
  ["no doubling", () => nuts({ maxDepth: 0 }), /maxDepth/],
  ["a trajectory without end", () => nuts({ maxDepth: 21 }), /maxDepth .* 20/],
  ["a path length of nuts", () => nuts({ pathLength: 2 } as never), /"pathLength"/],
  ["a depth of hmc", () => hmc({ maxDepth: 2 } as never), /"maxDepth"/],
  ["paths of no length", () => hmc({ pathLength: 0 }), /pathLength/],
])("%s is refused", (_, make, words) => {
  expect(make).toThrow(ArgumentError);
  expect(make).toThrow(words);
});

test("defaults are in the options, frozen", () => {
  const common = { chains: 4, warmUp: 1000, draws: 4000, thin: 1, acceptance: 0.8 };
  expect(nuts().options).toEqual({ ...common, maxDepth: 10 });
  expect(hmc().options).toEqual({ ...common, pathLength: 1.5 });
  expect(Object.isFrozen(nuts().options)).toBe(true);
});
