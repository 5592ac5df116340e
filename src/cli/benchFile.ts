import { dirname, resolve } from "node:path";
import { datasetFromTable } from "../data/datasetFromTable.ts";
import { checkKeys, checkNumber, show } from "../errors/checks.ts";
import { ArgumentError, FormatError } from "../errors/errors.ts";
import { fileExists } from "../io/fileExists.ts";
import { sha256 } from "../io/hash.ts";
import { parseJson } from "../io/parseJson.ts";
import { readTableFile } from "../io/readTableFile.ts";
import { readHashedFile } from "../io/readTextFile.ts";
import { checkObject } from "../model/specChecks.ts";
import type { BenchmarkGoals } from "../study/benchmark/benchmarkGoals.ts";
import type { BenchmarkMethod, BenchmarkSet } from "../study/benchmark/benchmarkSpec.ts";
import { checkGoals } from "../study/benchmark/checkGoals.ts";
import { checkPublishedRows, type PublishedRow } from "../study/benchmark/publishedRow.ts";
import { splitsOfTestRows } from "../study/benchmark/splitsOfTestRows.ts";
import type { RowSplit } from "../study/rowSplit.ts";
import { speakingOf } from "./errorText.ts";

/** A data set as the file of a benchmark names it. */
interface NamedData {
  readonly name: string;
  /** A table, from the folder of the file. */
  readonly file: string;
  readonly target: string;
  /** A JSON file with `testRows`: a list of rows for each split. */
  readonly splits: string;
  /** Left out, with a notice, where there is no such file. */
  readonly optional?: boolean;
  readonly remark?: string;
}

/** What a benchmark is made of. */
export interface BenchFile {
  readonly title: string;
  /** Paragraphs that the page says of it all, and of single data sets. */
  readonly remarks: readonly string[];
  /** Of the file itself. */
  readonly hash: string;
  readonly sets: readonly BenchmarkSet[];
  readonly methods: readonly BenchmarkMethod[];
  readonly published: readonly PublishedRow[];
  readonly goals: BenchmarkGoals;
  /** Data sets that are optional and not there, and where they were sought. */
  readonly absent: readonly { readonly name: string; readonly path: string }[];
}

/** What of a benchmark is run. */
export interface BenchParts {
  readonly sets?: readonly string[];
  readonly methods?: readonly string[];
  /** Only the first so many splits. */
  readonly splits?: number;
  /** Paths of tables that take the place of those the file names. */
  readonly paths?: ReadonlyMap<string, string>;
}

const KEYS = ["title", "remarks", "data", "methods", "published", "goals"];

/** Reads the file of a benchmark and all that it names. */
export async function readBenchFile(
  name: string,
  cwd: string,
  parts: BenchParts,
  signal: AbortSignal,
): Promise<BenchFile> {
  const path = resolve(cwd, name);
  const { text, hash } = await readHashedFile(path);
  const spec = checkFile(name, parseJson(name, text));
  const folder = dirname(path);
  const wanted = pick("--sets", spec.data, parts.sets);
  const methods = pick("--methods", spec.methods, parts.methods);
  const published = spec.published === undefined ? [] : await readPublished(resolve(folder, spec.published));
  const { goals = {} } = spec;
  const names = (list: readonly { readonly name: string }[]) => list.map((one) => one.name);
  checkGoals(`${name}: goals`, goals, {
    sets: names(spec.data),
    methods: names(spec.methods),
    rows: names(published),
  });
  const absent: { name: string; path: string }[] = [];
  const sets: BenchmarkSet[] = [];
  for (const named of wanted) {
    const given = parts.paths?.get(named.name);
    const table = given === undefined ? resolve(folder, named.file) : resolve(cwd, given);
    if (named.optional === true && given === undefined && !(await fileExists(table))) {
      absent.push({ name: named.name, path: table });
      continue;
    }
    sets.push(await speakingOf(table, () => readSet(named, table, folder, parts.splits, signal)));
  }
  // A file that names none is refused where the benchmark is checked.
  if (sets.length === 0 && absent.length > 0) {
    throw new ArgumentError({
      where: name,
      problem: `no data set is there: ${absent.map((one) => one.name).join(", ")}`,
      fix: "Name the file as in --data name=path.",
    });
  }
  return {
    title: spec.title ?? name,
    remarks: [...(spec.remarks ?? []), ...remarksOf(wanted)],
    hash,
    sets,
    methods,
    published,
    goals,
    absent,
  };
}

