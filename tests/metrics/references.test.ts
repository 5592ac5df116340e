import { describe, expect, it } from "vitest";
import { sampleQuantile } from "../../src/diagnostics/sampleQuantile.ts";
import { standardDeviation } from "../../src/diagnostics/standardDeviation.ts";
import { brierDecomposition } from "../../src/metrics/brierDecomposition.ts";
import { brierScore } from "../../src/metrics/brierScore.ts";
import { classOutcomes, topOutcomes } from "../../src/metrics/classOutcomes.ts";
import { evaluateClasses } from "../../src/metrics/classScores.ts";
import { crpsOfDraws } from "../../src/metrics/crpsOfDraws.ts";
import { detection } from "../../src/metrics/detection.ts";
import { energyScoreOfDraws } from "../../src/metrics/energyScore.ts";
import { evaluate } from "../../src/metrics/evaluate.ts";
import { reliabilityCurve } from "../../src/metrics/reliabilityCurve.ts";
import { varianceCalibration } from "../../src/metrics/varianceCalibration.ts";
import { matrixFromRows } from "../../src/numeric/matrix.ts";
import { exp, log } from "../../src/numeric/special.ts";
import { classificationPredictive } from "../../src/predictive/classificationPredictive.ts";
import { normalPredictive } from "../../src/predictive/normalPredictive.ts";
import scores from "../fixtures/metrics/scores.json" with { type: "json" };
import given from "../fixtures/references/metrics.json" with { type: "json" };
import { largestDifference } from "../support/differences.ts";

/** Draws one after another, from those of each row. */
const transposed = (rows: readonly (readonly number[])[]) =>
  matrixFromRows(rows[0]!.map((_, s) => rows.map((row) => row[s]!)));

describe("draws against numpy", () => {
  const { inputs, ...expected } = given.regression_samples;
  const sorted = inputs.samples.map((row) => Float64Array.from(row).sort());

  it("CRPS as V-statistic and fair", () => {
    const draws = transposed(inputs.samples);
    expect(largestDifference(crpsOfDraws(draws, inputs.y), expected.crps_V_statistic)).toBeLessThan(1e-10);
    const fair = crpsOfDraws(draws, inputs.y, { fair: true });
    expect(largestDifference(fair, expected.crps_fair)).toBeLessThan(1e-10);
  });

  it("energy score of one target is that CRPS", () => {
    const draws = transposed(inputs.samples);
    for (const fair of [false, true]) {
      const energy = energyScoreOfDraws(draws, inputs.y, 1, { fair });
      expect(largestDifference(energy, crpsOfDraws(draws, inputs.y, { fair }))).toBeLessThan(1e-13);
    }
  });

  it("standard deviations, quantiles and the coverage between them", () => {
    const sds = sorted.map((row) => standardDeviation([row]));
    expect(largestDifference(sds, expected.sd_n_minus_1)).toBeLessThan(1e-10);
    const [low, high] = [0.05, 0.95].map((p) => sorted.map((row) => sampleQuantile(row, p))) as [
      number[],
      number[],
    ];
    expect(largestDifference(low, expected.quantile_type7_05)).toBeLessThan(1e-10);
    expect(largestDifference(high, expected.quantile_type7_95)).toBeLessThan(1e-10);
    const hits = inputs.y.filter((y, i) => y >= low[i]! && y <= high[i]!).length;
    expect(hits / inputs.y.length).toBe(expected.coverage_90_type7);
  });
});

it("energy scores of three targets against scipy", () => {
  const { draws, y, scores: expected } = scores.energy;
  const bank = matrixFromRows(draws);
  const all = energyScoreOfDraws(bank, y, 3);
  const fair = energyScoreOfDraws(bank, y, 3, { fair: true });
  expect(
    largestDifference(
      all,
      expected.map((e) => e.all),
    ),
  ).toBeLessThan(1e-13);
  expect(
    largestDifference(
      fair,
      expected.map((e) => e.fair),
    ),
  ).toBeLessThan(1e-13);
});

