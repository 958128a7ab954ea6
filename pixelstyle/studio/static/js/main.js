// The page: every part begins here, and hears of every change.

import { connect, disconnect, on, send } from "./connection.js";
import { $, say } from "./dom.js";
import * as camera from "./camera.js";
import * as colours from "./colours.js";
import * as crop from "./crop.js";
import * as downloads from "./downloads.js";
import * as files from "./files.js";
import * as gallery from "./gallery.js";
import * as history from "./history.js";
import * as machines from "./machines.js";
import * as paint from "./paint.js";
import * as runs from "./runs.js";
import * as settings from "./settings.js";
import * as stage from "./stage.js";
import { change, recalled, state, watch } from "./store.js";
import * as theme from "./theme.js";
import * as variations from "./variations.js";

theme.begin();
const offered = gallery.begin();
let begun = false;
for (const part of [files, colours, history, machines, stage, crop, downloads, runs, variations, paint, camera]) part.begin();

watch((changed) => {
  if (!begun) return;
  files.show();
  gallery.show();
  machines.show();
  settings.show();
  colours.show();
  runs.show();
  variations.show();
  history.show(changed);
  downloads.show();
  paint.show(changed);
  if (changed.some((name) => ["photo", "painting", "mode", "crop"].includes(name))) runs.paint();
  else if (changed.includes("settings") && state.running && !runs.follow()) runs.paint();
  else if (changed.includes("settings") && !state.running && state.photo) say("“Paint it” shows what that does.");
});

on("hello", async (hello) => {
  state.hello = hello;
  $("folder").textContent = hello.folder;
  if (begun) return say("Connected again.");
  const { presets, files: titles } = await offered;
  settings.begin(presets);
  downloads.called(titles);
  begun = true;
  Object.assign(state, recalled());
  change({ history: state.history });
  await history.restore();
  document.documentElement.dataset.ready = "yes";
  if (!state.painting && gallery.paintings().length) await gallery.choose(gallery.paintings().at(-1));
  return undefined;
});

addEventListener("keydown", (event) => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && event.target.type !== "range";
  if (typing || document.querySelector("dialog[open]")) return;
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
    event.preventDefault();
    if (state.painting_on) send({ type: event.shiftKey ? "redo" : "undo" });
    else history.step(event.shiftKey ? 1 : -1);
  } else if (event.ctrlKey || event.metaKey || event.altKey) return;
  else if (paint.shortcut(event.key)) event.preventDefault();
  else if (event.key === "a" && !state.painting_on) $("other").click();
});

$("quit").onclick = async () => {
  disconnect();
  await fetch("stop", { method: "POST" }).catch(() => null);
  say("The studio has stopped. You can close this page.");
};
connect();
