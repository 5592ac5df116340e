import { expect, test } from "vitest";
import { htmlToPdf } from "../../src/io/htmlToPdf.ts";
import { renderReport } from "../../src/report/page/renderReport.ts";
import { plainNames, sampleContent } from "../report/samples.ts";
import { findChromium } from "../support/chromium.ts";

test("Chromium prints a page as PDF, with its title and several sheets, to the same bytes", async ({
  skip,
}) => {
  if (findChromium() === undefined) {
    console.warn("\n*** NO CHROMIUM FOUND: no page was printed. ***\n");
    return skip("no Chromium");
  }
  const html = renderReport(sampleContent());
  const print = async () => Buffer.from(await htmlToPdf(html)).toString("latin1");
  const pdf = await print();
  expect(pdf.slice(0, 5)).toBe("%PDF-");
  expect(pdf).toContain(`/Title (${plainNames.title})`);
  expect(pdf.match(/\/Type \/Page\b/g)!.length).toBeGreaterThan(2);
  expect(pdf.trimEnd().endsWith("%%EOF")).toBe(true);
  expect(pdf).toMatch(/\/CreationDate \(D:19700101000000/);
  expect((await print()) === pdf, "the same browser prints the same bytes").toBe(true);
});
