/** Files: text, tables and fitted models. The public entry `credence/node`. */
export { type CsvCell, type CsvTextOptions, csvText } from "./csvText.ts";
export { FileError } from "./fileError.ts";
export { sha256 } from "./hash.ts";
export type { LoadedModel, SavedModel } from "./modelFile.ts";
export type { ModelProvenance } from "./modelFileSchema.ts";
export { packageVersion } from "./packageVersion.ts";
export { loadPosteriorFile, savePosteriorFile } from "./posteriorFile.ts";
export { type HashedText, readHashedFile, readTextFile } from "./readTextFile.ts";
export { type WriteOptions, writeTextFile } from "./writeTextFile.ts";
