import { join } from "node:path";
import type { ReportContent } from "../report/page/content.ts";
import { speakingOf } from "./errorText.ts";
import type { ReportFormat } from "./reportFormat.ts";

/** A file to be written: its name and what is in it. */
export type NamedFile = readonly [name: string, content: string | Uint8Array];

/** Refuses a format early, before anything is computed, that this machine cannot write. */
export async function checkFormat(format: ReportFormat): Promise<void> {
  await speakingOf(`--format ${format}`, async () => {
    if (format === "png") await (await import("../io/svgToPng.ts")).loadRenderer();
    if (format === "pdf") (await import("../io/findChromium.ts")).findChromium();
  });
}

/**
 * The report in the given format, without what goes beside it. Figures come as `figure-1-band.svg` and so on, or `.png`,
 * and `index.json`, which lists them with title and caption.
 */
export async function reportFiles(
  out: string,
  format: ReportFormat,
  content: ReportContent,
  signal: AbortSignal,
): Promise<NamedFile[]> {
  if (format === "svg" || format === "png") return figureFiles(out, format, content, signal);
  if (format === "json") {
    const { jsonText } = await import("../report/page/jsonText.ts");
    return [[out, jsonText(content)]];
  }
  const { renderReport } = await import("../report/page/renderReport.ts");
  const page = renderReport(content);
  if (format === "html") return [[out, page]];
  const { htmlToPdf } = await import("../io/htmlToPdf.ts");
  return [[out, await speakingOf("--format pdf", () => htmlToPdf(page, { signal }))]];
}

async function figureFiles(
  folder: string,
  format: "svg" | "png",
  content: ReportContent,
  signal: AbortSignal,
): Promise<NamedFile[]> {
  const [{ reportFigures }, { reportDocument }, { jsonText }, { svgToPng }] = await Promise.all([
    import("../report/page/reportFigures.ts"),
    import("../report/page/reportDocument.ts"),
    import("../report/page/jsonText.ts"),
    import("../io/svgToPng.ts"),
  ]);
  const files: NamedFile[] = [];
  const list: unknown[] = [];
  for (const { svg, ...about } of reportFigures(content, reportDocument())) {
    const file = `figure-${about.number}-${about.kind}.${format}`;
    const drawn = format === "svg" ? svg : await speakingOf("--format png", () => svgToPng(svg, { signal }));
    files.push([join(folder, file), drawn]);
    list.push({ file, ...about });
  }
  const index = { credence: content.provenance.version, title: content.title, figures: list };
  return [...files, [join(folder, "index.json"), jsonText(index)]];
}
