// The map of communities: each a disc with its procedures as dots, the closest joined.

import { colour, element, nearly, onScheme } from "./drawing.js";

const PALETTE = 6;
const place = document.getElementById("map");
if (place) {
  place.hidden = false;
  nearly(place).then((cytoscape) => begin(cytoscape));
}

function begin(cytoscape) {
  const data = JSON.parse(document.getElementById("map-data").textContent);
  const canvas = element("div", { class: "canvas map", role: "img",
    "aria-label": `Map of ${data.discs.length} communities of procedures. The list below says the same in words.` });
  place.replaceChildren(element("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": "Map" }, canvas));
  const cy = cytoscape({
    container: canvas, elements: elements(data), layout: { name: "preset" }, style: style(),
    autoungrabify: true, autounselectify: true, boxSelectionEnabled: false,
    userZoomingEnabled: false, userPanningEnabled: false,
  });
  const box = cy.elements().boundingBox();
  const fit = () => {
    canvas.style.height = `${Math.round(canvas.clientWidth * box.h / box.w)}px`;
    cy.resize();
    cy.fit(undefined, 4);
  };
  fit();
  new ResizeObserver(fit).observe(place);
  onScheme(() => cy.style(style()));
  listen(cy, canvas);
}

function elements(data) {
  return [
    ...data.discs.map((one, n) => ({ group: "nodes", classes: `disc shade-${n % PALETTE}`, selectable: false,
      data: { id: one.id, text: one.label, size: 2 * one.radius, href: `#${one.id}` },
      position: { x: one.x, y: one.y } })),
    ...data.dots.map((one) => ({ group: "nodes", classes: "dot", data: { id: one.path, name: one.label, of: one.of,
      href: one.path, shade: data.discs.findIndex((disc) => disc.id === one.of) % PALETTE },
      position: { x: one.x, y: one.y } })),
    ...data.ties.map(([source, target, weight]) => ({ group: "edges",
      data: { source, target, width: 2 + 12 * weight } })),
  ];
}

function style() {
  const shades = [...Array(PALETTE).keys()].flatMap((n) => [
    { selector: `.shade-${n}`, style: { "border-color": colour(`map-${n}`) } },
    { selector: `.dot[shade = ${n}]`, style: { "background-color": colour(`map-${n}`) } },
  ]);
  return [
    { selector: "node", style: { "overlay-opacity": 0 } },
    { selector: ".disc", style: { width: "data(size)", height: "data(size)", "background-color": colour("paper"),
      "border-width": 1.5, label: "data(text)", "text-wrap": "wrap", "text-valign": "bottom", "text-margin-y": 4,
      "font-size": 14, "font-family": getComputedStyle(place).fontFamily, color: colour("ink"),
      "text-background-color": colour("paper"), "text-background-opacity": 0.85, "text-events": "yes", "z-index": 1 } },
    { selector: ".dot", style: { width: 7, height: 7, "z-index": 2 } },
    { selector: "edge", style: { width: "data(width)", "line-color": colour("line"), events: "no" } },
    ...shades,
    { selector: ".lit", style: { "background-color": colour("ink") } },
    { selector: ".disc.lit", style: { "background-color": colour("wash"), "border-width": 3 } },
  ];
}

function listen(cy, canvas) {
  cy.on("mouseover", "node", (event) => {
    canvas.classList.add("over");
    event.target.addClass("lit");
    canvas.title = event.target.data("name") || event.target.data("text").replaceAll("\n", " ");
  });
  cy.on("mouseout", "node", (event) => {
    canvas.classList.remove("over");
    event.target.removeClass("lit");
    canvas.title = "";
  });
  cy.on("tap", "node", (event) => {
    const href = event.target.data("href");
    if (href.startsWith("#")) document.querySelector(`[id="${href.slice(1)}"] details`).open = true;
    location.assign(href);
  });
}
