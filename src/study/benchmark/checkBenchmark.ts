import { checkChoice, checkKeys, checkNumber, show } from "../../errors/checks.ts";
import { ArgumentError } from "../../errors/errors.ts";
import { createMethod } from "../../inference/registry.ts";
import { checkSplits } from "../checkComparison.ts";
import type { BenchmarkMethod, BenchmarkSet } from "./benchmarkSpec.ts";
import { FOLDS } from "./judgeInside.ts";
import { withSettings } from "./settings.ts";

const WHERE = "benchmark";

/**
 * Throws an ArgumentError unless there are methods and data sets with names of their own, every split has training and test rows and
 * no row in both, and everything that a method is told is known. Whether options of a method suit it is seen when it is fitted.
 */
export function checkBenchmark(methods: readonly BenchmarkMethod[], sets: readonly BenchmarkSet[]): void {
  checkNames("method", methods);
  checkNames("data set", sets);
  for (const method of methods) checkMethod(method);
  checkSameFolds(methods);
  for (const { splits, data } of sets) checkSplits(splits, data.x.rows, WHERE);
}

function checkNames(what: string, list: readonly { readonly name: string }[]): void {
  if (list.length === 0)
    throw new ArgumentError({ where: WHERE, problem: `at least one ${what} is required` });
  const seen = new Set<string>();
  for (const { name } of list) {
    if (typeof name === "string" && name !== "" && !seen.has(name)) seen.add(name);
    else {
      const problem = `every ${what} must have a name of its own, got ${show(name)}${seen.has(name) ? " twice" : ""}`;
      throw new ArgumentError({ where: WHERE, problem });
    }
  }
}

function checkMethod(given: BenchmarkMethod): void {
  const { name, method, choose, inside, splits } = given;
  const where = `${WHERE}: ${name}`;
  checkKeys(where, given, ["name", "method", "model", "choose", "inside", "splits", "remark"]);
  createMethod({ name: method?.name });
  if (typeof given.model !== "object" || given.model === null) {
    throw new ArgumentError({ where, problem: `model must be an object, got ${show(given.model)}` });
  }
  if (splits !== undefined) checkNumber(where, "splits", splits, { integer: true, min: 1 });
  if (choose !== undefined) {
    checkKeys(`${where}: choose`, choose, ["by", "grid", "search", "share", "folds", "meanwhile"]);
    checkChoice(`${where}: choose`, "by", choose.by, [
      "evidence",
      "validation",
      "cross-validation",
      "inside",
    ]);
    if (choose.by === "inside" && inside === undefined) {
      throw new ArgumentError({
        where,
        problem: 'settings are chosen by "inside", which is not there',
        fix: "Give `inside`, or choose by another judge.",
      });
    }
    if (choose.search !== undefined) {
      checkChoice(`${where}: choose`, "search", choose.search, ["grid", "coordinate"]);
    }
    if (choose.share !== undefined) checkNumber(where, "share", choose.share, { above: 0, below: 1 });
    checkFolds(where, choose.folds);
    checkGrid(`${where}: choose`, given);
  }
  if (inside !== undefined) {
    checkKeys(`${where}: inside`, inside, ["folds", "rows", "recalibrate", "meanwhile"]);
    const { recalibrate = "none" } = inside;
    checkChoice(`${where}: inside`, "recalibrate", recalibrate, ["none", "variance-scaling", "isotonic"]);
    checkFolds(where, inside.folds);
    if (inside.rows !== undefined) checkNumber(where, "rows", inside.rows, { integer: true, min: 1 });
    withSettings(given, inside.meanwhile);
  }
}

/** Methods that are to be compared inside the training part must have divided it alike. */
function checkSameFolds(methods: readonly BenchmarkMethod[]): void {
  const counts = methods.flatMap(({ inside }) => (inside === undefined ? [] : [inside.folds ?? FOLDS]));
  const other = counts.find((count) => count !== counts[0]);
  if (other === undefined) return;
  throw new ArgumentError({
    where: WHERE,
    problem: `all methods must be judged inside with the same folds, some have ${counts[0]}, others ${other}`,
    fix: "Use `rows` for methods that take long.",
  });
}

function checkFolds(where: string, folds: number | undefined): void {
  if (folds !== undefined) checkNumber(where, "folds", folds, { integer: true, min: 2 });
}

function checkGrid(where: string, given: BenchmarkMethod): void {
  const { grid, meanwhile } = given.choose!;
  if (typeof grid !== "object" || grid === null) {
    throw new ArgumentError({ where, problem: `grid must be an object, got ${show(grid)}` });
  }
  for (const [place, values] of Object.entries(grid)) {
    if (!Array.isArray(values) || values.length === 0) {
      throw new ArgumentError({ where, problem: `${place} must have a list of values, got ${show(values)}` });
    }
    withSettings(given, { [place]: values[0]! });
  }
  withSettings(given, meanwhile);
}
