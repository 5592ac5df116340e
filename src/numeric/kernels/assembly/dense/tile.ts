/**
 * The register tile: 4 rows by 2 vectors of the product of two packed panels (4 x 4 in f64, 4 x 8 in f32).
 * Everything dense that is fast spends its time here. Eight accumulators and no unrolling along the depth: larger
 * tiles and unrolled loops run out of registers on Node 20.
 */

/** Rows of a tile, which is the width of a packed panel on the left. */
export const TILE_ROWS: usize = 4;

/** Columns of a tile, which is the width of a packed panel on the right: two vectors. */
// @ts-ignore: decorator
@inline
export function tileColumns<T>(): usize {
  return 32 / sizeof<T>();
}

/** c + a b: rounded twice, or once where the relaxed build runs on a processor that fuses. */
// @ts-ignore: decorator
@inline
export function addProduct<T>(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_madd<T>(a, b, c);
  return v128.add<T>(c, v128.mul<T>(a, b));
}

// @ts-ignore: decorator
@inline
function update<T>(target: usize, sum: v128, subtract: bool): void {
  const old = v128.load(target);
  v128.store(target, subtract ? v128.sub<T>(old, sum) : v128.add<T>(old, sum));
}

/** C += A B, or C -= A B, for one whole tile. `a` and `b` are panels of `depth` steps; `rowC` is in bytes. */
export function multiplyTile<T>(depth: usize, a: usize, b: usize, c: usize, rowC: usize, subtract: bool): void {
  if (depth == 0) return;
  let c00 = v128.splat<T>(<T>0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  const end = b + depth * 32;
  do {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    const a0 = v128.load_splat<T>(a);
    c00 = addProduct<T>(a0, b0, c00);
    c01 = addProduct<T>(a0, b1, c01);
    const a1 = v128.load_splat<T>(a, sizeof<T>());
    c10 = addProduct<T>(a1, b0, c10);
    c11 = addProduct<T>(a1, b1, c11);
    const a2 = v128.load_splat<T>(a, 2 * sizeof<T>());
    c20 = addProduct<T>(a2, b0, c20);
    c21 = addProduct<T>(a2, b1, c21);
    const a3 = v128.load_splat<T>(a, 3 * sizeof<T>());
    c30 = addProduct<T>(a3, b0, c30);
    c31 = addProduct<T>(a3, b1, c31);
    a += 4 * sizeof<T>();
    b += 32;
  } while (b < end);
  update<T>(c, c00, subtract);
  update<T>(c + 16, c01, subtract);
  c += rowC;
  update<T>(c, c10, subtract);
  update<T>(c + 16, c11, subtract);
  c += rowC;
  update<T>(c, c20, subtract);
  update<T>(c + 16, c21, subtract);
  c += rowC;
  update<T>(c, c30, subtract);
  update<T>(c + 16, c31, subtract);
}

const EDGE: usize = memory.data(128, 16);

/** The same for a tile of which only `rows` x `cols` lie inside C: computed aside, then added where it belongs. */
export function multiplyEdgeTile<T>(
  rows: usize,
  cols: usize,
  depth: usize,
  a: usize,
  b: usize,
  c: usize,
  rowC: usize,
  subtract: bool,
): void {
  memory.fill(EDGE, 0, 128);
  multiplyTile<T>(depth, a, b, EDGE, 32, false);
  for (let i: usize = 0; i < rows; i++) {
    for (let j: usize = 0; j < cols; j++) {
      const target = c + i * rowC + j * sizeof<T>();
      const value = load<T>(EDGE + i * 32 + j * sizeof<T>());
      store<T>(target, subtract ? <T>(load<T>(target) - value) : <T>(load<T>(target) + value));
    }
  }
}

/** One packed panel of rows (of which `rows` are real) times packed columns 0 ... n - 1. */
export function multiplyPanel<T>(
  rows: usize,
  n: usize,
  depth: usize,
  a: usize,
  b: usize,
  c: usize,
  rowC: usize,
  subtract: bool,
): void {
  const width = tileColumns<T>();
  for (let j: usize = 0; j < n; j += width) {
    if (rows == TILE_ROWS && j + width <= n) {
      multiplyTile<T>(depth, a, b, c, rowC, subtract);
    } else {
      multiplyEdgeTile<T>(rows, min(width, n - j), depth, a, b, c, rowC, subtract);
    }
    b += depth * 32;
    c += 32;
  }
}
