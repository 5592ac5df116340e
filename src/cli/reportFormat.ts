import { extname } from "node:path";
import { show } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";

/** What a report can be written as: a page, its content, its figures, or the page printed. */
export const REPORT_FORMATS = ["html", "json", "svg", "png", "pdf"] as const;

/** One of {@link REPORT_FORMATS}. */
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** Flags on where a report goes and as what. */
export interface ReportOutputFlags {
  readonly format?: ReportFormat;
}

const ENDINGS: Readonly<Record<string, ReportFormat>> = {
  ".html": "html",
  ".htm": "html",
  ".json": "json",
  ".svg": "svg",
  ".png": "png",
  ".pdf": "pdf",
};

/** Whether the format is a folder of figures instead of one file. */
export function isFolder(format: ReportFormat): boolean {
  return format === "svg" || format === "png";
}

/**
 * The format of a report: that of `--format`, or else what the ending of the name tells, or else a page.
 *
 * @throws ArgumentError where flag and ending contradict each other, or figures are to go into one file.
 */
export function reportFormat(out: string, { format }: ReportOutputFlags): ReportFormat {
  const told = ENDINGS[extname(out).toLowerCase()];
  const chosen = format ?? told ?? "html";
  if (isFolder(chosen) && told !== undefined) {
    throw new ArgumentError({
      where: "--out",
      problem: `figures go into a folder, each into a file of its own, got ${show(out)}`,
      fix: `Write it as in --format ${chosen} --out figures.`,
    });
  }
  if (told !== undefined && told !== chosen) {
    throw new ArgumentError({
      where: "--format",
      problem: `the name ${show(out)} says ${told}, the flag says ${chosen}`,
      fix: "Leave the flag out, or change the ending of the name.",
    });
  }
  return chosen;
}
