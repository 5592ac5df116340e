import { checkKeys, checkNumber } from "../errors/checks.ts";
import { columnMatrix } from "../numeric/matrix.ts";
import { exp, sin } from "../numeric/special.ts";
import type { Rng } from "../random/rng.ts";
import { checkRng } from "./checkRng.ts";
import type { Dataset } from "./dataset.ts";

/** Options of the synthetic sets. */
export interface SyntheticOptions {
  /** The number of rows, at least 1. */
  readonly rows?: number;
  /** The standard deviation of the noise, 0 or more. */
  readonly noise?: number;
}

/** Options of {@link gaborData}. */
export interface GaborOptions extends SyntheticOptions {
  /** (phi0, phi1) of {@link gaborFunction}. Default: (0, 16.6). */
  readonly parameters?: readonly [number, number];
}

/**
 * exp(sin(2 * 3.1413 x)), the true function of the regularization chapter in Prince, "Understanding Deep Learning"
 * (public notebooks 8.2 and 9.4, which write 3.1413 for pi).
 */
export function expSineFunction(x: number): number {
  return exp(sin(2 * 3.1413 * x));
}

/**
 * Rows of {@link expSineFunction} plus normal noise, one input spread evenly: x_i ~ U(i/n, (i+1)/n). By default 15
 * rows and noise of standard deviation 0.3, as in the notebooks.
 *
 * @example
 * ```ts
 * import { createRng, expSineData } from "credence";
 * const data = expSineData(createRng("toy"), { rows: 30 });
 * console.log(data.x.rows); // 30
 * ```
 */
export function expSineData(rng: Rng, options: SyntheticOptions = {}): Dataset {
  const { rows = 15, noise = 0.3 } = checkOptions("expSineData", rng, options);
  const inputs = Float64Array.from({ length: rows }, (_, i) => uniform(rng, i / rows, (i + 1) / rows));
  return observe(rng, inputs, expSineFunction, noise);
}

/**
 * The Gabor model f(x) = sin(u) exp(-u^2 / 32), u = phi0 + 0.06 phi1 x, of chapter 6 in Prince, "Understanding Deep
 * Learning": two parameters, several optima.
 */
export function gaborFunction(x: number, parameters: readonly [number, number]): number {
  const u = parameters[0] + 0.06 * parameters[1] * x;
  return sin(u) * exp((-u * u) / 32);
}

/**
 * Rows of {@link gaborFunction} plus normal noise, x ~ U(-15, 15). By default 30 rows, as in the book, and noise of
 * standard deviation 0.15, about what the book's 30 points show.
 */
export function gaborData(rng: Rng, options: GaborOptions = {}): Dataset {
  const { rows = 30, noise = 0.15, parameters = [0, 16.6] } = checkOptions("gaborData", rng, options);
  parameters.forEach((value, k) => {
    checkNumber("gaborData", `parameters[${k}]`, value);
  });
  const inputs = Float64Array.from({ length: rows }, () => uniform(rng, -15, 15));
  return observe(rng, inputs, (x) => gaborFunction(x, parameters), noise);
}

/** x^3, the true function of {@link cubicData}. */
export function cubicFunction(x: number): number {
  return x * x * x;
}

/**
 * y = x^3 plus normal noise, x ~ U(-4, 4), by default 20 rows and noise of standard deviation 3: the toy problem of
 * Hernandez-Lobato and Adams (2015), "Probabilistic backpropagation". Predictions are looked at on [-6, 6].
 */
export function cubicData(rng: Rng, options: SyntheticOptions = {}): Dataset {
  const { rows = 20, noise = 3 } = checkOptions("cubicData", rng, options);
  const inputs = Float64Array.from({ length: rows }, () => uniform(rng, -4, 4));
  return observe(rng, inputs, cubicFunction, noise);
}

/** cos(4 x + 0.8), the true function of {@link inBetweenData}. */
export function inBetweenFunction(x: number): number {
  return sin(4 * x + 0.8 + 1.5707963267948966);
}

/**
 * y = cos(4 x + 0.8) plus normal noise in two clusters, the first half of the rows with x ~ U(-1, -0.7), the second
 * with x ~ U(0.5, 1): a good method is uncertain between them. By default 100 rows and noise of standard deviation
 * 0.1. Foong et al. (2019), "'In-between' uncertainty in Bayesian neural networks".
 */
export function inBetweenData(rng: Rng, options: SyntheticOptions = {}): Dataset {
  const { rows = 100, noise = 0.1 } = checkOptions("inBetweenData", rng, options);
  const left = Math.floor(rows / 2);
  const inputs = Float64Array.from({ length: rows }, (_, i) =>
    i < left ? uniform(rng, -1, -0.7) : uniform(rng, 0.5, 1),
  );
  return observe(rng, inputs, inBetweenFunction, noise);
}

function checkOptions<T extends SyntheticOptions>(where: string, rng: Rng, options: T): T {
  checkRng(where, rng);
  checkKeys(where, options, where === "gaborData" ? ["rows", "noise", "parameters"] : ["rows", "noise"]);
  checkNumber(where, "rows", options.rows ?? 1, { integer: true, min: 1 });
  checkNumber(where, "noise", options.noise ?? 0, { min: 0 });
  return options;
}

function uniform(rng: Rng, low: number, high: number): number {
  return low + (high - low) * rng.uniform();
}

/** One input and one target; the noise is drawn after all the inputs. */
function observe(rng: Rng, inputs: Float64Array, truth: (x: number) => number, noise: number): Dataset {
  const y = inputs.map((x) => truth(x) + noise * rng.normal());
  return { x: columnMatrix(inputs), y: columnMatrix(y), featureNames: ["x"], targetNames: ["y"] };
}
