// A sheet of variations: the photo after each of the paintings, by the painters.

import { $, make, pngURL, say } from "./dom.js";
import { choose, paintings, title } from "./gallery.js";
import { quick, stop } from "./runs.js";
import { state } from "./store.js";

export function begin() {
  $("variations").onclick = async () => {
    stop();
    $("variant-list").replaceChildren();
    $("variants").showModal();
    for (const [number, name] of paintings().entries()) {
      if (!$("variants").open) break;
      $("variant-note").textContent = `Painting ${number + 1} of ${paintings().length}: ${title(name)} …`;
      try {
        const made = await quick({ painter: name });
        const image = make("img", { src: pngURL(made.shown.png), alt: "" });
        const button = make("button", { type: "button" }, image, make("span", { textContent: title(name) }));
        button.onclick = () => {
          $("variants").close();
          choose(name);
        };
        $("variant-list").append(button);
      } catch (error) {
        $("variants").close();
        say(error.message, true);
      }
    }
    $("variant-note").textContent = "Take one: the picture is then optimised after it.";
  };
}

export function show() {
  $("variations").disabled = !state.photo;
}
