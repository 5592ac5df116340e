import type { Target } from "../../model/target.ts";
import { activationTwin } from "../../numeric/kernels/twin/activationTwin.ts";
import type { Whitening } from "../parts/whitening.ts";
import type { ElboEstimator } from "./estimator.ts";
import type { VariationalFamily } from "./family.ts";
import type { LayerGradients, LayerMoments, NoisyLayer } from "./noisyLayer.ts";

/**
 * An estimator that draws the sums of every layer row by row, for a factorised family: local reparameterisation or flipout,
 * by the layers that `makeLayer` gives. Its mean is that of the plain estimator, its variance smaller, because rows do not
 * share their noise. Computed in f64.
 */
export function layerwiseEstimator(
  target: Target,
  family: VariationalFamily,
  white: Whitening,
  lambda: Float64Array,
  batch: number,
  makeLayer: (moments: LayerMoments) => NoisyLayer,
): ElboEstimator {
  const { compiled, rows, size } = target;
  const { form, likelihood } = compiled;
  const depth = form.layers.length - 1;
  const theta = new Float64Array(size);
  const sd = new Float64Array(size);
  const slopes = new Float64Array(size);
  const sdSlopes = new Float64Array(size);
  const moments = Array.from({ length: depth }, (_, l): LayerMoments => {
    const [weights, biases] = [form.groups[2 * l]!, form.groups[2 * l + 1]!];
    const part = (of: Float64Array, { from, count }: typeof weights) => of.subarray(from, from + count);
    return {
      inputs: weights.fanIn,
      outputs: weights.fanOut,
      weightMean: part(theta, weights),
      weightSd: part(sd, weights),
      biasMean: part(theta, biases),
      biasSd: part(sd, biases),
    };
  });
  const layers = moments.map(makeLayer);
  const activate = form.activation.map((name) => activationTwin(name, "f64"));
  const ownCount = size - form.size;
  const ownSlopes = new Float64Array(ownCount);
  const features = new Float64Array(batch * form.layers[0]!);
  const outputGradients = new Float64Array(batch * likelihood.outputs);

  /** Means and standard deviations in the units of the parameters; own parameters are drawn. */
  function readMoments(noise: Float64Array): void {
    const variances = family.variances();
    for (let j = 0; j < size; j++) {
      theta[j] = white.mean[j]! + white.scale[j]! * lambda[j]!;
      sd[j] = white.scale[j]! * Math.sqrt(variances[j]!);
    }
    for (let j = form.size; j < size; j++) theta[j] = theta[j]! + sd[j]! * noise[j]!;
  }

  function readFeatures(start: number, count: number): Float64Array {
    const width = form.layers[0]!;
    const all = target.network.arrays.inputs.view;
    const { order } = target;
    for (let r = 0; r < count; r++) {
      const from = order[start + r]! * width;
      for (let i = 0; i < width; i++) features[r * width + i] = all[from + i]!;
    }
    return features.subarray(0, count * width);
  }

  function keep(l: number, of: LayerGradients): void {
    const [weights, biases] = [form.groups[2 * l]!, form.groups[2 * l + 1]!];
    slopes.set(of.weightMean, weights.from);
    sdSlopes.set(of.weightSd, weights.from);
    slopes.set(of.biasMean, biases.from);
    sdSlopes.set(of.biasSd, biases.from);
  }

  /** -log likelihood of the block, its gradients in `slopes` and `sdSlopes`. */
  function lossOf(noise: Float64Array, start: number, count: number): number {
    const derivatives: Float64Array[] = [];
    let x = readFeatures(start, count);
    let used = size;
    for (let l = 0; l < depth; l++) {
      const layer = layers[l]!;
      const sums = layer.forward(count, x, noise.subarray(used, used + layer.noise(count)));
      used += layer.noise(count);
      if (l === depth - 1) {
        x = sums;
        break;
      }
      const derivative = new Float64Array(sums.length);
      activate[l]!(sums, derivative);
      if (isResidual(l)) for (let p = 0; p < sums.length; p++) sums[p] = sums[p]! + x[p]!;
      derivatives.push(derivative);
      x = sums;
    }
    ownSlopes.fill(0);
    const { arrays } = target.network;
    const block = { targets: target.targets.view, weights: arrays.weights.view, order: target.order };
    const own = theta.subarray(form.size);
    const value = likelihood.addRows(
      { outputs: x, at: 0, ...block, start, count, scale: rows / count },
      own,
      outputGradients,
      ownSlopes,
    );
    backward(outputGradients.slice(0, x.length), derivatives);
    return value;
  }

  /** From the gradient by the sums of the last layer to those of all moments. */
  function backward(last: Float64Array, derivatives: readonly Float64Array[]): void {
    let bySums = last;
    let byActivations: Float64Array | undefined;
    for (let l = depth - 1; l >= 0; l--) {
      const back = layers[l]!.backward(bySums);
      keep(l, back);
      if (l === 0) return;
      const below = back.entering;
      if (byActivations !== undefined && isResidual(l)) {
        for (let p = 0; p < below.length; p++) below[p] = below[p]! + byActivations[p]!;
      }
      byActivations = below;
      bySums = below.map((value, p) => value * derivatives[l - 1]![p]!);
    }
  }

  const isResidual = (l: number) => form.residual && l < depth - 1 && form.layers[l] === form.layers[l + 1];

  /** -log prior at a draw of the parameters, for priors whose expectation has no closed form; adds its slopes. */
  function addPriorDraw(noise: Float64Array): number {
    const draw = theta.slice(0, form.size);
    for (let j = 0; j < form.size; j++) draw[j] = draw[j]! + sd[j]! * noise[j]!;
    const slope = new Float64Array(form.size);
    const value = compiled.prior.addGradient(draw, slope);
    for (let j = 0; j < form.size; j++) {
      slopes[j] = slopes[j]! + slope[j]!;
      sdSlopes[j] = sdSlopes[j]! + slope[j]! * noise[j]!;
    }
    return value;
  }

  return {
    noise: size + layers.reduce((sum, layer) => sum + layer.noise(batch), 0),
    draw(noise, start, count, weight, gradient) {
      readMoments(noise);
      let value = lossOf(noise, start, count);
      likelihood.own.forEach((own, k) => {
        const at = form.size + k;
        value -= own.logDensity(theta[at]!);
        slopes[at] = ownSlopes[k]! - own.slope(theta[at]!);
        sdSlopes[at] = slopes[at]! * noise[at]!;
      });
      if (white.normal === 0) value += addPriorDraw(noise);
      for (let j = 0; j < size; j++) {
        gradient[j]! += weight * white.scale[j]! * slopes[j]!;
        gradient[size + j]! += weight * sd[j]! * sdSlopes[j]!;
      }
      return value;
    },
  };
}
