import { describe, expect, test } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import { ArgumentError, FormatError } from "../../src/errors/errors.ts";
import { createMethod, listMethods, loadPosterior } from "../../src/inference/registry.ts";
import { type MethodContract, methodContract } from "../contracts/method.ts";

/** Enough rows for the linear-time solver to read them in several blocks. */
function manyRows() {
  const x = Array.from({ length: 140_000 }, (_, i) => [(i % 1000) / 200 - 2.5]);
  return createDataset({ x, y: x.map(([v], i) => v! * v! + ((i * 7919) % 101) / 100) });
}

/** Chains of a length that shows what they come to. */
const CHAINS = { chains: 2, steps: 25_000, draws: 200 };
const BRIEF = { steps: 60, draws: 8 };

/** What every registered method promises. */
const CONTRACTS: Readonly<Record<string, MethodContract>> = {
  exact: { agreement: { means: 1e-9, spreads: 1e-9 }, long: manyRows() },
  // One parameter vector has no spread at all: its |log ratio| is infinite.
  // The factorised family knows nothing of correlations: its spreads are wrong by design, its means are not.
  "bayes-by-backprop": { agreement: { means: 0.05, spreads: 2.5 }, brief: { steps: 100 } },
  // Exact on a linear model, but for where L-BFGS stopped.
  laplace: { agreement: { means: 1e-5, spreads: 1e-8 } },
  // How far the iterates wander has to do with rate and batch, not with the posterior.
  swag: {
    agreement: { means: 1, spreads: Number.POSITIVE_INFINITY },
    brief: { epochs: 5, training: { optimiser: { kind: "lbfgs", iterations: 20 } } },
  },
  // Langevin steps without momentum explore slowly where parameters are correlated: wide tolerances say so.
  sgld: { agreement: { means: 1, spreads: 2 }, usual: CHAINS, brief: BRIEF },
  psgld: { agreement: { means: 1, spreads: 2 }, usual: CHAINS, brief: BRIEF },
  sghmc: { agreement: { means: 0.4, spreads: 0.3 }, usual: CHAINS, brief: BRIEF },
  baoab: { agreement: { means: 0.4, spreads: 0.3 }, usual: CHAINS, brief: BRIEF },
  hmc: {
    agreement: { means: 0.15, spreads: 0.1 },
    usual: { chains: 2, warmUp: 200, draws: 1200 },
    brief: { chains: 2, warmUp: 25, draws: 8 },
  },
  nuts: {
    agreement: { means: 0.15, spreads: 0.1 },
    usual: { chains: 2, warmUp: 200, draws: 1200 },
    brief: { chains: 2, warmUp: 25, draws: 8 },
  },
  // It is no approximation of this posterior: dropout of correlated features shrinks their weights whatever the number of
  // rows (oracles/dropout.test.ts), and where all features are 0 there is nothing to drop and so no spread.
  "mc-dropout": { agreement: { means: 12, spreads: Number.POSITIVE_INFINITY }, brief: { epochs: 20 } },
  // All members of a linear model find its one mode unless they are anchored or bagged.
  "deep-ensemble": { agreement: { means: 1e-5, spreads: Number.POSITIVE_INFINITY }, brief: { members: 3 } },
  // As a single SWAG.
  "multi-swag": {
    agreement: { means: 1, spreads: Number.POSITIVE_INFINITY },
    usual: { members: 2 },
    brief: { members: 2, epochs: 5, training: { optimiser: { kind: "lbfgs", iterations: 20 } } },
  },
  map: { agreement: { means: 1e-5, spreads: Number.POSITIVE_INFINITY } },
};

for (const { name } of listMethods()) {
  const contract = CONTRACTS[name];
  if (contract === undefined) throw new Error(`method "${name}" declares no contract here`);
  await methodContract(name, (options) => createMethod({ name, ...(options && { options }) }), contract);
}

describe("the registry", () => {
  test("tells every method in a sentence", () => {
    expect(listMethods().length).toBeGreaterThan(0);
    for (const { name, summary } of listMethods()) {
      expect(name).toMatch(/^[a-z-]+$/);
      expect(summary).toMatch(/^[A-Z].*\.$/);
    }
  });

  test("makes methods from names and options, and refuses unknown ones", () => {
    expect(createMethod({ name: "exact", options: { solver: "qr" } }).options).toEqual({ solver: "qr" });
    expect(() => createMethod({ name: "magic" })).toThrow(/"exact".*"magic"/s);
    expect(() => createMethod({ name: "magic" })).toThrow(ArgumentError);
    expect(() => createMethod({ name: "exact", options: { speed: 1 } })).toThrow(/"speed"/);
    expect(() => createMethod({ name: "toString" })).toThrow(ArgumentError);
  });

  test("loads nothing that it does not know", () => {
    expect(() => loadPosterior({ format: "credence-posterior" } as never)).toThrow(FormatError);
  });
});
