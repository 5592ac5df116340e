/** Ranks of values from 1 for the best; equal values share the mean of their ranks, and null has none. */
export function ranks(values: readonly (number | null)[], larger: boolean): readonly (number | null)[] {
  return values.map((value) => {
    if (value === null) return null;
    let [better, equal] = [0, 0];
    for (const other of values) {
      if (other === null) continue;
      if (other === value) equal += 1;
      else if (other > value === larger) better += 1;
    }
    return better + (equal + 1) / 2;
  });
}
