// Pictures so far; the one that is looked at can be painted on, taken away and compared.

import { $, make, pngURL } from "./dom.js";
import { send } from "./connection.js";
import { forget, keep, kept } from "./keep.js";
import * as stage from "./stage.js";
import { change, state } from "./store.js";

const MOST = 60;
let number = 0;

/** What was there before the page was loaded anew. */
export async function restore() {
  const history = await kept();
  number = history.at(-1)?.id ?? 0;
  if (history.length) change({ history, shown: history.at(-1) });
}

export function begin() {
  $("clear").onclick = () => {
    forget();
    send({ type: "forget" });
    change({ history: [], shown: null });
  };
}

export function add(entry) {
  const made = { ...entry, id: ++number };
  keep(made);
  change({ history: [...state.history, made].slice(-MOST), shown: made });
}

export function look(entry) {
  change({ shown: entry });
}

/** One picture back, or forth. */
export function step(by) {
  const at = state.history.indexOf(state.shown) + by;
  if (state.history[at]) look(state.history[at]);
}

export function show(changed) {
  $("clear").disabled = !state.history.length || state.painting_on;
  if (changed.includes("history")) {
    $("history").replaceChildren(...state.history.map((entry) => {
      const image = make("img", { src: pngURL(entry.shown), alt: "" });
      const button = make("button", { type: "button", title: `${entry.mode?.title ?? ""}, ${entry.label}`, "aria-label": `Picture ${entry.id}: ${entry.mode?.title ?? ""}, ${entry.label}` }, image);
      button.dataset.entry = entry.id;
      button.onclick = () => look(entry);
      return make("li", {}, button);
    }));
    const kept = $("compare").value;
    $("compare").replaceChildren(
      make("option", { value: "", textContent: "off" }), make("option", { value: "photo", textContent: "the photo" }),
      ...state.history.map((entry) => make("option", { value: String(entry.id), textContent: `picture ${entry.id}, ${entry.label}` })));
    $("compare").value = kept;
  }
  for (const button of $("history").querySelectorAll("button")) {
    const current = Number(button.dataset.entry) === state.shown?.id;
    if (current) {
      button.setAttribute("aria-current", "true");
      if (changed.includes("history")) button.scrollIntoView({ block: "nearest", inline: "nearest" });
    } else button.removeAttribute("aria-current");
  }
  if (changed.includes("shown")) stage.show(state.shown);
}
