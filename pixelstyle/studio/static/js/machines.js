// The machines, by maker, each with a sample.

import { $, make, say } from "./dom.js";
import { upload } from "./files.js";
import { change, modeNamed, state } from "./store.js";

const SKIPPED = new Set(["none"]);

const own = (name) => state.own.some((one) => one.name === name);
export const sampleURL = (name) => (own(name) ? "static/icon.svg" : `samples/${encodeURIComponent(name)}`);

export function begin() {
  $("machine").onclick = () => {
    list("");
    $("machines").showModal();
    $("machine-find").focus();
  };
  $("own-machine").onchange = async () => {
    const [file] = $("own-machine").files;
    $("own-machine").value = "";
    try {
      const { machine } = await upload(file);
      if (!machine) throw new Error(`'${file.name}' describes no machine: such files end in .toml.`);
      $("machines").close();
      change({ own: [...state.own.filter(({ name }) => name !== machine.name), machine], mode: machine.name });
    } catch (error) {
      $("machines").close();
      say(error.message, true);
    }
  };
  $("machine-find").oninput = () => list($("machine-find").value.toLowerCase());
}

function list(wanted) {
  const makers = new Map();
  for (const mode of [...state.own.map((one) => ({ ...one, maker: "Your own" })), ...(state.hello?.modes ?? [])]) {
    if (SKIPPED.has(mode.name) || !`${mode.title} ${mode.name} ${mode.maker}`.toLowerCase().includes(wanted)) continue;
    makers.set(mode.maker, [...(makers.get(mode.maker) ?? []), mode]);
  }
  const groups = [...makers].map(([maker, modes]) =>
    make("section", {}, make("h3", { textContent: maker }), make("div", { className: "machines" }, ...modes.map(button))),
  );
  $("machine-list").replaceChildren(...(groups.length ? groups : [make("p", { textContent: "No machine is called so." })]));
}

function button(mode) {
  const image = make("img", { src: sampleURL(mode.name), alt: "", loading: "lazy" });
  image.onerror = () => (image.hidden = true);
  const size = `${mode.width} × ${mode.height}, ${mode.extensions.filter((one) => one !== ".png").join(" ") || ".png"}`;
  const made = make("button", { type: "button" }, image, make("span", { textContent: mode.title }), make("small", { textContent: size }));
  if (mode.name === state.mode) made.setAttribute("aria-current", "true");
  made.dataset.mode = mode.name;
  made.onclick = () => {
    $("machines").close();
    change({ mode: mode.name });
  };
  return made;
}

export function show() {
  const mode = modeNamed(state.mode);
  $("machine-name").textContent = mode ? mode.title : state.mode;
  $("machine-sample").src = sampleURL(state.mode);
}
