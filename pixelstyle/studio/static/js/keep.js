// Pictures of this page, kept by the browser until it is closed for a day: a page that is loaded anew has them all.

const DAY = 86_400_000;

const settled = (request) =>
  new Promise((settle, fail) => {
    request.onsuccess = () => settle(request.result);
    request.onerror = () => fail(request.error);
  });

async function pictures(mode, work) {
  const opening = indexedDB.open("pixelstyle", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("pictures", { keyPath: ["page", "id"] });
  const database = await settled(opening);
  try {
    return await work(database.transaction("pictures", mode).objectStore("pictures"));
  } finally {
    database.close();
  }
}

const page = () => sessionStorage.getItem("page") ?? "";
const mine = () => IDBKeyRange.bound([page()], [page(), []]);

/** Whatever goes wrong here, a full disk or a private window, costs the pictures after a reload and nothing else. */
const quietly = (work) => work.catch(() => null);

export const keep = (entry) => quietly(pictures("readwrite", (store) => settled(store.put({ ...entry, page: page(), at: Date.now() }))));

export const forget = () => quietly(pictures("readwrite", (store) => settled(store.delete(mine()))));

/** This page's pictures, oldest first; those of pages that were closed yesterday go. */
export async function kept() {
  const every = await quietly(pictures("readonly", (store) => settled(store.getAll())));
  const old = (every ?? []).filter(({ at }) => at < Date.now() - DAY);
  if (old.length) quietly(pictures("readwrite", async (store) => old.forEach((entry) => store.delete([entry.page, entry.id]))));
  return (every ?? []).filter((entry) => entry.page === page());
}
