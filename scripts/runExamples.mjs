// Runs the compiled examples named on the command line, or all of them; each writes its page under reports/.
// In the end the gallery of all pages is made anew.
import { readdirSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { writeGallery } from "./gallery.mjs";

const folder = "build/examples";
const all = readdirSync(folder)
  .filter((name) => name.endsWith(".js"))
  .map((name) => name.slice(0, -3));
const wanted = process.argv.length > 2 ? process.argv.slice(2) : all;
for (const name of wanted) {
  if (!all.includes(name)) {
    console.error(`There is no example "${name}". The examples are ${all.join(", ")}.`);
    process.exit(2);
  }
  await import(pathToFileURL(`${folder}/${name}.js`).href);
  console.log(`${name}: reports/${name}/index.html`);
}
await writeGallery();
