// Whole runs of training through the public methods: how long one takes beside the same loop in peers, and how long a run
// takes to end when it is told to.
import { createModel, createRng } from "../../dist/index.js";
import { map } from "../../dist/inference/map/map.js";
import { bayesByBackprop } from "../../dist/inference/variational/bayesByBackprop.js";
import {
  BATCH,
  checkLosses,
  concrete,
  HIDDEN,
  lossesOf,
  modelOf,
  problemOf,
  trainingOptions,
  trainingReferences,
} from "./trainingProblem.mjs";

export const group = "Training";
export const about =
  "Whole runs through the public methods, on the 1,030 rows of concrete.csv. Ours is all that a fit does: reshuffled batches, losses, trace and checks. Peers take the same steps from the same parameters along the same batches in a bare loop.";

const EPOCHS = 200;
const training = map(trainingOptions(EPOCHS));
const rng = () => createRng("training benchmark");

export const benchmarks = [
  wholeRun(),
  ...aborts("map", map({ epochs: 1e6, optimiser: "adam" })),
  ...aborts("bayesByBackprop, full covariance", bayesByBackprop({ family: "full", steps: 1e6 })),
];

function wholeRun() {
  const ours = (precision) => ({
    prepare: ({ data }) => modelOf(data, precision),
    run: ({ data }, model) => training.fit(model, data, { rng: rng() }),
    check: ({ data, expected }, posterior) => checkLosses(expected, [lossesOf(posterior, data)]),
  });
  return {
    name: `a run of ${EPOCHS} epochs, 8-${HIDDEN}-1 relu, 1,030 rows, batch ${BATCH}, Adam, f32`,
    repeats: 2,
    setup: async () => {
      const data = concrete();
      const exact = await training.fit(modelOf(data, "f64"), data, { rng: rng() });
      // The engine compiles for both formats over some runs; peers spend theirs in kernels.
      for (let k = 0; k < 3; k++) await training.fit(modelOf(data, "f32"), data, { rng: rng() });
      return { data, problem: problemOf(data, [rng()], EPOCHS), expected: [lossesOf(exact, data)] };
    },
    ...ours("f32"),
    references: [{ name: "ours in f64", ...ours("f64") }, ...trainingReferences],
  };
}

/** From abort() to the rejection, and from the worst moment for asking: as a turn of the run begins. */
function aborts(what, method) {
  return [
    abort(`from abort() to the rejection, ${what}`, method, (controller) => controller.abort("told to")),
    abort(`from an abort asked for as a turn begins to the rejection, ${what}`, method, (controller) => {
      // The timer of the run was set before this one, so its turn comes first.
      setTimeout(() => controller.abort("told to"), 0);
    }),
  ];
}

function abort(name, method, ask) {
  return {
    name,
    work: { amount: 1, unit: "s" },
    goal: { unit: "s", atMost: 0.1 },
    repeats: 25,
    setup: () => ({ data: concrete() }),
    prepare: ({ data }) => ({ model: boundedModel(data) }),
    before: ({ data }, made) =>
      new Promise((resolve) => {
        made.controller = new AbortController();
        const run = { rng: rng(), signal: made.controller.signal, onProgress: resolve };
        made.end = method.fit(made.model, data, run).catch((reason) => reason);
      }),
    run: async (_, { controller, end }) => {
      ask(controller);
      return await end;
    },
    check: (_, end) => {
      if (end !== "told to") throw new Error(`the run must reject with the reason of its abort, got ${end}`);
    },
  };
}

const boundedModel = (data) =>
  createModel(
    {
      network: { kind: "mlp", hidden: [HIDDEN] },
      prior: { kind: "normal", variance: 1 },
      likelihood: { kind: "normal", noiseVariance: 0.1 },
    },
    data,
  );
