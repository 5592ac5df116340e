import { readFileSync } from "node:fs";

const folder = new URL("../fixtures/", import.meta.url);

/** A JSON file of tests/fixtures. */
export function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(new URL(path, folder), "utf8")) as T;
}

/** The rows of numbers of a CSV file of tests/fixtures; its header is skipped. */
export function readRows(path: string): number[][] {
  const lines = readFileSync(new URL(path, folder), "utf8").trim().split("\n");
  return lines.slice(1).map((line) => line.split(",").map(Number));
}
