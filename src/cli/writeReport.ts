import { mkdir, stat } from "node:fs/promises";
import { resolve } from "node:path";
import type { CredenceError } from "../errors/errors.ts";
import { asFileError } from "../io/fileError.ts";
import type { ReportContent } from "../report/page/content.ts";
import { besideNames, checkBeside, isPlain } from "./besideReport.ts";
import { type Context, takeTurn } from "./context.ts";
import { speakingOf } from "./errorText.ts";
import type { NamedFile } from "./reportFiles.ts";
import { isFolder, type ReportOutputFlags, reportFormat } from "./reportFormat.ts";

/** What is said about a report beside it. */
export interface ReportExtras {
  /** Scores and findings for programs, the same at every run of the same command: plain data, typed arrays included. */
  readonly metrics: Readonly<Record<string, unknown>>;
  /** Facts of this run alone, such as the number of workers. Time and machine are added. */
  readonly run: Readonly<Record<string, unknown>>;
}

/** Refuses early, before anything is computed, what {@link writeReport} could not write. */
export async function checkReport(
  out: string,
  flags: ReportOutputFlags,
  cwd: string = process.cwd(),
): Promise<void> {
  const format = reportFormat(out, flags);
  const { checkFormat } = await import("./reportFiles.ts");
  await checkFormat(format);
  await checkBeside(out, format, cwd);
}

/**
 * Writes a report where `--out` says and as what `--format` or the ending of the name says. Beside it go `metrics.json`, what
 * programs want to know of it, and `run.json`, what differs from run to run; see {@link besideNames}. All are
 * written in one step or none is, the report last. Gives the names of the files as they were written.
 *
 * @throws ArgumentError for a name that contradicts the format; FileError where a file cannot be written, or one would be
 *   replaced beside the report that is not of a report.
 */
export async function writeReport(
  out: string,
  content: ReportContent,
  extras: ReportExtras,
  flags: ReportOutputFlags,
  context: Context,
): Promise<string[]> {
  const format = reportFormat(out, flags);
  const [{ reportFiles }, { metricsText }, { runText }] = await Promise.all([
    import("./reportFiles.ts"),
    import("./metricsText.ts"),
    import("./runText.ts"),
  ]);
  const report = await reportFiles(out, format, content, context.signal);
  await takeTurn(context.signal);
  await checkBeside(out, format, context.cwd);
  if (isFolder(format)) await makeFolder(out, context);
  else if (!(await isPlain(resolve(context.cwd, out)))) return writeAll(report, out, context);
  const beside = besideNames(out, format);
  return writeAll(
    [
      [beside.metrics, metricsText(content, extras.metrics)],
      [beside.run, runText(extras.run, context)],
      ...report,
    ],
    out,
    context,
  );
}

/** Errors of a name itself; others are those of the place, which the user knows by the name of the report. */
const OWN_ERRORS: ReadonlySet<unknown> = new Set(["EISDIR", "ENAMETOOLONG"]);

async function writeAll(files: readonly NamedFile[], out: string, context: Context): Promise<string[]> {
  const { replaceFiles } = await import("../io/replaceFile.ts");
  const { cwd, signal } = context;
  const subject = ({ details: { errno, path } }: CredenceError): string =>
    (OWN_ERRORS.has(errno) && files.map(([name]) => name).find((name) => resolve(cwd, name) === path)) || out;
  const resolved = files.map(([name, content]) => [resolve(cwd, name), content] as const);
  await speakingOf(subject, () => replaceFiles(resolved, { signal }));
  return files.map(([name]) => name);
}

/** Makes the folder of figures, where it is not there yet, but not the folders above it. */
async function makeFolder(out: string, context: Context): Promise<void> {
  const path = resolve(context.cwd, out);
  try {
    await mkdir(path);
  } catch (error) {
    const isThere = (await stat(path).catch(() => undefined))?.isDirectory() === true;
    if (!isThere) throw asFileError(out, "write", error);
  }
}
