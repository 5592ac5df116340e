import type { Target } from "../../model/target.ts";

/** Changes features of rows for the time of one loss. */
export interface RowMover {
  /** Puts `moved(value, p)` in the place of every feature of `count` rows from position `start` on; p counts them from 0. */
  move(start: number, count: number, moved: (value: number, p: number) => number): void;
  /** Brings the features that were moved last back, to the last bit. */
  moveBack(): void;
}

/** A mover of the rows of a target. What is moved twice must be moved back in between. */
export function rowMover(target: Target): RowMover {
  const width = target.compiled.form.layers[0]!;
  const { inputs } = target.network.arrays;
  let held = new Float64Array(0);
  let [from, rows] = [0, 0];
  return {
    move(start, count, moved) {
      if (held.length < count * width) held = new Float64Array(count * width);
      [from, rows] = [start, count];
      const { order } = target;
      const { view } = inputs;
      for (let r = 0, p = 0; r < count; r++) {
        const at = order[start + r]! * width;
        for (let i = 0; i < width; i++, p++) {
          held[p] = view[at + i]!;
          view[at + i] = moved(held[p]!, p);
        }
      }
    },
    moveBack() {
      const { order } = target;
      for (let r = 0; r < rows; r++) {
        inputs.view.set(held.subarray(r * width, (r + 1) * width), order[from + r]! * width);
      }
    },
  };
}
