// The neighbourhood of a procedure: what it can cause, what it is for, what else could be done.

import { colour, element, isArrow, lines, nearly, onScheme, step } from "./drawing.js";

const FONT = 13, LINE = 17, PAD = 8, ROW = 12, HEAD = 30;
const MARGIN = 16; // on a phone, left of the columns, for the ties of the procedure to its conditions
const WIDE = 720; // from here on, four columns stand side by side
const HEADS = { complication: "Can cause", condition: "Indicated for", alternative: "Alternatives" };
const NAMED = {
  Stated: "named by its page", StatedInReverse: "names it on its own page",
  StatedAsClass: "of a class that a page names", Inferred: "inferred from shared conditions",
};

const place = document.getElementById("neighbourhood");
if (place) nearly(place).then((cytoscape) => begin(cytoscape, place));

async function begin(cytoscape, place) {
  const answer = await fetch(`/api/v1/procedures/${encodeURIComponent(place.dataset.procedure)}/neighbourhood`);
  if (!answer.ok) return; // what stands there says it in words
  const found = await answer.json();
  const nodes = boxes(found);
  if (nodes.length < 2) return;
  const edges = ties(found);
  const canvas = element("div", { class: "canvas", role: "img", "aria-label": summary(found) });
  const said = element("p", { class: "small chosen", role: "status" });
  const picture = element("div", {
    class: "picture", tabindex: "0", role: "group",
    "aria-label": "Picture of the neighbourhood. Arrow keys choose a box, Enter opens its page.",
  }, canvas);
  place.replaceChildren(picture, said, legend(new Set(edges.map((edge) => edge.kind)), found), list(nodes));
  draw(cytoscape, { place, picture, canvas, said }, nodes, edges);
}

function boxes(found) {
  const of = (kind, list) => list.map((one) => ({ ...one, kind, path: path(one.iri) }));
  const stating = (risk) => found.alternatives.filter((one) => one.risks.includes(risk)).length;
  return [
    ...of("procedure", [found.procedure]),
    ...of("complication", found.complications).map((one) => ({ ...one, note: also(stating(one.iri)) })),
    ...of("condition", found.conditions),
    ...of("alternative", found.alternatives.map((one) => ({ ...one.procedure, basis: one.basis,
      note: one.basis === "Inferred" ? "inferred" : "" }))),
  ];
}

const also = (count) => count ? `${count} alternative${count === 1 ? "" : "s"}, too` : "";

function ties(found) {
  const shown = new Set(found.conditions.map((one) => one.iri));
  const middle = found.procedure.iri;
  const tie = (kind, source, target) => ({ kind, source, target });
  return [
    ...found.complications.map((one) => tie("causes", middle, one.iri)),
    ...found.conditions.map((one) => tie("for", middle, one.iri)),
    ...found.alternatives.flatMap((one) => {
      const shared = one.shared.filter((iri) => shown.has(iri));
      if (shared.length) return shared.map((iri) => tie("for", iri, one.procedure.iri));
      return [tie(one.basis === "Inferred" ? "inferred" : "named", middle, one.procedure.iri)];
    }),
  ];
}

const path = (iri) => iri.replace("https://w3id.org/procedura", "");

function summary(found) {
  const names = (list) => list.map((one) => one.label).join(", ") || "nothing stated";
  return `${found.procedure.label}. Can cause: ${names(found.complications)}. Indicated for: `
    + `${names(found.conditions)}. Alternatives: ${names(found.alternatives.map((one) => one.procedure))}.`;
}

// Where things stand

