import { afterEach, describe, expect, test, vi } from "vitest";
import { ArgumentError, NumericError, ShapeError } from "../../../src/errors/errors.ts";
import type { DensitySample } from "../../../src/inference/hamiltonian/densitySample.ts";
import { sampleDensity } from "../../../src/inference/hamiltonian/sampleDensity.ts";
import type { UserDensity } from "../../../src/inference/hamiltonian/userDensity.ts";
import { createRng } from "../../../src/random/rng.ts";
import { hurry } from "../interrupted.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

const run = () => ({ rng: createRng("densities") });
const LONG = { chains: 4, warmUp: 300, draws: 8000 } as const;
const sample = (density: UserDensity) => sampleDensity(density, LONG, run());

/** The largest |mean - expected| in Monte Carlo standard errors. */
function worst(found: DensitySample, means: readonly number[]): number {
  const rows = found.diagnostics();
  return Math.max(...means.map((mean, j) => Math.abs(rows[j]!.mean! - mean) / rows[j]!.mcseMean!));
}

/** Gamma(3, rate 2), and what becomes of it where the Jacobian is forgotten: one power of x less. */
const gamma = (power: number): UserDensity => ({
  parameters: [{ name: "x", constraint: "positive" }],
  logDensity([x], gradient) {
    gradient[0] = power / x! - 2;
    return power * Math.log(x!) - 2 * x!;
  },
});

describe("draws from a user's density have its moments", () => {
  test("a gamma distribution", async () => {
    const found = await sample(gamma(2));
    expect(found.names).toEqual(["x"]);
    expect(worst(found, [1.5])).toBeLessThan(4);
    expect(Math.abs(found.diagnostics()[0]!.sd! / Math.sqrt(0.75) - 1)).toBeLessThan(0.06);
    expect(found.notes.map(({ code }) => code)).toEqual(["settings", "mixing"]);
  });

  test("a broken twin without the Jacobian is caught", async () => {
    // log p(x) + u instead of log p(x) is a Jacobian; without it the density is that of one power less.
    expect(worst(await sample(gamma(1)), [1.5])).toBeGreaterThan(10);
  });

  test("a beta distribution on (0, 1), stretched", async () => {
    const found = await sample({
      parameters: [{ name: "p", constraint: { lower: -1, upper: 3 } }],
      logDensity([p], gradient) {
        const s = (p! + 1) / 4;
        gradient[0] = (1 / s - 4 / (1 - s)) / 4;
        return Math.log(s) + 4 * Math.log(1 - s);
      },
    });
    // Beta(2, 5) has mean 2/7.
    expect(worst(found, [-1 + 4 * (2 / 7)])).toBeLessThan(4);
  });

  test("a Dirichlet distribution on a simplex, beside a normal", async () => {
    const alpha = [1, 2, 5];
    const found = await sample({
      parameters: [{ name: "shares", size: 3, constraint: "simplex" }, { name: "z" }],
      logDensity(values, gradient) {
        let value = -0.5 * (values[3]! - 7) ** 2;
        gradient[3] = 7 - values[3]!;
        alpha.forEach((a, k) => {
          value += (a - 1) * Math.log(values[k]!);
          gradient[k] = (a - 1) / values[k]!;
        });
        return value;
      },
    });
    expect(found.names).toEqual(["shares[0]", "shares[1]", "shares[2]", "z"]);
    expect(worst(found, [1 / 8, 2 / 8, 5 / 8, 7])).toBeLessThan(4);
  });

  test("ordered normals are order statistics, and bounds on one side are kept", async () => {
    const found = await sample({
      parameters: [
        { name: "x", size: 3, constraint: "ordered" },
        { name: "low", constraint: { upper: -1 } },
        { name: "high", constraint: { lower: 2 } },
      ],
      logDensity(values, gradient) {
        let value = 0;
        for (let k = 0; k < 3; k++) {
          value -= 0.5 * values[k]! ** 2;
          gradient[k] = -values[k]!;
        }
        gradient[3] = 3;
        gradient[4] = -1;
        return value + 3 * values[3]! - values[4]!;
      },
    });
    const most = 3 / (2 * Math.sqrt(Math.PI));
    expect(worst(found, [-most, 0, most, -1 - 1 / 3, 3])).toBeLessThan(4);
  });
});

test("the same seed gives the same draws; each chain has its own", async () => {
  const options = { chains: 2, warmUp: 50, draws: 40 } as const;
  const [a, b] = [
    await sampleDensity(gamma(2), options, run()),
    await sampleDensity(gamma(2), options, run()),
  ];
  expect(a.draws).toEqual(b.draws);
  expect(a.notes).toEqual(b.notes);
  expect(a.draws.data.slice(0, 20)).not.toEqual(a.draws.data.slice(20));
  expect(a.gradients).toBeGreaterThan(140);
});

