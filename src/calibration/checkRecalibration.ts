import { checkChoice, checkNumber, show } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import type { CdfKnots } from "./cdfMap.ts";
import type { Recalibration } from "./recalibration.ts";

const KINDS = ["variance-scaling", "isotonic", "temperature", "vector-scaling"] as const;
const WHERE = "recalibrate";

/** Throws an ArgumentError naming the part of a recalibration, perhaps read from JSON, that is not as it should be. */
export function checkRecalibration(recalibration: Recalibration): void {
  if (typeof recalibration !== "object" || recalibration === null) {
    throw wrong("the recalibration", "an object", recalibration);
  }
  switch (checkChoice(WHERE, "kind", recalibration.kind, KINDS)) {
    case "variance-scaling":
      checkList("factors", fieldOf(recalibration, "factors"), { above: 0 });
      return;
    case "isotonic": {
      const targets = fieldOf(recalibration, "targets");
      if (!Array.isArray(targets)) throw wrong("targets", "a list", targets);
      targets.forEach((knots, j) => void checkKnots(`targets[${j}]`, knots));
      return;
    }
    case "temperature":
      checkNumber(WHERE, "temperature", fieldOf(recalibration, "temperature"), { above: 0 });
      return;
    case "vector-scaling": {
      const scales = checkList("scales", fieldOf(recalibration, "scales"));
      const offsets = checkList("offsets", fieldOf(recalibration, "offsets"));
      if (offsets.length !== scales.length) throw wrong("offsets", "as long as scales", offsets);
    }
  }
}

function checkKnots(name: string, knots: CdfKnots): void {
  if (typeof knots !== "object" || knots === null) throw wrong(name, "an object", knots);
  const [from, to] = (["from", "to"] as const).map((side) => {
    const list = checkList(`${name}.${side}`, knots[side], { above: 0, below: 1 });
    const k = list.findIndex((value, index) => index > 0 && !(value > list[index - 1]!));
    if (k >= 0) throw wrong(`${name}.${side}[${k}]`, `above ${list[k - 1]}, as knots ascend`, list[k]);
    return list;
  });
  if (from!.length !== to!.length) throw wrong(`${name}.to`, "as long as from", to);
}

function checkList(name: string, list: unknown, rule = {}): readonly number[] {
  if (!Array.isArray(list)) throw wrong(name, "a list of numbers", list);
  return list.map((value, k) => checkNumber(WHERE, `${name}[${k}]`, value, rule));
}

const fieldOf = (object: object, key: string): unknown => (object as Record<string, unknown>)[key];

function wrong(name: string, wanted: string, found: unknown): ArgumentError {
  return new ArgumentError({ where: WHERE, problem: `${name} must be ${wanted}, got ${show(found)}` });
}
