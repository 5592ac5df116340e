import { afterEach, describe, expect, it } from "vitest";
import { createBulkRandom } from "../../src/numeric/kernels/random.ts";
import { type KernelChoice, selectKernels } from "../../src/numeric/kernels/select.ts";
import { bulkRandom } from "../../src/random/bulkRandom.ts";
import { createRng, type Rng, type RngLabel, restoreRng } from "../../src/random/rng.ts";
import { checkMoments } from "../contracts/closeness.ts";
import snapshot from "./bulkSnapshot.json" with { type: "json" };

const pathRng = (path: readonly RngLabel[]) =>
  path.slice(1).reduce((rng: Rng, label) => rng.fork(label), createRng(path[0]!));
const normals = (rng: Rng, count = 64) => bulkRandom(rng).fillNormal(0, new Float64Array(count));
const draws = (rng: Rng) => {
  const random = bulkRandom(rng);
  return {
    key: [...random.key],
    normal: [...random.fillNormal(0, new Float64Array(3))],
    uniform: [...random.fillUniform(7, new Float64Array(2))],
    bernoulli: [...random.fillBernoulli(0, 0.5, new Uint8Array(8))],
  };
};

afterEach(() => void selectKernels("wasm"));

describe("the path names the numbers", () => {
  it("whatever its stream has drawn before, and wherever it was saved", () => {
    const fresh = draws(createRng("a").fork(2));
    const used = createRng("a").fork(2);
    used.normal();
    used.uint32();
    used.gamma(2, 1);
    expect(draws(used)).toEqual(fresh);
    expect(draws(restoreRng(used.state()))).toEqual(fresh);
    expect(draws(used)).toEqual(fresh);
  });

  it("and drawing them does not move the stream", () => {
    const [alone, other] = [createRng("a"), createRng("a")];
    const mixed = (rng: Rng) => [rng.uint32(), rng.normal(), rng.gamma(1, 1)];
    expect(mixed(other)).toEqual(mixed(alone));
    normals(other);
    expect(mixed(other)).toEqual(mixed(alone));
    expect(other.state()).toEqual(alone.state());
  });

  it("other paths have other keys, in both words", () => {
    const paths: RngLabel[][] = [["1"], [1], ["a"], ["a", 1], ["a", "1"], ["a", 11], ["a", 1, 1], ["b", "a"]];
    for (let k = 100; k < 300; k++) paths.push(["a", k]);
    const keys = paths.map((path) => bulkRandom(pathRng(path)).key);
    for (const word of [0, 1] as const) expect(new Set(keys.map((key) => key[word])).size).toBe(paths.length);
  });

  it("sister streams are uncorrelated, by moments within four Monte-Carlo errors", () => {
    const n = 40_000;
    const [a, b] = [normals(createRng("sisters").fork(1), n), normals(createRng("sisters").fork(2), n)];
    const products = a.map((value, i) => value * b[i]!);
    checkMoments(products, 0, 1);
    expect(() =>
      checkMoments(
        a.map((value) => value * value),
        0,
        1,
      ),
    ).toThrow();
  });
});

describe.each<KernelChoice>(["wasm", "relaxed", "js"])("with the %s kernels", (kernels) => {
  it("gives the numbers it gave before (a snapshot of this project, not a judge of it)", () => {
    selectKernels(kernels);
    for (const { path, ...expected } of snapshot.streams) expect(draws(pathRng(path))).toEqual(expected);
  });
});

it("are the numbers of the generator with that key", () => {
  const rng = createRng("key").fork(0);
  const { key } = bulkRandom(rng);
  expect(normals(rng)).toEqual(createBulkRandom(key).fillNormal(0, new Float64Array(64)));
});
