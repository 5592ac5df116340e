import { expect, it } from "vitest";
import { listMethods } from "../../src/inference/registry.ts";
import expected from "./hashes.json" with { type: "json" };
import { hashOf, runNames } from "./runs.ts";

// A snapshot of ourselves, not a judge of it. The tests run on Node 20, 22 and 24 and in a page of Chromium, and so the
// same seed gives the same bytes on all of them; workers.test.ts compares with other threads.
it("the same seed gives the same bytes with plain SIMD on every engine", async () => {
  const found: Record<string, string> = {};
  for (const name of runNames) found[name] = await hashOf(name);
  expect(found).toEqual(expected);
});

it("every method of inference has its line", () => {
  const named = new Set(runNames.map((name) => name.split(",")[0]));
  expect(listMethods().filter(({ name }) => !named.has(name))).toEqual([]);
});
