import { describe, expect, test } from "vitest";
import { besideNames } from "../../src/cli/besideReport.ts";
import { type ReportFormat, reportFormat } from "../../src/cli/reportFormat.ts";
import { ArgumentError } from "../../src/errors/errors.ts";

describe("the format of a report", () => {
  test.each<[out: string, format: ReportFormat | undefined, found: ReportFormat]>([
    ["page.html", undefined, "html"],
    ["page.HTM", undefined, "html"],
    ["page.json", undefined, "json"],
    ["page.pdf", undefined, "pdf"],
    ["page", undefined, "html"],
    ["page.v2", undefined, "html"],
    [".pdf", undefined, "html"],
    ["page.v2", "pdf", "pdf"],
    ["page.pdf", "pdf", "pdf"],
    ["figures", "svg", "svg"],
    ["figures.d/", "png", "png"],
  ])("%s with %s is %s", (out, format, found) => {
    expect(reportFormat(out, format === undefined ? {} : { format })).toBe(found);
  });

  test.each<[out: string, format: ReportFormat | undefined, message: RegExp]>([
    ["page.html", "pdf", /--format: the name "page\.html" says html, the flag says pdf\. Leave the flag out/],
    ["page.pdf", "html", /says pdf, the flag says html/],
    ["page.json", "html", /says json, the flag says html/],
    [
      "figure.svg",
      undefined,
      /--out: figures go into a folder.*got "figure\.svg"\. .*--format svg --out figures/,
    ],
    ["figure.svg", "svg", /figures go into a folder/],
    ["figure.PNG", undefined, /--format png --out figures/],
    ["figure.svg", "html", /says svg, the flag says html/],
    ["page.html", "svg", /figures go into a folder/],
  ])("%s with %s is refused", (out, format, message) => {
    const find = () => reportFormat(out, format === undefined ? {} : { format });
    expect(find).toThrow(ArgumentError);
    expect(find).toThrow(message);
  });
});

test("in a folder of figures they have plain names", () => {
  expect(besideNames("figures/", "svg")).toEqual({
    metrics: "figures/metrics.json",
    run: "figures/run.json",
  });
});

test.each([
  ["page.html", "page.metrics.json", "page.run.json"],
  ["deep/page.pdf", "deep/page.metrics.json", "deep/page.run.json"],
  ["deep/index.html", "deep/metrics.json", "deep/run.json"],
  ["/index.json", "/metrics.json", "/run.json"],
  ["page.v2.json", "page.v2.metrics.json", "page.v2.run.json"],
  ["metrics.json", "metrics.metrics.json", "metrics.run.json"],
  ["page", "page.metrics.json", "page.run.json"],
  [".html", ".html.metrics.json", ".html.run.json"],
])("beside %s stand %s and %s", (out, metrics, run) => {
  expect(besideNames(out, "html")).toEqual({ metrics, run });
});