/** Give each box its size and place for a width of the picture; return the height. */
function arrange(nodes, width, family) {
  const wide = width >= WIDE;
  const gap = wide ? Math.max(40, width * 0.055) : 26;
  const across = wide ? 4 : 2;
  const left = wide ? 2 : MARGIN;
  const box = (width - gap * (across - 1) - left - 2) / across;
  const column = (n) => left + box / 2 + n * (box + gap);
  for (const node of nodes) {
    const own = !wide && node.kind === "procedure" ? width - 4 : box;
    const bold = node.kind === "procedure";
    node.lines = lines(node.label, own - 2 * PAD - 4, `${bold ? "bold " : ""}${FONT + (bold ? 1 : 0)}px ${family}`);
    if (node.note) node.lines.push(...lines(node.note, own - 2 * PAD, `${FONT}px ${family}`));
    node.width = own;
    node.height = node.lines.length * LINE + 2 * PAD + (bold ? 8 : 0);
  }
  const of = (kind) => nodes.filter((node) => node.kind === kind);
  const heads = [];
  const stack = (list, x, top) => {
    for (const node of list) {
      Object.assign(node, { x, y: top + node.height / 2 });
      top += node.height + ROW;
    }
    return top - ROW;
  };
  const head = (kind, x, top) => of(kind).length && heads.push({ kind, x, y: top + HEAD / 2 - 6 });
  const [middle] = of("procedure");
  if (wide) {
    const tall = (list) => list.reduce((sum, node) => sum + node.height + ROW, -ROW);
    const kinds = ["complication", "procedure", "condition", "alternative"];
    const height = Math.max(...kinds.map((kind) => tall(of(kind))));
    kinds.forEach((kind, n) => {
      const top = HEAD + (height - tall(of(kind))) / 2;
      stack(of(kind), column(n), top);
      if (kind in HEADS) head(kind, column(n), top - HEAD);
    });
    return { heads, height: height + HEAD + ROW };
  }
  // On a phone: complications in two columns above the procedure, the rest in two columns below.
  const risks = of("complication");
  head("complication", width / 2, 0);
  let top = risks.length ? HEAD : 2;
  for (let n = 0; n < risks.length; n += 2) {
    const pair = risks.slice(n, n + 2);
    pair.forEach((node, side) => Object.assign(node, { x: column(side), y: top + node.height / 2 }));
    top += Math.max(...pair.map((node) => node.height)) + ROW;
  }
  Object.assign(middle, { x: width / 2, y: top + ROW + middle.height / 2 });
  top = middle.y + middle.height / 2 + ROW;
  head("condition", column(0), top);
  head("alternative", column(1), top);
  const ends = ["condition", "alternative"].map((kind, n) => stack(of(kind), column(n), top + HEAD));
  return { heads, height: Math.max(...ends) + 4 };
}

/** The curve of a tie: it leaves and arrives level, below what lies between, or comes through
 *  margin and gutter on a phone. */
function curve(source, target, between, wide, width) {
  const right = target.x >= source.x;
  const start = { x: source.x + (right ? 1 : -1) * source.width / 2, y: source.y };
  const end = { x: target.x - (right ? 1 : -1) * target.width / 2, y: target.y };
  let bends = [{ x: (start.x + end.x) / 2, y: start.y }, { x: (start.x + end.x) / 2, y: end.y }];
  if (!wide && source.kind === "procedure") {
    const below = target.y > source.y;
    const own = target.kind === "condition";
    const x = own ? MARGIN / 2 : MARGIN / 2 + width / 2;
    Object.assign(start, { x, y: source.y + (below ? 1 : -1) * source.height / 2 });
    end.x = target.x + (target.x < x ? 1 : -1) * target.width / 2;
    bends = [{ x, y: end.y }];
  }
  if (wide && source.kind === "procedure" && target.kind === "alternative" && between.length) {
    const below = Math.max(...between.map((one) => one.y + one.height / 2)) + ROW - 2;
    const [{ x: middle, width: box }] = between;
    const out = (middle - box / 2 + start.x) / 2, back = (middle + box / 2 + end.x) / 2;
    bends = [[out, start.y], [out, below - ROW], [out + ROW, below], [back - ROW, below],
      [back, below + Math.sign(end.y - below) * ROW], [back, end.y]].map(([x, y]) => ({ x, y }));
  }
  const x = end.x - start.x, y = end.y - start.y, long = Math.hypot(x, y) || 1;
  const seen = bends.map((bend) => [bend.x - start.x, bend.y - start.y]);
  return {
    leaves: `${start.x - source.x}px ${start.y - source.y}px`,
    arrives: `${end.x - target.x}px ${end.y - target.y}px`,
    weights: seen.map(([a, b]) => (a * x + b * y) / long ** 2),
    distances: seen.map(([a, b]) => (b * x - a * y) / long),
  };
}

