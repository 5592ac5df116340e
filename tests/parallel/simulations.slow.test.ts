import { afterAll, expect, test } from "vitest";
import { nuts } from "../../src/inference/hamiltonian/nuts.ts";
import { createRng } from "../../src/random/rng.ts";
import { simulationBasedCalibration } from "../../src/study/simulationBasedCalibration.ts";
import { data, model } from "../study/calibrationModels.ts";
import { testPool, workerFile } from "./testPool.ts";

const pool = testPool(2, workerFile);
afterAll(() => pool.close());

test("simulations rank alike on this thread and on two others", async () => {
  const calibrate = (run: object) =>
    simulationBasedCalibration(
      model,
      data,
      nuts({ chains: 1, warmUp: 20, draws: 20 }),
      { rng: createRng("threads"), ...run },
      { simulations: 40, draws: 19 },
    );
  expect(await calibrate({ executor: pool })).toEqual(await calibrate({}));
});
