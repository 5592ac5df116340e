/** target (cols x rows) = the transpose of source (rows x cols), in blocks of 8 x 8 numbers. */
export function transpose(rows: usize, cols: usize, source: usize, target: usize): void {
  for (let i: usize = 0; i < rows; i += 8) {
    const lastRow = min(i + 8, rows);
    for (let j: usize = 0; j < cols; j += 8) {
      const lastCol = min(j + 8, cols);
      for (let c = j; c < lastCol; c++) {
        for (let r = i; r < lastRow; r++) {
          store<f64>(target + (c * rows + r) * 8, load<f64>(source + (r * cols + c) * 8));
        }
      }
    }
  }
}
