import { scaleColumns } from "../../data/scaler.ts";
import { createMatrix, type Matrix } from "../../numeric/matrix.ts";
import { exp } from "../../numeric/special.ts";
import { affinePredictive } from "../../predictive/combine.ts";
import { normalPredictive } from "../../predictive/normalPredictive.ts";
import { predictDraws } from "../../predictive/predictDraws.ts";
import type { Predictive, RegressionPredictive } from "../../predictive/predictive.ts";
import { asInputs, type Inputs } from "../inputs.ts";
import { addMove, type Linearisation, outputDraws, outputsAtMode, outputVariances } from "./linearised.ts";

/**
 * The predictive distribution of the network linearised at the mode, f(x) ~ N(f(x; mode), J Sigma J') (Immer et al. 2021).
 * With normal noise it is normal, in closed form. For all other likelihoods it is the mixture over draws of the linearised
 * outputs: the logits of classes, the logarithms of rates, means and log variances. `draws` are those of the whitened
 * parameters [S, M], made where they are needed.
 */
export function linearisedPredictive(linear: Linearisation, draws: () => Matrix, x: Inputs): Predictive {
  const { model, scaler } = linear.compiled;
  const inputs = scaleColumns(scaler.x, asInputs("predict", x, model.inputs));
  if (model.spec.likelihood.kind === "normal") return normalNoise(linear, inputs);
  const bank = draws();
  const { form, likelihood } = linear.compiled;
  const own = createMatrix(bank.rows, likelihood.own.length);
  const values = linear.mode.subarray(form.size);
  for (let s = 0; s < bank.rows; s++) own.data.set(values, s * own.cols);
  const outputs = outputDraws(linear, bank, inputs);
  return predictDraws(model.spec.likelihood, model, { outputs, own }, scaler.y);
}

function normalNoise(linear: Linearisation, inputs: Matrix): RegressionPredictive {
  const { compiled, mode, root } = linear;
  const { model, scaler, form } = compiled;
  const { targets } = model;
  const mean = outputsAtMode(linear, inputs);
  const { precisions } = compiled.likelihood.fused ?? {};
  const noise = Float64Array.from({ length: targets }, (_, k) =>
    precisions === undefined ? exp(2 * mode[form.size + k]!) : 1 / precisions[k]!,
  );
  const normals = new Float64Array(root.size);
  const draw = new Float64Array(root.size);
  const predictive = normalPredictive({
    mean,
    epistemic: outputVariances(linear, inputs),
    aleatoric: mean.map((_, i) => noise[i % targets]!),
    targets,
    drawJoint: (of, rng, out) => {
      root.draw(rng.fillNormal(normals), draw);
      out.set(mean);
      addMove(linear, draw, inputs, out);
      if (of === "function") return;
      for (let i = 0; i < out.length; i++) out[i] = out[i]! + Math.sqrt(noise[i % targets]!) * rng.normal();
    },
  });
  const maps = Array.from({ length: targets }, (_, k) => ({
    shift: scaler.y.shift[k]!,
    scale: scaler.y.scale[k]!,
  }));
  return affinePredictive(predictive, maps);
}
