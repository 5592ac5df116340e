import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readSources, type SourceFile, sourceFile } from "../support/sourceCode.ts";

const sources = readSources(fileURLToPath(new URL("../../src/", import.meta.url)), [
  "numeric/kernels/assembly",
]);

/** Imports by which the code of Parquet would be loaded together with other files, as "path specifier". */
function eager(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => !path.startsWith("io/parquet/"))
    .flatMap(({ path, text }) =>
      [
        ...text.matchAll(/^(?:import|export) (?!type )[^;]*?from "((?:hyparquet|[^"]*\/parquet\/)[^"]*)"/gm),
      ].map(([, specifier]) => `${path} ${specifier}`),
    );
}

test("the code of Parquet is loaded when a Parquet file is read or written, and never before", () => {
  expect(sources.some(({ path }) => path === "io/parquet/parseParquet.ts")).toBe(true);
  expect(eager(sources)).toEqual([]);
});

test("a broken twin is caught", () => {
  const twin = sourceFile(
    "io/a.ts",
    'import { a } from "hyparquet";\nimport type { B } from "hyparquet";\nexport {\n  c,\n} from "./parquet/c.ts";\nawait import("hyparquet-writer");\n',
  );
  expect(eager([twin])).toEqual(["io/a.ts hyparquet", "io/a.ts ./parquet/c.ts"]);
});
