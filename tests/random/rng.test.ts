import { describe, expect, it } from "vitest";
import { ArgumentError, FormatError } from "../../src/errors/errors.ts";
import { createRng, type Rng, type RngState, restoreRng } from "../../src/random/rng.ts";
import { checkMoments } from "../contracts/closeness.ts";
import snapshot from "./snapshot.json" with { type: "json" };

const take = (count: number, draw: () => number) => Float64Array.from({ length: count }, draw);
/** Some draws of every kind, in turn. */
const mixed = (rng: Rng) => [
  rng.uint32(),
  rng.normal(),
  rng.gamma(0.4, 2),
  rng.uniform(),
  rng.gamma(3.5, 1),
  rng.normal(),
  ...rng.permutation(5),
];

describe("the path names the stream", () => {
  it("the same path gives the same numbers, another path others", () => {
    expect(mixed(createRng("a").fork("b").fork(2))).toEqual(mixed(createRng("a").fork("b").fork(2)));
    const paths: (string | number)[][] = [
      ...[["1"], [1], [-1], [1.5], ["1.5"], [""], ["a"], ["a", "b"], ["b", "a"], ["ab"], ["a,b"], ["a", ""]],
      ...[
        ['a","b'],
        ["[1]"],
        [[1].join()],
        ["a", 1],
        ["a", "1"],
        ["a", 1, 1],
        ["a", 11],
        ["normal"],
        ["bits"],
      ],
      ...[["A"], ["a "], ["a".repeat(300)], ["a".repeat(301)], ["\\"], ["\n"], ["\u0000"], ["é"], ["e"]],
    ];
    const unique = new Map(paths.map((path) => [JSON.stringify(path), path]));
    const seen = new Map<number, string>();
    for (const [text, [seed, ...labels]] of unique) {
      const rng = labels.reduce((parent: Rng, label) => parent.fork(label), createRng(seed!));
      expect(rng.path).toEqual([seed, ...labels]);
      for (const value of [rng.uint32(), rng.normal(), rng.gamma(2, 1)]) {
        expect(seen.get(value), `${text} against ${seen.get(value)}`).toBeUndefined();
        seen.set(value, text);
      }
    }
  });

  it("letters whose codes differ by a multiple of 256 give other numbers", () => {
    expect(createRng("\u0161").uint32()).not.toBe(createRng("a").uint32());
  });

  it("a fork does not depend on what its parent or its sisters have drawn", () => {
    const fresh = createRng("seed").fork("child");
    const used = createRng("seed");
    mixed(used);
    mixed(used.fork("sister"));
    expect(mixed(used.fork("child"))).toEqual(mixed(fresh));
  });

  it("drawing from a fork does not move its parent", () => {
    const alone = createRng("seed");
    const parent = createRng("seed");
    expect(mixed(parent)).toEqual(mixed(alone));
    mixed(parent.fork("child"));
    expect(mixed(parent)).toEqual(mixed(alone));
  });

  it("kinds of draws do not disturb one another", () => {
    const plain = createRng(7);
    const busy = createRng(7);
    const normals = [plain.normal(), plain.normal()];
    expect([busy.normal(), busy.uniform(), busy.gamma(1, 1), busy.normal()]).toEqual([
      normals[0],
      expect.any(Number),
      expect.any(Number),
      normals[1],
    ]);
  });

  it("the path cannot be changed from outside", () => {
    const rng = createRng("a");
    expect(() => (rng.path as string[]).push("b")).toThrow(TypeError);
  });

  it("refuses labels that name nothing", () => {
    for (const label of [undefined, null, Number.NaN, Infinity, {}, [1], true]) {
      expect(() => createRng(label as never)).toThrow(ArgumentError);
      expect(() => createRng(1).fork(label as never)).toThrow(ArgumentError);
    }
  });
});

describe("state and restoreRng", () => {
  it.each([0, 1, 5, 700])("continue every kind of draw exactly after %d rounds, through JSON", (rounds) => {
    const rng = createRng("save").fork(3);
    for (let k = 0; k < rounds; k++) mixed(rng);
    const restored = restoreRng(JSON.parse(JSON.stringify(rng.state())) as RngState);
    expect(restored.path).toEqual(rng.path);
    const expected = Array.from({ length: 20 }, () => mixed(rng));
    expect(Array.from({ length: 20 }, () => mixed(restored))).toEqual(expected);
    expect(mixed(restored.fork("x"))).toEqual(mixed(rng.fork("x")));
  });

  it("a state that was restored but not used is saved again unchanged", () => {
    const rng = createRng("save");
    mixed(rng);
    const state = JSON.parse(JSON.stringify(rng.state())) as RngState;
    expect(JSON.parse(JSON.stringify(restoreRng(state).state()))).toEqual(state);
  });

  it("saving does not move the stream, and later draws do not change what was saved", () => {
    const rng = createRng("save");
    const alone = createRng("save");
    mixed(rng);
    mixed(alone);
    const state = rng.state();
    const text = JSON.stringify(state);
    expect(mixed(rng)).toEqual(mixed(alone));
    expect(JSON.stringify(state)).toBe(text);
  });

  it("refuses what is not a saved state", () => {
    for (const state of [undefined, null, {}, { path: [] }, { path: ["a"] }, { path: [null], streams: {} }]) {
      expect(() => restoreRng(state as never)).toThrow(FormatError);
    }
  });
});

