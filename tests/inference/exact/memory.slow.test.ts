import { expect, it } from "vitest";
import { createDataset } from "../../../src/data/createDataset.ts";
import { exact } from "../../../src/inference/exact/exact.ts";
import { createModel } from "../../../src/model/model.ts";
import { kernelInstance, selectKernels } from "../../../src/numeric/kernels/select.ts";

it("ten thousand exact fits leave the memory of the kernels as it was", async () => {
  selectKernels("wasm");
  const { arena } = kernelInstance()!;
  const x = Array.from({ length: 12 }, (_, i) => [Math.sin(i), Math.cos(3 * i)]);
  const data = createDataset({ x, y: x.map(([a, b]) => a! + b!) });
  const model = createModel(
    {
      network: { kind: "random-relu", units: 6, seed: "memory" },
      prior: { kind: "normal", variance: 1 },
      likelihood: { kind: "normal", noiseVariance: 0.1 },
    },
    data,
  );
  const methods = [exact({ solver: "cholesky" }), exact({ solver: "qr" }), exact({ solver: "dual" })];
  // One round of each first: the memory grows to what one fit needs.
  for (const method of methods) (await method.fit(model, data)).predict(data.x);
  const [mark, bytes] = [arena.mark(), arena.byteLength];
  for (let k = 0; k < 10_000; k++) {
    (await methods[k % 3]!.fit(model, data)).predict(data.x);
    if (arena.mark() !== mark || arena.byteLength !== bytes) expect.fail(`the memory has grown in fit ${k}`);
  }
}, 120_000);
