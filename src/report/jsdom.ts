/**
 * The document object model in which figures are drawn where there is no browser. The build replaces this module's
 * output by one file that contains it: it is by far the largest part of the time a report takes, a third of it to
 * find its 900 files.
 */
export { JSDOM } from "jsdom";
