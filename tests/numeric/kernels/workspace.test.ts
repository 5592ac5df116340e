import { beforeAll, describe, expect, it } from "vitest";
import { createNetworkKernel } from "../../../src/numeric/kernels/network.ts";
import { selectKernels } from "../../../src/numeric/kernels/select.ts";
import { createAdam } from "../../../src/numeric/kernels/updates.ts";
import { withWorkspace } from "../../../src/numeric/kernels/workspace.ts";

describe.each(["wasm", "js"] as const)("workspaces, %s", (choice) => {
  beforeAll(() => void selectKernels(choice));

  it("start with zeros, also in memory that was used before", () => {
    for (let k = 0; k < 3; k++) {
      withWorkspace((workspace) => {
        const vector = workspace.vector("f32", 1000);
        expect(vector.view.every((x) => x === 0)).toBe(true);
        vector.view.fill(Number.NaN);
      });
    }
  });

  it("may be open at the same time and end in any order", async () => {
    const steps: (() => void)[] = [];
    const sumOf = async (value: number): Promise<number> =>
      withWorkspace(async (workspace) => {
        const vector = workspace.vector("f64", 100);
        vector.view.fill(value);
        await new Promise<void>((resolve) => steps.push(resolve));
        return Array.from(vector.view).reduce((sum, x) => sum + x, 0);
      });
    const [one, two, three] = [sumOf(1), sumOf(2), sumOf(3)];
    steps[1]!();
    expect(await two).toBe(200);
    const four = sumOf(4);
    for (const step of steps) step();
    expect(await Promise.all([one, three, four])).toEqual([100, 300, 400]);
  });

  it("are refused after their end, also after an error", async () => {
    const vector = withWorkspace((workspace) => workspace.vector("f64", 3));
    expect(() => vector.view).toThrow(/the workspace must not have ended/);
    let kept: typeof vector | undefined;
    const failing = (): void =>
      withWorkspace((workspace) => {
        kept = workspace.vector("f64", 3);
        throw new Error("no");
      });
    expect(failing).toThrow("no");
    expect(() => kept!.view).toThrow(/must not have ended/);
    await expect(withWorkspace(async () => Promise.reject(new Error("later")))).rejects.toThrow("later");
  });

  it("give views anew after the memory has grown", () => {
    withWorkspace((workspace) => {
      const small = workspace.vector("f64", 3);
      small.view.set([1, 2, 3]);
      workspace.vector("f64", 1_000_000);
      expect(Array.from(small.view)).toEqual([1, 2, 3]);
    });
  });
});

it("ten thousand fits leave the memory as it was", () => {
  selectKernels("wasm");
  const bytes = (): number =>
    withWorkspace((workspace) => {
      const options = { layers: [3, 20, 1], loss: "squaredError", rows: 40, format: "f32" } as const;
      const { arrays, ...network } = createNetworkKernel(workspace, options);
      const adam = createAdam(workspace, arrays.parameters, arrays.gradient, { rate: 0.01 });
      network.valueAndGradient(0, 40);
      adam.step();
      return arrays.parameters.view.buffer.byteLength + workspace.instance!.arena.mark();
    });
  const first = bytes();
  for (let k = 0; k < 10_000; k++) if (bytes() !== first) expect.fail(`the memory has grown in fit ${k}`);
}, 30_000);
