// Every native file of the picture, made by the engine; and the command line that does the same.

import { ask } from "./connection.js";
import { $, bytes, download, make, say } from "./dom.js";
import { commandLine } from "./settings.js";
import { state } from "./store.js";

const named = (entry) => `${entry.photo.replace(/\.[^.]*$/, "")}-${entry.mode?.name ?? "picture"}`;

async function fetchFile(entry, ending) {
  try {
    if (ending === ".png") return download(`${named(entry)}.png`, bytes(entry.shown), "image/png");
    const answer = await ask({ type: "encode", png: entry.native, name: `picture${ending}`, mode: entry.mode.name, otherwise: "refuse" });
    for (const file of answer.files) download(`${named(entry)}${file.ending}`, bytes(file.data));
    say([`${answer.files.length === 1 ? "One file" : `${answer.files.length} files`} made.`, ...answer.told].join(" "));
  } catch (error) {
    say(error.message, true);
  }
  return undefined;
}

export function begin() {
  $("copy").onclick = async () => {
    await navigator.clipboard.writeText($("command").value);
    say("Copied. Run it in the studio's folder.");
  };
}

export function show() {
  const entry = state.shown;
  $("command").value = commandLine(entry);
  if (!entry) {
    $("downloads").replaceChildren();
    delete $("downloads").dataset.entry;
    return;
  }
  const key = `${entry.id}`;
  if ($("downloads").dataset.entry === key) return;
  $("downloads").dataset.entry = key;
  $("downloads").replaceChildren(...entry.extensions.map((ending) => {
    const button = make("button", { type: "button", textContent: ending, title: `Download as ${ending}` });
    button.dataset.ending = ending;
    button.onclick = () => fetchFile(entry, ending);
    return button;
  }));
}
