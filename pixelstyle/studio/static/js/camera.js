// The camera, painted live by the engine: each frame is legal on the machine.

import { ask } from "./connection.js";
import { $, picture, pngURL } from "./dom.js";
import { upload } from "./files.js";
import { paintings } from "./gallery.js";
import { change, state } from "./store.js";

let stream = null;

export function begin() {
  $("camera-open").onclick = open;
  $("camera").onclose = close;
  $("camera-take").onclick = take;
}

async function open() {
  $("camera").showModal();
  $("camera-hint").textContent = "Asking for the camera …";
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 480 } });
  } catch {
    $("camera-hint").textContent = "There is no camera, or the browser may not use it.";
    return;
  }
  const video = $("camera-video");
  video.srcObject = stream;
  await video.play();
  const mine = stream;
  const began = performance.now();
  let frames = 0;
  while (stream === mine && $("camera").open) {
    try {
      const answer = await ask({ type: "frame", data: await frame("image/jpeg"), mode: state.mode, painter: state.painting?.name ?? paintings()[0] });
      if (stream !== mine) return;
      await paint(answer);
      frames += 1;
      $("camera-hint").textContent = `${((1000 * frames) / (performance.now() - began)).toFixed(1)} frames a second, each of them legal`;
      $("camera").dataset.frames = frames;
    } catch (error) {
      $("camera-hint").textContent = error.message;
      return;
    }
  }
}

/** The video's picture, as base64. */
async function frame(type) {
  const video = $("camera-video");
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
  canvas.getContext("2d").drawImage(video, 0, 0);
  return canvas.toDataURL(type, 0.9).split(",")[1];
}

async function paint(answer) {
  const image = await picture(pngURL(answer.shown.png));
  const canvas = $("camera-picture");
  [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
  const times = Math.max(1, Math.floor(Math.min((0.86 * innerWidth) / canvas.width, (0.6 * innerHeight) / canvas.height)));
  canvas.style.width = `${times * canvas.width}px`;
  canvas.getContext("2d").drawImage(image, 0, 0);
}

async function take() {
  const video = $("camera-video");
  if (!video.videoWidth) return;
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
  canvas.getContext("2d").drawImage(video, 0, 0);
  const blob = await new Promise((settle) => canvas.toBlob(settle, "image/png"));
  $("camera").close();
  change({ photo: await upload(blob, "camera.png"), crop: null });
}

function close() {
  for (const track of stream?.getTracks() ?? []) track.stop();
  stream = null;
  $("camera-video").srcObject = null;
}
