// The picture that is painted on, as the studio knows it: indices into the machine's colours.

import { ask, on, send } from "./connection.js";
import { $, bytes, pngOf, say } from "./dom.js";

/** null while nothing is painted on. */
export let easel = null;
/** What is painted over for the run that goes on: kept as in the photo, more of the painting, another painting. */
export const masks = { protect: new Set(), detail: new Set(), mask: new Set() };

let refused = new Set();
let later = 0;
const listeners = new Set();

export const watchEasel = (listener) => listeners.add(listener);

/** Put a picture of the history onto the easel. */
export async function put(entry) {
  await ask({ type: "canvas", mode: entry.mode.name, png: entry.native, palette: entry.settings.palette ?? null });
}

export function leave() {
  easel = null;
  send({ type: "leave" });
}

/** Pixels in a colour; what clashes is resolved before the answer comes. */
export function stroke(pixels, colour, gesture) {
  if (pixels.length) send({ type: "stroke", pixels, colour, gesture });
}

export const lock = (pixels, on) => send({ type: "lock", pixels, on });

/** { png, kept, pixels }: the picture and what of it is a person's. */
export const lift = () => ask({ type: "lift" });

/** A mask painted by hand, as base64 of a PNG of the photo's shape: white where it is. */
export function maskPNG(name, photo, [left, top, across, down]) {
  const [width, height] = easel.size;
  const canvas = document.createElement("canvas");
  const scale = Math.min(1, 2048 / Math.max(photo.width, photo.height));
  [canvas.width, canvas.height] = [Math.round(photo.width * scale), Math.round(photo.height * scale)];
  const context = canvas.getContext("2d");
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = "#fff";
  const [x, y] = [(scale * across) / width, (scale * down) / height];
  for (const at of masks[name])
    context.fillRect(scale * left + (at % width) * x, scale * top + Math.floor(at / width) * y, x + 0.5, y + 0.5);
  return pngOf(canvas);
}

/** For the masks that are painted: their PNGs, by the setting that they are for. */
export const masksFor = (photo, window) =>
  Object.fromEntries(Object.keys(masks).filter((name) => masks[name].size).map((name) => [name, maskPNG(name, photo, window)]));

export function clearMasks() {
  for (const mask of Object.values(masks)) mask.clear();
  drawMarks();
}

/** Red, green and blue of a colour that no palette lists. */
function ofLevels(colour, levels) {
  const parts = [Math.floor(colour / levels ** 2), Math.floor(colour / levels) % levels, colour % levels];
  return parts.map((part) => Math.round((part * 255) / (levels - 1)));
}

/** The number of a colour [red, green, blue] on a screen of so many levels. */
export const numbered = (rgb, levels) =>
  rgb.reduce((number, part) => number * levels + Math.round((part * (levels - 1)) / 255), 0);

export const hexOf = (colour) => `#${easel.rgbOf(colour).map((part) => part.toString(16).padStart(2, "0")).join("")}`;

/** The 32 colours of which a picture has most: swatches for a screen that has thousands. */
function commonest(indices) {
  const counts = new Map();
  for (const one of indices) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).slice(0, 32).map(([one]) => one);
}

function unpacked(packed) {
  const found = new Set();
  bytes(packed).forEach((byte, at) => {
    for (let bit = 0; byte && bit < 8; bit++) if (byte & (128 >> bit)) found.add(8 * at + bit);
  });
  return found;
}

export function begin() {
  on("canvas", (message) => {
    const listed = message.palette.map((hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)));
    const data = bytes(message.indices);
    const wide = message.levels ** 3 > 65536 ? Uint32Array : Uint16Array;
    const indices = message.levels ? new wide(data.buffer) : data;
    const rgbOf = (colour) => (message.levels ? ofLevels(colour, message.levels) : listed[colour]);
    easel = { ...message, indices, rgbOf, usable: message.usable ?? commonest(indices), locked: unpacked(message.locked) };
    draw();
    for (const listener of listeners) listener();
  });
  on("stroked", (message) => {
    if (!easel) return;
    for (let at = 0; at < message.changed.length; at += 2) easel.indices[message.changed[at]] = message.changed[at + 1];
    if (message.held) easel.held = message.held;
    if (message.locked) easel.locked = unpacked(message.locked);
    [easel.undo, easel.redo] = [message.undo, message.redo];
    refused = new Set(message.refused ?? []);
    if (refused.size) {
      say(`${refused.size === 1 ? "One pixel" : `${refused.size} pixels`} cannot have that colour there: what is locked, or the machine, stands in the way.`, true);
      clearTimeout(later);
      later = setTimeout(() => {
        refused = new Set();
        drawMarks();
      }, 1200);
    } else if (message.changed.length) say("");
    draw();
    for (const listener of listeners) listener();
  });
}

export function draw() {
  if (!easel) return;
  const [width, height] = easel.size;
  const image = new ImageData(width, height);
  easel.indices.forEach((index, at) => {
    const [red, green, blue] = easel.rgbOf(index);
    image.data.set([red, green, blue, 255], 4 * at);
  });
  const plain = new OffscreenCanvas(width, height);
  plain.getContext("2d").putImageData(image, 0, 0);
  const canvas = $("picture");
  const [across, down] = [width * easel.pixel[0], height * easel.pixel[1]];
  if (canvas.width !== across || canvas.height !== down) [canvas.width, canvas.height] = [across, down];
  const context = canvas.getContext("2d");
  context.imageSmoothingEnabled = false;
  context.drawImage(plain, 0, 0, across, down);
  drawMarks();
}

/** What is locked, masked, impossible; and the pixel that the keys are at. */
export function drawMarks(cursor = null) {
  if (!easel) return;
  const canvas = $("marks");
  const [width] = easel.size;
  const [across, down] = easel.pixel;
  [canvas.width, canvas.height] = [$("picture").width, $("picture").height];
  const context = canvas.getContext("2d");
  const paint = (pixels, colour) => {
    context.fillStyle = colour;
    for (const at of pixels) context.fillRect((at % width) * across, Math.floor(at / width) * down, across, down);
  };
  paint(masks.protect, "rgb(80 220 120 / .45)");
  paint(masks.detail, "rgb(255 170 60 / .45)");
  paint(masks.mask, "rgb(200 110 255 / .45)");
  paint(easel.locked, "rgb(60 130 255 / .6)");
  paint(refused, "rgb(255 0 120 / .9)");
  if (cursor) {
    context.strokeStyle = "#fff";
    context.strokeRect(cursor[0] * across - 0.5, cursor[1] * down - 0.5, across + 1, down + 1);
    context.strokeStyle = "#000";
    context.strokeRect(cursor[0] * across - 1.5, cursor[1] * down - 1.5, across + 3, down + 3);
  }
}
