// What the pictures have in common: the library that draws, colours of the style sheet, keys.

/** Load cytoscape.js once an element is nearly in sight; what is never seen is never fetched. */
export function nearly(element) {
  return new Promise((resolve, reject) => {
    const watcher = new IntersectionObserver((entries) => {
      if (!entries.some((one) => one.isIntersecting)) return;
      watcher.disconnect();
      const script = document.createElement("script");
      script.src = "/static/vendor/cytoscape/cytoscape.min.js";
      script.onload = () => resolve(window.cytoscape);
      script.onerror = () => reject(new Error("the library that draws was not loaded"));
      document.head.append(script);
    }, { rootMargin: "600px" });
    watcher.observe(element);
  });
}

/** A colour of the style sheet as it is now, light or dark. */
export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** Call a function whenever the reader changes between light and dark. */
export function onScheme(redraw) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
}

/** An element with attributes and what is in it. */
export function element(name, attributes = {}, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...inside);
  return made;
}

const rulers = new Map();

/** Break a text into lines that are no wider than so many pixels. */
export function lines(text, width, font) {
  if (!rulers.has(font)) {
    const ruler = document.createElement("canvas").getContext("2d");
    ruler.font = font;
    rulers.set(font, ruler);
  }
  const ruler = rulers.get(font);
  const broken = [];
  for (const word of text.split(" ")) {
    const longer = broken.length ? `${broken.at(-1)} ${word}` : word;
    if (broken.length && ruler.measureText(longer).width <= width) broken[broken.length - 1] = longer;
    else broken.push(word);
  }
  return broken;
}

const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

/** The nearest of some nodes in the direction of an arrow key: along it once, across it twice. */
export function step(nodes, from, key) {
  const [x, y] = STEPS[key];
  const start = from.position();
  const far = (node) => {
    const to = node.position();
    const along = x ? (to.x - start.x) * x : (to.y - start.y) * y;
    const across = Math.abs(x ? to.y - start.y : to.x - start.x);
    return along > 1 ? along + 2 * across : Infinity;
  };
  const ahead = nodes.filter((node) => node.id() !== from.id() && far(node) < Infinity);
  return ahead.length ? ahead.min(far).ele : from;
}

export const isArrow = (key) => key in STEPS;
