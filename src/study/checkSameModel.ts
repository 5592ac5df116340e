import { show } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import type { Posterior } from "../inference/method.ts";

/** Throws an ArgumentError that names what differs unless both posteriors are of one model with one standardisation. */
export function checkSameModel(truth: Posterior, approximation: Posterior): void {
  const where = "compareWithExact";
  const parts = [
    ["network", truth.model.spec.network, approximation.model.spec.network],
    ["prior", truth.model.spec.prior, approximation.model.spec.prior],
    ["likelihood", truth.model.spec.likelihood, approximation.model.spec.likelihood],
    ["standardisation", truth.scaler, approximation.scaler],
    ["number of parameters", truth.size, approximation.size],
  ] as const;
  const other = parts.find(([, one, two]) => JSON.stringify(one) !== JSON.stringify(two));
  if (other === undefined) return;
  const [name, one, two] = other;
  throw new ArgumentError({
    where,
    problem: `both posteriors must be of one model fitted on the same rows, their ${name} differs: ${show(JSON.stringify(one))} and ${show(JSON.stringify(two))}`,
    fix: "Fit both with the same model and data, and with noise and prior variances that are numbers.",
    details: { part: name },
  });
}
