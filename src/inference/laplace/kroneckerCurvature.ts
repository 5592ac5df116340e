import { ArgumentError, NumericError } from "../../errors/errors.ts";
import type { NetworkForm } from "../../model/networkForm.ts";
import { symmetricEigen } from "../../numeric/kernels/dense.ts";
import { createMatrix, type Matrix } from "../../numeric/matrix.ts";
import { addGram } from "../../numeric/products.ts";
import { kroneckerRoot } from "./kroneckerRoot.ts";
import { layerInputs } from "./layerInputs.ts";
import type { CurvatureSum } from "./precisionRoot.ts";

/** The sums of one layer. */
interface Factors {
  readonly from: number;
  readonly inputs: Matrix;
  readonly outputs: Matrix;
}

/**
 * Every layer by itself, its matrix approximated by A (x) G / N (Martens & Grosse 2015): A the sum of a a' over the inputs a of
 * the layer (with the 1 of the bias), G that of g g' over the derivatives g of the loss' root by its sums. Exact for one
 * linear layer, known noise and rows of equal weight.
 *
 * The prior is added to the product: with A = U diag(a) U' and G = V diag(g) V' the precision is
 * (U (x) V) diag(s a_i g_j / N + t) (U (x) V)'. Adding its root to A and to G instead ("damping" the factors) would be another
 * matrix. Inputs are whitened first, so that a bias may have a prior of its own.
 */
export function kroneckerCurvature(
  form: NetworkForm,
  parameters: Float64Array,
  precision: Float64Array,
): CurvatureSum {
  const forward = layerInputs(form, parameters);
  const sums: Factors[] = [];
  const scales = form.layers.slice(0, -1).map((fanIn, l): Float64Array => {
    const fanOut = form.layers[l + 1]!;
    const from = sums.reduce((sum, { inputs, outputs }) => sum + inputs.rows * outputs.rows, 0);
    sums.push({ from, inputs: createMatrix(fanIn + 1, fanIn + 1), outputs: createMatrix(fanOut, fanOut) });
    return inputScales(precision, from, fanIn + 1, fanOut);
  });
  const entering = form.layers.slice(0, -1).map((fanIn) => new Float64Array(fanIn + 1));
  const width = form.layers[0]!;
  let total = 0;
  return {
    add(count, rows, features) {
      const data = count / form.layers.at(-1)!;
      total += data;
      const blocks = sums.map(({ inputs }) => createMatrix(data, inputs.rows));
      for (let n = 0; n < data; n++) {
        forward(features, n * width, entering);
        for (const [l, { data: block, cols }] of blocks.entries()) {
          for (let i = 0; i < cols; i++) block[n * cols + i] = entering[l]![i]! * scales[l]![i]!;
        }
      }
      for (const [l, { from, inputs, outputs }] of sums.entries()) {
        addGram(blocks[l]!, inputs);
        const [m, n] = [inputs.rows, outputs.rows];
        const slopes = createMatrix(count, n);
        // The derivatives by the biases, as they are without the prior's scale.
        const bias = from + (m - 1) * n;
        for (let r = 0; r < count; r++) {
          for (let j = 0; j < n; j++) {
            slopes.data[r * n + j] = rows[r * form.size + bias + j]! / scales[l]![m - 1]!;
          }
        }
        addGram(slopes, outputs);
      }
    },
    finish() {
      const found = sums.map(({ from, inputs, outputs }) => ({
        from,
        inputs: eigen(inputs),
        outputs: eigen(outputs),
      }));
      return {
        root: (scale, prior) =>
          kroneckerRoot(
            found.map(({ from, inputs, outputs }) => {
              const [m, n] = [inputs.values.length, outputs.values.length];
              const values = new Float64Array(m * n);
              for (let i = 0; i < m; i++) {
                for (let j = 0; j < n; j++) {
                  const product = (inputs.values[i]! * outputs.values[j]!) / total;
                  values[i * n + j] = scale * product + prior[from]!;
                }
              }
              return { from, m, n, u: inputs.vectors, v: outputs.vectors, values };
            }),
          ),
      };
    },
  };
}

/** Eigenvalues, at least 0 as those of a sum of squares are, and eigenvectors. */
function eigen({ rows, data }: Matrix): { readonly values: Float64Array; readonly vectors: Float64Array } {
  const values = new Float64Array(rows);
  const vectors = new Float64Array(rows * rows);
  if (symmetricEigen(rows, data, values, vectors) < 0) {
    return { values: values.map((value) => Math.max(0, value)), vectors };
  }
  throw new NumericError({
    where: "laplace",
    problem: "the curvature must be finite, that of a layer is not",
    fix: "Standardise the data, or use a narrower prior.",
  });
}

/** 1 / sqrt(prior precision) of the weights of every input, the bias last. Throws an ArgumentError where they differ by output. */
function inputScales(precision: Float64Array, from: number, m: number, n: number): Float64Array {
  return Float64Array.from({ length: m }, (_, i) => {
    const first = precision[from + i * n]!;
    for (let j = 1; j < n; j++) {
      if (precision[from + i * n + j] === first) continue;
      throw new ArgumentError({
        where: "laplace",
        problem:
          'structure "kronecker" needs one prior precision for all weights that leave an input, they differ',
        fix: 'Use structure "full" or "diagonal".',
      });
    }
    return 1 / Math.sqrt(first);
  });
}
