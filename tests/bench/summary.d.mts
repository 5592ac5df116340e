export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export interface Goal {
  readonly unit?: string;
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly met?: boolean;
}

export interface ReferenceResult {
  readonly name: string;
  readonly absent?: string;
  readonly later?: Spread;
  readonly times?: Spread;
  readonly goal?: Goal;
  readonly facts?: Readonly<Record<string, string>>;
}

export interface BenchmarkResult {
  readonly group: string;
  readonly name: string;
  readonly first: Spread;
  readonly later: Spread;
  readonly rate?: Spread & { readonly unit: string; readonly amount: number; readonly of?: string };
  readonly facts?: Readonly<Record<string, string>>;
  readonly goal?: Goal;
  readonly references: readonly ReferenceResult[];
}

export function middle(values: readonly number[]): number;
export function spread(values: readonly number[]): Spread;
export function summarise(benchmark: object): BenchmarkResult;
export function countGoals(results: readonly BenchmarkResult[]): {
  readonly met: number;
  readonly missed: readonly string[];
  readonly untried: readonly string[];
};
