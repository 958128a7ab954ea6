// The paintings that come along.

import { $, make, radios, say } from "./dom.js";
import { change, state } from "./store.js";

let titles = {};

/** A painting's name as people write it. */
export const title = (name) => titles[name] ?? name;

export const paintings = () => Object.keys(titles);

/** Put a shipped painting's file into the folder, so that runs and the command line can name it; gives its name. */
export async function intoFolder(name) {
  const answer = await fetch(`gallery/${encodeURIComponent(name)}`, { method: "POST" });
  if (!answer.ok) throw new Error("The painting could not be put into the folder.");
  return (await answer.json()).name;
}

export async function choose(name) {
  try {
    change({ painting: { name, file: await intoFolder(name) } });
  } catch (error) {
    say(error.message, true);
  }
}

export async function begin() {
  const offered = await (await fetch("gallery")).json();
  titles = offered.paintings;
  const group = $("gallery");
  for (const name of paintings()) {
    const image = make("img", { src: `gallery/${encodeURIComponent(name)}`, alt: "" });
    const button = make("button", { type: "button", role: "radio", title: title(name), "aria-label": title(name) }, image);
    button.dataset.value = name;
    button.onclick = () => choose(name);
    group.append(button);
  }
  show();
  return offered;
}

export function show() {
  radios($("gallery"), state.painting?.name ?? "");
  const { painting } = state;
  $("painting-name").textContent = painting ? (painting.name ? title(painting.name) : painting.file) : "";
}