// Drawing

function draw(cytoscape, parts, nodes, edges) {
  const family = getComputedStyle(parts.place).fontFamily;
  const cy = cytoscape({
    container: parts.canvas, userZoomingEnabled: false, userPanningEnabled: false,
    boxSelectionEnabled: false, autoungrabify: true, autounselectify: true,
  });
  const redraw = () => {
    const width = Math.floor(parts.canvas.clientWidth);
    const { heads, height } = arrange(nodes, width, family);
    parts.canvas.style.height = `${height}px`;
    cy.resize();
    cy.json({ elements: elements(nodes, edges, heads, width), style: style(family) });
    cy.viewport({ zoom: 1, pan: { x: 0, y: 0 } });
  };
  redraw();
  let width = parts.canvas.clientWidth;
  new ResizeObserver(() => {
    if (parts.canvas.clientWidth === width) return;
    width = parts.canvas.clientWidth;
    redraw();
  }).observe(parts.picture);
  onScheme(redraw);
  listen(cy, parts, nodes);
}

function elements(nodes, edges, heads, width) {
  const at = new Map(nodes.map((node) => [node.iri, node]));
  const conditions = nodes.filter((node) => node.kind === "condition");
  return [
    ...nodes.map((node) => ({ group: "nodes", classes: `${node.kind} ${node.basis === "Inferred" ? "inferred" : ""}`,
      data: { id: node.iri, path: node.path, text: node.lines.join("\n"), width: node.width, height: node.height },
      position: { x: node.x, y: node.y } })),
    ...heads.map((one) => ({ group: "nodes", classes: "head",
      data: { id: `head-${one.kind}`, text: HEADS[one.kind] }, position: { x: one.x, y: one.y } })),
    ...edges.map((edge) => ({ group: "edges", classes: edge.kind, data: {
      id: `${edge.source} ${edge.target}`, source: edge.source, target: edge.target,
      ...curve(at.get(edge.source), at.get(edge.target), conditions, width >= WIDE, width) } })),
  ];
}

function style(family) {
  const kind = (name) => colour(`picture-${name}`);
  const line = (name, pattern) => ({ "line-color": kind(name), "line-style": pattern });
  const box = (name, shape) => ({ "border-color": kind(name), shape });
  return [
    { selector: "node", style: {
      width: "data(width)", height: "data(height)", label: "data(text)", color: colour("ink"),
      "font-family": family, "font-size": FONT, "line-height": LINE / FONT / 1.15, "text-wrap": "wrap",
      "text-valign": "center", "text-halign": "center", "background-color": colour("paper"),
      "border-width": 1.5, "overlay-opacity": 0, "text-events": "no" } },
    { selector: "node.procedure", style: { shape: "round-rectangle", "border-width": 3,
      "border-color": colour("ink"), "font-weight": "bold", "font-size": FONT + 1 } },
    { selector: "node.complication", style: box("complication", "cut-rectangle") },
    { selector: "node.condition", style: { ...box("condition", "round-rectangle"), "corner-radius": 16 } },
    { selector: "node.alternative", style: box("alternative", "rectangle") },
    { selector: "node.inferred", style: { "border-style": "dashed" } },
    { selector: "node.head", style: { width: 1, height: 1, "background-opacity": 0, "border-width": 0,
      color: colour("muted"), "font-weight": "bold", events: "no" } },
    { selector: "edge", style: { "curve-style": "unbundled-bezier", width: 1.6, "overlay-opacity": 0,
      "edge-distances": "endpoints", "source-endpoint": "data(leaves)", "target-endpoint": "data(arrives)",
      "control-point-weights": "data(weights)", "control-point-distances": "data(distances)", events: "no" } },
    { selector: "edge.causes", style: line("complication", "dotted") },
    { selector: "edge.for", style: line("condition", "solid") },
    { selector: "edge.named", style: line("alternative", "solid") },
    { selector: "edge.inferred", style: line("alternative", "dashed") },
    { selector: ".faint", style: { opacity: 0.25 } },
    { selector: "edge.lit", style: { width: 3 } },
    { selector: "node.lit", style: { "background-color": colour("wash") } },
  ];
}

