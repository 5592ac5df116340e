// A deep ensemble through the public method, beside the same five networks trained in the bare loops of peers.
import { createRng, deepEnsemble } from "../../dist/index.js";
import {
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

const [MEMBERS, EPOCHS] = [5, 100];
const ensemble = deepEnsemble({ members: MEMBERS, training: trainingOptions(EPOCHS) });
const rng = () => createRng("ensemble benchmark");
const streams = Array.from({ length: MEMBERS }, (_, k) => rng().fork("member").fork(k));

const ours = (precision) => ({
  prepare: ({ data }) => modelOf(data, precision),
  run: ({ data }, model) => ensemble.fit(model, data, { rng: rng() }),
  check: ({ data, expected }, { members }) =>
    checkLosses(
      expected,
      members.map((member) => lossesOf(member, data)),
    ),
});

export const benchmarks = [
  {
    name: `an ensemble of ${MEMBERS}, ${EPOCHS} epochs, 8-${HIDDEN}-1 relu, 1,030 rows, batch 32, Adam, f32`,
    repeats: 2,
    setup: async () => {
      const data = concrete();
      const { members } = await ensemble.fit(modelOf(data, "f64"), data, { rng: rng() });
      return {
        data,
        problem: problemOf(data, streams, EPOCHS),
        expected: members.map((member) => lossesOf(member, data)),
      };
    },
    ...ours("f32"),
    references: [{ name: "ours in f64", ...ours("f64") }, ...trainingReferences],
  },
];
