// What the page knows: what is chosen, and the picture that is looked at. `changed` says so to whoever listens.

export const state = {
  hello: null,
  photo: null, // { name, width, height }
  painting: null, // { name: a shipped one's, or null; file: its name in the workspace }
  mode: "c64-multicolor",
  settings: {},
  crop: null,
  shown: null, // the entry of the history that is looked at
  history: [],
  running: null,
  painting_on: false,
};

const listeners = new Set();

export function watch(listener) {
  listeners.add(listener);
}

export function change(values) {
  Object.assign(state, values);
  remember();
  for (const listener of listeners) listener(Object.keys(values));
}

/** What a page that is loaded anew begins with. */
function remember() {
  const { photo, painting, mode, settings, crop } = state;
  sessionStorage.setItem("chosen", JSON.stringify({ photo, painting, mode, settings, crop }));
}

export function recalled() {
  try {
    return JSON.parse(sessionStorage.getItem("chosen")) ?? {};
  } catch {
    return {};
  }
}

export const modeNamed = (name) => state.hello?.modes.find((mode) => mode.name === name);
