import { show } from "../errors/checks.ts";
import { ArgumentError, ShapeError } from "../errors/errors.ts";
import type {
  DataTree,
  DataTreeAttributes,
  DataTreeGroup,
  NamedArray,
  NamedValues,
} from "../study/dataTree.ts";
import { toLittleEndian } from "./littleEndian.ts";

/**
 * A tree of named arrays as the files of a Zarr store, format 2 (zarr.readthedocs.io, "Zarr Storage Specification Version 2"), by
 * their paths: metadata as JSON, those of all arrays together once more, and numbers as they are, uncompressed and little-endian,
 * in one chunk per chain. Names of axes stand where xarray looks for them. The same tree gives the same bytes.
 *
 * @throws ArgumentError for names that are no names of files, ShapeError where an array does not have the values, or the axes, that
 *   its shape says.
 */
export function formatZarr(tree: DataTree): Map<string, Uint8Array> {
  const store: Store = { metadata: {}, chunks: [] };
  addGroup(store, "", tree.attributes);
  for (const [name, group] of Object.entries(tree.groups)) {
    checkName("groups", name);
    addGroup(store, `${name}/`, group.attributes);
    for (const [variable, array] of Object.entries(variablesOf(name, group))) {
      addArray(store, `${name}/${variable}`, array);
    }
  }
  const all = { metadata: store.metadata, zarr_consolidated_format: 1 };
  return new Map([
    ...Object.entries(store.metadata).map(([path, value]) => [path, json(value)] as const),
    [".zmetadata", json(all)],
    ...store.chunks,
  ]);
}

interface Store {
  /** What the JSON files hold, by their paths. */
  readonly metadata: Record<string, object>;
  readonly chunks: [path: string, bytes: Uint8Array][];
}

const json = (value: object): Buffer => Buffer.from(`${JSON.stringify(value, undefined, 1)}\n`, "utf8");

function addGroup({ metadata }: Store, prefix: string, attributes: DataTreeAttributes): void {
  metadata[`${prefix}.zgroup`] = { zarr_format: 2 };
  metadata[`${prefix}.zattrs`] = attributes;
}

/** The arrays of a group, its coordinates among them. */
function variablesOf(
  name: string,
  { coordinates, variables }: DataTreeGroup,
): Readonly<Record<string, NamedArray>> {
  const ofAxes = Object.entries(coordinates).map(
    ([dim, data]) => [dim, { dims: [dim], shape: [data.length], data }] as const,
  );
  const all = [...ofAxes, ...Object.entries(variables)];
  for (const [variable, array] of all) {
    checkName("arrays", variable);
    checkArray(`${name}/${variable}`, array, coordinates);
  }
  const twice = all.find(([variable], k) => all.findIndex(([other]) => other === variable) !== k);
  if (twice === undefined) return Object.fromEntries(all);
  throw new ArgumentError({
    where: "formatZarr",
    problem: `an axis and an array of the group ${name} must have different names, both are ${show(twice[0])}`,
  });
}

function addArray(
  { metadata, chunks }: Store,
  path: string,
  { dims, shape, data, attributes }: NamedArray,
): void {
  const perChain = dims[0] === "chain" && shape.length > 1;
  const chunkShape = shape.map((length, k) => (perChain && k === 0 ? 1 : Math.max(1, length)));
  const { dtype, bytes } = encode(data);
  metadata[`${path}/.zarray`] = {
    chunks: chunkShape,
    compressor: null,
    dtype,
    // No number stands for a missing one: a reader would turn those that equal it into NaN.
    fill_value: null,
    filters: null,
    order: "C",
    shape,
    zarr_format: 2,
  };
  metadata[`${path}/.zattrs`] = { ...attributes, _ARRAY_DIMENSIONS: dims };
  if (bytes.length === 0) return;
  const count = perChain ? shape[0]! : 1;
  const size = bytes.length / count;
  const rest = "0".repeat(Math.max(0, shape.length - 1));
  for (let c = 0; c < count; c++) {
    chunks.push([`${path}/${[c, ...rest].join(".")}`, bytes.subarray(c * size, (c + 1) * size)]);
  }
}

/** Values as numpy types and their bytes; texts have a fixed length, in UTF-32. */
function encode(data: NamedValues): { dtype: string; bytes: Uint8Array } {
  if (data instanceof Float64Array) return { dtype: "<f8", bytes: toLittleEndian(data) };
  if (data instanceof Int32Array) return { dtype: "<i4", bytes: toLittleEndian(data) };
  if (data instanceof Uint8Array) return { dtype: "|b1", bytes: data };
  const texts = data.map((text) => Array.from(text, (sign) => sign.codePointAt(0)!));
  const length = texts.reduce((most, text) => Math.max(most, text.length), 1);
  const codes = new Uint32Array(length * texts.length);
  for (const [i, text] of texts.entries()) codes.set(text, i * length);
  return { dtype: `<U${length}`, bytes: toLittleEndian(codes) };
}

function checkArray(
  path: string,
  { dims, shape, data }: NamedArray,
  coordinates: DataTreeGroup["coordinates"],
): void {
  const count = shape.reduce((product, length) => product * length, 1);
  const wrong = dims.find((dim, k) => coordinates[dim] !== undefined && coordinates[dim].length !== shape[k]);
  if (data.length === count && dims.length === shape.length && wrong === undefined) return;
  const problem =
    data.length !== count
      ? `must have ${count} values for its shape [${shape.join(", ")}], got ${data.length}`
      : dims.length !== shape.length
        ? `must have a name for each of its ${shape.length} axes, got ${dims.length}`
        : `must have the ${coordinates[wrong!]!.length} places of the axis ${wrong}, its shape is [${shape.join(", ")}]`;
  throw new ShapeError({ where: "formatZarr", problem: `${path} ${problem}`, details: { path, shape } });
}

function checkName(kind: string, name: string): void {
  if (/^[\p{L}\p{N}_][\p{L}\p{N}_ .-]*$/u.test(name)) return;
  throw new ArgumentError({
    where: "formatZarr",
    problem: `names of ${kind} must be letters, digits, spaces and the signs _ . -, got ${show(name)}`,
    fix: "Rename it.",
  });
}
