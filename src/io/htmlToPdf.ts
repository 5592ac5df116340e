import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { checkKeys, checkNumber } from "../errors/checks.ts";
import { CredenceError } from "../errors/errors.ts";
import { findChromium } from "./findChromium.ts";

/** Options of {@link htmlToPdf}. */
export interface HtmlToPdfOptions {
  /** Seconds after which the printing is given up; default 60. */
  readonly timeout?: number;
  readonly signal?: AbortSignal;
}

/** No network, nothing of the user's own browser. */
const ARGUMENTS = [
  "--headless",
  "--disable-gpu",
  "--disable-extensions",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--no-default-browser-check",
  "--no-pdf-header-footer",
  "--host-resolver-rules=MAP * ~NOTFOUND",
];

/**
 * A page printed as PDF by an installed Chromium (see {@link findChromium}), which runs without a window, without network and
 * with a profile of its own that is removed afterwards. The time in the file is set to the beginning of 1970, so that the same
 * browser and fonts give the same bytes; others do not, and none are promised.
 *
 * @param html A page of `renderReport`.
 * @throws ArgumentError if there is no Chromium; CredenceError with code "numeric" if it does not print the page, or takes
 *   too long. The signal's reason on an abort.
 */
export async function htmlToPdf(html: string, options: HtmlToPdfOptions = {}): Promise<Uint8Array> {
  checkKeys("htmlToPdf", options, ["timeout", "signal"]);
  const { timeout = 60, signal } = options;
  checkNumber("htmlToPdf", "timeout", timeout, { above: 0, max: 3600 });
  signal?.throwIfAborted();
  const program = findChromium();
  const folder = await mkdtemp(join(tmpdir(), "credence-print-"));
  try {
    const [page, printed] = [join(folder, "page.html"), join(folder, "page.pdf")];
    await writeFile(page, html);
    const words = [
      ...ARGUMENTS,
      // A sandbox is refused to the administrator of a system; the page's own policy lets no script run.
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      `--user-data-dir=${join(folder, "profile")}`,
      `--print-to-pdf=${printed}`,
      pathToFileURL(page).href,
    ];
    await runProgram(program, words, 1000 * timeout, signal);
    const pdf = await readFile(printed).catch((cause) => {
      throw failed(program, "it ended without a file", cause);
    });
    return withoutTime(pdf);
  } finally {
    // Its helpers may still be on their way out.
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

/** The same file, as long, with the beginning of 1970 as the time it was made. */
function withoutTime(pdf: Buffer): Uint8Array {
  const dated = pdf.toString("latin1").replace(/(?<=\/(?:Creation|Mod)Date \(D:)\d{14}/g, "19700101000000");
  return new Uint8Array(Buffer.from(dated, "latin1"));
}

async function runProgram(
  program: string,
  words: readonly string[],
  timeout: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      const options = {
        timeout,
        killSignal: "SIGKILL",
        maxBuffer: 1 << 26,
        ...(signal && { signal }),
      } as const;
      execFile(program, words, options, (error) => (error === null ? resolve() : reject(error)));
    });
  } catch (error) {
    signal?.throwIfAborted();
    const { killed, code } = error as { readonly killed?: boolean; readonly code?: unknown };
    const what = killed === true ? `it took more than ${timeout / 1000} s` : `it ended with ${String(code)}`;
    throw failed(program, what, error);
  }
}

function failed(program: string, what: string, cause: unknown): CredenceError {
  const error = new CredenceError("numeric", {
    where: "htmlToPdf",
    problem: `${program} did not print the page: ${what}`,
    fix: "Write html, and print that in a browser.",
  });
  error.cause = cause;
  return error;
}
