// Small helpers for elements, pictures and files.

export const $ = (id) => document.getElementById(id);

/** An element with properties, attributes (aria-..., role) and children. */
export function make(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-") || name === "role") made.setAttribute(name, value);
    else made[name] = value;
  }
  made.append(...children);
  return made;
}

export const pngURL = (base64) => `data:image/png;base64,${base64}`;

export async function picture(url) {
  const image = new Image();
  image.src = url;
  await image.decode();
  return image;
}

export function bytes(base64) {
  return Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
}

export function download(name, data, type = "application/octet-stream") {
  const url = URL.createObjectURL(new Blob([data], { type }));
  make("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

/** What the canvas shows, as base64 of a PNG. */
export const pngOf = (canvas) => canvas.toDataURL("image/png").split(",")[1];

export function say(text, bad = false) {
  $("status").textContent = text;
  $("status").classList.toggle("bad", bad);
}

/** Press one of a group of radio buttons; arrow keys move among them. */
export function radios(group, chosen) {
  const buttons = () => [...group.querySelectorAll('[role="radio"]')];
  group.onkeydown = (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const at = buttons().indexOf(document.activeElement);
    if (!step || at < 0) return;
    event.preventDefault();
    const next = buttons()[(at + step + buttons().length) % buttons().length];
    next.focus();
    next.click();
  };
  for (const [number, button] of buttons().entries()) {
    const on = button.dataset.value === chosen;
    button.setAttribute("aria-checked", on);
    button.tabIndex = on || (number === 0 && !buttons().some((one) => one.dataset.value === chosen)) ? 0 : -1;
  }
}
