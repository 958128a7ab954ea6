// Painting under the rules: tools, colours, locks and masks.

import { send } from "./connection.js";
import { $, make, radios, say } from "./dom.js";
import * as easel from "./easel.js";
import * as fingers from "./fingers.js";
import { intoFolder, paintings, title } from "./gallery.js";
import * as history from "./history.js";
import { beforehand, goOn, stop } from "./runs.js";
import * as shapes from "./shapes.js";
import * as stage from "./stage.js";
import { change, state } from "./store.js";

// the tool's name, its word, its key, what it does
const TOOLS = [
  ["brush", "Brush", "b", "Pixels in the colour that is chosen."],
  ["line", "Line", "l", "A line from where you press to where you let go."],
  ["fill", "Fill", "f", "All that hangs together in one colour."],
  ["pick", "Pick", "i", "The colour that is touched is the next one to paint in."],
  ["lock", "Lock", "k", "What is locked (blue) stays: no stroke and no network changes it."],
  ["unlock", "Unlock", "u", "Frees what is locked."],
  ["protect", "Protect", "p", "For “Go on around it”: here (green) the picture stays as the photo has it."],
  ["detail", "Detail", "d", "For “Go on around it”: here (orange) the painting counts more."],
  ["mask", "Other", "o", "For “Go on around it”: here (violet) the other painting goes."],
  ["erase", "Unmask", "e", "Takes away what is green, orange or violet."],
];
export const BY_HAND = "painted by hand";
const REACHES = { pixels: "pixels", cells: "cells", colour: "this colour" };
let tool = "brush";
let reach = "pixels";
let colour = 1;
let picked = null; // the machine for which the colour was picked
let size = 1;
let cursor = null;
let gesture = null;

export function begin() {
  easel.begin();
  easel.watchEasel(() => {
    if (!state.painting_on) enter();
    if (easel.easel.levels ? !fits(colour) : !easel.easel.usable.includes(colour)) colour = easel.easel.usable.at(-1);
    show();
  });
  build();
  beforehand(putAway);
  $("paint").onclick = () => (state.painting_on ? finish() : start());
  const canvas = $("picture");
  canvas.onpointerdown = (event) => (fingers.down(event) ? interrupted() : press(event));
  canvas.onpointermove = (event) => !fingers.move(event) && gesture?.last && go(at(event));
  canvas.onpointerup = canvas.onpointercancel = (event) => {
    fingers.up(event);
    release(event);
  };
  canvas.onkeydown = keys;
  canvas.onblur = () => easel.drawMarks();
}

const fits = (number) => number < easel.easel.levels ** 3 && picked === easel.easel.mode;

async function start() {
  stop();
  try {
    await easel.put(state.shown);
    say("Paint with the mouse, a finger or the keys: arrows and Space. Nothing can clash.");
  } catch (error) {
    say(error.message, true);
  }
}

function enter() {
  if (!state.shown) return;
  change({ painting_on: true });
  $("picture").focus();
}

/** Leave the easel; what was painted is a new picture of the history. */
async function finish() {
  try {
    await keep(BY_HAND);
  } finally {
    easel.leave();
    change({ painting_on: false });
    stage.show(state.shown);
  }
}

/** Before something else is done with the picture. */
export const putAway = async () => state.painting_on && finish();

async function keep(label) {
  const { png, pixels } = await easel.lift();
  if (pixels) history.add({ ...state.shown, label, native: png, shown: $("picture").toDataURL("image/png").split(",")[1], clashes: [] });
  return { png, pixels };
}

async function carryOn() {
  try {
    const { png, kept, pixels } = await easel.lift();
    const masks = easel.masksFor(state.photo, stage.photoWindow());
    if (!pixels && !Object.keys(masks).length) return say("Paint, lock or mask something first: the rest is painted around it.");
    const settings = masks.mask ? { region: [`#ffffff=${await intoFolder($("other-painting").value)}`] } : {};
    easel.leave();
    change({ painting_on: false });
    goOn(pixels ? { start: png, keep_pixels: kept, ...masks } : masks, settings);
  } catch (error) {
    say(error.message, true);
  }
  return undefined;
}