describe("normal predictions against numpy, scipy and scikit-learn", () => {
  const { inputs, ...expected } = given.regression_gaussian;
  const predictive = normalPredictive({
    mean: Float64Array.from(inputs.mean),
    epistemic: new Float64Array(200),
    aleatoric: Float64Array.from(inputs.sd, (s) => s * s),
  });
  const found = evaluate(predictive, inputs.y, { replicates: 0 });

  it("Dawid-Sebastiani score, factor of the variances, p-value", () => {
    expect(found.dawidSebastianiScore.value).toBeCloseTo(expected.dawid_sebastiani_mean, 12);
    expect(found.meanSquaredZ.value).toBeCloseTo(expected.variance_scale_optimum, 12);
    expect(found.pit.pValue).toBeCloseTo(expected.pit_ks_pvalue, 11);
  });

  it("calibration errors are those of the curves, the area that of quadrature", () => {
    const { quantiles, intervals } = found.calibrationErrors;
    for (const [errors, curve] of [
      [quantiles, found.quantileCalibration],
      [intervals, found.intervalCalibration],
    ] as const) {
      expect(errors.sumSquared.value).toBe(curve.sumSquared);
      expect(errors.meanAbsolute.value).toBe(curve.meanAbsolute);
      expect(errors.rootMeanSquared.value).toBe(curve.rootMeanSquared);
    }
    expect(quantiles.sumSquared.value).toBeCloseTo(expected.kuleshov_19_levels.sum_squared, 12);
    expect(quantiles.area.value).toBeCloseTo(scores.regression.areaOfQuantiles, 12);
    expect(intervals.area.value).toBeCloseTo(scores.regression.areaOfIntervals, 12);
  });

  it.each(scores.regression.ence)(
    "calibration of variances in $bins bins",
    ({ bins, promised, made, ence }) => {
      const calibration = varianceCalibration(predictive, inputs.y, { bins });
      expect(calibration.ence.value).toBeCloseTo(ence, 12);
      expect(
        largestDifference(
          calibration.bins.map((b) => b.rootMeanVariance),
          promised,
        ),
      ).toBeLessThan(1e-12);
      expect(
        largestDifference(
          calibration.bins.map((b) => b.rootMeanSquaredError),
          made,
        ),
      ).toBeLessThan(1e-12);
    },
  );

  it("area under the retention curve", () => {
    expect(found.retention.area.value).toBeCloseTo(scores.regression.retentionArea, 12);
    expect(found.retention.error.at(-1)).toBeCloseTo(expected.rmse * expected.rmse, 12);
  });
});

