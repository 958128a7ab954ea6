// Dark or light: the system's, until the switch is used.

import { $ } from "./dom.js";

export function begin() {
  const system = matchMedia("(prefers-color-scheme: light)");
  const apply = () => {
    const chosen = localStorage.getItem("theme") ?? (system.matches ? "light" : "dark");
    document.documentElement.dataset.theme = chosen;
    return chosen;
  };
  system.onchange = apply;
  $("theme").onclick = () => {
    localStorage.setItem("theme", apply() === "dark" ? "light" : "dark");
    apply();
  };
  apply();
}