function build() {
  const tools = make("div", { className: "set", role: "radiogroup", "aria-label": "Tool", id: "tool-set" },
    ...TOOLS.map(([name, word, key, about]) => {
      const button = make("button", { type: "button", role: "radio", textContent: word, title: `${word} (${key.toUpperCase()}): ${about}` });
      button.dataset.value = name;
      button.onclick = () => take(name);
      return button;
    }));
  const width = make("input", { type: "range", id: "brush-size", min: 1, max: 24, value: 1 });
  width.oninput = () => (size = Number(width.value));
  const whole = make("select", { id: "lock-reach" }, ...Object.entries(REACHES).map(([value, textContent]) => make("option", { value, textContent })));
  whole.onchange = () => (reach = whole.value);
  const any = make("input", { type: "color", id: "any-colour" });
  any.onchange = () => choose(easel.numbered([1, 3, 5].map((at) => parseInt(any.value.slice(at, at + 2), 16)), easel.easel.levels));
  const other = make("select", { id: "other-painting" });
  const undo = make("button", { type: "button", id: "undo", textContent: "Undo", onclick: () => send({ type: "undo" }) });
  const redo = make("button", { type: "button", id: "redo", textContent: "Redo", onclick: () => send({ type: "redo" }) });
  const on = make("button", { type: "button", id: "go-on", className: "primary", textContent: "Go on around it", onclick: carryOn });
  $("tools").replaceChildren(tools,
    make("label", { className: "field", htmlFor: "brush-size" }, "Width", width),
    make("label", { className: "field", htmlFor: "lock-reach" }, "Lock what", whole),
    make("label", { className: "field", htmlFor: "other-painting" }, "Other painting", other),
    make("div", { className: "swatches", id: "swatches", role: "radiogroup", "aria-label": "The machine's colours" }),
    make("label", { className: "field", htmlFor: "any-colour", id: "any-colour-field" }, "Any colour", any),
    make("div", { className: "set" }, undo, redo), on);
}

function take(name) {
  tool = name;
  const [, word, , about] = TOOLS.find(([one]) => one === name);
  say(`${word}: ${about}`);
  radios($("tool-set"), tool);
}

export function show(changed) {
  const on = state.painting_on;
  $("paint").textContent = on ? "Done painting" : "Paint on it";
  $("tools").hidden = !on;
  $("sheet").classList.toggle("painting", on);
  $("paint").setAttribute("aria-pressed", on);
  $("paint").disabled = !state.shown;
  if (changed?.includes("photo")) easel.clearMasks();
  if (!on || !easel.easel) return;
  radios($("tool-set"), tool);
  const { usable, levels, held, undo, redo } = easel.easel;
  if (!$("other-painting").options.length)
    $("other-painting").append(...paintings().map((value) => make("option", { value, textContent: title(value) })));
  $("any-colour-field").hidden = !levels;
  const key = `${usable.map(easel.hexOf).join()} ${held}`;
  if ($("swatches").dataset.key !== key) {
    $("swatches").dataset.key = key;
    $("swatches").replaceChildren(...usable.map(swatch));
  }
  radios($("swatches"), String(colour));
  $("undo").disabled = !undo;
  $("redo").disabled = !redo;
}

function swatch(entry) {
  const { levels, held } = easel.easel;
  const hex = easel.hexOf(entry);
  const words = [levels ? hex : `${entry} ${hex}`, ...(held && !held.includes(entry) ? ["in no sub-palette yet"] : [])].join(", ");
  const button = make("button", { type: "button", role: "radio", title: words, "aria-label": `Colour ${words}` });
  button.style.background = hex;
  button.classList.toggle("out", Boolean(held) && !held.includes(entry));
  button.dataset.value = String(entry);
  button.onclick = () => choose(entry);
  return button;
}

function choose(entry) {
  colour = entry;
  picked = easel.easel.mode;
  if (easel.easel.levels) $("any-colour").value = easel.hexOf(entry);
  radios($("swatches"), String(colour));
}

