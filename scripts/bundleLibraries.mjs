// Replaces three compiled modules of the build folder named on the command line, each of which only passes on what it
// imports from other packages, by files that hold what they import: those packages are some 1,800 files, and finding them
// takes longer than running them. The licences of all packages used go to one text file.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = resolve(process.argv[2]);
const modules = [
  { file: "numeric/stdlib.js", platform: "browser" },
  { file: "report/plot.js", platform: "browser" },
  { file: "report/jsdom.js", platform: "node" },
];

/** Packages that are in a bundle, by their folders, with the notices found inside their files. */
const packages = new Map();

/** The folder of the package that a file of node_modules belongs to. */
function packageFolder(file) {
  const [, folder] = file.match(/^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//) ?? [];
  return folder;
}

const collectLicences = {
  name: "collect-licences",
  transform(code, file) {
    const folder = packageFolder(file);
    if (folder === undefined) return;
    if (!packages.has(folder)) packages.set(folder, new Set());
    for (const [notice] of code.matchAll(/\/\*(?:(?!\*\/)[\s\S])*?(?:@licen[cs]e|## Notice)[\s\S]*?\*\//g)) {
      packages.get(folder).add(notice);
    }
  },
};

/** Places where a package reads a file beside its own code: the file becomes part of the code. */
const inlineFiles = {
  name: "inline-files",
  transform(code, file) {
    if (file.includes("/node_modules/css-tree/")) {
      return code.replace("const require = createRequire(import.meta.url);", "");
    }
    if (!file.includes("/node_modules/jsdom/")) return undefined;
    return (
      code
        .replace(
          /fs\.readFileSync\(\s*path\.resolve\(__dirname, "([^"]+)"\),\s*\{ encoding: "utf-8" \}\s*\)/g,
          (_, path) => JSON.stringify(readFileSync(resolve(dirname(file), path), "utf8")),
        )
        // Synchronous requests start a process that runs this file; a document without scripts makes none.
        .replace('require.resolve("./xhr-sync-worker.js")', "undefined")
    );
  },
};

/**
 * What a document without network, scripts and style sheets never calls. It is more than half of the code that would
 * be read at every start. Calling something left out is an error; tests compare pages drawn with and without.
 */
const LEFT_OUT = [
  /\/node_modules\/(undici|tldts|css-tree|saxes|tr46|@asamuzakjp\/[\w-]+|@bramus\/specificity)\//,
  /\/jsdom\/lib\/generated\/(css-property-\w+|idl\/CSSStyleProperties)\.js$/,
  /\/jsdom\/lib\/jsdom\/living\/css\/helpers\/(css-values|patched-csstree)\.js$/,
];

const leaveOut = {
  name: "leave-out",
  load(file) {
    if (!LEFT_OUT.some((pattern) => pattern.test(file))) return undefined;
    const name = file.replace(/^.*\/node_modules\//, "");
    return `
      function refuse() { throw new Error("${name} is left out of this bundle"); }
      class Absent { constructor() { if (new.target === proxy) refuse(); } }
      // Called for every document (its loader of resources, the interfaces of its scripts) and for every element (what
      // its style sheets say of it).
      Absent.getGlobalDispatcher = Absent.install = () => undefined;
      Absent.createImpl = () => ({});
      const proxy = new Proxy(Absent, {
        get: (target, key) => (key in target || typeof key === "symbol" ? target[key] : proxy),
        apply: refuse,
      });
      module.exports = proxy;`;
  },
};

function licenceText([folder, notices]) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const files = readdirSync(folder).filter((entry) => /^(licen[cs]e|notice|copying)/i.test(entry));
  const texts = files.sort().map((entry) => readFileSync(join(folder, entry), "utf8").trim());
  return { title: `${name} ${version} (${license})`, text: [...texts, ...[...notices].sort()].join("\n\n") };
}

/** One text file: every licence once, under the packages it stands for. */
function allLicences() {
  const byText = new Map();
  for (const { title, text } of [...packages].map(licenceText)) {
    byText.set(text, [...(byText.get(text) ?? []), title]);
  }
  return [...byText]
    .map(([text, titles]) => `${titles.sort().join("\n")}\n\n${text}\n`)
    .sort()
    .join(`\n${"-".repeat(80)}\n\n`);
}

for (const { file, platform } of modules) {
  const input = join(dist, file);
  const bundle = await rolldown({
    input,
    platform,
    plugins: [leaveOut, collectLicences, inlineFiles],
    resolve: { modules: [join(root, "node_modules")] },
  });
  const { output } = await bundle.write({
    file: `${input}.tmp`,
    format: "esm",
    minify: true,
    comments: false,
    codeSplitting: false,
  });
  await bundle.close();
  const left = output.flatMap(({ imports }) => imports).filter((name) => !/^(node:)?[a-z_/]+$/.test(name));
  if (output.length !== 1 || left.length > 0 || !existsSync(`${input}.tmp`)) {
    throw new Error(`${file} must become one file that needs nothing else, it needs ${left.join(", ")}`);
  }
  await rename(`${input}.tmp`, input);
}
await writeFile(join(dist, "THIRD-PARTY-LICENSES.txt"), allLicences());
