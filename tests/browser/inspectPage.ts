// Functions that run inside the browser: they may use nothing from outside themselves.

/** Texts of a drawing that overlap each other or leave their drawing, as sentences. */
export function findTextClashes(): string[] {
  const found: string[] = [];
  for (const svg of document.querySelectorAll("svg.panel")) {
    const frame = svg.getBoundingClientRect();
    const crop = svg.parentElement!.getBoundingClientRect();
    const texts = [...svg.querySelectorAll("text")]
      .filter((text) => text.textContent !== "" && text.getClientRects().length > 0)
      .map((text) => ({ text: text.textContent!.slice(0, 40), box: text.getBoundingClientRect() }));
    for (const [i, { text, box }] of texts.entries()) {
      const right = Math.min(frame.right, crop.right);
      if (
        box.left < frame.left - 1 ||
        box.right > right + 1 ||
        box.top < frame.top - 1 ||
        box.bottom > frame.bottom + 1
      ) {
        found.push(`"${text}" leaves its drawing`);
      }
      for (const other of texts.slice(i + 1)) {
        // Boxes are as high as the font; the letters fill about two thirds of that.
        const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
        const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
        const low = Math.min(box.height, other.box.height);
        if (across > 1 && down > 0.4 * low) found.push(`"${text}" and "${other.text}" overlap`);
      }
    }
  }
  return found;
}

/** How far the page is wider than its window. */
export function overflow(): number {
  return document.documentElement.scrollWidth - document.documentElement.clientWidth;
}

/** Tries a script, a handler, a style and a picture; returns the directives that refused them. */
export async function attack(): Promise<{ refused: string[]; done: boolean }> {
  const refused: string[] = [];
  document.addEventListener("securitypolicyviolation", (event) => refused.push(event.effectiveDirective));
  const state = window as unknown as { owned?: boolean };
  const script = document.createElement("script");
  script.textContent = "window.owned = true";
  const style = document.createElement("style");
  style.textContent = "body { color: rgb(1, 2, 3) }";
  const holder = document.createElement("div");
  holder.innerHTML =
    '<img src="https://example.org/x.png" onerror="window.owned = true"><b style="color:red">b</b>';
  document.body.append(script, style, holder);
  await new Promise((done) => setTimeout(done, 100));
  const coloured = getComputedStyle(document.body).color === "rgb(1, 2, 3)";
  return { refused: [...new Set(refused)].sort(), done: state.owned === true || coloured };
}
