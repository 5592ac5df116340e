import type { CompiledModel } from "../../model/compileModel.ts";
import { checkMemory } from "../../model/memory.ts";
import { withWorkspace } from "../../numeric/kernels/workspace.ts";
import type { Matrix } from "../../numeric/matrix.ts";
import { drive } from "../driver.ts";
import type { Run } from "../method.ts";
import { diagonalCurvature } from "./diagonalCurvature.ts";
import { fullCurvature } from "./fullCurvature.ts";
import { createJacobians, jacobianBlock } from "./jacobians.ts";
import { kroneckerCurvature } from "./kroneckerCurvature.ts";
import type { LaplaceStructure } from "./laplaceOptions.ts";
import { outputRoot } from "./outputRoot.ts";
import type { Curvature, CurvatureSum } from "./precisionRoot.ts";

/** The parameters that vary under a structure: from `from` on to the end of those of the network. */
export function varyingFrom({ form }: CompiledModel, structure: LaplaceStructure): number {
  if (structure !== "last-layer") return 0;
  return form.size - (form.layers.at(-2)! + 1) * form.layers.at(-1)!;
}

/** Refuses a structure that cannot fit into memory. Throws an ArgumentError that gives the figure. */
export function checkCurvatureMemory(compiled: CompiledModel, structure: LaplaceStructure): void {
  const { form, likelihood } = compiled;
  const size = form.size - varyingFrom(compiled, structure);
  const layers = form.layers.slice(0, -1).map((fanIn, l) => [fanIn + 1, form.layers[l + 1]!] as const);
  const matrix = {
    diagonal: 3 * size,
    kronecker: layers.reduce((sum, [m, n]) => sum + 4 * (m * m + n * n) + 4 * m * n, 0),
    // The sum, the best factor so far and the one at hand, and a part of its inverse; a block's part of the sum before.
    full: 4 * size * size,
    "last-layer": 4 * size * size,
  }[structure];
  // Derivatives of a block of rows: as the kernels leave them, and multiplied by the root of the curvature.
  const block = 3 * jacobianBlock(compiled) * likelihood.outputs * form.size;
  const what = `a ${structure} curvature of ${size} parameters`;
  const fix = structure === "diagonal" ? "Use fewer units." : 'Use structure "kronecker" or "diagonal".';
  checkMemory("laplace", 8 * (matrix + block), what, fix);
}

/**
 * The whitened curvature at a mode of a model with normal prior, for standardised inputs [N, d] with weights [N]. `keep` is
 * called when the run is aborted: what has been added up by then is measured again.
 */
export async function measureCurvature(
  compiled: CompiledModel,
  structure: LaplaceStructure,
  mode: Float64Array,
  { x, weights }: { readonly x: Matrix; readonly weights?: Float64Array },
  run: Pick<Run, "signal" | "onProgress">,
  keep?: () => void | Promise<void>,
): Promise<Curvature> {
  const { form, likelihood, prior } = compiled;
  const precision = prior.precision!;
  const from = varyingFrom(compiled, structure);
  const size = form.size - from;
  const sum = createSum(compiled, structure, size, mode, precision);
  const rootOf = outputRoot(compiled, mode.subarray(form.size));
  const O = likelihood.outputs;
  const scales = precision.subarray(from).map((value) => 1 / Math.sqrt(value));
  await withWorkspace(async (workspace) => {
    const jacobians = createJacobians(workspace, compiled, mode);
    const { block } = jacobians;
    const root = new Float64Array(O * O);
    const rows = new Float64Array(block * O * size);
    const step = (index: number): void => {
      const start = index * block;
      const count = Math.min(block, x.rows - start);
      jacobians.load(x, start, start + count);
      const outputs = jacobians.outputs();
      const derivatives = jacobians.derivatives();
      rows.fill(0);
      for (let r = 0; r < count; r++) {
        rootOf(outputs, r * O, weights?.[start + r] ?? 1, root);
        for (let k = 0; k < O; k++) {
          const to = (r * O + k) * size;
          for (let o = 0; o < O; o++) {
            const factor = root[o * O + k]!;
            if (factor === 0) continue;
            const at = (r * O + o) * form.size + from;
            for (let j = 0; j < size; j++) {
              rows[to + j] = rows[to + j]! + factor * scales[j]! * derivatives[at + j]!;
            }
          }
        }
      }
      sum.add(count * O, rows, jacobians.features);
    };
    await drive(run, "measuring curvature", Math.ceil(x.rows / block), step, { ...(keep && { keep }) });
  });
  return sum.finish();
}

function createSum(
  { form }: CompiledModel,
  structure: LaplaceStructure,
  size: number,
  mode: Float64Array,
  precision: Float64Array,
): CurvatureSum {
  switch (structure) {
    case "full":
    case "last-layer":
      return fullCurvature(size);
    case "diagonal":
      return diagonalCurvature(size);
    case "kronecker":
      return kroneckerCurvature(form, mode, precision);
  }
}
