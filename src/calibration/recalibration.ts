import type { Note } from "../inference/method.ts";
import type { CdfKnots } from "./cdfMap.ts";

/** What every recalibration tells, of whatever kind: plain JSON, learned from held-out rows. */
interface Learned {
  /** Number of held-out rows it was learned from. */
  readonly rows: number;
  readonly notes: readonly Note[];
}

/** Predictive standard deviations times a factor. */
export interface VarianceScaling extends Learned {
  readonly kind: "variance-scaling";
  /** Factors on the variances, one per target [t]. */
  readonly factors: readonly number[];
}

/** Predictive distribution functions mapped by an increasing function. */
export interface IsotonicRecalibration extends Learned {
  readonly kind: "isotonic";
  /** The map of every target [t]. */
  readonly targets: readonly CdfKnots[];
}

/** Class probabilities proportional to p_k^(1/temperature). */
export interface TemperatureScaling extends Learned {
  readonly kind: "temperature";
  /** Above 1 for probabilities that were too sure. */
  readonly temperature: number;
}

/** Class probabilities proportional to p_k^scale_k exp(offset_k). */
export interface VectorScaling extends Learned {
  readonly kind: "vector-scaling";
  /** [K]. */
  readonly scales: readonly number[];
  /** [K]; they add up to 0. */
  readonly offsets: readonly number[];
}

/** Points of a curve that does not fall, from predicted to observed shares of a class; both lists ascend, `from` strictly. */
export interface ClassCurve {
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** Class probabilities mapped by one curve per class. */
export interface IsotonicClasses extends Learned {
  readonly kind: "isotonic-classes";
  /** The curve of every class [K]. */
  readonly classes: readonly ClassCurve[];
}

/** A change of predictions of real numbers. */
export type RegressionRecalibration = VarianceScaling | IsotonicRecalibration;

/** A change of predicted class probabilities. */
export type ClassRecalibration = TemperatureScaling | VectorScaling | IsotonicClasses;

/** What held-out rows taught about predictions: plain JSON, to be kept beside the model. */
export type Recalibration = RegressionRecalibration | ClassRecalibration;
