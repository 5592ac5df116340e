import { describe, expect, test } from "vitest";
import * as zarr from "zarrita";
import { formatZarr } from "../../src/io/zarr.ts";
import type { DataTree, NamedArray } from "../../src/study/dataTree.ts";

const reals = Float64Array.of(0, -1.5, Number.NaN, 1e300, 5e-324, Number.POSITIVE_INFINITY);
const group = {
  attributes: { method: "nuts", sample_dims: ["chain", "draw"] },
  coordinates: {
    chain: Int32Array.of(0, 1),
    draw: Int32Array.of(0, 1, 2),
    feature: ["age", "größe", "🙂", ""],
  },
  variables: {
    theta: { dims: ["chain", "draw"], shape: [2, 3], data: reals, attributes: { units: "m" } },
    weights: {
      dims: ["chain", "draw", "feature"],
      shape: [2, 3, 4],
      data: Float64Array.from({ length: 24 }, (_, i) => i),
    },
    diverging: { dims: ["chain", "draw"], shape: [2, 3], data: Uint8Array.of(0, 1, 0, 0, 0, 1) },
    depth: { dims: ["draw"], shape: [3], data: Int32Array.of(1, -2, 2 ** 31 - 1) },
    nothing: { dims: ["none", "draw"], shape: [0, 3], data: new Float64Array(0) },
  },
} satisfies DataTree["groups"][string];
const tree: DataTree = { attributes: { made: "here" }, groups: { posterior: group }, notes: [] };

/** The files as zarrita, a Zarr implementation of others, asks for them. */
const storeOf = (files: ReadonlyMap<string, Uint8Array>) => ({
  get: async (path: string) => files.get(path.slice(1)),
});

const withArray = (array: NamedArray, name = "bad"): DataTree => ({
  ...tree,
  groups: { posterior: { ...group, variables: { [name]: array } } },
});

describe("formatZarr", () => {
  test("is read back by zarrita: groups, attributes and every array", async () => {
    const store = await zarr.withConsolidatedMetadata(storeOf(formatZarr(tree)), { format: "v2" });
    expect(store.contents().map(({ path, kind }) => `${kind} ${path}`)).toEqual([
      "group /",
      "group /posterior",
      ...["chain", "draw", "feature", ...Object.keys(group.variables)].map(
        (name) => `array /posterior/${name}`,
      ),
    ]);
    const root = await zarr.open.v2(store, { kind: "group" });
    expect(root.attrs).toEqual({ made: "here" });
    const posterior = await zarr.open.v2(root.resolve("posterior"), { kind: "group" });
    expect(posterior.attrs).toEqual(group.attributes);
    const ofAxes = Object.entries(group.coordinates).map(([dim, data]): [string, NamedArray] => [
      dim,
      { dims: [dim], shape: [data.length], data },
    ]);
    for (const [name, array] of [...ofAxes, ...Object.entries<NamedArray>(group.variables)]) {
      const opened = await zarr.open.v2(posterior.resolve(name), { kind: "array" });
      expect(opened.attrs).toEqual({ ...array.attributes, _ARRAY_DIMENSIONS: array.dims });
      expect(opened.fillValue).toBeNull();
      expect(opened.shape).toEqual(array.shape);
      // This reader has no way to ask for no values.
      if (array.data.length === 0) continue;
      const { data } = await zarr.get(opened);
      const expected = Array.from(array.data as Iterable<unknown>);
      const truth = array.data instanceof Uint8Array;
      expect(Array.from(data as Iterable<unknown>)).toEqual(truth ? expected.map(Boolean) : expected);
    }
  });

  test("holds one chunk per chain, as it is", () => {
    const files = formatZarr(tree);
    expect([...files.keys()].filter((path) => /theta\/\d/.test(path))).toEqual([
      "posterior/theta/0.0",
      "posterior/theta/1.0",
    ]);
    expect(new Float64Array(Uint8Array.from(files.get("posterior/theta/1.0")!).buffer)).toEqual(
      reals.slice(3),
    );
    expect([...files.keys()].some((path) => path.startsWith("posterior/nothing/0"))).toBe(false);
  });

  test("gives the same bytes for the same tree", () => {
    expect(formatZarr(structuredClone(tree))).toEqual(formatZarr(tree));
  });

  test.each([
    [
      { dims: ["draw"], shape: [3], data: new Float64Array(2) },
      /must have 3 values for its shape \[3\], got 2/,
    ],
    [{ dims: [], shape: [3], data: new Float64Array(3) }, /must have a name for each of its 1 axes, got 0/],
    [
      { dims: ["draw"], shape: [4], data: new Float64Array(4) },
      /must have the 3 places of the axis draw, its shape is \[4\]/,
    ],
  ])("refuses an array whose parts do not fit: %o", (array, message) => {
    expect(() => formatZarr(withArray(array))).toThrow(message);
  });

  test.each(["../up", "a/b", "", ".zarray", "a\u0000", "."])("refuses the name %j", (name) => {
    const array = { dims: ["draw"], shape: [3], data: new Float64Array(3) };
    expect(() => formatZarr(withArray(array, name))).toThrow(/names of arrays/);
    expect(() => formatZarr({ ...tree, groups: { [name]: group } })).toThrow(/names of groups/);
  });

  test("refuses an array that is called as an axis", () => {
    const array = { dims: ["draw"], shape: [3], data: new Float64Array(3) };
    expect(() => formatZarr(withArray(array, "draw"))).toThrow(/must have different names, both are "draw"/);
  });
});
