import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Context } from "../../src/cli/context.ts";
import type { ReportFormat } from "../../src/cli/reportFormat.ts";
import { writeReport } from "../../src/cli/writeReport.ts";
import { sha256 } from "../../src/io/hash.ts";
import type { ReportContent } from "../../src/report/page/content.ts";
import { jsonText } from "../../src/report/page/jsonText.ts";
import { renderReport } from "../../src/report/page/renderReport.ts";
import { reportDocument } from "../../src/report/page/reportDocument.ts";
import { reportFigures } from "../../src/report/page/reportFigures.ts";
import { plainNames, sampleContent } from "../report/samples.ts";
import { createFolder, example, type Folder, runCli } from "./runCli.ts";

let folder: Folder;
beforeEach(() => {
  folder = createFolder();
});
afterEach(() => folder.remove());

/** A report of few figures: one by itself, the others two in a row. */
const whole = sampleContent();
const [fit, calibration] = whole.sections;
const content: ReportContent = {
  ...whole,
  sections: [{ ...fit!, blocks: fit!.blocks.slice(0, 2) }, calibration!],
};
const extras = {
  metrics: { scores: { rmse: { value: 0.5 } }, levels: Float64Array.of(0.5) },
  run: { workers: 3 },
};

function write(out: string, format?: ReportFormat, signal = new AbortController().signal): Promise<string[]> {
  const silent = { write: () => expect.unreachable("nothing is printed") };
  const streams = { stdout: silent, stderr: silent };
  const context: Context = {
    ...streams,
    cwd: folder.path,
    words: [],
    started: performance.now() - 1500,
    signal,
  };
  return writeReport(out, content, extras, format === undefined ? {} : { format }, context);
}

const read = (name: string) => readFileSync(folder.at(name), "utf8");

describe("a report", () => {
  test("is the page, with metrics and facts of the run beside it, the page last", async () => {
    expect(await write("page.html")).toEqual(["page.metrics.json", "page.run.json", "page.html"]);
    expect(folder.files()).toEqual(["page.html", "page.metrics.json", "page.run.json"]);
    expect(read("page.html")).toBe(renderReport(content));
  });

  test("has metrics for programs: title, finding, scores, notes, provenance with its hash", async () => {
    await write("page.html");
    const { provenance } = content;
    const { command, version, seed, data } = provenance;
    expect(JSON.parse(read("page.metrics.json"))).toEqual({
      credence: version,
      title: plainNames.title,
      finding: "90 % intervals cover 86 % of the observations (expected 90 ± 3): slightly over-confident.",
      scores: { rmse: { value: 0.5 } },
      levels: [0.5],
      notes: [
        { level: "note", text: "The basis is constant left of its first joint." },
        { level: "warning", text: "The column dose (mg) has gaps." },
      ],
      provenance: { hash: sha256(jsonText(provenance)), command, version, seed, data },
    });
  });

  test("says what differs from run to run in its file alone", async () => {
    await write("page.html");
    const run = JSON.parse(read("page.run.json"));
    expect(run).toMatchObject({ workers: 3, platform: `${process.platform} ${process.arch}` });
    expect(Math.abs(Date.parse(run.date) - Date.now())).toBeLessThan(3_600_000);
    expect(run.seconds).toBeGreaterThanOrEqual(1.5);
    const [page, metrics] = [read("page.html"), read("page.metrics.json")];
    vi.useFakeTimers({ now: 0, toFake: ["Date", "performance"] });
    try {
      await write("page.html");
    } finally {
      vi.useRealTimers();
    }
    expect(JSON.parse(read("page.run.json")).date).toBe("1970-01-01T00:00:00.000Z");
    expect([read("page.html"), read("page.metrics.json")]).toEqual([page, metrics]);
  });

  test("as JSON is its content", async () => {
    await write("page.json");
    expect(folder.files()).toEqual(["page.json", "page.metrics.json", "page.run.json"]);
    expect(read("page.json")).toBe(jsonText(content));
  });

  test("as SVG is a folder of its figures and a list of them", async () => {
    const kinds = ["band", "pit", "calibration", "pit-difference", "reliability"];
    const names = kinds.map((kind, i) => `figure-${i + 1}-${kind}`);
    const files = [...names.map((name) => `${name}.svg`), "index.json", "metrics.json", "run.json"];
    const written = await write("figures", "svg");
    expect(folder.files()).toEqual(["figures", ...files.map((name) => `figures/${name}`)]);
    expect(written.at(-1)).toBe("figures/index.json");
    expect(written.toSorted()).toEqual(files.map((name) => `figures/${name}`));
    const { title, figures } = JSON.parse(read("figures/index.json"));
    expect(title).toBe(content.title);
    const made = reportFigures(content, reportDocument());
    expect(figures).toEqual(made.map(({ svg: _, ...about }, i) => ({ file: `${names[i]}.svg`, ...about })));
    made.forEach(({ svg }, i) => void expect(read(`figures/${names[i]}.svg`)).toBe(svg));
    // The folder may be there.
    await write("figures", "svg");
  });

  test("as PNG is a folder of pictures", async () => {
    await write("pictures", "png");
    for (const { file } of JSON.parse(read("pictures/index.json")).figures) {
      const bytes = readFileSync(folder.at(`pictures/${file}`));
      expect(bytes.toString("latin1", 1, 4)).toBe("PNG");
      const { width } = /width="(?<width>\d+)"/.exec(reportFigures(content, reportDocument())[0]!.svg)!
        .groups!;
      if (file.startsWith("figure-1-")) expect(bytes.readUInt32BE(16)).toBe(2 * Number(width));
    }
  });
});

