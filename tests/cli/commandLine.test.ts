import { execFileSync } from "node:child_process";
import { afterEach, expect, test } from "vitest";
import { repeatCommand } from "../../src/cli/commandLine.ts";
import { selectKernels } from "../../src/numeric/kernels/select.ts";

afterEach(() => void selectKernels("wasm"));

test("the command names the seed that was chosen, once, and leaves out what only changes the printing", () => {
  expect(repeatCommand(["fit", "a.csv", "--json", "--target", "y", "--quiet", "--debug"], "7")).toBe(
    "credence fit a.csv --target y --seed 7",
  );
  expect(repeatCommand(["demo", "--seed", "x"], "x")).toBe("credence demo --seed x");
  expect(repeatCommand(["demo", "--seed=x"], "x")).toBe("credence demo --seed=x");
});

test("kernels that were chosen are part of the command", () => {
  selectKernels("js");
  expect(repeatCommand(["demo"], "x")).toBe("CREDENCE_KERNELS=js credence demo --seed x");
});

test("a shell reads back the same words", () => {
  const words = [
    "it's",
    'a "b"',
    "$HOME",
    "`x`",
    "a\nb",
    "",
    "*",
    "~",
    "a;b",
    "\\",
    "!x",
    "#c",
    "σ²",
    "-1..2",
  ];
  const command = repeatCommand(words, "s").replace(/^credence/, "printf '%s\\0'");
  const read = execFileSync("sh", ["-c", command], { encoding: "utf8" }).split("\0");
  expect(read).toEqual([...words, "--seed", "s", ""]);
});
