// Writes the page of the benchmarks, reports/benchmarks/index.html, from the results of `npm run bench`.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { renderReport } from "../dist/report/index.js";
import { pageContent } from "../tests/bench/pageContent.mjs";
import { writeGallery } from "./gallery.mjs";

const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), "reports/benchmarks");
const text = readFileSync(join(folder, "results.json"), "utf8");
const hash = `sha256:${createHash("sha256").update(text).digest("hex")}`;
const file = join(folder, "index.html");
await writeFile(`${file}.new`, renderReport(pageContent(JSON.parse(text), hash)));
await rename(`${file}.new`, file);
await writeGallery();
console.log("Written to reports/benchmarks/index.html");
