import { describe, expect, test } from "vitest";
import { identityScaler } from "../../../src/data/scaler.ts";
import { combineMembers } from "../../../src/inference/ensemble/combineMembers.ts";
import { compileModel } from "../../../src/model/compileModel.ts";
import { createModel } from "../../../src/model/model.ts";
import type { ModelSpec } from "../../../src/model/spec.ts";
import { createMatrix } from "../../../src/numeric/matrix.ts";
import { createRng } from "../../../src/random/rng.ts";

/** A model without hidden layers on two inputs, its scaler, and members drawn at random. */
function setting(
  likelihood: ModelSpec["likelihood"],
  classes: readonly string[] | undefined,
  members: number,
) {
  const shape = { x: createMatrix(0, 2), y: createMatrix(0, 1), ...(classes && { classes: [...classes] }) };
  const model = createModel(
    { network: { kind: "mlp", hidden: [] }, prior: { kind: "normal", variance: 1 }, likelihood },
    shape,
  );
  const y = classes === undefined ? { shift: [7], scale: [3] } : identityScaler(1);
  const compiled = compileModel(model, { x: identityScaler(2), y });
  const bank = createMatrix(members, compiled.size);
  createRng("members").fillNormal(bank.data);
  const outputs = compiled.likelihood.outputs;
  /** Output k of member s, by hand. */
  const output = (s: number, [a, b]: readonly number[], k: number): number => {
    const w = bank.data.subarray(s * bank.cols, (s + 1) * bank.cols);
    return a! * w[k]! + b! * w[outputs + k]! + w[2 * outputs + k]!;
  };
  return { compiled, bank, output };
}

const AT = [
  [0.3, -0.8],
  [2, 1],
  [-1.5, 0.4],
];

describe("the median of real targets", () => {
  test.each([1, 4, 5])("of %i members moves the mixture, whose spread stays", (members) => {
    const { compiled, bank, output } = setting({ kind: "normal", noiseVariance: 0.2 }, undefined, members);
    const mixture = combineMembers<"regression">("mixture", compiled, bank, AT);
    const median = combineMembers<"regression">("median", compiled, bank, AT);
    AT.forEach((row, i) => {
      const values = Array.from({ length: members }, (_, s) => 7 + 3 * output(s, row, 0)).sort(
        (a, b) => a - b,
      );
      const middle = (values[Math.ceil(members / 2) - 1]! + values[Math.floor(members / 2)]!) / 2;
      expect(median.mean[i]).toBeCloseTo(middle, 12);
      expect(median.epistemic[i]).toBeCloseTo(mixture.epistemic[i]!, 12);
      expect(median.aleatoric[i]).toBeCloseTo(9 * 0.2, 12);
    });
    // The same density, moved.
    const y = [5, 6, 7];
    const moved = y.map((v, i) => v + median.mean[i]! - mixture.mean[i]!);
    median.logProb(moved).forEach((value, i) => {
      expect(value).toBeCloseTo(mixture.logProb(y)[i]!, 9);
    });
    const draws = median.sample(3, createRng("draws"));
    mixture.sample(3, createRng("draws")).data.forEach((value, p) => {
      expect(draws.data[p]).toBeCloseTo(value + median.mean[p % 3]! - mixture.mean[p % 3]!, 12);
    });
  });

  test("is of the means where the noise depends on x", () => {
    const { compiled, bank, output } = setting({ kind: "heteroscedastic" }, undefined, 3);
    const median = combineMembers<"regression">("median", compiled, bank, AT);
    AT.forEach((row, i) => {
      const values = [0, 1, 2].map((s) => 7 + 3 * output(s, row, 0)).sort((a, b) => a - b);
      expect(median.mean[i]).toBeCloseTo(values[1]!, 12);
    });
  });
});

describe.each<[string, ModelSpec["likelihood"], readonly string[]]>([
  ["of two classes", { kind: "bernoulli" }, ["no", "yes"]],
  ["of four classes", { kind: "categorical" }, ["a", "b", "c", "d"]],
])("combinations %s", (_, likelihood, classes) => {
  const members = 7;
  const { compiled, bank, output } = setting(likelihood, classes, members);
  const logits = (s: number, row: readonly number[]) =>
    classes.length === 2 ? [0, output(s, row, 0)] : classes.map((_, k) => output(s, row, k));
  const softmax = (values: readonly number[]) => {
    const powers = values.map(Math.exp);
    const sum = powers.reduce((a, b) => a + b, 0);
    return powers.map((power) => power / sum);
  };
  const all = Array.from({ length: members }, (_, s) => s);
  const probabilitiesOf = (rule: "mixture" | "vote" | "logit") =>
    combineMembers<"classification">(rule, compiled, bank, AT);
  const expectRows = (found: Float64Array, expected: (row: readonly number[], k: number) => number) => {
    AT.forEach((row, i) => {
      classes.forEach((_, k) => {
        expect(found[i * classes.length + k]).toBeCloseTo(expected(row, k), 12);
      });
    });
  };

  test("the mixture averages probabilities", () => {
    expectRows(
      probabilitiesOf("mixture").probabilities.data,
      (row, k) => all.reduce((sum, s) => sum + softmax(logits(s, row))[k]!, 0) / members,
    );
  });

  test("a vote counts members", () => {
    const found = probabilitiesOf("vote");
    expectRows(found.probabilities.data, (row, k) => {
      const votes = all.filter((s) => {
        const values = logits(s, row);
        return values.indexOf(Math.max(...values)) === k;
      });
      return votes.length / members;
    });
    // Members are sure of themselves: all that is uncertain is which of them is right.
    expect(found.expectedEntropy).toEqual(new Float64Array(3));
  });

  test("averaged logits are a softmax of means", () => {
    const found = probabilitiesOf("logit");
    expectRows(found.probabilities.data, (row, k) => {
      const means = classes.map((_, c) => all.reduce((sum, s) => sum + logits(s, row)[c]!, 0) / members);
      return softmax(means)[k]!;
    });
    expect(found.mutualInformation).toEqual(new Float64Array(3));
  });

  test("the three rules differ", () => {
    const [a, b, c] = (["mixture", "vote", "logit"] as const).map(
      (rule) => probabilitiesOf(rule).probabilities,
    );
    expect(a!.data).not.toEqual(b!.data);
    expect(a!.data).not.toEqual(c!.data);
  });
});
