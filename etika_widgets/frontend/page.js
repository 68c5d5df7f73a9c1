// What the three pages of `etika serve` have in common: configuration, storage, views, the room socket.

import { createClient } from "./client.js";
import { createOutbox } from "./outbox.js";
import { createUi } from "./shared.js";
import { createSocket } from "./socket.js";

/** The browser's storage, or a stand-in for this visit where it is blocked. */
function openStorage() {
  try {
    localStorage.setItem("etika:probe", "1");
    localStorage.removeItem("etika:probe");
    return localStorage;
  } catch {
    const kept = new Map();
    return {
      getItem: (key) => (kept.has(key) ? kept.get(key) : null),
      setItem: (key, value) => void kept.set(key, String(value)),
      removeItem: (key) => void kept.delete(key),
      key: (n) => [...kept.keys()][n] ?? null,
      get length() {
        return kept.size;
      },
    };
  }
}

/** @param {{role: "peserta" | "kendali" | "layar", onGone?: (frame: any) => void}} options */
export function openPage({ role, onGone }) {
  const config = JSON.parse(document.getElementById("etika-config").textContent);
  const storage = openStorage();
  const transport = createSocket(`/soket/${config.code}/${role}`);
  const client = createClient({ transport, storage, code: config.code, page: config.page, createOutbox, onGone });
  const model = client.model(null);
  const ui = createUi({
    language: config.language,
    messages: config.messages,
    storage,
    scope: {
      code: config.code,
      get me() {
        const room = model.get("room");
        return room && room.me ? room.me.id : room ? room.role : "";
      },
    },
  });
  ui.sheets = `/lembar/${config.code}`; // where this server makes documents of sheets
  const views = new Map();
  ui.view = (type) => {
    if (!views.has(type)) views.set(type, import(`./view-${type}.js`).then((module) => module.default));
    return views.get(type);
  };
  return { config, storage, transport, client, model, ui };
}

/** The XSRF token, sent back with every POST. */
export function xsrf() {
  const found = document.cookie.match(/(?:^|; )_xsrf=([^;]*)/);
  return found ? decodeURIComponent(found[1]) : "";
}

/** Posts a form to this server. @param {string} url @param {Record<string, string>} [fields] */
export function post(url, fields = {}) {
  return fetch(url, {
    method: "POST",
    credentials: "same-origin",
    redirect: "follow",
    headers: { "X-XSRFToken": xsrf() },
    body: new URLSearchParams(fields),
  });
}
