/** The part of csv-parse used here: its own types refer to the types of Node, which this floor must not see. */
declare module "csv-parse/browser/esm/sync" {
  /** Where the parser stands: complete records and empty lines so far. */
  export interface ParserInfo {
    readonly records: number;
    readonly empty_lines: number;
  }

  export interface ParserOptions {
    readonly delimiter: string;
    readonly record_delimiter: readonly string[];
    readonly relax_column_count: boolean;
    readonly skip_empty_lines: boolean;
    readonly trim: boolean;
    readonly on_record: (record: string[], info: ParserInfo) => undefined;
  }

  export interface CsvErrorInfo extends ParserInfo {
    readonly code: string;
  }

  export const CsvError: new () => CsvErrorInfo;

  export function parse(text: string, options: ParserOptions): unknown;
}