describe("all files or none", () => {
  test.each([
    ["page.html", "page.html", /^page\.html: cannot write: a file is needed, this is a folder/],
    ["page.html", "page.run.json", /^page\.run\.json: cannot write: a file is needed, this is a folder/],
    ["missing/page.html", "other", /^missing\/page\.html: cannot write: there is no such file or folder/],
    [`${"p".repeat(245)}.html`, "other", /^p+\.metrics\.json: cannot write: the name is too long/],
  ])("%s where %s is a folder", async (out, taken, message) => {
    mkdirSync(folder.at(taken));
    await expect(write(out)).rejects.toThrow(message);
    expect(folder.files()).toEqual([taken]);
  });

  test.each([
    ["a file where the folder of figures must be", "taken", /^taken: cannot write/],
    [
      "no folder above it",
      "missing/figures",
      /^missing\/figures: cannot write: there is no such file or folder/,
    ],
  ])("%s", async (_what, out, message) => {
    writeFileSync(folder.at("taken"), "text");
    await expect(write(out, "svg")).rejects.toThrow(message);
    expect(folder.files()).toEqual(["taken"]);
  });

  test("an abort leaves nothing, not even a folder", async () => {
    const reason = new Error("enough");
    for (const format of ["html", "svg"] as const)
      await expect(write("out", format, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(folder.files()).toEqual([]);
  });

  test.each([
    ["site/index.html", "site/run.json", "html"],
    ["site/page.html", "site/page.metrics.json", "html"],
    ["site", "site/metrics.json", "svg"],
    ["site", "site/index.json", "svg"],
  ] as const)("for %s, a file %s of the user's own is left alone", async (out, own, format) => {
    mkdirSync(folder.at("site"));
    const text = '{\n  "name": "my own"\n}\n';
    writeFileSync(folder.at(own), text);
    await expect(write(out, format)).rejects.toThrow(/^site\/.*cannot write: something else is there/);
    const words = ["--target", "y", "--out", out, "--format", format];
    const early = await runCli(["report", "no such table.csv", ...words], folder.path);
    expect(early).toMatchObject({ code: 2, err: expect.stringContaining("something else is there") });
    expect(read(own)).toBe(text);
    expect(folder.files()).toEqual(["site", own]);
  });

  test("as PDF it is what the browser made", async () => {
    const program = folder.at("browser");
    const script = `for word; do case $word in --print-to-pdf=*) printf %%PDF > "\${word#*=}";; esac; done`;
    writeFileSync(program, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    vi.stubEnv("CREDENCE_CHROMIUM", program);
    expect(await write("page.pdf")).toEqual(["page.metrics.json", "page.run.json", "page.pdf"]);
    expect(read("page.pdf")).toBe("%PDF");
  });

  test("nothing stands beside what is no file", async () => {
    expect(await write("/dev/null")).toEqual(["/dev/null"]);
  });
});

describe("the commands", () => {
  const words = ["--target", "accel", "--joints", "8", "--seed", "1"];

  test("report: scores with standard errors and coverage; a list of files", async () => {
    const { out } = await runCli(
      ["report", example("mcycle.csv"), ...words, "--out", "figures", "--format", "svg", "--json"],
      folder.path,
    );
    const facts = JSON.parse(out);
    expect(facts.files.map((name: string) => `${name}`).toSorted()).toEqual(folder.files().slice(1));
    const { scores, scoredOn, finding } = JSON.parse(read("figures/metrics.json"));
    expect(scoredOn).toBe("leave-one-out");
    expect(scores.rmse.standardError).toBeGreaterThan(0);
    expect(scores.intervals[2]).toMatchObject({ level: 0.9, coverage: { value: expect.any(Number) } });
    expect(scores).toEqual(facts.scores);
    expect(finding).toMatch(/^90 % intervals cover \d+ % of 133 rows/);
    expect(JSON.parse(read("figures/run.json")).workers).toBe(1);
  });

  test("sweep: also what the sweep found", async () => {
    const { out } = await runCli(
      [
        "sweep",
        example("mcycle.csv"),
        ...words,
        "--points",
        "5",
        "--prior-variance",
        "1..9",
        "--out",
        "s.json",
      ],
      folder.path,
    );
    expect(out).toMatch(/Wrote s\.metrics\.json\nWrote s\.run\.json\nWrote s\.json\n$/);
    const { sweep, scores } = JSON.parse(read("s.metrics.json"));
    expect(sweep.priorVariances).toHaveLength(5);
    expect(scores.rows).toBe(133);
    expect(JSON.parse(read("s.json")).sections.length).toBeGreaterThan(0);
  });

  test.each([
    [["--out", "a.html", "--format", "pdf"], /^error: --format: the name "a\.html" says html/],
    [["--out", "a.svg"], /^error: --out: figures go into a folder/],
    [
      ["--out", "a", "--format", "docx"],
      /^error: --format: the value must be one of html, json, svg, png, pdf/,
    ],
  ])("%j is refused before anything is computed", async (flags, message) => {
    for (const command of ["report", "sweep"]) {
      const outcome = await runCli([command, "no such table.csv", "--target", "y", ...flags], folder.path);
      expect(outcome).toMatchObject({ code: 2, out: "" });
      expect(outcome.err).toMatch(message);
    }
    expect(folder.files()).toEqual([]);
  });

  test("a missing browser is told before anything is computed", async () => {
    vi.stubEnv("CREDENCE_CHROMIUM", "/none");
    const outcome = await runCli(["report", "none.csv", "--target", "y", "--out", "a.pdf"], folder.path);
    expect(outcome.code).toBe(2);
    expect(outcome.err).toMatch(
      /^error: --format pdf: a page is printed by Chromium, and CREDENCE_CHROMIUM names/,
    );
  });
});
