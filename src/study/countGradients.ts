import type { Posterior } from "../inference/method.ts";

/** Gradients of all rows that a posterior counts, or those of its members together. */
export function countGradients(posterior: Posterior): number | undefined {
  const { gradients, members } = posterior as {
    readonly gradients?: unknown;
    readonly members?: readonly { readonly gradients: number }[];
  };
  if (typeof gradients === "number") return gradients;
  return members?.reduce((sum, member) => sum + member.gradients, 0);
}
