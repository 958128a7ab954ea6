// The first legal picture at once, by a painter or by conversion; then the optimised one, growing before one's eyes.

import { ask, on, send } from "./connection.js";
import { $, say } from "./dom.js";
import * as history from "./history.js";
import { chosen, plain } from "./settings.js";
import * as stage from "./stage.js";
import { change, modeNamed, state } from "./store.js";

let number = 0;
let again = null;
let changeable = {};
let told = {};

const fresh = (kind) => `${kind}-${Date.now().toString(36)}-${++number}`;

let before = async () => null;
/** What is done before a run begins: a picture that is painted on is put away. */
export const beforehand = (work) => (before = work);

/** Begin anew with all that is chosen now. */
export async function paint() {
  stop();
  await before();
  const { photo, painting } = state;
  if (!photo || !painting) return;
  const inputs = { content: photo.name };
  const first = fresh("first");
  const grown = fresh("grown");
  change({ running: { first, grown, began: performance.now() } });
  say("The first picture …");
  const byPainter = { type: "run", id: first, recipe: "stylize", inputs, settings: { ...plain("stylize"), painter: painting.name }, clashes: true };
  const converted = { type: "run", id: first, recipe: "convert", inputs: { image: photo.name }, settings: plain("convert"), clashes: true };
  send(painting.name ? byPainter : converted);
  again = painting.name ? converted : null; // where no painter can paint for the machine
  grow(grown, inputs);
}

function grow(id, inputs, more = {}) {
  told = chosen();
  send({
    type: "run", id, recipe: "stylize", inputs: { ...inputs, style: state.painting.file }, settings: { ...told, ...(more.settings ?? {}) },
    handed: more.handed ?? {}, preview: 0.4, clashes: true, save: [`${stem()}-${state.mode.replace(/\.toml$/i, "")}.png`],
  });
}

/** Go on around what was painted by hand: the picture, what of it stays, and masks, as settings that come with the run. */
export function goOn(handed, settings = {}) {
  stop();
  const grown = fresh("grown");
  change({ running: { first: null, grown, began: performance.now() } });
  say("Painting on around yours …");
  grow(grown, { content: state.photo.name }, { handed, settings });
}

const stem = () => state.photo.name.replace(/\.[^.]*$/, "").slice(0, 60);

export function stop() {
  const { running } = state;
  if (!running) return;
  for (const id of [running.first, running.grown]) if (id) send({ type: "cancel", id });
  change({ running: null });
}

/** Settings have changed: a run that can take them up does. */
export function follow() {
  const { running } = state;
  if (!running || running.first) return false;
  const now = chosen();
  const defaults = Object.fromEntries(state.hello.recipes.find((one) => one.name === "stylize").settings.map((one) => [one.name, one.default]));
  const names = new Set([...Object.keys(now), ...Object.keys(told)].filter((name) => now[name] !== told[name]));
  if ([...names].some((name) => !(name in changeable))) return false;
  if (names.size) send({ type: "change", id: running.grown, settings: Object.fromEntries([...names].map((name) => [name, now[name] ?? defaults[name]])) });
  told = now;
  return true;
}

const ours = (message) => state.running && (message.id === state.running.first || message.id === state.running.grown);

function entryOf(message, label) {
  return {
    label, run: message.id, mode: modeNamed(state.mode), native: message.native.png, shown: message.shown.png, size: message.size, pixel: message.pixel,
    palette: message.palette, clashes: message.clashes ?? [], window: message.report.inputs[message.recipe === "convert" ? "image" : "content"]?.window, report: message.report,
    photo: state.photo.name, extensions: modeNamed(state.mode)?.extensions ?? [".png"], settings: { ...state.settings }, saved: message.saved,
  };
}

export function begin() {
  on("asked", ({ run }) => {
    // a page that was loaded anew in the middle of a run
    if (!/^(first|grown)-/.test(run.id)) return;
    const running = state.running ?? { first: null, grown: null, began: performance.now() };
    change({ running: { ...running, [run.id.split("-")[0]]: run.id } });
  });
  on("started", (message) => {
    if (message.id === state.running?.grown) changeable = message.changeable ?? {};
  });
  on("step", (message) => {
    if (message.id !== state.running?.grown) return;
    const progress = $("progress");
    progress.value = message.iteration / message.iterations;
    say(`Painting, ${message.iteration} of ${message.iterations}, ${Math.ceil(message.eta)} s left`);
    if (message.preview && !state.painting_on) stage.preview(message.preview.png, message.clashes);
  });
  on("done", (message) => {
    if (!ours(message)) return;
    if (state.history.some(({ run }) => run === message.id)) return change({ running: null }); // told again
    const { first, grown, began } = state.running;
    if (message.id === first) {
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      change({ running: grown && { first: null, grown, began } });
      history.add(entryOf(message, message.recipe === "convert" ? "converted" : "the painter's"));
      say(`The first picture after ${seconds} s; the optimised one follows …`);
    } else {
      change({ running: null });
      history.add(entryOf(message, message.report.trouble ? "ended early" : "optimised"));
      const where = message.saved?.length ? ` Saved as ${message.saved[0].split("/").pop()}.` : "";
      say(`Done.${where}`);
    }
    return undefined;
  });
  on("finishing", ({ steps }) => say(`Coming to an end in ${steps} more steps …`));
  on("warning", ({ message }) => say(message, true));
  on("error", (message) => {
    if (message.id === state.running?.first && again) {
      // The engine does one run after the other: the optimised one waits behind the conversion.
      send({ type: "cancel", id: state.running.grown });
      const [first, grown] = [fresh("first"), fresh("grown")];
      change({ running: { ...state.running, first, grown } });
      send({ ...again, id: first });
      grow(grown, { content: state.photo.name });
      again = null;
      return;
    }
    if (message.id !== undefined && !ours(message)) return;
    if (message.id === state.running?.grown) change({ running: null });
    else if (ours(message)) change({ running: { ...state.running, first: null } });
    say(message.message, true);
  });
  $("finish").onclick = () => send({ type: "finish", id: state.running?.grown });
  $("cancel").onclick = () => {
    stop();
    say("Stopped.");
  };
  $("go").onclick = paint;
}

export function show() {
  const busy = state.running !== null;
  $("progress").hidden = $("cancel").hidden = !busy;
  $("finish").hidden = !busy || state.running.first !== null;
  $("go").disabled = !state.photo || !state.painting;
  $("go").textContent = busy ? "Begin anew" : "Paint it";
  if (!busy) $("progress").value = 0;
}

/** One quick picture with other settings, for variations. */
export const quick = (settings) =>
  ask({ type: "run", recipe: "stylize", inputs: { content: state.photo.name }, settings: { ...plain("stylize"), ...settings } });
