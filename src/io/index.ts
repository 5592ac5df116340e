/** Files: text, tables and fitted models. The public entry `credence/node`. */
export {
  type FileCheckpoints,
  fileCheckpoints,
  loadCheckpointFile,
  type SavedCheckpoint,
} from "./checkpointFile.ts";
export { type CsvCell, type CsvTextOptions, csvText } from "./csvText.ts";
export { FileError } from "./fileError.ts";
export { findChromium } from "./findChromium.ts";
export { formatParquet, type ParquetColumn } from "./formatParquet.ts";
export { sha256 } from "./hash.ts";
export { type HtmlToPdfOptions, htmlToPdf } from "./htmlToPdf.ts";
export type { LoadedModel, SavedModel } from "./modelFile.ts";
export type { ModelProvenance } from "./modelManifest.ts";
export { packageVersion } from "./packageVersion.ts";
export { type ParsedTable, type ParseTableOptions, parseTable } from "./parseTable.ts";
export { loadPosteriorFile, type SavePosteriorOptions, savePosteriorFile } from "./posteriorFile.ts";
export { readTableFile, readTableStream } from "./readTableFile.ts";
export { type HashedText, readHashedFile, readTextFile } from "./readTextFile.ts";
export { replaceFiles, type WriteOptions } from "./replaceFile.ts";
export { formatSafetensors, parseSafetensors, type Safetensors } from "./safetensors.ts";
export type { SafetensorsType } from "./safetensorsHeader.ts";
export { type SvgToPngOptions, svgToPng } from "./svgToPng.ts";
export type { TableFormat } from "./tableFormat.ts";
export { type WriteDataTreeOptions, writeDataTree } from "./writeDataTree.ts";
export { writeTextFile } from "./writeTextFile.ts";
export { formatZarr } from "./zarr.ts";
