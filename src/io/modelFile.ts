import type { TableEncoding } from "../data/encoding.ts";
import { show } from "../errors/checks.ts";
import { FormatError, NumericError } from "../errors/errors.ts";
import type { Posterior } from "../inference/method.ts";
import { loadPosterior } from "../inference/registry.ts";
import type { SavedPosterior, Tensor } from "../inference/savedPosterior.ts";
import { checkManifest, checkModelFile } from "./modelFileSchema.ts";
import type { ModelManifest, ModelProvenance } from "./modelManifest.ts";
import { packageVersion } from "./packageVersion.ts";
import { parseJson } from "./parseJson.ts";
import { readManifest } from "./readManifest.ts";
import { formatSafetensors, readTensors, toFloat32 } from "./safetensors.ts";
import { readSafetensorsHeader, type SafetensorsType } from "./safetensorsHeader.ts";
import { checkTensorHash, decodeTensor, encodeTensor, LARGEST_TENSOR, tensorHash } from "./tensorText.ts";

/** A fitted model and what is needed to use it on new tables. */
export interface SavedModel {
  readonly posterior: Posterior;
  /** How rows of a table become inputs; its targets name what is predicted. */
  readonly encoding?: TableEncoding;
  readonly provenance?: ModelProvenance;
}

/** A model read from a file, with the version that wrote it. */
export interface LoadedModel extends SavedModel {
  readonly version: string;
}

/**
 * The text of a model file: a manifest in JSON and the arrays of the posterior in base64, with a hash of them. The
 * same model gives the same text.
 *
 * @throws NumericError if a number of the posterior is NaN or it is too large for one file.
 */
export function formatModel(model: SavedModel): string {
  const saved = model.posterior.save();
  checkSaveable("formatModel", saved);
  const { tensors } = saved;
  const file = {
    ...manifestOf(model, saved),
    tensors: Object.fromEntries(
      Object.entries(tensors).map(([name, tensor]) => [name, encodeTensor(tensor)]),
    ),
  };
  return `${JSON.stringify(file, null, 1)}\n`;
}

/**
 * The model of a text made by {@link formatModel}. The text may come from anyone: it is data, never code; sizes are
 * checked before anything is allocated, and arrays against their hash.
 *
 * @throws FormatError, in the name of `where`, if the text is anything else.
 */
export function parseModel(where: string, text: string): LoadedModel {
  const file = checkModelFile(where, parseJson(where, text));
  const tensors: Record<string, Tensor> = Object.create(null);
  for (const [name, tensor] of Object.entries(file.tensors)) {
    tensors[name] = decodeTensor(where, name, tensor);
  }
  return modelOf(where, file, tensors);
}

/**
 * The bytes of a model file in the safetensors format: the arrays as tensors, the manifest as JSON in the metadata. As
 * "F32" the arrays keep seven digits: predictions after loading then differ in about as many.
 *
 * @throws NumericError if a number of the posterior is NaN or out of range, or it is too large for one file.
 */
export function formatModelTensors(model: SavedModel, dtype: SafetensorsType = "F64"): Uint8Array {
  const where = "formatModelTensors";
  const saved = model.posterior.save();
  checkSaveable(where, saved);
  const tensors = dtype === "F64" ? saved.tensors : rounded(where, saved.tensors);
  const manifest = JSON.stringify(manifestOf(model, { ...saved, tensors }));
  return formatSafetensors({ tensors, metadata: { format: FORMAT, manifest } }, dtype);
}

/**
 * The model of bytes made by {@link formatModelTensors}, as careful as {@link parseModel}.
 *
 * @throws FormatError, in the name of `where`, if the bytes are anything else.
 */
export function parseModelTensors(where: string, bytes: Uint8Array): LoadedModel {
  const header = readSafetensorsHeader(where, bytes);
  const manifest = readManifest(where, header.metadata, FORMAT, "a model");
  const shapes = Object.fromEntries(header.entries.map((entry) => [entry.name, entry]));
  const file = checkManifest(where, manifest, shapes);
  return modelOf(where, file, readTensors(bytes, header));
}

const FORMAT = "credence-model";

/** What a model file says beside its arrays. */
function manifestOf(model: SavedModel, { tensors, ...posterior }: SavedPosterior): object {
  return {
    format: FORMAT,
    version: 1,
    credence: packageVersion(),
    ...(model.provenance === undefined ? {} : { provenance: model.provenance }),
    ...(model.encoding === undefined ? {} : { encoding: model.encoding }),
    posterior,
    tensorHash: tensorHash(tensors),
  };
}

function rounded(where: string, tensors: SavedPosterior["tensors"]): SavedPosterior["tensors"] {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { shape, data }]) => [
      name,
      { shape, data: Float64Array.from(toFloat32(where, name, data)) },
    ]),
  );
}

function modelOf(where: string, file: ModelManifest, tensors: Readonly<Record<string, Tensor>>): LoadedModel {
  checkTensorHash(where, tensors, file.tensorHash, "save the model again");
  const saved = { ...file.posterior, tensors } as unknown as SavedPosterior;
  return {
    version: file.credence,
    posterior: load(where, saved),
    ...(file.encoding === undefined ? {} : { encoding: file.encoding }),
    ...(file.provenance === undefined ? {} : { provenance: file.provenance }),
  };
}

function checkSaveable(where: string, { values, tensors }: SavedPosterior): void {
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === "string" || Number.isFinite(value)) continue;
    throw new NumericError({ where, problem: `${name} must be finite to be saved, got ${show(value)}` });
  }
  for (const [name, { data }] of Object.entries(tensors)) {
    if (data.some(Number.isNaN)) throw new NumericError({ where, problem: `${name} must not hold NaN` });
  }
  const total = Object.values(tensors).reduce((sum, { data }) => sum + data.length, 0);
  if (total <= LARGEST_TENSOR) return;
  throw new NumericError({
    where,
    problem: `a model file holds at most ${LARGEST_TENSOR} numbers, the posterior has ${total}`,
    fix: "Fit fewer units, or more rows than units: then only inner products are kept.",
  });
}

/** The posterior; whatever goes wrong at this point is the file's fault. */
function load(where: string, saved: SavedPosterior): Posterior {
  try {
    return loadPosterior(saved);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.replace(/\.$/, "") : "it is not a posterior";
    const error = new FormatError({ where, problem: `the model cannot be restored: ${reason}` });
    error.cause = cause;
    throw error;
  }
}
