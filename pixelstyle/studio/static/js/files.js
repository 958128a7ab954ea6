// Photos and paintings come in: dropped, pasted, opened; all go into the studio's folder.

import { send } from "./connection.js";
import { $, say } from "./dom.js";
import { change, state } from "./store.js";

/** Put a file into the workspace: { name, width, height }. */
export async function upload(file, name = file.name) {
  const plain = (name || "picture.png").replace(/[/\\:*?"<>|\u0000-\u001f]/g, "-").replace(/^\.+/, "").slice(-100);
  const answer = await fetch(`files/${encodeURIComponent(plain || "picture.png")}`, { method: "POST", body: file });
  const told = await answer.json().catch(() => ({ message: "The studio did not take the file." }));
  if (!answer.ok) throw new Error(told.message);
  return told;
}

export const fileURL = (name) => `files/${encodeURIComponent(name)}`;

async function takePhoto(file) {
  try {
    say(`Reading ${file.name || "the picture"} …`);
    change({ photo: await upload(file), crop: null });
  } catch (error) {
    say(error.message, true);
  }
}

export function begin() {
  $("open").onchange = () => {
    if ($("open").files[0]) takePhoto($("open").files[0]);
    $("open").value = "";
  };
  $("own").onchange = async () => {
    const [file] = $("own").files;
    $("own").value = "";
    if (!file) return;
    try {
      change({ painting: { name: null, file: (await upload(file)).name } });
    } catch (error) {
      say(error.message, true);
    }
  };
  // An engine that was put away, as nothing happened for a while, comes back before the photo does.
  const wake = () => send({ type: "wake" });
  $("open").onclick = wake;
  addEventListener("dragenter", (event) => event.relatedTarget === null && wake());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && wake());
  const desk = $("desk");
  addEventListener("dragover", (event) => {
    event.preventDefault();
    desk.classList.add("over");
  });
  addEventListener("dragleave", (event) => event.relatedTarget === null && desk.classList.remove("over"));
  addEventListener("drop", (event) => {
    event.preventDefault();
    desk.classList.remove("over");
    const [file] = event.dataTransfer.files;
    if (file) takePhoto(file);
  });
  addEventListener("paste", (event) => {
    const file = [...event.clipboardData.files].find((one) => one.type.startsWith("image/"));
    if (file) takePhoto(new File([file], file.name || "pasted.png", { type: file.type }));
  });
}

export function show() {
  const { photo } = state;
  $("photo").hidden = !photo;
  if (photo) $("photo").src = fileURL(photo.name);
  $("photo-name").textContent = photo ? `${photo.name}, ${photo.width} × ${photo.height}` : "none yet";
  $("crop-open").disabled = !photo;
}