/** Light up what a box is tied to, open it on a click or Enter, walk with the arrow keys. */
function listen(cy, parts, nodes) {
  const boxes = () => cy.nodes().not(".head");
  let chosen = "";
  const choose = (id) => {
    chosen = id;
    cy.elements().removeClass("faint lit");
    const node = id && cy.getElementById(id);
    if (!node) { parts.said.textContent = ""; return; }
    const near = node.closedNeighborhood();
    boxes().union(cy.edges()).not(near).addClass("faint");
    near.edges().addClass("lit");
    node.addClass("lit");
    parts.said.textContent = told(nodes.find((one) => one.iri === id), near.nodes().length - 1);
  };
  const open = (node) => { if (node.data("path") !== location.pathname) location.assign(node.data("path")); };
  cy.on("mouseover", "node", (event) => { parts.canvas.classList.add("over"); choose(event.target.id()); });
  cy.on("mouseout", "node", () => { parts.canvas.classList.remove("over"); choose(""); });
  cy.on("tap", "node", (event) => open(event.target));
  parts.picture.addEventListener("keydown", (event) => {
    const now = chosen ? cy.getElementById(chosen) : cy.nodes(".procedure");
    if (event.key === "Enter") open(now);
    else if (event.key === "Escape") choose("");
    else if (isArrow(event.key)) choose(chosen ? step(boxes(), now, event.key).id() : now.id());
    else return;
    event.preventDefault();
  });
  parts.picture.addEventListener("blur", () => choose(""));
  for (const link of parts.place.querySelectorAll("td a, th a")) {
    link.addEventListener("focus", () => choose(link.dataset.iri));
    link.addEventListener("blur", () => choose(""));
  }
}

function told(node, ties) {
  const kind = node.kind in HEADS ? `, ${node.kind}` : "";
  const basis = node.basis ? `, ${NAMED[node.basis]}` : "";
  return `${node.label}${kind}${basis}: tied to ${ties} of these.`;
}

function legend(drawn, found) {
  for (const one of found.alternatives) drawn.add(one.basis === "Inferred" ? "inferred" : "named");
  const kinds = { causes: "can cause", for: "indicated for", named: "alternative that a page names",
    inferred: "alternative inferred from shared conditions" };
  const keys = Object.entries(kinds).filter(([kind]) => drawn.has(kind)).map(([kind, text]) =>
    element("li", {}, element("span", { class: `key ${kind}`, "aria-hidden": "true" }), text));
  return element("ul", { class: "legend" }, ...keys);
}

function list(nodes) {
  const rows = nodes.slice(1).map((node) => element("tr", {},
    element("th", { scope: "row" }, element("a", { href: node.path, "data-iri": node.iri }, node.label)),
    element("td", {}, node.kind),
    element("td", {}, node.basis ? NAMED[node.basis] : node.note || "")));
  const heads = ["Name", "What it is", "Note"].map((text) => element("th", { scope: "col" }, text));
  return element("details", { class: "fold" },
    element("summary", {}, "The picture as a list"),
    element("div", { class: "scroll" }, element("table", {},
      element("caption", { class: "hidden" }, "What the picture shows, at most eight of each kind"),
      element("thead", {}, element("tr", {}, ...heads)),
      element("tbody", {}, ...rows))));
}
