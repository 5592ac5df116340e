import { readFileSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { readDataset } from "../../src/data/datasetFromTable.ts";
import { splitDataset } from "../../src/data/split.ts";
import { asRegression } from "../../src/inference/asRegression.ts";
import type { Posterior } from "../../src/inference/method.ts";
import { createMethod } from "../../src/inference/registry.ts";
import { savePosteriorFile } from "../../src/io/posteriorFile.ts";
import { evaluateClasses } from "../../src/metrics/classScores.ts";
import { defaultNetworkSpec } from "../../src/model/defaultNetworkSpec.ts";
import { createModel } from "../../src/model/model.ts";
import { createRng } from "../../src/random/rng.ts";
import { createFolder, example, type Folder, runCli } from "./runCli.ts";

vi.setConfig({ testTimeout: 60_000 });

const mcycle = example("mcycle.csv");
const words = (...more: string[]) => ["fit", mcycle, "--target", "accel", "--seed", "1", ...more];

let folder: Folder;
beforeEach(() => {
  folder = createFolder();
});
afterEach(() => folder.remove());

/** Runs a command that must succeed and gives what it printed. */
async function succeed(...line: string[]): Promise<string> {
  const { code, out, err } = await runCli(line, folder.path);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return out;
}

const json = async (...line: string[]) => JSON.parse(await succeed(...line, "--json"));

/** Three clouds of points, named in words. */
function clouds(names: readonly string[]): string {
  const rng = createRng("clouds");
  const rows = Array.from({ length: 60 }, (_, i) => {
    const k = i % names.length;
    return `${k + 0.5 * rng.normal()},${0.5 * rng.normal() - k},${names[k]}`;
  });
  return `a,b,kind\n${rows.join("\n")}\n`;
}

const methods = [
  [
    "map",
    { epochs: 20, optimiser: "adamw" },
    ["--option", "epochs=20", "--option", "optimiser=adamw"],
    /^Log posterior −\d+/m,
    /^Trained by adamw with .*20 epochs/m,
  ],
  [
    "bayes-by-backprop",
    { steps: 60, family: { kind: "low-rank", rank: 2 }, draws: 30 },
    ["--option", "steps=60", "--option", 'family={"kind":"low-rank","rank":2}', "--option", "draws=30"],
    /^Evidence lower bound −\d+/m,
    /^Normal app.*60 steps/m,
  ],
  [
    "laplace",
    { training: { epochs: 20 }, priorPrecision: "evidence" },
    ["--option", 'training={"epochs":20}', "--option", "priorPrecision=evidence"],
    /^Log evidence −\d+/m,
    /^The evidence chose prior precision x .* and noise x .*, which was kept\./m,
  ],
  [
    "swag",
    { training: { epochs: 20 }, epochs: 20, draws: 30 },
    ["--option", 'training={"epochs":20}', "--option", "epochs=20", "--option", "draws=30"],
    /^SGD with constant rate .* iterates of 20 epochs, their variances and the last 20 deviations kept/m,
    /^Method: swag/m,
  ],
  [
    "multi-swag",
    { members: 2, training: { epochs: 10 }, epochs: 10, draws: 30 },
    ["members=2", 'training={"epochs":10}', "epochs=10", "draws=30"].flatMap((word) => ["--option", word]),
    /^2 SWAG posteriors, combined by mixture\. The first: SGD with constant rate/m,
    /^Method: multi-swag/m,
  ],
  [
    "mc-dropout",
    { epochs: 10, draws: 30 },
    ["--option", "epochs=10", "--option", "draws=30"],
    /^Dropout rate 0\.\d+, trained by adam .*10 epochs/m,
    /^On 20 % of the rows, kept out, rate 0\.\d+ and noise \d+.* had the best log score/m,
  ],
  [
    "deep-ensemble",
    { members: 3, training: { epochs: 10, earlyStopping: {} } },
    ["--option", "members=3", "--option", 'training={"epochs":10,"earlyStopping":{}}'],
    /^3 members, combined by mixture\. The first: Trained by adam .*10 epochs/m,
    /^Method: deep-ensemble/m,
  ],
] as const;

describe.each(methods)("%s", (name, options, flags, ...lines) => {
  test.each(["m.json", "m.safetensors"])("predictions from %s are those of library calls", async (file) => {
    await succeed(...words("--method", name, ...flags, "--save", file));
    const printed = await json("predict", file, mcycle);

    const data = readDataset(readFileSync(mcycle, "utf8"), { target: "accel" });
    const model = createModel(defaultNetworkSpec(data), data);
    const posterior = await createMethod({ name, options }).fit(model, data, {
      rng: createRng("1").fork("fit"),
    });
    const predictive = asRegression(posterior).predict(data.x);
    expect(printed.mean).toEqual(Array.from(predictive.mean));
    expect(printed.sd_function).toEqual(Array.from(predictive.epistemic.map(Math.sqrt)));
    expect(printed.sd_observation).toEqual(Array.from(predictive.std));
    expect(printed.q05).toEqual(Array.from(predictive.quantile(0.05)));
  });

  test.each([
    ["u", "v", "w"],
    ["no", "yes"],
  ])("classes %s, %s: fitted, scored and predicted", async (...names) => {
    writeFileSync(folder.at("c.csv"), clouds(names));
    const line = [
      "fit",
      "c.csv",
      "--target",
      "kind",
      "--method",
      name,
      ...flags,
      "--seed",
      "1",
      "--test",
      "15",
    ];
    const facts = await json(...line, "--save", "m.json");
    const kind = names.length === 2 ? "bernoulli" : "categorical";
    expect(facts.model).toMatchObject({ likelihood: { kind }, standardise: "inputs" });
    expect(facts.data.classes).toEqual(names);

    const data = readDataset(clouds(names), { target: "kind", classes: true });
    const { train, test: held } = splitDataset(data, { test: 15 }, createRng("1").fork("split"));
    const model = createModel(defaultNetworkSpec(train), train);
    const posterior = (await createMethod({ name, options }).fit(model, train, {
      rng: createRng("1").fork("fit"),
    })) as Posterior<"classification">;
    expect(facts.scores).toEqual(
      JSON.parse(JSON.stringify(evaluateClasses(posterior.predict(held.x), held.y.data))),
    );

    const predictive = posterior.predict(data.x);
    const printed = await json("predict", "m.json", "c.csv");
    expect(Object.keys(printed)).toEqual(["class", ...names.map((n) => `prob_${n}`), "entropy"]);
    expect(printed.class).toEqual(Array.from(predictive.mode, (k) => names[k]));
    expect(printed.entropy).toEqual(Array.from(predictive.entropy));
    names.forEach((n, k) => {
      expect(printed[`prob_${n}`]).toEqual(
        Array.from({ length: 60 }, (_, i) => predictive.probabilities.data[i * names.length + k]),
      );
    });
    const table = await succeed("predict", "m.json", "c.csv", "--id", "kind");
    expect(table.split("\n")[0]).toBe(`kind,class,${names.map((n) => `prob_${n}`).join(",")},entropy`);

    const said = await succeed(...line);
    expect(said).toContain(`target kind (${names.length} classes)`);
    expect(said).toMatch(
      /Scores on 15 rows held out:\n {2}accuracy +[01]\.\d+.*\n {2}mean log score .*\n {2}Brier/,
    );
  });

  test("what was chosen is said in words", async () => {
    const out = await succeed(...words("--method", name, ...flags, "--test", "0.2"));
    expect(out).toContain("Model: network with 50 hidden units (relu)");
    expect(out).toContain(`Method: ${name}, 152 parameters`);
    for (const line of lines) expect(out).toMatch(line);
    expect(out).toMatch(/Scores on 27 rows held out:\n {2}root mean squared error/);
    expect(out).not.toContain("Note: Trained");
  });
});

describe("the network", () => {
  const fast = ["--method", "map", "--option", "epochs=2"];

  test.each([
    [["--hidden", "7"], { kind: "mlp", hidden: [7], activation: "relu" }],
    [["--hidden", "7,3", "--activation", "tanh"], { hidden: [7, 3], activation: "tanh" }],
    [["--hidden", "7,3", "--activation", "tanh,gelu"], { hidden: [7, 3], activation: ["tanh", "gelu"] }],
    [["--activation", "sin"], { hidden: [50], activation: "sin" }],
    [["--hidden", "none"], { kind: "mlp", hidden: [] }],
  ] as const)("%s", async (flags, network) => {
    expect((await json(...words(...fast, ...flags))).model.network).toMatchObject(network);
  });

  test("joints and units are fitted by other methods too", async () => {
    const facts = await json(...words("--method", "map", "--joints", "9"));
    expect(facts.model.network.joints).toHaveLength(9);
    expect(facts.model.prior).toEqual({ kind: "normal", variance: 2 });
    expect(facts.candidates).toBeUndefined();
  });

  test("prior, noise and standardisation by flags", async () => {
    const flags = ["--prior-variance", "3", "--noise-variance", "0.5", "--standardise", "inputs"];
    expect((await json(...words(...fast, ...flags))).model).toMatchObject({
      prior: { kind: "normal", variance: 3 },
      likelihood: { kind: "normal", noiseVariance: 0.5 },
      standardise: "inputs",
    });
  });

  test("a whole model from a file: another prior, likelihood and precision", async () => {
    const spec = {
      network: { kind: "mlp", hidden: [4] },
      prior: { kind: "laplace", scale: 1 },
      likelihood: { kind: "student-t", df: 4, scale: "learned" },
      precision: "f32",
    };
    writeFileSync(folder.at("s.json"), JSON.stringify(spec));
    const facts = await json(...words(...fast, "--spec", "s.json", "--save", "m.safetensors"));
    expect(facts.model).toMatchObject(spec);
    expect((await json("predict", "m.safetensors", mcycle)).mean).toHaveLength(133);
  });

  test("the options of exact inference", async () => {
    const facts = await json(...words("--option", "solver=qr"));
    expect(facts.solver).toBe("qr");
    const several = [
      "fit",
      example("yacht.csv"),
      "--target",
      "residuary_resistance",
      "--units",
      "9",
      "--seed",
      "1",
    ];
    const [plain, chosen] = [await json(...several), await json(...several, "--option", "solver=cholesky")];
    expect(chosen.solver).toBe("cholesky");
    expect(chosen.model).toEqual(plain.model);
  });
});

describe("the target", () => {
  const fast = ["--method", "map", "--option", "epochs=2", "--seed", "1"];

  test("numbers are a class where --classes says so", async () => {
    writeFileSync(folder.at("c.csv"), clouds(["0", "1"]));
    const numbers = await json("fit", "c.csv", "--target", "kind", ...fast);
    expect(numbers.model.likelihood.kind).toBe("normal");
    const facts = await json("fit", "c.csv", "--target", "kind", ...fast, "--classes", "--save", "m.json");
    expect(facts.model.likelihood.kind).toBe("bernoulli");
    expect(Object.keys(await json("predict", "m.json", "c.csv"))).toEqual([
      "class",
      "prob_0",
      "prob_1",
      "entropy",
    ]);
  });

  test("several targets, saved by the library, have columns with their names", async () => {
    const data = readDataset(clouds(["0", "1"]), { targets: ["b", "kind"] });
    const model = createModel(defaultNetworkSpec(data), data);
    const posterior = await createMethod({ name: "map", options: { epochs: 2 } }).fit(model, data, {
      rng: createRng(1),
    });
    await savePosteriorFile(folder.at("m.json"), { posterior, encoding: data.encoding });
    writeFileSync(folder.at("c.csv"), clouds(["0", "1"]));
    const printed = await json("predict", "m.json", "c.csv");
    const { mean } = asRegression(posterior).predict(data.x);
    expect(Object.keys(printed).filter((name) => name.startsWith("mean"))).toEqual(["mean_b", "mean_kind"]);
    expect(printed.mean_kind).toEqual(Array.from({ length: 60 }, (_, i) => mean[2 * i + 1]));
  });

  test("a class that looks like a formula stays text in a table", async () => {
    writeFileSync(folder.at("c.csv"), clouds(["=1+1", "plain"]));
    await succeed("fit", "c.csv", "--target", "kind", ...fast, "--save", "m.json");
    const table = await succeed("predict", "m.json", "c.csv");
    for (const line of table.split("\n")) expect(line).not.toMatch(/(^|,)=/);
    expect(table).toMatch(/^class,prob_=1\+1,prob_plain,entropy\n'?(=1\+1|plain),/);
  });

  test.each(["=1+1", "+1", "-1", "@A1", '=HYPERLINK("x")'])(
    "a column named %s, and what is in it, stay text in a table",
    async (name) => {
      const quoted = `"${name.replaceAll('"', '""')}"`;
      const rows = Array.from({ length: 12 }, (_, i) => `${i},${quoted},${i % 5}`);
      writeFileSync(folder.at("f.csv"), `x,${quoted},y\n${rows.join("\n")}\n`);
      const words = ["--target", "y", "--features", "x", "--joints", "3", "--seed", "1"];
      await succeed("fit", "f.csv", ...words, "--save", "m.json");
      await succeed("predict", "m.json", "f.csv", "--id", name, "--out", "p.csv");
      const lines = readFileSync(folder.at("p.csv"), "utf8").trim().split("\n");
      expect(lines).toHaveLength(13);
      const [header, ...cells] = lines.map((line) => line.replace(/^"/, "")[0]);
      expect(header).toBe("'");
      // In a cell -1 is a number.
      expect(new Set(cells)).toEqual(new Set([name === "-1" ? "-" : "'"]));
    },
  );
});

test("list names the methods", async () => {
  const out = await succeed("list");
  for (const name of [
    "exact",
    "map",
    "bayes-by-backprop",
    "laplace",
    "swag",
    "mc-dropout",
    "deep-ensemble",
    "multi-swag",
  ])
    expect(out).toMatch(new RegExp(`^${name} +[A-Z]`, "m"));
});

test("the help of fit shows the flags of methods, and how to continue", async () => {
  const out = await succeed("fit", "--help");
  for (const flag of ["--hidden", "--activation", "--classes", "--option", "--checkpoint"]) {
    expect(out).toContain(flag);
  }
  expect(out).toMatch(/credence fit .* --checkpoint/);
});
