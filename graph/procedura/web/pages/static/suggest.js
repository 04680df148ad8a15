// Suggestions under a search field, as one types: an editable combobox with a list box, after the
// pattern of the ARIA Authoring Practices. Without this script a form does the same, one page later.
//
// <input data-suggest> goes to what is chosen; <input data-suggest="fill"> takes its name.
// data-kind narrows what is suggested: data-kind="condition".

"use strict";

const PATIENCE = 140; // milliseconds without a key until it is worth asking
const MOST = 8;

class Suggestions {
  constructor(input, number) {
    this.input = input;
    this.fills = input.dataset.suggest === "fill";
    this.found = [];
    this.active = -1;
    this.timer = 0;
    this.asking = null;
    this.list = this.#element("ul", { role: "listbox", id: `suggestions-${number}`, hidden: "" });
    this.list.className = "suggestions";
    this.list.setAttribute("aria-label", "Suggestions");
    this.told = this.#element("span", { role: "status" });
    this.told.className = "hidden";
    input.after(this.list, this.told);
    const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false",
      "aria-controls": this.list.id };
    for (const [name, value] of Object.entries(roles)) input.setAttribute(name, value);
    input.addEventListener("input", () => this.#wait());
    input.addEventListener("keydown", (event) => this.#key(event));
    input.addEventListener("blur", () => this.#close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the focus
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.#choose(this.found[option.dataset.at]);
    });
  }

  #element(name, attributes, text = "") {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.textContent = text;
    return made;
  }

  #halt() {
    clearTimeout(this.timer);
    this.asking?.abort();
  }

  #wait() {
    this.#halt();
    if (this.input.value.trim().length < 2) this.#close();
    else this.timer = setTimeout(() => this.#ask(), PATIENCE);
  }

  async #ask() {
    const asked = new URLSearchParams({ q: this.input.value.trim(), limit: MOST });
    if (this.input.dataset.kind) asked.set("kind", this.input.dataset.kind);
    this.asking = new AbortController();
    try {
      const answer = await fetch(`/api/v1/search?${asked}`, { signal: this.asking.signal,
        headers: { Accept: "application/json" } });
      if (answer.ok) this.#show((await answer.json()).items);
      else this.#close(); // too busy to suggest; searching still works
    } catch (error) {
      if (error.name !== "AbortError") this.#close();
    }
  }

  #show(found) {
    if (document.activeElement !== this.input) return;
    this.found = found;
    this.active = -1;
    this.list.replaceChildren(...found.map((one, at) => this.#option(one, at)));
    this.told.textContent = `${found.length} suggestion${found.length === 1 ? "" : "s"}`;
    if (!found.length) return this.#close();
    Object.assign(this.list.style, { top: `${this.input.offsetTop + this.input.offsetHeight + 4}px`,
      left: `${this.input.offsetLeft}px`, width: `${this.input.offsetWidth}px` });
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.#mark();
  }

  #option(one, at) {
    const option = this.#element("li", { role: "option", id: `${this.list.id}-${at}` });
    option.dataset.at = at;
    option.append(this.#element("span", {}, one.label));
    const what = [one.kind.replaceAll("-", " "), ...one.codes.slice(0, 2)].join(" · ");
    option.append(this.#element("span", { class: "what" }, what));
    const told = [one.label, ...one.codes].map((text) => text.toLowerCase());
    if (!told.includes(one.matched.toLowerCase()))
      option.append(this.#element("span", { class: "matched" }, one.matched));
    return option;
  }

  #mark() {
    [...this.list.children].forEach((option, at) => {
      option.setAttribute("aria-selected", at === this.active ? "true" : "false");
      if (at === this.active) option.scrollIntoView({ block: "nearest" });
    });
    if (this.active < 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", `${this.list.id}-${this.active}`);
  }

  #key(event) {
    const open = !this.list.hidden;
    const places = this.found.length + 1; // the field itself is one, before the first
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) return this.#wait();
      this.#halt(); // a newer answer would undo what is chosen
      const step = event.key === "ArrowDown" ? 1 : -1;
      this.active = ((this.active + 1 + step + places) % places) - 1;
      this.#mark();
    } else if (event.key === "Enter" && open && this.active >= 0) {
      event.preventDefault();
      this.#choose(this.found[this.active]);
    } else if (event.key === "Escape" && open) {
      event.preventDefault(); // the first one closes the list, the next clears the field
      this.#close();
    }
  }

  #choose(one) {
    this.#close();
    if (!this.fills) return window.location.assign(one.href);
    this.input.value = one.label;
  }

  #close() {
    this.#halt();
    this.list.hidden = true;
    this.active = -1;
    this.#mark();
    this.input.setAttribute("aria-expanded", "false");
  }
}

document.querySelectorAll("input[data-suggest]").forEach((input, at) => new Suggestions(input, at));
