// Independent fits on worker threads: two threads against one.
import { createDataset, createRng, inlineExecutor } from "../../dist/index.js";
import { createWorkerPool } from "../../dist/parallel/index.js";

const ROWS = 4_000;
const UNITS = 250;
const FITS = 16;

export const benchmarks = [
  {
    name: `${FITS} independent fits with 2 workers, N = ${ROWS}, D = ${UNITS + 1}`,
    // 1.9 times the fits in the same time.
    goal: { ratio: 0.526 },
    repeats: 5,
    setup: async () => {
      const state = problem();
      const pools = [createWorkerPool({ workers: 1 }), createWorkerPool({ workers: 2 })];
      if (pools[1].workers < 2)
        throw new Error("two threads cannot compute at the same time on this machine");
      // Threads have started, loaded the library, taken the data and compiled what they run.
      for (const pool of pools) await pool.map(state.tasks, state.run);
      const expected = bits(await inlineExecutor.map(state.tasks, state.run));
      return { ...state, one: pools[0], two: pools[1], expected };
    },
    run: ({ two, tasks, run }) => two.map(tasks, run),
    check: hasTheBitsOfOneThread,
    reference: {
      name: "1 worker",
      run: ({ one, tasks, run }) => one.map(tasks, run),
      check: hasTheBitsOfOneThread,
    },
  },
];

function problem() {
  const rng = createRng("parallel benchmark");
  const x = Array.from({ length: ROWS }, () => Array.from({ length: 8 }, () => rng.normal()));
  const y = x.map(([a, b, c]) => Math.sin(a + b * c) + 0.3 * rng.normal());
  const data = createDataset({ x, y });
  const tasks = Array.from({ length: FITS }, (_, k) => ({
    task: "fit",
    spec: {
      method: { name: "exact" },
      model: {
        network: { kind: "random-relu", units: UNITS, seed: k },
        prior: { kind: "normal", variance: "learned" },
        likelihood: { kind: "normal", noiseVariance: "learned" },
      },
    },
    path: [],
    dataId: "data",
  }));
  return { tasks, run: { data: { data } } };
}

function hasTheBitsOfOneThread({ expected }, results) {
  if (bits(results) !== expected) throw new Error("the fits must have the bits of fits on this thread");
}

/** All numbers of plain data; those in typed arrays as their bytes. */
function bits(value) {
  return JSON.stringify(value, (_, entry) =>
    ArrayBuffer.isView(entry)
      ? Buffer.from(entry.buffer, entry.byteOffset, entry.byteLength).toString("base64")
      : entry,
  );
}
