// Independent work on worker threads: two threads against one.
import { Worker } from "node:worker_threads";
import { createDataset, createRng, inlineExecutor } from "../../dist/index.js";
import { createInlineExecutor } from "../../dist/inference/executor.js";
import { createWorkerPool } from "../../dist/parallel/index.js";
import { CHAIN_TASKS } from "./chainTasks.mjs";

export const group = "Threads";
export const about =
  "The same list of tasks for a pool of two workers and for a pool of one, with the same bits as on this thread.";

const FITS = 16;
const ROWS = 4_000;
const UNITS = 250;

export const benchmarks = [
  onTwoThreads({
    name: `${FITS} Langevin chains of 4,000 steps, 1-50-1, 2 workers`,
    inline: createInlineExecutor(CHAIN_TASKS),
    createWorker: () => new Worker(new URL("./chainWorker.mjs", import.meta.url)),
    tasks: Array.from({ length: FITS }, (_, k) => ({
      task: "chain",
      spec: { steps: 4000 },
      path: ["chains", k],
    })),
    makeRun: () => ({}),
  }),
  onTwoThreads({
    name: `${FITS} exact fits, N = ${ROWS}, D = ${UNITS + 1}, 2 workers`,
    inline: inlineExecutor,
    tasks: Array.from({ length: FITS }, (_, k) => ({
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
    })),
    makeRun: () => ({ data: { data: dataset() } }),
  }),
];

function onTwoThreads({ name, inline, createWorker, tasks, makeRun }) {
  const pool = (workers) =>
    createWorkerPool({ workers, ...(createWorker === undefined ? {} : { createWorker }) });
  return {
    name,
    repeats: 5,
    setup: async () => {
      const run = makeRun();
      const [one, two] = [pool(1), pool(2)];
      if (two.workers < 2) throw new Error("two threads cannot compute at the same time on this machine");
      // Threads have started, loaded the library, taken the data and compiled what they run.
      for (const each of [one, two]) await each.map(tasks, run);
      return { one, two, run, expected: bits(await inline.map(tasks, run)) };
    },
    run: ({ two, run }) => two.map(tasks, run),
    check: hasTheBitsOfOneThread,
    references: [
      {
        name: "1 worker",
        goal: { atLeast: 1.9 },
        run: ({ one, run }) => one.map(tasks, run),
        check: hasTheBitsOfOneThread,
      },
    ],
  };
}

function dataset() {
  const rng = createRng("parallel benchmark");
  const x = Array.from({ length: ROWS }, () => Array.from({ length: 8 }, () => rng.normal()));
  return createDataset({ x, y: x.map(([a, b, c]) => Math.sin(a + b * c) + 0.3 * rng.normal()) });
}

function hasTheBitsOfOneThread({ expected }, results) {
  if (bits(results) !== expected) throw new Error("the results must have the bits of those of this thread");
}

/** All numbers of plain data; those in typed arrays as their bytes. */
function bits(value) {
  return JSON.stringify(value, (_, entry) =>
    ArrayBuffer.isView(entry)
      ? Buffer.from(entry.buffer, entry.byteOffset, entry.byteLength).toString("base64")
      : entry,
  );
}
