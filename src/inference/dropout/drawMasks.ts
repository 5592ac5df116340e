import type { CompiledModel } from "../../model/compileModel.ts";
import { checkMemory } from "../../model/memory.ts";
import { createBulkRandom } from "../../numeric/kernels/random.ts";
import { createMatrix, type Matrix, rowOf } from "../../numeric/matrix.ts";
import type { Rng } from "../../random/rng.ts";
import { foldMasks, maskCount } from "./foldMasks.ts";
import type { MaskRates } from "./maskRates.ts";

/**
 * A bank [draws, size] of the parameters under `draws` masks, each the same for all inputs: so the function of a draw is
 * as smooth as the network. Draw s is named by the key and s, whatever the number of draws.
 */
export function drawMasks(
  { form, size }: CompiledModel,
  parameters: Float64Array,
  rates: MaskRates,
  key: readonly [number, number],
  draws: number,
): Matrix {
  checkMemory(
    "mcDropout",
    8 * draws * size,
    `a bank of ${draws} draws of ${size} parameters`,
    "Use fewer draws.",
  );
  const random = createBulkRandom(key);
  const count = maskCount(form);
  const masks = new Float64Array(count);
  const features = masks.subarray(0, form.layers[0]!);
  const units = masks.subarray(features.length);
  const bank = createMatrix(draws, size);
  for (let s = 0; s < draws; s++) {
    const at = s * count;
    random.fillBernoulli(at, 1 - rates.features, features, 1 / (1 - rates.features));
    random.fillBernoulli(at + features.length, 1 - rates.units, units, 1 / (1 - rates.units));
    const draw = rowOf(bank, s);
    draw.set(parameters);
    foldMasks(form, masks, draw);
  }
  return bank;
}

/** The parameters under one mask from the stream of `rng`, written into `out` [size]. */
export function drawMask(
  { form }: CompiledModel,
  parameters: Float64Array,
  rates: MaskRates,
  rng: Rng,
  out: Float64Array,
): Float64Array {
  const inputs = form.layers[0]!;
  const masks = Float64Array.from({ length: maskCount(form) }, (_, i) => {
    const rate = i < inputs ? rates.features : rates.units;
    return rng.uniform() < rate ? 0 : 1 / (1 - rate);
  });
  out.set(parameters);
  foldMasks(form, masks, out);
  return out;
}
