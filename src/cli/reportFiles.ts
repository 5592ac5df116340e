import { join } from "node:path";
import type { ReportContent } from "../report/page/content.ts";
import type { ReportFormat } from "./reportFormat.ts";

/** A file to be written: its name and what is in it. */
export type NamedFile = readonly [name: string, content: string | Uint8Array];

/** The report in the given format, without what goes beside it. What others look for first comes last. */
export async function reportFiles(
  out: string,
  format: ReportFormat,
  content: ReportContent,
): Promise<NamedFile[]> {
  switch (format) {
    case "json": {
      const { jsonText } = await import("../report/page/jsonText.ts");
      return [[out, jsonText(content)]];
    }
    case "svg":
      return figureFiles(out, content);
    default: {
      const { renderReport } = await import("../report/page/renderReport.ts");
      return [[out, renderReport(content)]];
    }
  }
}

/** Every figure as `figure-1-band.svg` and so on, and `index.json`, which lists them with title and caption. */
async function figureFiles(folder: string, content: ReportContent): Promise<NamedFile[]> {
  const [{ reportFigures }, { reportDocument }, { jsonText }] = await Promise.all([
    import("../report/page/reportFigures.ts"),
    import("../report/page/reportDocument.ts"),
    import("../report/page/jsonText.ts"),
  ]);
  const figures = reportFigures(content, reportDocument()).map(({ svg, ...about }) => ({
    file: `figure-${about.number}-${about.kind}.svg`,
    about,
    svg,
  }));
  const index = { title: content.title, figures: figures.map(({ file, about }) => ({ file, ...about })) };
  return [
    ...figures.map(({ file, svg }): NamedFile => [join(folder, file), svg]),
    [join(folder, "index.json"), jsonText(index)],
  ];
}
