// Every native file of the picture, made by the engine; and the command line that does the same.

import { ask } from "./connection.js";
import { $, bytes, download, make } from "./dom.js";
import { BY_HAND, putAway } from "./paint.js";
import { commandLine } from "./settings.js";
import { state } from "./store.js";

let titles = {};

const tell = (text, bad = false) => {
  $("taken").textContent = text;
  $("taken").classList.toggle("bad", bad);
};
const named = (entry) => `${entry.photo.replace(/\.[^.]*$/, "")}-${entry.mode?.name ?? "picture"}`;

async function fetchFile(entry, ending) {
  try {
    if (ending === ".png") {
      download(`${named(entry)}.png`, bytes(entry.shown), "image/png");
      return tell("One file made.");
    }
    const answer = await ask({ type: "encode", png: entry.native, name: `picture${ending}`, mode: entry.mode.name, otherwise: "refuse" });
    for (const file of answer.files) download(`${named(entry)}${file.ending}`, bytes(file.data));
    tell([`${answer.files.length === 1 ? "One file" : `${answer.files.length} files`} made.`, ...answer.told].join(" "));
  } catch (error) {
    tell(error.message, true);
  }
  return undefined;
}

/** What the endings of each machine's files are called. */
export const called = (files) => (titles = files);

export function begin() {
  $("save").onclick = async () => {
    tell("");
    await putAway();
    $("taking").showModal();
  };
  $("copy").onclick = async () => {
    await navigator.clipboard.writeText($("command").value);
    tell("Copied. Run it in the studio's folder.");
  };
}

export function show() {
  const entry = state.shown;
  $("command").value = commandLine(entry);
  $("save").disabled = !entry;
  $("by-hand").hidden = entry?.label !== BY_HAND;
  if (!entry || $("downloads").dataset.entry === `${entry.id}`) return;
  $("downloads").dataset.entry = `${entry.id}`;
  const ofMode = titles[entry.mode?.name] ?? {};
  $("downloads").replaceChildren(...entry.extensions.map((ending) => {
    const title = ending === ".png" ? "Picture that every program shows" : ofMode[ending] ?? "File of the machine";
    const button = make("button", { type: "button" }, make("b", { textContent: ending }), make("span", { textContent: title }));
    button.dataset.ending = ending;
    button.onclick = () => fetchFile(entry, ending);
    return make("li", {}, button);
  }));
}
