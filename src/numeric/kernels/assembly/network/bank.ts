import { BATCH, SIZE } from "../../shared/networkFields";
import { columnsToRows, outputColumns, outputsOf } from "./gradient";
import { field, rowStride } from "./layout";
import { forwardPass, gatherInputs } from "./pass";

/** The outputs of the rows under each of `draws` parameter vectors [draws, size]: target [draws, count, K]. */
export function bankForward<T>(network: usize, bank: usize, draws: usize, start: usize, count: usize, target: usize): void {
  const outputs = outputsOf(network);
  const batch = field(network, BATCH);
  const size = field(network, SIZE) * sizeof<T>();
  for (let done: usize = 0; done < count; done += batch) {
    const rows = min(batch, count - done);
    gatherInputs<T>(network, start + done, rows);
    for (let s: usize = 0; s < draws; s++) {
      forwardPass<T>(network, bank + s * size, rows, false);
      const to = target + (s * count + done) * outputs * sizeof<T>();
      columnsToRows<T>(outputs, rows, outputColumns(network), rowStride<T>(rows), to);
    }
  }
}
