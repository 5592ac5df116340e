// Draws of a posterior beside its reference. The library is handed over, so that sources and the built package are judged alike.

/** So that too few draws are no excuse: an sd may never be off by more than this part, the error of a mean is at most half as many sds. */
const MOST = 0.1;
/** Monte Carlo errors that are allowed for. */
const ERRORS = 4;

/**
 * For every value the distance of its mean in Monte Carlo errors of both sides, and the log ratio of its sd with what that
 * may be: 4 errors, where the relative error of an sd is sqrt((kurtosis - 1)/(4 ESS)), and never more than 10 %.
 */
export function judge({ summarizeDraws }, { values, size, chains }, references) {
  const expected = Object.entries(references);
  if (expected.length !== size) throw new Error(`${expected.length} values have references, got ${size}`);
  const summaries = summarizeDraws({ chains, draws: values.length / size / chains, size, data: values });
  return expected.map(([name, reference], j) => {
    const { mean, sd, mcseMean, mcseSd } = summaries[j];
    const referenceError = reference.mc_error_of_mean ?? 0;
    const error = Math.hypot(mcseMean, referenceError);
    const kurtosis = Math.max(reference.kurtosis ?? 0, kurtosisOf(values, size, j));
    const sdError = Math.hypot(mcseSd / sd, (Math.sqrt((kurtosis - 1) / 4) * referenceError) / reference.sd);
    return {
      name,
      z: (mean - reference.mean) / error,
      relativeError: error / reference.sd,
      logRatio: Math.log(sd / reference.sd),
      sdTolerance: Math.min(MOST, ERRORS * sdError),
    };
  });
}

/** What is wrong, in words; empty where all is as it should be. */
export function faults(judged) {
  return judged.flatMap(({ name, z, relativeError, logRatio, sdTolerance }) => [
    ...(Math.abs(z) < ERRORS ? [] : [`the mean of ${name} is off by ${z.toFixed(1)} errors`]),
    ...(relativeError < MOST / 2
      ? []
      : [`the error of the mean of ${name} is ${relativeError.toFixed(3)} sd`]),
    ...(Math.abs(logRatio) < sdTolerance
      ? []
      : [`the log ratio of the sd of ${name} is ${logRatio.toFixed(3)}`]),
  ]);
}

/** The values by which a posterior is known, of every draw one after the other. */
export function reported({ draws, names, chains }, { report }, problem) {
  const rows = Array.from({ length: draws.rows }, (_, s) =>
    report(Array.from(draws.data.subarray(s * names.length, (s + 1) * names.length)), problem),
  );
  return { values: Float64Array.from(rows.flat()), size: rows[0].length, chains };
}

function kurtosisOf(values, size, j) {
  const rows = values.length / size;
  let mean = 0;
  for (let s = 0; s < rows; s++) mean += values[s * size + j] / rows;
  let [second, fourth] = [0, 0];
  for (let s = 0; s < rows; s++) {
    const square = (values[s * size + j] - mean) ** 2;
    second += square / rows;
    fourth += square ** 2 / rows;
  }
  return fourth / second ** 2;
}