interface FileSpec {
  readonly title?: string;
  readonly remarks?: readonly string[];
  readonly data: readonly NamedData[];
  readonly methods: readonly BenchmarkMethod[];
  readonly published?: string;
  readonly goals?: BenchmarkGoals;
}

function checkFile(name: string, spec: unknown): FileSpec {
  if (typeof spec !== "object" || spec === null) {
    throw new FormatError({ where: name, problem: `the file must hold a JSON object, got ${show(spec)}` });
  }
  checkKeys(name, spec, KEYS);
  const { data, methods } = spec as FileSpec;
  for (const [key, list] of Object.entries({ data, methods })) {
    if (Array.isArray(list)) continue;
    throw new FormatError({ where: name, problem: `${key} must be a list, got ${show(list)}` });
  }
  for (const one of methods) checkObject(name, "every method", one);
  for (const one of data) {
    checkKeys(`${name}: data`, one, ["name", "file", "target", "splits", "optional", "remark"]);
    for (const key of ["name", "file", "target", "splits"] as const) {
      if (typeof one[key] === "string") continue;
      throw new FormatError({
        where: `${name}: data`,
        problem: `${key} must be a text, got ${show(one[key])}`,
      });
    }
  }
  return spec as FileSpec;
}

/** What the file says of single data sets. */
const remarksOf = (data: readonly NamedData[]): readonly string[] =>
  data.flatMap(({ name, remark }) => (remark === undefined ? [] : [`${name}: ${remark}`]));

/** Those that a flag names, in the order of the file; all where it names none. */
function pick<T extends { readonly name: string }>(
  flag: string,
  all: readonly T[],
  names: readonly string[] | undefined,
): readonly T[] {
  const unknown = names?.find((name) => !all.some((one) => one.name === name));
  if (unknown !== undefined) {
    throw new ArgumentError({
      where: flag,
      problem: `${show(unknown)} is not in the file`,
      fix: `It has ${all.map(({ name }) => name).join(", ")}.`,
    });
  }
  return names === undefined ? all : all.filter(({ name }) => names.includes(name));
}

async function readSet(
  { name, target, splits }: NamedData,
  path: string,
  folder: string,
  most: number | undefined,
  signal: AbortSignal,
): Promise<BenchmarkSet> {
  const { table, hash } = await readTableFile(path, { signal });
  const { x, y, featureNames, targetNames } = datasetFromTable(table, { target });
  const data = { x, y, featureNames, targetNames };
  const all = await readSplits(resolve(folder, splits), x.rows);
  return { name, data, splits: all.slice(0, most), hash: sha256(`${hash} ${target}`) };
}

async function readSplits(path: string, rows: number): Promise<readonly RowSplit[]> {
  return speakingOf(path, async () => {
    const { text } = await readHashedFile(path);
    const spec = parseJson(path, text) as { readonly rows?: unknown; readonly testRows?: unknown } | null;
    if (!Array.isArray(spec?.testRows)) {
      throw new FormatError({ where: path, problem: "the file must have testRows, a list of lists of rows" });
    }
    if (spec.rows !== undefined && spec.rows !== rows) {
      const problem = `the splits are of ${show(spec.rows)} rows, the table has ${rows}`;
      throw new FormatError({ where: path, problem });
    }
    checkNumber(path, "number of splits", spec.testRows.length, { min: 1 });
    return splitsOfTestRows(rows, spec.testRows);
  });
}

async function readPublished(path: string): Promise<readonly PublishedRow[]> {
  const { text } = await readHashedFile(path);
  return checkPublishedRows(path, parseJson(path, text));
}
