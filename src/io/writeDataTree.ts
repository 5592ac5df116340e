import { checkFlag, checkKeys } from "../errors/checks.ts";
import type { DataTree, DataTreeAttributes } from "../study/dataTree.ts";
import { packageVersion } from "./packageVersion.ts";
import type { WriteOptions } from "./replaceFile.ts";
import { replaceFolder } from "./replaceFolder.ts";
import { formatZarr } from "./zarr.ts";

/** Options of {@link writeDataTree}. */
export interface WriteDataTreeOptions extends WriteOptions {
  /** Whether a Zarr store that is already there is replaced; otherwise, the default, it is an error. */
  readonly overwrite?: boolean;
}

/**
 * Writes the tree of a posterior as a Zarr store, a folder whose name ends in `.zarr` by custom. In Python,
 * `arviz.from_zarr(path)` or `xarray.open_datatree(path, engine="zarr")` opens it. It is written in one step: a folder beside it
 * takes its name when all is in it. No date is in it, so that the same tree gives the same bytes.
 *
 * @throws FileError if something is there already, or the folder cannot be written; ArgumentError or ShapeError where arrays do not
 *   have the names or values that they should.
 */
export async function writeDataTree(
  path: string,
  tree: DataTree,
  options: WriteDataTreeOptions = {},
): Promise<void> {
  const where = "writeDataTree";
  checkKeys(where, options, ["overwrite", "signal"]);
  const { overwrite = false, ...rest } = options;
  checkFlag(where, "overwrite", overwrite);
  await replaceFolder(path, formatZarr(withLibrary(tree)), { ...rest, overwrite, mark: ".zgroup" });
}

/** The tree, every group of which says what made it. */
function withLibrary({ attributes, groups, notes }: DataTree): DataTree {
  const version = packageVersion();
  const library: DataTreeAttributes = {
    created_by: `credence ${version}`,
    creation_library: "credence",
    creation_library_version: version,
    creation_library_language: "TypeScript",
    inference_library: "credence",
    inference_library_version: version,
  };
  const named = Object.entries(groups).map(
    ([name, group]) => [name, { ...group, attributes: { ...library, ...group.attributes } }] as const,
  );
  return { attributes: { ...library, ...attributes }, groups: Object.fromEntries(named), notes };
}
