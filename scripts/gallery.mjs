// Writes reports/index.html, which leads to every page under reports/: those of the examples in the order of their README,
// then the others. `node scripts/gallery.mjs FILE` writes it somewhere else.
import { readdirSync, readFileSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { readPage } from "../dist/report/page/readPage.js";
import { renderGallery } from "../dist/report/page/renderGallery.js";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Reads the pages and writes the gallery. */
export async function writeGallery(file = join(root, "reports/index.html")) {
  const listed = readFileSync(join(root, "examples/README.md"), "utf8").matchAll(
    /\]\(\.\.\/reports\/([^)]+)\)/g,
  );
  const others = readdirSync(join(root, "reports"), { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.endsWith(".html") && path !== "index.html")
    .sort()
    .reverse();
  const paths = new Set([...Array.from(listed, ([, path]) => path), ...others]);
  const pages = Array.from(paths, (href) => ({
    href,
    ...readPage(readFileSync(join(root, "reports", href), "utf8")),
  }));
  const page = renderGallery(pages, {
    title: "Reports",
    subtitle: "Pages that the examples make, each with its data, seed and command; and the benchmarks",
  });
  await writeFile(`${file}.new`, page);
  await rename(`${file}.new`, file);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeGallery(process.argv[2]);