describe("draws follow their distributions, by moments within four Monte-Carlo errors", () => {
  const n = 40_000;
  const rng = createRng("moments");

  it("uniform on [0, 1), with 53 bits", () => {
    const draws = take(n, () => rng.uniform());
    expect(draws.every((u) => u >= 0 && u < 1)).toBe(true);
    checkMoments(draws, 1 / 2, 1 / 12);
    expect(draws.some((u) => (u * 4294967296) % 1 !== 0)).toBe(true);
  });

  it("uint32: every bit is set half the time, alone and with its neighbour", () => {
    const draws = Array.from({ length: n }, () => rng.uint32());
    const within = (count: number, share: number) =>
      expect(Math.abs(count - n * share)).toBeLessThan(4.5 * Math.sqrt(n * share * (1 - share)));
    for (let bit = 0; bit < 32; bit++) {
      within(draws.filter((v) => ((v >>> bit) & 1) === 1).length, 1 / 2);
      if (bit < 31) within(draws.filter((v) => ((v >>> bit) & 3) === 3).length, 1 / 4);
    }
  });

  it("normal, its squares and its tails", () => {
    const draws = rng.fillNormal(new Float64Array(n));
    checkMoments(draws, 0, 1);
    checkMoments(
      draws.map((z) => z * z),
      1,
      2,
    );
    const beyond = draws.filter((z) => Math.abs(z) > 1.959963984540054).length;
    expect(Math.abs(beyond - 0.05 * n)).toBeLessThan(4 * Math.sqrt(n * 0.05 * 0.95));
  });

  it("normal draws are uncorrelated with the ones before them", () => {
    const draws = rng.fillNormal(new Float64Array(n));
    for (const lag of [1, 2, 7]) {
      const products = take(n - lag, () => 0).map((_, i) => draws[i]! * draws[i + lag]!);
      checkMoments(products, 0, 1);
    }
  });

  it.each([
    [0.3, 2],
    [1, 1],
    [4.5, 0.5],
    [200, 10],
  ])("gamma of shape %f and rate %f", (shape, rate) => {
    checkMoments(
      take(n, () => rng.gamma(shape, rate)),
      shape / rate,
      shape / (rate * rate),
    );
  });

  it("sister streams are independent", () => {
    const [a, b] = [rng.fork(1), rng.fork(2)];
    checkMoments(
      take(n, () => a.normal() * b.normal()),
      0,
      1,
    );
  });

  it("broken twins are caught: a scale for a rate, a variance for a sd, half the bits, a stream for two", () => {
    const fails = (draw: () => number, mean: number, variance: number) =>
      expect(() => checkMoments(take(n, draw), mean, variance)).toThrow();
    fails(() => rng.gamma(4.5, 1 / 0.5), 9, 18);
    fails(() => 0.9 * rng.normal(), 0, 0.9);
    fails(() => rng.uint32() / 4294967296 / 1.02, 1 / 2, 1 / 12);
    const [a, b] = [createRng("same"), createRng("same")];
    fails(() => a.normal() * b.normal(), 0, 1);
  });
});

describe("permutation", () => {
  /** Chi-squared statistic of the 24 orders of four things over n shuffles; mean 23 and sd sqrt(46) if uniform. */
  const chiSquared = (shuffle: () => ArrayLike<number>) => {
    const n = 24_000;
    const counts = new Map<string, number>();
    for (let k = 0; k < n; k++) {
      const key = Array.from(shuffle()).join();
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts.size).toBeLessThanOrEqual(24);
    const expected = n / 24;
    const seen = [...counts.values()].reduce((sum, c) => sum + (c - expected) ** 2 / expected, 0);
    return seen + (24 - counts.size) * expected;
  };
  const most = 23 + 5 * Math.sqrt(46);

  it("holds every number once", () => {
    for (const n of [0, 1, 2, 57]) {
      expect([...createRng(n).permutation(n)].sort((a, b) => a - b)).toEqual(
        Array.from({ length: n }, (_, i) => i),
      );
    }
  });

  it("all orders are equally frequent", () => {
    const rng = createRng("orders");
    expect(chiSquared(() => rng.permutation(4))).toBeLessThan(most);
  });

  it("a shuffle that swaps with any place is caught", () => {
    const rng = createRng("orders");
    const biased = () => {
      const order = [0, 1, 2, 3];
      for (let i = 0; i < 4; i++) {
        const j = Math.floor(4 * rng.uniform());
        [order[i], order[j]] = [order[j]!, order[i]!];
      }
      return order;
    };
    expect(chiSquared(biased)).toBeGreaterThan(most);
  });
});

it("gives the numbers it gave before (a snapshot of this project, not a judge of it)", () => {
  for (const { path, draws } of snapshot.streams) {
    const [seed, ...labels] = path as (string | number)[];
    expect(mixed(labels.reduce((rng: Rng, label) => rng.fork(label), createRng(seed!)))).toEqual(draws);
  }
});

it("arguments that make no sense are refused", () => {
  const rng = createRng("arguments");
  expect(() => rng.permutation(2.5)).toThrow(/n must be a whole number at least 0, got 2.5/);
  expect(() => rng.permutation(-1)).toThrow(/got -1/);
  expect(() => rng.gamma(-1, 2)).toThrow(/shape must be a finite number above 0, got -1/);
  expect(() => rng.gamma(1, 0)).toThrow(/rate must be a finite number above 0, got 0/);
});
