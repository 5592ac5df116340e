import { evaluate } from "../../src/metrics/evaluate.ts";
import { classificationPredictive } from "../../src/predictive/classificationPredictive.ts";
import { normalPredictive } from "../../src/predictive/normalPredictive.ts";
import { poissonDrawsPredictive } from "../../src/predictive/poissonDrawsPredictive.ts";
import { createRng } from "../../src/random/rng.ts";
import type { HashedRuns } from "./hashedRun.ts";

const n = 40;
const rng = createRng("score bytes");
const groups = Array.from({ length: n }, (_, i) => i % 2);

const bytesOf = (scores: unknown) => [new TextEncoder().encode(JSON.stringify(scores))];

/** All scores as text, with the intervals of their bootstrap. */
export const scoreRuns: HashedRuns = {
  "evaluate, normal": () => {
    const mean = rng.fork("mean").fillNormal(new Float64Array(n));
    const y = rng.fork("y").fillNormal(new Float64Array(n));
    const aleatoric = Float64Array.from(mean, (m) => 0.5 + m * m);
    return bytesOf(
      evaluate(normalPredictive({ mean, epistemic: new Float64Array(n), aleatoric }), y, { groups }),
    );
  },
  "evaluate, poisson": () => {
    const rates = Float64Array.from({ length: n }, (_, i) => 0.5 + i / 10);
    const y = rates.map((rate) => Math.round(rate));
    return bytesOf(evaluate(poissonDrawsPredictive({ rates: { rows: 1, cols: n, data: rates } }), y));
  },
  "evaluate, classes": () => {
    const bank = { rows: 1, cols: 2 * n, data: new Float64Array(2 * n) };
    for (let i = 0; i < n; i++) bank.data.set([(i + 0.5) / n, 1 - (i + 0.5) / n], 2 * i);
    const y = Array.from({ length: n }, (_, i) => (i % 3 === 0 ? 1 : 0));
    return bytesOf(
      evaluate(classificationPredictive({ probabilities: bank, classes: ["a", "b"] }), y, { groups }),
    );
  },
};
