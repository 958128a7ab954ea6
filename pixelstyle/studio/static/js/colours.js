// The machine's colours: another palette, one's own, and which of them the picture must not or must have.

import { $, make, say } from "./dom.js";
import { upload } from "./files.js";
import { set } from "./settings.js";
import { change, state } from "./store.js";

const WORDS = ["as it comes", "must not be used", "must be there"];

export function begin() {
  $("palette").onchange = () => set("palette", $("palette").value || null);
  $("own-palette").onchange = async () => {
    const [file] = $("own-palette").files;
    $("own-palette").value = "";
    if (!file) return;
    try {
      set("palette", (await upload(file)).name);
    } catch (error) {
      say(error.message, true);
    }
  };
  $("free-colours").onclick = () => {
    const { forbid, lock, ...others } = state.settings;
    change({ settings: others });
  };
}

const listed = (name) => (state.settings[name] ?? "").split(",").filter(Boolean);

/** What is chosen for a colour: 0 as it comes, 1 forbidden, 2 locked. */
const chosen = (hex) => (listed("forbid").includes(hex) ? 1 : listed("lock").includes(hex) ? 2 : 0);

function press(hex) {
  const next = (chosen(hex) + 1) % 3;
  const without = (name) => listed(name).filter((one) => one !== hex);
  const lists = { forbid: without("forbid"), lock: without("lock") };
  if (next) lists[next === 1 ? "forbid" : "lock"].push(hex);
  const { forbid, lock, ...others } = state.settings;
  const told = Object.entries(lists).filter(([, colours]) => colours.length).map(([name, colours]) => [name, colours.join(",")]);
  change({ settings: { ...others, ...Object.fromEntries(told) } });
}

export function show() {
  const { palette } = state.settings;
  const names = ["", ...(state.hello?.palettes ?? [])];
  if (palette && !names.includes(palette)) names.push(palette);
  if ($("palette").dataset.key !== names.join()) {
    $("palette").dataset.key = names.join();
    $("palette").replaceChildren(...names.map((value) => make("option", { value, textContent: value || "the machine's" })));
  }
  $("palette").value = palette ?? "";
  const ofIt = state.shown?.palette?.colours ?? [];
  const colours = [...new Set([...ofIt, ...listed("forbid"), ...listed("lock")].map((hex) => hex.toLowerCase()))];
  const key = colours.map((hex) => `${hex}${chosen(hex)}`).join();
  $("free-colours").disabled = !colours.some(chosen);
  $("colour-hint").hidden = colours.length > 0;
  if ($("colours").dataset.key === key) return;
  const focused = $("colours").contains(document.activeElement) ? document.activeElement.dataset.hex : null;
  $("colours").dataset.key = key;
  $("colours").replaceChildren(...colours.map((hex) => {
    const words = `${hex}: ${WORDS[chosen(hex)]}`;
    const button = make("button", { type: "button", title: words, "aria-label": `Colour ${words}`, textContent: ["", "×", "●"][chosen(hex)] });
    button.style.background = hex;
    button.style.color = parseInt(hex.slice(3, 5), 16) > 120 ? "#000" : "#fff";
    button.dataset.hex = hex;
    button.onclick = () => press(hex);
    return button;
  }));
  if (focused) $("colours").querySelector(`[data-hex="${focused}"]`)?.focus();
}
