import { checkChoice, checkKeys, checkNumber } from "../../errors/checks.ts";

/** What a penalty on the squares of the weights is added to, and how it is stated. */
export interface PenaltyConvention {
  /**
   * The loss that is minimised over N rows. "sum" or "mean" of -log p(y_n | x_n); "sum-of-squares" or "mean-of-squares" of
   * the residuals y_n - f(x_n), without a factor 1/2 and not divided by the noise variance.
   */
  readonly loss: "sum" | "mean" | "sum-of-squares" | "mean-of-squares";
  /**
   * "lambda" (the default): loss + lambda sum of w^2. "weight-decay": the number that most libraries add, times w, to the
   * gradient of the loss. "decoupled": the share of w that a step takes off beside the step along the gradient.
   */
  readonly form?: "lambda" | "weight-decay" | "decoupled";
  /** Number of rows N, of the means only. */
  readonly rows?: number;
  /** Variance sigma^2 of the noise, of squares only. */
  readonly noiseVariance?: number;
  /** Learning rate alpha of the step, of "decoupled" only. */
  readonly learningRate?: number;
}

/**
 * The penalty for which the minimum of the loss is the mode of the posterior under the prior w ~ N(0, priorVariance).
 *
 * | loss            | lambda                       | weight-decay               | decoupled                        |
 * | --------------- | ---------------------------- | -------------------------- | -------------------------------- |
 * | sum             | 1/(2 sigma2_phi)             | 1/sigma2_phi               | alpha/sigma2_phi                 |
 * | mean            | 1/(2 N sigma2_phi)           | 1/(N sigma2_phi)           | alpha/(N sigma2_phi)             |
 * | sum-of-squares  | sigma2/sigma2_phi            | 2 sigma2/sigma2_phi        | 2 alpha sigma2/sigma2_phi        |
 * | mean-of-squares | sigma2/(N sigma2_phi)        | 2 sigma2/(N sigma2_phi)    | 2 alpha sigma2/(N sigma2_phi)    |
 *
 * sigma2_phi is the prior variance, sigma2 that of the noise. The posterior has -log p = sum of -log p(y_n | x_n) + w^2/(2
 * sigma2_phi) + constant; each loss is that of the rows times a constant, and so is each penalty. Weight decay is twice
 * lambda, as the slope of w^2 is 2 w. Decoupled decay has this mode where steps follow the gradient itself; optimisers that
 * divide the gradient by its size (Adam) come to rest elsewhere. Libraries that multiply a decoupled decay by the learning
 * rate themselves want the column before.
 *
 * With fan-in scaling the prior variance of a weight is sigma2_phi/fan_in. The penalty is on the weights; biases have a
 * prior, and a penalty, of their own. Prince, Understanding Deep Learning, section 9.1 and problem 9.1.
 *
 * Throws an ArgumentError for a number that is missing, not positive or not of the convention.
 */
export function weightPenalty(priorVariance: number, convention: PenaltyConvention): number {
  checkNumber("weightPenalty", "priorVariance", priorVariance, { above: 0 });
  return penaltyTimesVariance("weightPenalty", convention) / priorVariance;
}

/** The prior variance sigma2_phi that a penalty amounts to: the inverse of {@link weightPenalty}. */
export function penaltyPriorVariance(penalty: number, convention: PenaltyConvention): number {
  checkNumber("penaltyPriorVariance", "penalty", penalty, { above: 0 });
  return penaltyTimesVariance("penaltyPriorVariance", convention) / penalty;
}

/** The product of a penalty and its prior variance, which does not depend on either. */
function penaltyTimesVariance(where: string, convention: PenaltyConvention): number {
  const { loss, form = "lambda", rows, noiseVariance, learningRate } = convention;
  checkChoice(where, "loss", loss, ["sum", "mean", "sum-of-squares", "mean-of-squares"]);
  checkChoice(where, "form", form, ["lambda", "weight-decay", "decoupled"]);
  const ofSquares = loss === "sum-of-squares" || loss === "mean-of-squares";
  const ofMean = loss === "mean" || loss === "mean-of-squares";
  const known = ["loss", "form"];
  let product = ofSquares ? 1 : 0.5;
  if (ofSquares) {
    known.push("noiseVariance");
    product *= checkNumber(where, "noiseVariance", noiseVariance, { above: 0 });
  }
  if (ofMean) {
    known.push("rows");
    product /= checkNumber(where, "rows", rows, { integer: true, min: 1 });
  }
  if (form !== "lambda") product *= 2;
  if (form === "decoupled") {
    known.push("learningRate");
    product *= checkNumber(where, "learningRate", learningRate, { above: 0 });
  }
  checkKeys(where, convention, known);
  return product;
}
