import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { JSDOM } from "jsdom";
import { expect, test } from "vitest";
import { sha256 } from "../../src/io/hash.ts";
import { renderReport } from "../../src/report/page/renderReport.ts";
import { pageContent } from "./pageContent.mjs";

const range = (median: number) => ({ median, min: 0.9 * median, max: 1.1 * median });
const quiet = { before: 0.1, median: 1, max: 1.2 };

/** Results of one benchmark with a goal that is met, one that is missed, and one that could not be tried. */
const results = {
  credence: "0.0.0",
  machine: {
    cpu: "A processor",
    cores: 2,
    memory: "8 GiB",
    platform: "linux x64",
    node: "20.0.0",
    v8: "11.3",
  },
  peers: { peer: "1.2.3" },
  kernels: { name: "wasm" },
  load: quiet,
  processes: 5,
  groups: { Algebra: "Of matrices." },
  benchmarks: [
    {
      group: "Algebra",
      name: "product, 10000 x 500",
      first: range(2),
      later: range(0.0123),
      rate: { amount: 1, unit: "GFLOP/s", ...range(20) },
      goal: { unit: "GFLOP/s", atLeast: 14, met: true },
      references: [
        { name: "peer", later: range(1), times: range(81.3), goal: { atLeast: 100, met: false } },
        { name: "OpenBLAS, SkylakeX core", absent: "the processor has no avx512f" },
        {
          name: "OpenBLAS, core of its own choice",
          later: range(0.006),
          times: range(0.49),
          facts: { OpenBLAS: "0.3.21", core: "Prescott" },
        },
        { name: "other", absent: "the package other is not installed", goal: { atLeast: 2 } },
      ],
    },
  ],
};

function render(changed: object = {}) {
  const { document } = new JSDOM(renderReport(pageContent({ ...results, ...changed }, "sha256:0"))).window;
  const all = (selector: string) => Array.from(document.querySelectorAll(selector), (e) => e.textContent);
  return {
    text: document.body.textContent!,
    warnings: all(".notes .warning"),
    rows: all(".scores tbody tr"),
  };
}

test("the page says what was met, what was missed, what was not tried, and why", () => {
  const { text, warnings, rows } = render();
  expect(text).toMatch(/1 of 2 goals are met in this run/);
  expect(warnings).toEqual([
    "Warning. Missed: product, 10000 x 500, against peer.",
    "Warning. Not tried: product, 10000 x 500, against other.",
    "Warning. OpenBLAS, SkylakeX core was left out: the processor has no avx512f.",
    "Warning. other was left out: the package other is not installed.",
  ]);
  expect(rows[0]).toBe("product, 10000 × 500at least 14\u00a0GFLOP/s20\u00a0GFLOP/s (18‑22)yes");
  expect(rows[1]).toBe("– peerat least 100×81.3× (73.2‑89.4)no");
  expect(rows).toContain("– OpenBLAS, core of its own choice6\u00a0ms (5.4‑6.6)0.49× (0.441‑0.539)");
});

test("it prints processor, engine, kernels, load, versions and the core of a BLAS", () => {
  const { text } = render();
  for (const fact of [
    "A processor, 2 cores",
    "Node 20.0.0, V8 11.3",
    "plain SIMD",
    "1.2.3",
    "core Prescott",
  ]) {
    expect(text).toContain(fact);
  }
});

test("a busy machine and other kernels than chosen are warned of", () => {
  expect(render().text).not.toContain("shared with other work");
  const busy = render({ load: { ...quiet, median: 2.4 } });
  expect(busy.warnings[0]).toMatch(/shared with other work: load 0.1 before .* 2.4 \(median\)/);
  const kernels = { name: "wasm", reason: '"relaxed" was refused: no' };
  expect(render({ kernels }).text).toContain('Other kernels than chosen: "relaxed" was refused: no.');
});

test("the committed page is that of the committed results", () => {
  const file = (name: string) =>
    readFileSync(fileURLToPath(new URL(`../../reports/benchmarks/${name}`, import.meta.url)));
  expect(file("index.html").toString()).toContain(sha256(file("results.json")));
});
