// Turns the pages of the projector that is open in the same browser, where what it shows takes more than one.

import { put } from "./control_pieces.js";

/** @typedef {Record<string, any>} Data */

/** @param {any} ui */
export function pages(ui) {
  const { h } = ui;
  const said = h("span"), arrow = (/** @type {number} */ by, /** @type {string} */ label) => {
    const button = ui.button(by < 0 ? "‹" : "›", { key: `page:${by}`, on: () => line && line.postMessage({ turn: by }) });
    button.setAttribute("aria-label", label);
    return button;
  };
  const node = h("div", { class: "etika-control-pages", role: "group", "aria-label": ui.t("Halaman di layar proyektor"), hidden: true },
    arrow(-1, ui.t("Halaman sebelumnya di layar")), said, arrow(1, ui.t("Halaman berikutnya di layar")));
  /** @type {BroadcastChannel | null} */
  let line = null;
  return {
    node,
    update(/** @type {{room: Data}} */ { room }) {
      if (line || !window.BroadcastChannel) return;
      line = new BroadcastChannel(`etika:layar:${room.code}`);
      line.onmessage = ({ data }) => {
        if (!data.pages) return;
        node.hidden = data.pages < 2;
        put(said, ui.t("Layar: {n} dari {m}", { n: data.page + 1, m: data.pages }));
      };
      line.postMessage({ ask: true });
    },
    stop: () => line && line.close(),
  };
}