describe("classes against numpy and scikit-learn", () => {
  const { inputs, mc, ...expected } = given.classification;
  const classes = ["a", "b", "c", "d", "e", "f"];
  const y = inputs.labels;
  const softmax = (row: readonly number[], temperature: number) => {
    const weights = row.map((v) => exp((v - Math.max(...row)) / temperature));
    const total = weights.reduce((a, b) => a + b);
    return weights.map((w) => w / total);
  };
  const at = (temperature: number) =>
    classificationPredictive({
      probabilities: matrixFromRows([inputs.logits.flatMap((row) => softmax(row, temperature))]),
      classes,
    });
  const predictive = at(1);
  const found = evaluateClasses(predictive, y, { replicates: 0 });

  it("accuracy, log score, Brier score, entropy", () => {
    expect(found.accuracy.value).toBe(expected.accuracy);
    expect(found.meanLogScore.value).toBeCloseTo(-expected.nll, 12);
    expect(found.brierScore.value).toBeCloseTo(expected.brier_sum_over_classes, 12);
    expect(found.meanEntropy.value).toBeCloseTo(expected.mean_entropy_nats, 12);
  });

  it("calibration errors in every kind of bin", () => {
    expect(found.calibrationErrors.expected.value).toBeCloseTo(expected.ece_15_equal_width, 12);
    expect(found.calibrationErrors.maximum.value).toBeCloseTo(expected.mce_15_equal_width, 12);
    expect(found.calibrationErrors.classwise.value).toBeCloseTo(expected.classwise_ece_15, 12);
    const { expectedEqualMass } = found.calibrationErrors;
    expect(expectedEqualMass.value).toBeCloseTo(expected.ece_15_equal_mass_stable_sort, 12);
    const ten = evaluateClasses(predictive, y, { bins: 10, replicates: 0 });
    expect(ten.calibrationErrors.expected.value).toBeCloseTo(expected.ece_10_equal_width, 12);
  });

  it("bins of the reliability curve", () => {
    expect(found.reliability.bins).toHaveLength(expected.bins.length);
    expect(found.reliability.empty).toBe(15 - expected.bins.length);
    for (const [k, { lo, hi, n, confidence, accuracy }] of expected.bins.entries()) {
      const bin = found.reliability.bins[k]!;
      expect(bin.rows).toBe(n);
      expect(bin.probability).toBeCloseTo(confidence, 12);
      expect(bin.frequency).toBeCloseTo(accuracy, 12);
      expect(bin.from).toBeGreaterThan(lo - 1e-12);
      expect(bin.to).toBeLessThanOrEqual(hi + 1e-12);
    }
  });

  it("scores at the best temperature", () => {
    const best = evaluateClasses(at(expected.temperature_optimum), y, { replicates: 0 });
    expect(best.meanLogScore.value).toBeCloseTo(-expected.nll_at_optimum, 11);
    expect(best.calibrationErrors.expected.value).toBeCloseTo(expected.ece_15_after_temperature, 11);
    for (const off of [0.999, 1.001]) {
      const other = evaluateClasses(at(expected.temperature_optimum * off), y, { replicates: 0 });
      expect(other.meanLogScore.value!).toBeLessThan(best.meanLogScore.value!);
    }
  });

  it("detection of errors by the entropy, with and without ties", () => {
    const theirs = scores.errorDetection;
    expect(found.errorDetection.auroc.value).toBeCloseTo(expected.error_detection_auroc_by_entropy, 12);
    expect(found.errorDetection.averagePrecision.value).toBeCloseTo(
      expected.error_detection_average_precision,
      12,
    );
    expect(found.errorDetection.falsePositiveRate.value).toBeCloseTo(theirs.falsePositiveRate, 12);
    expect(found.errorDetection.positives).toBe(400 - 400 * expected.accuracy);
    const wrong = topOutcomes("test", predictive, y).happened.map((right) => 1 - right);
    const tied = detection(
      predictive.entropy.map((h) => Math.round(10 * h) / 10),
      wrong,
      { replicates: 0 },
    );
    expect(tied.auroc.value).toBeCloseTo(scores.errorDetectionTied.auroc, 12);
    expect(tied.averagePrecision.value).toBeCloseTo(scores.errorDetectionTied.averagePrecision, 12);
    expect(tied.falsePositiveRate.value).toBeCloseTo(scores.errorDetectionTied.falsePositiveRate, 12);
  });

  it.each(scores.classes.map((theirs, k) => ({ k, theirs })))(
    "class $k against the rest",
    ({ k, theirs }) => {
      expect(found.classes[k]!.class).toBe(classes[k]);
      expect(found.classes[k]!.auroc.value).toBeCloseTo(theirs.auroc, 12);
      expect(found.classes[k]!.averagePrecision.value).toBeCloseTo(theirs.averagePrecision, 12);
      expect(found.classes[k]!.falsePositiveRate.value).toBeCloseTo(theirs.falsePositiveRate, 12);
    },
  );

  it("parts of the Brier score, which add up to it", () => {
    const parts = brierDecomposition(predictive, y, { replicates: 0 });
    for (const [name, value] of Object.entries(scores.brier)) {
      expect(parts[name as keyof typeof parts].value).toBeCloseTo(value, 12);
    }
    const sum =
      parts.reliability.value! -
      parts.resolution.value! +
      parts.uncertainty.value! +
      parts.withinBinVariance.value! -
      2 * parts.withinBinCovariance.value!;
    expect(sum).toBeCloseTo(brierScore(predictive, y).value!, 14);
    // scikit-learn's score is that of one class against the rest.
    for (const [k, { probability, happened }] of classOutcomes("test", predictive, y).entries()) {
      const mean =
        probability.reduce((total, p, i) => total + (p - happened[i]!) * (p - happened[i]!), 0) / 400;
      expect(mean).toBeCloseTo(scores.brierOfClasses[k]!, 12);
    }
  });

  it("a reliability curve in bins of equal mass has the expected calibration error in it", () => {
    const { probability, happened } = topOutcomes("test", predictive, y);
    const { bins } = reliabilityCurve(probability, happened, { kind: "equal-mass" });
    expect(bins.map(({ rows }) => rows)).toEqual([...Array(10).fill(27), ...Array(5).fill(26)]);
    const error = bins.reduce((sum, b) => sum + (b.rows / 400) * Math.abs(b.probability - b.frequency), 0);
    expect(error).toBeCloseTo(expected.ece_15_equal_mass_stable_sort, 12);
  });

  it("entropies of a bank of draws", () => {
    const bank = classificationPredictive({
      probabilities: matrixFromRows(mc.probs[0]!.map((_, s) => mc.probs.flatMap((row) => row[s]!))),
      classes,
    });
    expect(bank.size).toBe(mc.predictive_entropy.length);
    expect(largestDifference(bank.entropy, mc.predictive_entropy)).toBeLessThan(1e-10);
    expect(largestDifference(bank.expectedEntropy, mc.expected_entropy)).toBeLessThan(1e-10);
    expect(largestDifference(bank.mutualInformation, mc.mutual_information)).toBeLessThan(1e-10);
    expect(largestDifference(bank.probabilities.data, mc.mean_probs.flat())).toBeLessThan(1e-10);
    expect(bank.logProb(new Array(bank.size).fill(0))[0]).toBe(log(bank.probabilities.data[0]!));
  });
});
