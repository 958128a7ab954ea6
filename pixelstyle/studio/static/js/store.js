// What the page knows: what is chosen, and the picture that is looked at. `changed` says so to whoever listens.

export const state = {
  hello: null,
  photo: null, // { name, width, height }
  painting: null, // { name: a shipped one's, or null; file: its name in the workspace }
  mode: "c64-multicolor",
  settings: {},
  crop: null,
  own: [], // machines of files of one's own, as the studio's greeting describes others
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
  const { photo, painting, mode, settings, crop, own } = state;
  sessionStorage.setItem("chosen", JSON.stringify({ photo, painting, mode, settings, crop, own }));
}

export function recalled() {
  try {
    return JSON.parse(sessionStorage.getItem("chosen")) ?? {};
  } catch {
    return {};
  }
}

export const modeNamed = (name) => [...(state.hello?.modes ?? []), ...state.own].find((mode) => mode.name === name);
