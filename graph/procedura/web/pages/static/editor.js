// The SPARQL editor. Without this file the page is a plain form, which answers with a file.

const HOME = "https://w3id.org/procedura/";
const byId = (id) => document.getElementById(id);
const { Yasqe, Yasr } = window.Yasgui;
const prefixes = JSON.parse(byId("prefix-data").textContent);

// As they come, suggestions would be asked of other servers; these are all known here.
Yasqe.forkAutocompleter("prefixes", {
  name: "known", bulk: true, persistenceId: null,
  get: Object.entries(prefixes).map(([prefix, iri]) => `${prefix}: <${iri}>`),
});
Yasqe.defaults.autocompleters = ["variables", "known"];

const form = byId("ask"), plain = byId("query"), said = byId("said");
const yasqe = new Yasqe(byId("editor"), {
  value: plain.value, persistenceId: null, prefixCcApi: "", showQueryButton: false,
  createShareableLink: null, editorHeight: "26rem",
  requestConfig: {
    endpoint: new URL("/sparql", location).href, method: "POST",
    acceptHeaderSelect: "application/sparql-results+json", acceptHeaderGraph: "text/turtle",
  },
});
const kinds = ["procedure", "concept", "page", "code", "analysis", "release"];
const yasr = new Yasr(byId("results"), {
  persistenceId: null, errorRenderers: [problem], defaultPlugin: "table",
  prefixes: { ...prefixes, ...Object.fromEntries(kinds.map((kind) => [kind, `${HOME}${kind}/`])) },
  plugins: { table: { enabled: true, dynamicConfig: { compact: true, isEllipsed: false } } },
});

show();

function show() {
  plain.hidden = true;
  document.querySelector("label[for=query]").htmlFor = "editor-input";
  Object.assign(yasqe.getInputField(), { id: "editor-input" });
  byId("editor").hidden = byId("run").hidden = false;
  yasqe.refresh();
  form.addEventListener("submit", () => { plain.value = yasqe.getValue(); });
  byId("run").addEventListener("click", () => yasqe.query().catch(() => {})); // told in the answer
  yasqe.on("query", () => { said.textContent = "Asking …"; });
  yasqe.on("queryResponse", (_, response, milliseconds) => {
    byId("results").hidden = false;
    yasr.setResponse(response, milliseconds);
    said.textContent = outcome(milliseconds);
  });
  new MutationObserver(homeward).observe(byId("results"), { childList: true, subtree: true });
  for (const link of document.querySelectorAll("a[data-query]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      take(link);
    });
  }
}

function outcome(milliseconds) {
  if (yasr.results.hasError()) return "It could not be answered.";
  const rows = yasr.results.getBindings()?.length;
  const what = rows === undefined ? "Answered" : `${rows} ${rows === 1 ? "row" : "rows"}`;
  return `${what} in ${(milliseconds / 1000).toFixed(2)} s`;
}

/** Put a query of the library into the editor. */
function take(link) {
  yasqe.setValue(byId(link.hash.slice(1)).textContent);
  document.querySelector("a[data-query][aria-current]")?.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
  said.textContent = `${link.textContent} stands in the editor.`;
  yasqe.focus();
}

/** Let links to what is ours lead to this server. */
function homeward() {
  for (const link of document.querySelectorAll(`#results a[href^="${HOME}"]`)) {
    link.setAttribute("href", link.getAttribute("href").slice(HOME.length - 1));
    link.removeAttribute("target");
  }
}

/** What went wrong, in the words of the server. */
async function problem(error) {
  const text = error.text || error.statusText || "";
  const made = document.createElement("p");
  made.className = "problem";
  try {
    made.textContent = JSON.parse(text).detail;
  } catch {
    made.textContent = text || "The server could not be reached.";
  }
  return made;
}
