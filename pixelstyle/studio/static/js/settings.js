// Sliders in artists' words; each is a setting of the engine, whose limits and default it takes.

import { $, make } from "./dom.js";
import { change, state } from "./store.js";

// name of the setting, the artist's word, what its ends mean, the part of its range that the slider has, its step, and
// where it stands while the setting is found by itself
const LOOK = [
  ["style_weight", "Strength of the painting", "a hint", "all of it", 0, 12, 0.1],
  ["content_weight", "Likeness to the photo", "free", "faithful", 0, 4, 0.05],
  ["style_scale", "Size of the strokes", "fine", "broad", 0.25, 3, 0.05, 1],
  ["tv_weight", "Calm", "lively", "smooth", 0, 6, 0.1],
  ["clean", "Tidy pixels", "grainy", "tidy", 0, 1, 0.05, 0.5],
  ["keep_colours", "Colours", { style: "of the painting", content: "of the photo" }],
];
const TONES = [
  ["brightness", "Brightness", "darker", "lighter", -0.5, 0.5, 0.02],
  ["contrast", "Contrast", "flat", "hard", 0.3, 2, 0.05],
  ["saturation", "Colourfulness", "grey", "bright", 0, 2.5, 0.05],
  ["gamma", "Middle tones", "darker", "lighter", 0.4, 2.5, 0.05],
  ["sharpen", "Crisp edges", "soft", "crisp", 0, 2, 0.1, 0],
];
const MORE = [
  ["quality", "Time", { draft: "a draft", normal: "as usual", best: "the best" }],
  ["seed", "Chance (seed)"],
];

let presets = [];

export function begin(offered) {
  presets = offered;
  fill($("sliders"), LOOK);
  fill($("tones"), TONES);
  fill($("more"), MORE);
  $("preset").append(...presets.map(({ name }) => make("option", { value: name, textContent: name.replaceAll("-", " ") })));
  $("preset").onchange = () => {
    const chosen = presets.find(({ name }) => name === $("preset").value);
    $("preset-about").hidden = !chosen;
    $("preset-about").textContent = chosen?.about ?? "";
    const { mode = state.mode, ...settings } = chosen?.settings ?? {};
    change({ settings, mode });
  };
}

const described = (name) => state.hello.recipes.find((one) => one.name === "stylize").settings.find((one) => one.name === name);

export function set(name, value) {
  const settings = { ...state.settings, [name]: value };
  if (value === null || value === described(name).default) delete settings[name];
  change({ settings });
}

function fill(place, rows) {
  place.replaceChildren(...rows.map(([name, word, ...rest]) => {
    if (rest.length === 0) return numberField(name, word);
    return typeof rest[0] === "object" ? choice(name, word, rest[0]) : slider(name, word, ...rest);
  }));
}

function slider(name, word, low, high, least, most, step, standsFor) {
  const input = make("input", { type: "range", id: `s-${name}`, min: least, max: most, step });
  const output = make("output", {});
  input.oninput = () => (output.textContent = input.value);
  input.onchange = () => set(name, Number(input.value));
  input.ondblclick = () => set(name, null);
  input.dataset.default = described(name).default ?? standsFor ?? (least + most) / 2;
  input.dataset.setting = name;
  return make("div", { className: "slider" },
    make("label", { htmlFor: input.id, textContent: word, title: described(name).help }), output, input,
    make("div", { className: "ends" }, make("span", { textContent: low }), make("span", { textContent: high })));
}

function choice(name, word, words) {
  const select = make("select", { id: `s-${name}` }, ...Object.entries(words).map(([value, text]) => make("option", { value, textContent: text })));
  select.dataset.default = described(name).default;
  select.dataset.setting = name;
  select.onchange = () => set(name, select.value);
  return make("label", { className: "field", htmlFor: select.id, title: described(name).help }, word, select);
}

function numberField(name, word) {
  const input = make("input", { type: "number", id: `s-${name}`, min: described(name).least, max: described(name).most, step: 1 });
  input.dataset.default = described(name).default;
  input.dataset.setting = name;
  input.onchange = () => set(name, Math.round(Number(input.value)) || 0);
  return make("label", { className: "field", htmlFor: input.id, title: described(name).help }, word, input);
}

export function show() {
  for (const input of document.querySelectorAll("[data-setting]")) {
    const value = state.settings[input.dataset.setting] ?? input.dataset.default;
    if (document.activeElement !== input || input.type === "range") input.value = value;
    const output = input.parentElement.querySelector("output");
    if (output) output.textContent = input.value;
  }
}

/** The settings of a run: what is chosen, on the machine that is chosen, of the part of the photo that is chosen. */
export function chosen() {
  return { ...state.settings, mode: state.mode, ...(state.crop ? { crop: state.crop.join(",") } : {}) };
}

/** Of the same, those that a picture without a network heeds. */
export function plain(recipe) {
  const known = state.hello.recipes.find((one) => one.name === recipe).settings.map((one) => one.name);
  const shared = ["brightness", "contrast", "saturation", "gamma", "sharpen", "mode", "crop", "palette", "fit", "focus", "lock", "forbid"];
  return Object.fromEntries(Object.entries(chosen()).filter(([name]) => shared.includes(name) && known.includes(name)));
}

const quoted = (text) => (/^[\w./,=:-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** What does the same in a terminal, in the studio's folder. */
export function commandLine(entry) {
  const { photo, painting } = state;
  if (!photo) return "";
  const extension = entry?.extensions?.find((one) => one !== ".png");
  const parts = ["pixelstyle", "stylize", photo.name, painting?.file ?? ""];
  for (const [name, value] of Object.entries(chosen())) {
    const flag = `--${name.replaceAll("_", "-")}`;
    if (name === "mode") parts.push("-m", value);
    else if (typeof value === "boolean") parts.push(value ? flag : `--no-${flag.slice(2)}`);
    else for (const one of [value].flat()) parts.push(flag, String(one));
  }
  parts.push("-o", "out.png", ...(extension ? ["-o", `out${extension}`] : []));
  return parts.filter(Boolean).map(quoted).join(" ");
}
