import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createDataset } from "../../src/data/createDataset.ts";
import type { ModelSpec } from "../../src/model/spec.ts";
import { selectByEvidence } from "../../src/study/selectByEvidence.ts";
import { findChromium, launchChromium } from "../support/chromium.ts";

const chromium = findChromium();
if (chromium === undefined) {
  console.warn(
    "\n*** NO CHROMIUM FOUND: Web Workers were NOT tried. Set CREDENCE_CHROMIUM to its path. ***\n",
  );
}

const root = fileURLToPath(new URL("../../", import.meta.url));
const x = [0, 1, 2, 3, 4, 5];
const y = [0, 1, 4, 2, 1, 0];
const specs: readonly ModelSpec[] = ["none", "both"].map((standardise) => ({
  network: { kind: "random-relu", units: 10, seed: "page" },
  prior: { kind: "normal", variance: 1 },
  likelihood: { kind: "normal", noiseVariance: 0.1 },
  standardise: standardise as "none",
}));

/** What a user with a bundler writes: a worker that loads the library's, and a page that makes it. */
const worker = 'import "credence/worker";\n';
const page = `
import { ArgumentError, createDataset, selectByEvidence } from "credence";
import { createWorkerPool, WorkerError } from "credence/parallel";
let made = 0;
const createWorker = () => {
  made++;
  return new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
};
const specs = ${JSON.stringify(specs)};
const data = createDataset({ x: ${JSON.stringify(x)}, y: ${JSON.stringify(y)} });
window.fit = async () => {
  const pool = createWorkerPool({ workers: 1, createWorker });
  const { best, candidates } = await selectByEvidence(specs, data, { executor: pool });
  const failed = await selectByEvidence([{ ...specs[0], network: { kind: "none" } }], data, { executor: pool })
    .catch((error) => [error instanceof ArgumentError, error.code]);
  await pool.close();
  const inline = createWorkerPool().workers;
  return { made, inline, failed, evidence: candidates.map((c) => c.logEvidence), std: [...best.predict([1.5]).std] };
};
window.breakDown = async () => {
  const pool = createWorkerPool({ createWorker: () => new Worker("/gone.js", { type: "module" }) });
  return await selectByEvidence(specs, data, { executor: pool }).catch((error) => [error instanceof WorkerError, error.message]);
};
`;

/** The page and its worker as a bundler makes them, in memory, by their addresses. */
async function bundle(folder: string): Promise<Map<string, string>> {
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(root, join(folder, "node_modules/credence"), "junction");
  // A program of its own, whatever lies in the folders above.
  writeFileSync(join(folder, "package.json"), '{ "name": "page", "private": true }');
  writeFileSync(join(folder, "index.html"), '<!doctype html><script type="module" src="/page.js"></script>');
  writeFileSync(join(folder, "page.js"), page);
  writeFileSync(join(folder, "worker.js"), worker);
  const result = await build({
    root: folder,
    configFile: false,
    logLevel: "error",
    worker: { format: "es" },
    build: { write: false, target: "esnext" },
  });
  const outputs = (Array.isArray(result) ? result : [result]) as { output: Output[] }[];
  return new Map(
    outputs.flatMap(({ output }) =>
      output.map((file) => [`/${file.fileName}`, file.code ?? String(file.source)] as const),
    ),
  );
}

interface Output {
  readonly fileName: string;
  readonly code?: string;
  readonly source?: string | Uint8Array;
}

/** Serves the files; an isolated page may share memory with its workers. */
function serve(files: ReadonlyMap<string, string>, isolated: boolean): Promise<Server> {
  const server = createServer(({ url }, response) => {
    const path = url === "/" ? "/index.html" : url!;
    const text = files.get(path);
    if (isolated) {
      response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
      response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
    }
    response.setHeader("Content-Type", path.endsWith(".html") ? "text/html" : "text/javascript");
    response.statusCode = text === undefined ? 404 : 200;
    response.end(text);
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

describe.skipIf(chromium === undefined)("Web Workers in headless Chromium", () => {
  const folder = mkdtempSync(join(tmpdir(), "credence-web-"));
  let browser: Browser;
  let files: Map<string, string>;
  beforeAll(async () => {
    readFileSync(join(root, "dist/parallel/worker.js"));
    files = await bundle(folder);
    browser = await launchChromium(chromium!);
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test.each([
    ["isolated", true],
    ["ordinary", false],
  ])(
    "an %s page: the bits of this thread, errors with their class, a missing script is no hang",
    async (_, isolated) => {
      const server = await serve(files, isolated);
      const tab = await browser.newPage();
      await tab.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      expect(await tab.evaluate("crossOriginIsolated")).toBe(isolated);
      const { best, candidates } = await selectByEvidence(specs, createDataset({ x, y }));
      expect(await tab.evaluate("window.fit()")).toEqual({
        made: 1,
        inline: 0,
        failed: [true, "argument"],
        evidence: candidates.map(({ logEvidence }) => logEvidence),
        std: [...best.predict([1.5]).std],
      });
      const [typed, message] = (await tab.evaluate("window.breakDown()")) as [boolean, string];
      expect(typed).toBe(true);
      expect(message).toMatch(/stopped twice: its script could not be loaded/);
      await tab.close();
      server.close();
    },
  );
});
