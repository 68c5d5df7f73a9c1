// What panels of the control page and the projector are built from: text that only changes when it changed, lists whose
// rows keep their place, a question asked on the spot.

/** @typedef {Record<string, any>} Data */

/** @param {Node} node @param {any} text */
export const put = (node, text) => void (node.textContent !== String(text) && (node.textContent = String(text)));

/** Draws into a node only when the key changed; the control with the same `data-key` keeps the focus. @param {any} node */
export function pane(node) {
  let last = "";
  return (/** @type {any} */ key, /** @type {() => any[]} */ draw) => {
    const now = JSON.stringify(key);
    if (now === last) return;
    last = now;
    const active = node.getRootNode().activeElement;
    const held = active && active !== node && node.contains(active);
    node.replaceChildren(...draw().flat(9).filter(Boolean));
    if (held) ([...node.querySelectorAll("[data-key]")].find((one) => one.dataset.key === active.dataset.key) || node).focus({ preventScroll: true });
  };
}

/** A list whose rows live as long as their item. @param {any} parent @param {(item: Data) => {node: any, update: (item: Data) => void}} make */
export function rows(parent, make) {
  const kept = new Map();
  return (/** @type {Data[]} */ items) => {
    const ids = new Set(items.map(({ id }) => id));
    for (const [id, row] of kept) if (!ids.has(id)) kept.delete(id) && row.node.remove();
    let place = parent.firstChild;
    for (const item of items) {
      const row = kept.get(item.id) || make(item);
      kept.set(item.id, row);
      row.update(item);
      if (row.node === place) place = place.nextSibling;
      else parent.insertBefore(row.node, place);
    }
  };
}

/** Where the class tables are, to be downloaded; nothing on a page without links. @param {any} ui */
export const tables = ({ h, t, links }) => links && links.tables && h("p", { class: "etika-hint" }, t("Tabel kelas (CSV):"),
  Object.entries({ ...links.tables, kodebuku: links.codebook }).map(([name, url], n) => [n ? " · " : " ", h("a", { href: url, download: "" }, name)]));

/** The drawing of a QR code, from our own server. @param {string} svg @param {string} label */
export function picture(svg, label) {
  const node = /** @type {any} */ (document.importNode(new DOMParser().parseFromString(svg, "image/svg+xml").documentElement, true));
  if (node.nodeName !== "svg") return null;
  if (!node.hasAttribute("viewBox")) node.setAttribute("viewBox", `0 0 ${parseFloat(node.getAttribute("width"))} ${parseFloat(node.getAttribute("height"))}`);
  node.setAttribute("role", "img");
  node.setAttribute("aria-label", label);
  return node;
}

/** Asks in place before something that cannot be undone. @param {any} ui @param {any} place @param {any} trigger @param {{text: string, yes: string, on: () => void}} question */
export function ask(ui, place, trigger, { text, yes, on }) {
  const close = () => (place.replaceChildren(), trigger.isConnected && trigger.focus());
  const no = ui.button(ui.t("Batal"), { on: close });
  const sure = ui.button(yes, { on: () => (close(), on()) });
  sure.classList.add("etika-control-danger");
  const keydown = (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && close();
  place.replaceChildren(ui.h("div", { class: "etika-control-ask", role: "group", "aria-label": text, on: { keydown } },
    ui.h("p", null, text), ui.h("div", { class: "etika-control-row" }, sure, no)));
  no.focus();
}

/** An address as people type it; it may break after its slashes. @param {any} ui @param {string} url */
export const address = (ui, url) => url.replace(/^https?:\/\//, "").split("/").flatMap((part, i) => (i ? ["/", ui.h("wbr"), part] : [part]));
