// The picture, large, each of its pixels a whole number of the display's; what it is compared with; what clashes.

import { $, picture, pngURL } from "./dom.js";
import { fileURL } from "./files.js";
import { state, watch } from "./store.js";

let size = [320, 200]; // in shown pixels
let pixel = [1, 1];
let zoom = 0; // display pixels a shown pixel; 0: as large as there is room
let clashes = [];
let latest = 0;
let alone = null; // "ours" or "other": only that of the two that are compared; null: both, split

export const measures = () => ({ size, pixel, scale: scale() });

function room() {
  const desk = $("desk");
  return [desk.clientWidth - 16, desk.clientHeight - 16];
}

/** Display pixels a shown pixel: always a whole number. */
function scale() {
  if (zoom) return zoom;
  const [width, height] = room();
  const ratio = devicePixelRatio || 1;
  return Math.max(1, Math.floor(Math.min((width * ratio) / size[0], (height * ratio) / size[1])));
}

export function layOut() {
  const times = scale();
  const ratio = devicePixelRatio || 1;
  for (const id of ["picture", "behind", "marks"]) {
    $(id).style.width = `${(size[0] * times) / ratio}px`;
    $(id).style.height = `${(size[1] * times) / ratio}px`;
  }
  $("glass").style.setProperty("--line-height", `${(pixel[1] * times) / ratio}px`);
  $("zoom").textContent = zoom ? `${times}×` : `fit, ${times}×`;
  split();
}

/** Draw an image of the picture, whichever size it has, into the machine's shown pixels. */
function draw(image, width, height) {
  const canvas = $("picture");
  if (canvas.width !== width || canvas.height !== height) [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext("2d");
  context.imageSmoothingEnabled = false;
  context.drawImage(image, 0, 0, width, height);
}

export async function show(entry) {
  $("empty").hidden = entry !== null;
  $("sheet").hidden = entry === null;
  if (!entry) return;
  const turn = ++latest;
  const image = await picture(pngURL(entry.shown));
  if (turn !== latest) return;
  pixel = entry.pixel;
  size = [entry.size[0] * pixel[0], entry.size[1] * pixel[1]];
  clashes = entry.clashes;
  draw(image, ...size);
  $("picture").setAttribute("aria-label", `The picture: ${entry.mode?.title ?? ""}, ${entry.label}`);
  layOut();
  mark();
  await compare();
}

/** A picture that is not finished yet. */
export async function preview(png, boxes) {
  const turn = ++latest;
  const image = await picture(pngURL(png));
  if (turn !== latest) return;
  $("empty").hidden = true;
  $("sheet").hidden = false;
  size = [image.naturalWidth, image.naturalHeight];
  clashes = boxes ?? [];
  draw(image, ...size);
  layOut();
  mark();
}

function mark() {
  const canvas = $("marks");
  [canvas.width, canvas.height] = size;
  const context = canvas.getContext("2d");
  if ($("clashes").getAttribute("aria-pressed") !== "true") return;
  context.strokeStyle = "#ff2bd6";
  context.lineWidth = 1;
  for (const [left, top, width, height] of clashes)
    context.strokeRect(left * pixel[0] + 0.5, top * pixel[1] + 0.5, width * pixel[0] - 1, height * pixel[1] - 1);
}

async function compare() {
  const what = $("compare").value;
  const canvas = $("behind");
  $("split-label").hidden = $("other").hidden = !what;
  [canvas.width, canvas.height] = size;
  if (!what) return split();
  const context = canvas.getContext("2d");
  const entry = state.history.find(({ id }) => String(id) === what);
  if (entry) {
    context.imageSmoothingEnabled = false;
    context.drawImage(await picture(pngURL(entry.shown)), 0, 0, ...size);
  } else if (state.photo) {
    const image = await picture(fileURL(state.photo.name));
    context.drawImage(image, ...photoWindow(), 0, 0, ...size);
  }
  return split();
}

/** The part of the photo that the screen shows: left, top, width, height. */
export function photoWindow() {
  const told = state.shown?.photo === state.photo.name && state.shown.window;
  if (told) return Array.isArray(told) ? told : String(told).split(",").map(Number);
  const [left, top, width, height] = state.crop ?? [0, 0, state.photo.width, state.photo.height];
  const across = Math.min(width, (height * size[0]) / size[1]);
  const down = (across * size[1]) / size[0];
  return [left + (width - across) / 2, top + (height - down) / 2, across, down];
}

function split() {
  const part = { ours: 0, other: 100 }[alone] ?? Number($("split").value);
  $("divider").hidden = !$("compare").value || alone !== null;
  $("other").setAttribute("aria-pressed", alone === "other");
  $("behind").style.clipPath = `inset(0 ${100 - part}% 0 0)`;
  $("divider").style.left = `${part}%`;
}

/** The line between the two is pulled. */
function pull(event) {
  const box = $("sheet").getBoundingClientRect();
  $("split").value = (100 * (event.clientX - box.left)) / box.width;
  split();
}

function toggle(id, then) {
  $(id).onclick = () => {
    const on = $(id).getAttribute("aria-pressed") !== "true";
    $(id).setAttribute("aria-pressed", on);
    then(on);
  };
}

export function zoomBy(step) {
  zoom = Math.max(1, Math.min(32, scale() + step));
  layOut();
}

export function begin() {
  $("larger").onclick = () => zoomBy(1);
  $("smaller").onclick = () => zoomBy(-1);
  $("fit").onclick = () => {
    zoom = 0;
    layOut();
  };
  toggle("crt", (on) => {
    $("sheet").classList.toggle("crt", on);
    $("glass").hidden = !on;
  });
  toggle("clashes", mark);
  const both = () => (alone = null);
  $("compare").onchange = () => {
    both();
    compare();
  };
  $("split").oninput = () => {
    both();
    split();
  };
  $("other").onclick = () => {
    alone = alone === "other" ? "ours" : "other";
    split();
  };
  $("divider").onpointerdown = (event) => {
    event.preventDefault();
    $("divider").setPointerCapture(event.pointerId);
    $("divider").onpointermove = pull;
  };
  $("divider").onpointerup = $("divider").onpointercancel = () => ($("divider").onpointermove = null);
  $("desk").addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoomBy(event.deltaY < 0 ? 1 : -1);
  }, { passive: false });
  new ResizeObserver(layOut).observe($("desk"));
  watch((changed) => changed.includes("photo") && compare());
}
