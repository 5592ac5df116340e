import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { packageVersion } from "../../src/io/packageVersion.ts";
import { writeDataTree } from "../../src/io/writeDataTree.ts";
import type { DataTree } from "../../src/study/dataTree.ts";
import { fullDisk } from "../support/fullDisk.ts";
import { rejection } from "../support/rejection.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "credence-tree-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (...names: string[]) => join(folder, ...names);

function treeOf(values: number[]): DataTree {
  const theta = { dims: ["draw"], shape: [values.length], data: Float64Array.from(values) };
  const coordinates = { draw: Int32Array.from(values.keys()) };
  return {
    attributes: {},
    groups: { posterior: { attributes: { inference_method: "exact" }, coordinates, variables: { theta } } },
    notes: [],
  };
}

const thetaIn = (path: string) =>
  Array.from(new Float64Array(Uint8Array.from(readFileSync(join(path, "posterior/theta/0"))).buffer));

describe("writeDataTree", () => {
  test("writes a folder and leaves nothing else; every group says what made it, and not when", async () => {
    await writeDataTree(at("a.zarr"), treeOf([1, 2]));
    expect(readdirSync(folder)).toEqual(["a.zarr"]);
    expect(thetaIn(at("a.zarr"))).toEqual([1, 2]);
    const attributes = JSON.parse(readFileSync(at("a.zarr", "posterior", ".zattrs"), "utf8"));
    expect(attributes).toEqual({
      created_by: `credence ${packageVersion()}`,
      creation_library: "credence",
      creation_library_version: packageVersion(),
      creation_library_language: "TypeScript",
      inference_library: "credence",
      inference_library_version: packageVersion(),
      inference_method: "exact",
    });
  });

  test("refuses what is already there, and replaces a store where it is asked to", async () => {
    await writeDataTree(at("a.zarr"), treeOf([1]));
    const error = await rejection(writeDataTree(at("a.zarr"), treeOf([2])));
    expect(error).toMatchObject({
      code: "argument",
      errno: "EEXIST",
      message: /already there.*overwrite: true/,
    });
    expect(thetaIn(at("a.zarr"))).toEqual([1]);
    await writeDataTree(at("a.zarr"), treeOf([2]), { overwrite: true });
    expect(thetaIn(at("a.zarr"))).toEqual([2]);
    expect(readdirSync(folder)).toEqual(["a.zarr"]);
  });

  test("never replaces what is no store", async () => {
    mkdirSync(at("photos"));
    writeFileSync(at("photos", "one.jpg"), "");
    writeFileSync(at("file"), "");
    for (const name of ["photos", "file"]) {
      const error = await rejection(writeDataTree(at(name), treeOf([1]), { overwrite: true }));
      expect(error.message).toMatch(/something else is there: it holds no \.zgroup/);
    }
    expect(readdirSync(at("photos"))).toEqual(["one.jpg"]);
    expect(readdirSync(folder).sort()).toEqual(["file", "photos"]);
  });

  test("follows a link", async () => {
    await writeDataTree(at("a.zarr"), treeOf([1]));
    symlinkSync(at("a.zarr"), at("link"));
    await writeDataTree(at("link"), treeOf([2]), { overwrite: true });
    expect(thetaIn(at("a.zarr"))).toEqual([2]);
    expect(readdirSync(folder).sort()).toEqual(["a.zarr", "link"]);
  });

  test("says what is wrong with a path or an option", async () => {
    const error = await rejection(writeDataTree(at("no", "a.zarr"), treeOf([1])));
    expect(error).toMatchObject({ code: "argument", message: /there is no such file or folder/ });
    const unknown = await rejection(writeDataTree(at("a.zarr"), treeOf([1]), { force: true } as never));
    expect(unknown.message).toMatch(/unknown option/);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("leaves what was there when it is stopped", async () => {
    await writeDataTree(at("a.zarr"), treeOf([1]));
    for (const overwrite of [true, false]) {
      // The signal is looked at before anything is written, between files and before the name is taken.
      let looks = 0;
      const signal = {
        throwIfAborted: () => {
          looks += 1;
          if (looks === 3) throw new Error("enough");
        },
      } as AbortSignal;
      const path = overwrite ? at("a.zarr") : at("b.zarr");
      await expect(writeDataTree(path, treeOf([2]), { overwrite, signal })).rejects.toThrow("enough");
    }
    expect(readdirSync(folder)).toEqual(["a.zarr"]);
    expect(thetaIn(at("a.zarr"))).toEqual([1]);
  });

  test("leaves nothing on a disk that is full", async ({ skip }) => {
    const disk = fullDisk();
    if (disk === undefined) return skip("mounting is not permitted here");
    try {
      const path = join(disk.folder, "a.zarr");
      await writeDataTree(path, treeOf([1]));
      const large = treeOf(Array.from({ length: disk.bytes / 8 }, (_, i) => i));
      const error = await rejection(writeDataTree(path, large, { overwrite: true }));
      expect(error.message).toMatch(/no space is left/);
      expect(readdirSync(disk.folder)).toEqual(["a.zarr"]);
      expect(thetaIn(path)).toEqual([1]);
      expect(existsSync(path)).toBe(true);
    } finally {
      disk.remove();
    }
  });
});
