import { readFile, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { FileError } from "../io/fileError.ts";
import { isFolder, type ReportFormat } from "./reportFormat.ts";

/** The names of what is written beside a report. */
export interface BesideNames {
  readonly metrics: string;
  readonly run: string;
}

/**
 * The names of what is written beside a report: `page.metrics.json` and `page.run.json` beside `page.html`, and plainly
 * `metrics.json` and `run.json` beside an `index.html`, which has its folder to itself, and in a folder of figures.
 */
export function besideNames(out: string, format: ReportFormat): BesideNames {
  if (isFolder(format)) return { metrics: join(out, "metrics.json"), run: join(out, "run.json") };
  const stem = basename(out).replace(/(?<=.)\.(html?|json|pdf)$/i, "");
  const prefix = stem === "index" ? "" : `${stem}.`;
  const name = (kind: string): string => join(dirname(out), `${prefix}${kind}.json`);
  return { metrics: name("metrics"), run: name("run") };
}

/** What every file begins with that stands beside a report: no other file is ever replaced by one. */
const MARK = /^\{\s*"credence": "/;

/**
 * Refuses to replace files that the user has not named and that are not of a report.
 *
 * @throws FileError if there is one.
 */
export async function checkBeside(out: string, format: ReportFormat, cwd: string): Promise<void> {
  if (!isFolder(format) && !(await isPlain(resolve(cwd, out)))) return;
  const { metrics, run } = besideNames(out, format);
  const names = [metrics, run, ...(isFolder(format) ? [join(out, "index.json")] : [])];
  for (const name of names) {
    const text = await readFile(resolve(cwd, name), "utf8").catch(() => undefined);
    if (text === undefined || MARK.test(text)) continue;
    const problem = "cannot write: something else is there, which is not of a report";
    throw new FileError(name, "EEXIST", problem, "Choose another name for the report.");
  }
}

/** Whether a path is that of a file, or free for one: nothing is written beside a terminal or /dev/null. */
export async function isPlain(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found === undefined || found.isFile();
}