/** The native pixel under the pointer. */
function at(event) {
  const box = $("picture").getBoundingClientRect();
  const [width, height] = easel.easel.size;
  const clamp = (value, most) => Math.min(Math.max(Math.floor(value), 0), most - 1);
  return [clamp(((event.clientX - box.left) / box.width) * width, width), clamp(((event.clientY - box.top) / box.height) * height, height)];
}

function press(event) {
  if (!state.painting_on || !easel.easel || event.button !== 0) return;
  event.preventDefault();
  $("picture").focus();
  $("picture").setPointerCapture(event.pointerId);
  const point = at(event);
  gesture = { key: `${performance.now()}`, first: point, last: point };
  if (tool === "pick") choose(easel.easel.indices[point[1] * easel.easel.size[0] + point[0]]);
  else if (tool === "fill") easel.stroke(shapes.filled(easel.easel.indices, point, easel.easel.size), colour, gesture.key);
  else if (tool !== "line") apply([point]);
}

function go(point) {
  if (point[0] === gesture.last[0] && point[1] === gesture.last[1]) return;
  if (tool === "pick") choose(easel.easel.indices[point[1] * easel.easel.size[0] + point[0]]);
  else if (tool !== "line" && tool !== "fill") apply(shapes.line(gesture.last, point));
  gesture.last = point;
}

/** A second finger: the first was none that paints. */
function interrupted() {
  if (gesture && ["brush", "fill", "lock", "unlock"].includes(tool)) send({ type: "undo" });
  gesture = null;
}

function release(event) {
  if (!gesture) return;
  if (tool === "line" && event.type === "pointerup") apply(shapes.line(gesture.first, at(event)));
  gesture = null;
}

function apply(points) {
  const { size: screen, pixel, cell, indices } = easel.easel;
  let pixels = shapes.brushed(points, size, screen, pixel);
  if (tool === "brush" || tool === "line") return easel.stroke(pixels, colour, gesture?.key ?? null);
  if (reach === "cells") pixels = shapes.cells(pixels, cell, screen);
  if (reach === "colour") {
    const wanted = new Set(pixels.map((one) => indices[one]));
    pixels = [...indices.keys()].filter((one) => wanted.has(indices[one]));
  }
  if (tool === "lock" || tool === "unlock") return easel.lock(pixels, tool === "lock");
  for (const [name, mask] of Object.entries(easel.masks))
    for (const one of pixels) {
      if (name === tool) mask.add(one);
      else if (tool === "erase") mask.delete(one);
    }
  return easel.drawMarks();
}

function keys(event) {
  if (!state.painting_on || !easel.easel || event.ctrlKey || event.metaKey) return;
  const [width, height] = easel.easel.size;
  const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  cursor ??= [width >> 1, height >> 1];
  if (step) {
    const by = event.shiftKey ? 8 : 1;
    cursor = [Math.min(Math.max(cursor[0] + by * step[0], 0), width - 1), Math.min(Math.max(cursor[1] + by * step[1], 0), height - 1)];
  } else if (event.key === " " || event.key === "Enter") {
    if (tool === "pick") choose(easel.easel.indices[cursor[1] * width + cursor[0]]);
    else if (tool === "fill") easel.stroke(shapes.filled(easel.easel.indices, cursor, easel.easel.size), colour, null);
    else apply([cursor]);
  } else return;
  event.preventDefault();
  easel.drawMarks(cursor);
}

/** Keys of tools and colours, wherever the focus is; whether it was one. */
export function shortcut(key) {
  if (!state.painting_on || !easel.easel) return false;
  const named = TOOLS.find(([, , one]) => one === key.toLowerCase());
  const { usable } = easel.easel;
  if (named) take(named[0]);
  else if (key === "[" || key === "]") choose(usable[(usable.indexOf(colour) + (key === "]" ? 1 : usable.length - 1)) % usable.length]);
  return Boolean(named) || key === "[" || key === "]";
}
