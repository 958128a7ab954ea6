// The crop frame: moved and sized by mouse, finger or keys; in the photo's own pixels.

import { $ } from "./dom.js";
import { fileURL } from "./files.js";
import { change, modeNamed, state } from "./store.js";

let frame = [0, 0, 1, 1]; // in parts of the photo
let shape = 1; // width / height of the frame, in parts

export function begin() {
  const dialog = $("cropper");
  $("crop-open").onclick = async () => {
    $("crop-photo").src = fileURL(state.photo.name);
    dialog.showModal();
    await $("crop-photo").decode();
    const mode = modeNamed(state.mode);
    const aspect = mode ? (mode.width * mode.pixel[0]) / (mode.height * mode.pixel[1]) : 1.6;
    shape = (aspect * state.photo.height) / state.photo.width;
    const width = Math.min(1, shape);
    frame = [(1 - width) / 2, (1 - width / shape) / 2, width, width / shape];
    if (state.crop) {
      const { width: across, height: down } = state.photo;
      frame = [state.crop[0] / across, state.crop[1] / down, state.crop[2] / across, state.crop[3] / down];
    }
    draw();
    $("crop-frame").focus();
  };
  $("crop-all").onclick = () => {
    change({ crop: null });
    dialog.close("all");
  };
  $("crop-done").onclick = () => {
    const { width, height } = state.photo;
    const [left, top] = [Math.round(frame[0] * width), Math.round(frame[1] * height)];
    change({ crop: [left, top, Math.min(Math.round(frame[2] * width), width - left), Math.min(Math.round(frame[3] * height), height - top)] });
  };
  $("crop-frame").onkeydown = (event) => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!step) return;
    event.preventDefault();
    if (event.shiftKey) size(frame[2] + 0.02 * (step[0] - step[1]));
    else move(frame[0] + 0.01 * step[0], frame[1] + 0.01 * step[1]);
  };
  $("crop-frame").onpointerdown = drag;
}

function drag(event) {
  const sizing = event.target.tagName === "I";
  const { width, height } = $("crop-photo").getBoundingClientRect();
  const [x, y, began] = [event.clientX, event.clientY, [...frame]];
  const handle = $("crop-frame");
  handle.setPointerCapture(event.pointerId);
  handle.onpointermove = (moved) => {
    const across = (moved.clientX - x) / width;
    const down = (moved.clientY - y) / height;
    if (sizing) size(began[2] + Math.max(across, down * shape));
    else move(began[0] + across, began[1] + down);
  };
  handle.onpointerup = () => (handle.onpointermove = null);
}

function move(left, top) {
  frame[0] = Math.min(Math.max(left, 0), 1 - frame[2]);
  frame[1] = Math.min(Math.max(top, 0), 1 - frame[3]);
  draw();
}

function size(width) {
  const most = Math.min(1 - frame[0], (1 - frame[1]) * shape);
  frame[2] = Math.min(Math.max(width, 0.05), most);
  frame[3] = frame[2] / shape;
  draw();
}

function draw() {
  const { style } = $("crop-frame");
  [style.left, style.top, style.width, style.height] = frame.map((part) => `${100 * part}%`);
}
