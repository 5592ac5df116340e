/**
 * Makes a drawing of the plot library fit for a page with a strict content security policy and for readers of
 * screens: its own style element and attributes are removed (the page's style sheet has the rules), so are labels on
 * groups, which the accessibility rules forbid, and ids are renumbered from `id`, so that they neither depend on how
 * many drawings were made before nor clash with those of another figure.
 */
export function finishSvg(svg: SVGSVGElement, id: string): void {
  svg.removeAttribute("style");
  const renamed = new Map<string, string>();
  const visit = (element: Element): void => {
    let next = element.firstElementChild;
    while (next !== null) {
      const child = next;
      next = child.nextElementSibling;
      if (child.localName === "style") {
        child.remove();
        continue;
      }
      cleanAttributes(child, id, renamed);
      // Groups of marks nest two deep in the library's output; what lies deeper carries no label, id or style.
      if (child.localName === "g" || child.localName === "clipPath" || child.localName === "svg")
        visit(child);
    }
  };
  cleanAttributes(svg, id, renamed);
  visit(svg);
}

function cleanAttributes(element: Element, id: string, renamed: Map<string, string>): void {
  if (element.localName === "circle" || element.localName === "rect") return;
  element.removeAttribute("aria-label");
  element.removeAttribute("aria-hidden");
  if (element.hasAttribute("id")) {
    const name = `${id}-c${renamed.size + 1}`;
    renamed.set(element.getAttribute("id")!, name);
    element.setAttribute("id", name);
  }
  const clip = element.getAttribute("clip-path");
  const target = clip === null ? null : /^url\(#(.*)\)$/.exec(clip);
  if (target !== null) element.setAttribute("clip-path", `url(#${renamed.get(target[1]!) ?? target[1]!})`);
}
