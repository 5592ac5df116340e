import { readFileSync } from "node:fs";
import { createDataset } from "../../src/data/createDataset.ts";
import type { Dataset } from "../../src/data/dataset.ts";

/** MNIST-1D: 40 inputs, 10 classes; 4000 rows to train on or 1000 to test (see examples/data/README.md). */
export function mnist1d(part: "train" | "test"): Dataset {
  const path = new URL(`../../examples/data/mnist1d_${part}.csv`, import.meta.url);
  const [, ...lines] = readFileSync(path, "utf8").trim().split("\n");
  const rows = lines.map((line) => line.split(",").map(Number));
  return createDataset({
    x: rows.map((row) => row.slice(1)),
    y: rows.map((row) => row[0]!),
    classes: Array.from({ length: 10 }, (_, k) => String(k)),
  });
}
