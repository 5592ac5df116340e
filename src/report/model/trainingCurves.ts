import type { Posterior } from "../../inference/method.ts";
import type { ElboTrace } from "../../inference/variational/elboTrace.ts";
import type { TraceCurve } from "../figures/traceFigure.ts";

/** What was followed while a posterior was trained. */
export interface TrainingCurves {
  readonly title: string;
  readonly xName: string;
  readonly yName: string;
  readonly curves: readonly TraceCurve[];
}

/** Members of an ensemble whose curves are shown. */
const MEMBERS = 8;

interface Trained {
  readonly trace?: Float64Array | ElboTrace;
  readonly members?: readonly { readonly trace?: Float64Array }[];
}

/** The curves of a posterior that was trained by gradients, from what it keeps; undefined where it keeps none. */
export function trainingCurves(posterior: Posterior): TrainingCurves | undefined {
  const { trace, members } = posterior as Trained;
  if (trace !== undefined && !(trace instanceof Float64Array)) {
    return {
      title: "The evidence lower bound while it was maximised.",
      xName: "step",
      yName: "evidence lower bound, standardised targets (nats)",
      curves: [{ name: "ELBO", steps: trace.step, values: trace.mean }],
    };
  }
  const traces =
    trace === undefined
      ? (members ?? [])
          .slice(0, MEMBERS)
          .map((member, i) => ({ name: `member ${i + 1}`, trace: member.trace }))
      : [{ name: posterior.method, trace }];
  const curves = traces.flatMap(({ name, trace: values }) =>
    values === undefined || values.length < 2
      ? []
      : [{ name, steps: Float64Array.from(values, (_, i) => i + 1), values }],
  );
  if (curves.length === 0) return undefined;
  const more =
    (members?.length ?? 0) > MEMBERS ? ` The first ${MEMBERS} of ${members!.length} members are shown.` : "";
  return {
    title: `The loss, epoch by epoch.${more}`,
    xName: "epoch",
    yName: posterior.method === "mc-dropout" ? "loss per row" : "−log posterior density",
    curves,
  };
}
