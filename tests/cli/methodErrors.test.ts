import { writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createFolder, example, type Folder, runCli } from "./runCli.ts";

vi.setConfig({ testTimeout: 60_000 });

const given: Readonly<Record<string, string>> = {
  "a.csv": "x,z,y\n1,2,3\n2,1,1\n3,5,2\n4,4,4\n",
  "c.csv": "x,kind\n1,u\n2,v\n3,u\n4,v\n",
  "mixed.csv": "x,kind\n1,u\n2,7\n3,u\n4,v\n",
  "one.csv": "x,kind\n1,u\n2,u\n3,u\n",
  "m.safetensors": "x,y\n1,2\n",
};

let folder: Folder;
beforeEach(() => {
  folder = createFolder();
  for (const [name, text] of Object.entries(given)) writeFileSync(folder.at(name), text);
});
afterEach(() => folder.remove());

type Case = readonly [why: string, words: readonly string[], code: number, message: RegExp];

const fitting = (file: string, target: string, ...more: string[]) => [
  ...["fit", file, "--target", target, "--seed", "1", "--save", "new.json"],
  ...more,
];
const map = (...more: string[]) => fitting("a.csv", "y", "--method", "map", ...more);
const kinds = (...more: string[]) => fitting("c.csv", "kind", "--method", "map", ...more);

const cases: readonly Case[] = [
  [
    "an unknown option",
    map("--option", "epoch=5"),
    2,
    /--option: unknown option "epoch"\. Known options: .*epochs/,
  ],
  ["an option of exact inference", map("--option", "solver=qr"), 2, /--option: unknown option "solver"/],
  ["an option out of range", map("--option", "epochs=0"), 2, /--option: epochs must be .* at least 1, got 0/],
  ["an option that is no number", map("--option", "epochs=many"), 2, /--option: epochs must be .*"many"/],
  ["an infinite option", map("--option", "clip=1e999"), 2, /--option: clip must be a finite number/],
  [
    "an unknown word as an option",
    map("--option", "optimiser=adamx"),
    2,
    /--option: .*"sgd", "adam", "adamw", "lbfgs", got "adamx"/,
  ],
  [
    "an option of an option",
    map("--option", 'optimiser={"kind":"adam","rat":1}'),
    2,
    /--option: unknown option "rat"/,
  ],
  [
    "an option without a value",
    map("--option", "epochs"),
    2,
    /--option: the value must be key=value, got "epochs"/,
  ],
  ["an option without a key", map("--option", "=5"), 2, /--option: the value must be key=value/],
  [
    "an option given twice",
    map("--option", "epochs=5", "--option", "epochs=6"),
    2,
    /--option: .*"epochs" .*once/,
  ],
  ["an unsafe key", map("--option", "__proto__=1"), 2, /--option: unknown option "__proto__"/],
  [
    "an unsafe key within a value",
    map("--option", 'schedule={"__proto__":1}'),
    3,
    /--option: no key .*__proto__/,
  ],
  ["a width of 0", map("--hidden", "0"), 2, /--hidden: every width must be a whole number at least 1/],
  ["a width that is no number", map("--hidden", "50,many"), 2, /--hidden: every width .*"many"/],
  ["no widths", map("--hidden", ""), 2, /--hidden: every width/],
  ["a width that would take all memory", map("--hidden", "1e9"), 2, /--hidden: .*at most 50000/],
  [
    "layers that would take all memory",
    map("--hidden", "50000,50000"),
    2,
    /needs about \d+(\.\d+)? GB of memory/,
  ],
  [
    "an unknown activation",
    map("--activation", "step"),
    2,
    /--activation: the value must be one of relu, tanh/,
  ],
  [
    "too few activations",
    map("--hidden", "3,3,3", "--activation", "relu,tanh"),
    3,
    /activation must have length 3/,
  ],
  ["two kinds of network", map("--hidden", "3", "--units", "3"), 2, /--hidden: .*--units speaks of another/],
  [
    "an activation of joints",
    map("--features", "x", "--activation", "tanh", "--joints", "3"),
    2,
    /--activation: .*--joints/,
  ],
  [
    "a network by exact inference",
    fitting("a.csv", "y", "--hidden", "3"),
    2,
    /--hidden: exact inference needs .*Add --method map/,
  ],
  [
    "an activation by exact inference",
    fitting("a.csv", "y", "--activation", "tanh"),
    2,
    /--activation: exact inference/,
  ],
  [
    "a network and a whole model",
    map("--hidden", "3", "--spec", "s.json"),
    2,
    /--hidden: the model must be said once/,
  ],
  [
    "a learned prior",
    map("--prior-variance", "learned"),
    2,
    /"learned" needs exact inference.*--prior-variance 1/,
  ],
  ["classes by exact inference", fitting("c.csv", "kind"), 3, /c\.csv: .*got the text "u"\. .*--method map/],
  [
    "--classes by exact inference",
    fitting("c.csv", "kind", "--classes"),
    2,
    /--classes: exact inference predicts numbers/,
  ],
  [
    "words and numbers as classes",
    fitting("mixed.csv", "kind", "--method", "map"),
    3,
    /column "kind".*add --classes/,
  ],
  [
    "one class",
    fitting("one.csv", "kind", "--method", "map"),
    3,
    /one\.csv: .*two or more.* classes, the data have 1/,
  ],
  ["noise of a class", kinds("--noise-variance", "1"), 2, /--noise-variance: .*one of 2 classes/],
  ["a sweep", ["sweep", "a.csv", "--target", "y", "--method", "map"], 2, /--method: a sweep needs an exact/],
  [
    "a checkpoint of exact inference",
    fitting("a.csv", "y", "--checkpoint", "k"),
    2,
    /--checkpoint: exact inference has no steps/,
  ],
  [
    "a checkpoint nowhere",
    map("--checkpoint", "none/k"),
    2,
    /none\/k: cannot write: there is no such file or folder/,
  ],
  ["a table as a checkpoint", map("--checkpoint", "a.csv"), 3, /a\.csv: the header/],
  ["a table as a model", ["predict", "m.safetensors", "a.csv"], 3, /m\.safetensors: the header/],
];

describe("wrong flags", () => {
  test.each(cases)("%s: one line, the right code, nothing left", async (_why, words, code, message) => {
    const outcome = await runCli(words, folder.path);
    expect(outcome.err).toMatch(message);
    expect(outcome.err).toMatch(/^error: [^\n]+\n$/);
    expect(outcome.err).not.toMatch(/internal error|undefined|\[object/);
    expect(outcome).toMatchObject({ code, out: "" });
    expect(folder.files()).toEqual(Object.keys(given).sort());
  });
});

test("training that leaves the finite numbers ends with code 4 and nothing left", async () => {
  const words = ["fit", example("mcycle.csv"), "--target", "accel", "--method", "map", "--seed", "1"];
  const options = ["--option", 'optimiser={"kind":"sgd","rate":1e9}', "--save", "new.json"];
  const outcome = await runCli([...words, ...options], folder.path);
  expect(outcome.err).toMatch(/^error: \S*mcycle\.csv: the loss must stay finite[^\n]+\n$/);
  expect(outcome.code).toBe(4);
  expect(folder.files()).toEqual(Object.keys(given).sort());
});