describe("starts", () => {
  const options = { chains: 2, warmUp: 0, draws: 4, stepSize: 1e-9 } as const;

  test("are values in the user's coordinates, or a function that gives those of a chain", async () => {
    const given = await sampleDensity({ ...gamma(2), start: [4] }, options, run());
    for (const value of given.draws.data) expect(value).toBeCloseTo(4, 5);
    const made = await sampleDensity({ ...gamma(2), start: (rng) => [1 + rng.uniform()] }, options, run());
    expect(made.draws.data.every((value) => value > 1 && value < 2)).toBe(true);
    expect(made.draws.data[0]).not.toBeCloseTo(made.draws.data[2]!, 3);
  });

  test("outside the constraints, of another length or of density zero are refused", async () => {
    const start = (values: number[]) => sampleDensity({ ...gamma(2), start: values }, options, run());
    await expect(start([-1])).rejects.toThrow(/start .* constraints, x is -1/);
    await expect(start([1, 2])).rejects.toBeInstanceOf(ShapeError);
    const nowhere = { ...gamma(2), logDensity: () => Number.NEGATIVE_INFINITY };
    await expect(sampleDensity(nowhere, options, run())).rejects.toThrow(/finite where a chain starts/);
    await expect(sampleDensity(nowhere, options, run())).rejects.toBeInstanceOf(NumericError);
  });
});

test("a flat density is found out", async () => {
  const flat: UserDensity = { parameters: [{ name: "x" }], logDensity: () => 0 };
  await expect(sampleDensity(flat, {}, run())).rejects.toThrow(/sampleDensity: .*scale.*improper/);
});

test("what the function throws is passed on, and what is no number is refused", async () => {
  const broken = new Error("mine");
  const throwing: UserDensity = {
    ...gamma(2),
    logDensity() {
      throw broken;
    },
  };
  await expect(sampleDensity(throwing, {}, run())).rejects.toBe(broken);
  const silent = { ...gamma(2), logDensity: (() => undefined) as never };
  await expect(sampleDensity(silent, {}, run())).rejects.toThrow(/return a number, got undefined/);
});

test.each<[string, unknown, RegExp]>([
  ["no parameters", { parameters: [], logDensity: () => 0 }, /parameters/],
  ["a nameless one", { parameters: [{ name: "" }], logDensity: () => 0 }, /name/],
  ["equal names", { parameters: [{ name: "a" }, { name: "a" }], logDensity: () => 0 }, /"a"/],
  ["no function", { parameters: [{ name: "a" }] }, /logDensity must be a function/],
  ["unknown keys", { parameters: [{ name: "a" }], logDensity: () => 0, data: 1 }, /"data"/],
  [
    "an unknown constraint",
    { parameters: [{ name: "a", constraint: "round" }], logDensity: () => 0 },
    /"positive", "ordered", "simplex"/,
  ],
  [
    "bounds that cross",
    { parameters: [{ name: "a", constraint: { lower: 2, upper: 1 } }], logDensity: () => 0 },
    /upper must be .*above 2/,
  ],
  [
    "a simplex of one",
    { parameters: [{ name: "a", size: 1, constraint: "simplex" }], logDensity: () => 0 },
    /size/,
  ],
  ["no size", { parameters: [{ name: "a", size: 0 }], logDensity: () => 0 }, /size/],
])("%s: refused", async (_, density, words) => {
  const attempt = sampleDensity(density as UserDensity, {}, run());
  await expect(attempt).rejects.toBeInstanceOf(ArgumentError);
  await expect(sampleDensity(density as UserDensity, {}, run())).rejects.toThrow(words);
});

test("options are checked as those of nuts", async () => {
  await expect(sampleDensity(gamma(2), { maxDepth: 0 }, run())).rejects.toThrow(/sampleDensity: maxDepth/);
});

test("tells its progress, and stops when it is told to", async () => {
  hurry();
  const seen: number[] = [];
  const options = { chains: 2, warmUp: 10, draws: 10 } as const;
  await sampleDensity(gamma(2), options, { ...run(), onProgress: ({ done }) => void seen.push(done) });
  expect(seen.length).toBeGreaterThan(10);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(seen.at(-1)).toBe(2);
  const controller = new AbortController();
  const reason = new Error("enough");
  const stopped = sampleDensity(gamma(2), options, {
    ...run(),
    signal: controller.signal,
    onProgress: () => controller.abort(reason),
  });
  await expect(stopped).rejects.toBe(reason);
});
