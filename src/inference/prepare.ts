import type { Dataset } from "../data/dataset.ts";
import { fitScaler, scaleDataset } from "../data/scaler.ts";
import { DataError } from "../errors/errors.ts";
import { type CompiledModel, compileModel } from "../model/compileModel.ts";
import type { Model } from "../model/model.ts";

/** A model ready for its data, and the data as the network sees them. */
export interface Prepared {
  readonly compiled: CompiledModel;
  readonly data: Dataset;
}

/**
 * Fits the standardisation that the model asks for and compiles the model with it.
 * Throws a DataError without rows, and whatever compileModel throws.
 */
export function prepare(where: string, model: Model, data: Dataset): Prepared {
  if (data.x.rows === 0) {
    throw new DataError({ where, problem: "at least one row is needed, the data have none" });
  }
  const scaler = fitScaler(model.spec.standardise, data);
  return { compiled: compileModel(model, scaler), data: scaleDataset(scaler, data) };
}
