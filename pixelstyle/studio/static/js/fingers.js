// Two fingers on the picture move it and make it larger or smaller, while one paints.

import { $ } from "./dom.js";
import { zoomBy } from "./stage.js";

const WIDER = 1.25; // how far two fingers part for one step
const points = new Map();
let apart = 0;

const two = () => [...points.values()];
const distance = ([one, other]) => Math.hypot(one[0] - other[0], one[1] - other[1]);

/** Whether this finger is a second one. */
export function down(event) {
  if (event.pointerType !== "touch") return false;
  points.set(event.pointerId, [event.clientX, event.clientY]);
  if (points.size === 2) apart = distance(two());
  return points.size > 1;
}

/** Whether the movement was that of two fingers. */
export function move(event) {
  const before = points.get(event.pointerId);
  if (!before) return false;
  points.set(event.pointerId, [event.clientX, event.clientY]);
  if (points.size !== 2) return points.size > 2;
  $("desk").scrollBy((before[0] - event.clientX) / 2, (before[1] - event.clientY) / 2);
  const now = distance(two());
  if (now > apart * WIDER || now < apart / WIDER) {
    zoomBy(now > apart ? 1 : -1);
    apart = now;
  }
  return true;
}

export const up = (event) => points.delete(event.pointerId);
