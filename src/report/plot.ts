/**
 * All that is used of the plot library, in one place. The build replaces this module's output by one file that contains
 * it: only these parts, and one file to find instead of 600.
 */
export {
  axisX,
  axisY,
  dot,
  frame,
  lineY,
  type Markish,
  plot,
  rectY,
  ruleX,
  ruleY,
} from "@observablehq/plot";
