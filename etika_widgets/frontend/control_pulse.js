// A pulse on the control page: always one tap away, started with a second one, then closed and shown with a third.

import { pane, put } from "./control_pieces.js";

/** @typedef {Record<string, any>} Data */

/** @param {any} ui @param {Data} acts @param {{node: HTMLElement, update: (view: any) => void}} hands raised hands for it */
export function pulse(ui, acts, hands) {
  const { h } = ui;
  const kinds = { mood: ui.t("Suasana"), tempo: ui.t("Tempo"), yes_no: ui.t("Ya–tidak") };
  const row = h("div", { class: "etika-control-row" }), shown = h("div", { class: "etika-control-shown" });
  const node = h("section", { class: "etika-control-pulse", "aria-label": ui.t("Denyut") }, row, hands.node, shown);
  const drawRow = pane(row);
  let choosing = false, last = /** @type {Data} */ ({}), mounted = "", unmount = () => {};

  const menu = () => [
    h("button", { type: "button", class: "etika-button", "aria-expanded": String(choosing), dataset: { key: "pulse" }, on: { click: () => ((choosing = !choosing), piece.update(last)) } }, ui.t("Denyut")),
    choosing && Object.entries(kinds).map(([kind, label]) =>
      ui.button(label, { key: `pulse:${kind}`, on: () => ((choosing = false), acts.send("start_pulse", { kind }), piece.update(last)) })),
    choosing && h("span", { class: "etika-calm" }, ui.t("Langsung terbuka di ponsel; langkah sekarang tidak berubah.")),
  ];
  const running = (/** @type {Data} */ state, /** @type {HTMLElement} */ count) => [h("strong", null, state.title), count,
    state.phase === "revealed" ? ui.button(ui.t("Singkirkan denyut"), { key: "pulse:end", on: () => acts.send("end_pulse", {}) })
      : ui.button(ui.t("Tutup dan tampilkan"), { key: "pulse:show", on: () => acts.send("show_pulse", {}) })];
  const count = h("span");

  /** @param {string} id */
  function mount(id) {
    if (mounted === id) return;
    unmount();
    shown.replaceChildren();
    [mounted, unmount] = [id, () => {}];
    if (!id) return;
    const place = h("div");
    let gone = false, clean = () => {};
    unmount = () => ((gone = true), clean());
    shown.append(place);
    Promise.resolve(ui.view("pulse")).then((view) => gone || (clean = (view.default || view).render({ model: acts.model.activity(id), el: place, ui }) || clean), () => (mounted = ""));
  }

  const piece = {
    node,
    /** @param {Data} view */
    update(view) {
      last = view;
      const { room, states } = view, state = (room.pulse && states[room.pulse]) || null;
      node.hidden = room.ended || !!room.pace;
      put(count, state ? ui.t("{n} dari {m} menjawab", { n: ui.number(state.answered), m: ui.number(state.expected) }) : "");
      drawRow([state && [state.id, state.phase], choosing], () => (state ? running(state, count) : menu()).flat().filter(Boolean));
      hands.update({ ...view, state });
      shown.hidden = !state;
      mount(state ? state.id : "");
    },
    stop: () => unmount(),
  };
  return piece;
}
