import type { Dataset } from "../data/dataset.ts";
import { takeDatasetRows } from "../data/takeDatasetRows.ts";

/** Rows that are predicted and scored at a time, so that mixtures of many draws stay small. */
const BLOCK = 256;

/** A block of rows, and the first of them, counted from 0. */
export interface RowBlock {
  readonly from: number;
  readonly rows: Dataset;
}

/** The rows of the data in blocks, one after the other. Throws the signal's reason when aborted. */
export function* rowBlocks(data: Dataset, signal: AbortSignal | undefined): Generator<RowBlock> {
  for (let from = 0; from < data.x.rows; from += BLOCK) {
    signal?.throwIfAborted();
    const length = Math.min(BLOCK, data.x.rows - from);
    yield {
      from,
      rows: takeDatasetRows(
        data,
        Uint32Array.from({ length }, (_, i) => from + i),
      ),
    };
  }
}
