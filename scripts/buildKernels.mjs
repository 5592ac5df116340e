// Compiles the AssemblyScript sources of src/numeric/kernels/assembly into one TypeScript file of base64 text.
// Two builds of the same sources: plain SIMD, whose results are the same on every machine, and relaxed SIMD, which may
// fuse multiplication and addition. Nothing is compiled when the sources have not changed.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, "src/numeric/kernels");
const output = join(folder, "generated.ts");
const options = [
  "--runtime",
  "stub",
  "--importMemory",
  "--noAssert",
  "-O3",
  "--enable",
  "simd",
  "--use",
  "abort=",
];

function filesBelow(path) {
  return readdirSync(path, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) =>
      entry.isDirectory() ? filesBelow(join(path, entry.name)) : [join(path, entry.name)],
    );
}

function hashOfSources() {
  const hash = createHash("sha256");
  const shared = join(folder, "shared");
  const compiler = join(root, "node_modules/assemblyscript/package.json");
  const sources = [
    ...filesBelow(join(folder, "assembly")),
    ...(existsSync(shared) ? filesBelow(shared) : []),
  ];
  for (const file of [...sources, fileURLToPath(import.meta.url), compiler]) {
    hash.update(`${basename(file)}\n`).update(readFileSync(file));
  }
  return hash.digest("hex");
}

async function compile(extra) {
  const { default: asc } = await import("assemblyscript/asc");
  const entry = "src/numeric/kernels/assembly/index.ts";
  let binary;
  const { error, stderr } = await asc.main(
    [entry, "--outFile", "kernels.wasm", "--baseDir", root, ...options, ...extra],
    {
      writeFile: (_name, contents) => {
        binary = contents;
      },
    },
  );
  if (error) throw new Error(`the kernels do not compile: ${error.message}\n${stderr}`);
  return Buffer.from(binary).toString("base64");
}

const mark = `// sources: ${hashOfSources()}`;
if (existsSync(output) && readFileSync(output, "utf8").startsWith(mark)) process.exit(0);
const plain = await compile([]);
const relaxed = await compile(["--enable", "relaxed-simd"]);
writeFileSync(
  output,
  `${mark}
// Written by scripts/buildKernels.mjs from the sources in ./assembly. Do not edit.

/** The kernels with plain SIMD: the same bits on every engine and processor. */
export const PLAIN_MODULE: string = "${plain}";

/** The kernels with relaxed SIMD: faster where the processor fuses multiplication and addition. */
export const RELAXED_MODULE: string = "${relaxed}";
`,
);
const size = (text) => `${((text.length * 3) / 4 / 1024).toFixed(1)} kB`;
process.stderr.write(`kernels compiled: plain ${size(plain)}, relaxed ${size(relaxed)}\n`);
