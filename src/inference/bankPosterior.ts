import type { CompiledModel } from "../model/compileModel.ts";
import type { Outcome } from "../model/model.ts";
import { type Matrix, rowOf } from "../numeric/matrix.ts";
import type { Note, Posterior } from "./method.ts";
import { predictBank } from "./predictBank.ts";
import { savedHead } from "./savedHead.ts";
import type { SavedPosterior, Tensor } from "./savedPosterior.ts";

/** What a posterior that is a bank of draws consists of. */
export interface BankParts {
  readonly method: string;
  readonly options: object;
  readonly compiled: CompiledModel;
  /** Parameter vectors [S, size], equally probable. */
  readonly bank: Matrix;
  readonly notes: readonly Note[];
  /** Scalars and arrays of the method that are saved with it. */
  readonly values?: Readonly<Record<string, number | string>>;
  readonly tensors?: Readonly<Record<string, Tensor>>;
}

/** A posterior that is a bank of draws. */
export interface BankPosterior<O extends Outcome = Outcome> extends Posterior<O> {
  /** Its parameter vectors [S, size], equally probable: all that the posterior knows. Not to be written to. */
  readonly bank: Matrix;
}

/** A posterior that is a bank of draws: prediction averages over them. */
export function bankPosterior<O extends Outcome>(parts: BankParts): BankPosterior<O> {
  const { compiled, bank } = parts;
  return {
    method: parts.method,
    model: compiled.model,
    scaler: compiled.scaler,
    size: compiled.size,
    notes: parts.notes,
    bank,
    sample: (rng, out = new Float64Array(compiled.size)) => {
      const s = bank.rows === 1 ? 0 : Math.floor(rng.uniform() * bank.rows);
      out.set(rowOf(bank, s));
      return out;
    },
    predict: (x) => predictBank<O>(compiled, bank, x),
    save: () => saveBank(parts),
  };
}

/** The bank and what the method adds to it, as plain data. */
export function saveBank({
  method,
  options,
  compiled,
  bank,
  notes,
  values,
  tensors,
}: BankParts): SavedPosterior {
  return {
    ...savedHead(method, options, compiled),
    values: { ...values, notes: JSON.stringify(notes) },
    tensors: { ...tensors, bank: { shape: [bank.rows, bank.cols], data: bank.data } },
  };
}
