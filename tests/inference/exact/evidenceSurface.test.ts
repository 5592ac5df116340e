import { describe, expect, test } from "vitest";
import { exact } from "../../../src/inference/exact/exact.ts";
import type { SolverName } from "../../../src/inference/exact/solution.ts";
import { largestRelativeDifference } from "../../support/differences.ts";
import { readJson } from "../../support/readFixture.ts";
import { evenJoints, normalModel, SOLVERS, toyData } from "./models.ts";

interface Row {
  readonly n_hidden: number;
  readonly prior_variance: number;
  readonly noise_variance: number;
  readonly log_evidence: number;
}

const { rows } = readJson<{ rows: Row[] }>("udl/log_evidence_surface.json");
const { logEvidence } = readJson<{ logEvidence: number[] }>("exact/evidenceSurface.json");

/** Relative to values between -8 and -2,000; the Cholesky and dual solvers pay for the conditioning of the basis. */
const TOLERANCE: Record<SolverName, number> = { banded: 5e-15, qr: 5e-15, cholesky: 1e-11, dual: 2e-12 };

describe("log evidence over joints, prior variance and noise variance", () => {
  test.each(SOLVERS)(
    "%s agrees with 50 digits, and with the float64 numbers as far as they go",
    async (solver) => {
      const data = toyData();
      const found = await Promise.all(
        rows.map(async (row) => {
          const prior = { variance: row.prior_variance };
          const model = normalModel(evenJoints(row.n_hidden), prior, row.noise_variance, data);
          return (await exact({ solver }).fit(model, data)).logEvidence;
        }),
      );
      expect(found).toHaveLength(100);
      expect(largestRelativeDifference(found, logEvidence)).toBeLessThan(TOLERANCE[solver]);
      const listed = rows.map((row) => row.log_evidence);
      expect(largestRelativeDifference(found, listed)).toBeLessThan(6e-11);
    },
  );

  test("the float64 numbers are the ones that are off where the two fixtures differ", () => {
    const listed = rows.map((row) => row.log_evidence);
    expect(largestRelativeDifference(listed, logEvidence)).toBeGreaterThan(4e-11);
  });
});
