import { checkChoice, checkNumber, type NumberRule, show } from "../errors/checks.ts";
import { ArgumentError } from "../errors/errors.ts";
import type { ClassCurve, Recalibration } from "./recalibration.ts";

const KINDS = ["variance-scaling", "isotonic", "temperature", "vector-scaling", "isotonic-classes"] as const;
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
    case "isotonic":
      checkCurves("targets", fieldOf(recalibration, "targets"), { above: 0, below: 1 }, "steep");
      return;
    case "temperature":
      checkNumber(WHERE, "temperature", fieldOf(recalibration, "temperature"), { above: 0 });
      return;
    case "vector-scaling": {
      const scales = checkList("scales", fieldOf(recalibration, "scales"));
      const offsets = checkList("offsets", fieldOf(recalibration, "offsets"));
      if (offsets.length !== scales.length) throw wrong("offsets", "as long as scales", offsets);
      return;
    }
    case "isotonic-classes": {
      const curves = fieldOf(recalibration, "classes");
      checkNumber(WHERE, "rows", fieldOf(recalibration, "rows"), { integer: true, min: 1 });
      checkCurves("classes", curves, { min: 0, max: 1 }, "level");
      const empty = (curves as readonly ClassCurve[]).findIndex(({ from }) => from.length === 0);
      if (empty >= 0) throw wrong(`classes[${empty}].from`, "not empty", []);
    }
  }
}

/** A list of curves whose points ascend in both directions, in the second one perhaps with level stretches. */
function checkCurves(name: string, curves: unknown, rule: NumberRule, level: "level" | "steep"): void {
  if (!Array.isArray(curves)) throw wrong(name, "a list", curves);
  curves.forEach((curve: unknown, j) => {
    const one = `${name}[${j}]`;
    if (typeof curve !== "object" || curve === null) throw wrong(one, "an object", curve);
    const from = checkList(`${one}.from`, fieldOf(curve, "from"), rule);
    const to = checkList(`${one}.to`, fieldOf(curve, "to"), rule);
    if (from.length !== to.length) throw wrong(`${one}.to`, "as long as from", to);
    const k = from.findIndex((value, i) => {
      if (i === 0) return false;
      const [along, up] = [value - from[i - 1]!, to[i]! - to[i - 1]!];
      return !(along > 0 && (level === "level" ? up >= 0 : up > 0));
    });
    if (k >= 0) throw wrong(`point ${k} of ${one}`, "above the one before, as points ascend", from[k]);
  });
}

function checkList(name: string, list: unknown, rule: NumberRule = {}): readonly number[] {
  if (!Array.isArray(list)) throw wrong(name, "a list of numbers", list);
  return list.map((value, k) => checkNumber(WHERE, `${name}[${k}]`, value, rule));
}

const fieldOf = (object: object, key: string): unknown => (object as Record<string, unknown>)[key];

function wrong(name: string, wanted: string, found: unknown): ArgumentError {
  return new ArgumentError({ where: WHERE, problem: `${name} must be ${wanted}, got ${show(found)}` });
}
