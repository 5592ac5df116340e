import type { TableEncoding } from "../data/encoding.ts";
import type { Scaler } from "../data/scaler.ts";

/** How a saved model came about. */
export interface ModelProvenance {
  readonly seed: string | number;
  readonly data: {
    readonly name: string;
    readonly rows: number;
    readonly columns: number;
    /** "sha256:...", of the bytes of the data. */
    readonly hash: string;
  };
  /** Command that makes the model again. */
  readonly command?: string;
}

/** What a model file says beside its arrays. The model's own spec is checked where a model is made of it. */
export interface ModelManifest {
  readonly credence: string;
  readonly provenance?: ModelProvenance;
  readonly encoding?: TableEncoding;
  readonly posterior: {
    readonly method: string;
    readonly inputs: number;
    readonly targets?: number;
    readonly classes?: readonly string[];
    readonly scaler: Scaler;
    readonly model: {
      readonly network: Readonly<Record<string, unknown>>;
      readonly likelihood: Readonly<Record<string, unknown>>;
    };
    readonly values: Readonly<Record<string, string | number>>;
  };
  readonly tensorHash: string;
}
