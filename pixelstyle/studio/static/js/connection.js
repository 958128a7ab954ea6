// The socket: the engine's protocol (docs/engine-protocol.md), and painting. Reconnects by itself.

import { say } from "./dom.js";

const listeners = new Map();
const answers = new Map();
let socket = null;
let waiting = [];
let tries = 0;
let number = 0;
let over = false;

/** Call `heard` with every message of a type. */
export function on(type, heard) {
  listeners.set(type, [...(listeners.get(type) ?? []), heard]);
}

export function send(message) {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  else waiting.push(message);
}

/** Send a question; the promise has the message that answers it, or fails with an `error`. */
export function ask(message) {
  const id = `ask-${Date.now().toString(36)}-${++number}`;
  return new Promise((settle, fail) => {
    answers.set(id, { settle, fail });
    send({ ...message, id });
  });
}

export function connect() {
  const key = sessionStorage.getItem("page") ?? "";
  const url = new URL(`socket?page=${encodeURIComponent(key)}`, document.baseURI);
  url.protocol = "ws:";
  socket = new WebSocket(url);
  socket.onopen = () => {
    tries = 0;
    for (const message of waiting.splice(0)) socket.send(JSON.stringify(message));
  };
  let last = Promise.resolve(); // one message after the other: what a greeting begins is there before the next
  socket.onmessage = (event) => {
    last = last.then(() => hear(JSON.parse(event.data))).catch(reportError); // which stops none of those behind it
  };
  socket.onclose = () => {
    for (const { fail } of answers.values()) fail(new Error("The studio does not answer."));
    answers.clear();
    if (over) return;
    tries += 1;
    tell("lost", { tries });
    say(
      tries > 4
        ? "The studio has ended. Start `pixelstyle studio` again and open the address that it prints."
        : "The studio does not answer; trying again …",
      true,
    );
    setTimeout(connect, Math.min(500 * 2 ** tries, 8000));
  };
}

export function disconnect() {
  over = true;
  socket?.close();
}

addEventListener("pagehide", () => disconnect());
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

async function hear(message) {
  if (message.type === "hello") sessionStorage.setItem("page", message.page);
  const asked = answers.get(message.id);
  if (asked && message.type !== "started" && message.type !== "step" && message.type !== "asked") {
    answers.delete(message.id);
    if (message.type === "error" || message.type === "cancelled") asked.fail(new Error(message.message ?? "stopped"));
    else asked.settle(message);
  }
  await tell(message.type, message);
}

async function tell(type, message) {
  for (const heard of listeners.get(type) ?? []) {
    const done = heard(message);
    if (type === "hello") await done;
  }
}
