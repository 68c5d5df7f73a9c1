// A self-paced class on the control page: how many have come how far, and the day on which it closes.

import { put, tables } from "./control_pieces.js";

/** @typedef {Record<string, any>} Data */

/** How many have finished a step, in words; null where a facilitator leads. @param {any} ui @param {Data} view @param {Data} step */
export function far(ui, { room, states, steps }, step) {
  if (!room.pace) return null;
  const state = states[step.activity];
  if (!state) return "";
  const first = steps.find((/** @type {Data} */ other) => other.activity === step.activity) === step;
  if (!first || state.phase === "hidden") return ui.t("dikerjakan di kelas");
  return ui.t("{n} dari {m} selesai", { n: ui.number(state.answered), m: ui.number(state.expected) });
}

/** @param {any} ui @param {Data} acts */
export function pace(ui, acts) {
  const { h } = ui;
  const day = h("input", { id: "etika-control-day", type: "date", on: { input: () => (typed = true) } }), until = h("p", { role: "status" });
  let typed = false;
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    typed = false;
    acts.send("close_on", { day: day.value || null });
  };
  const form = h("form", { on: { submit } }, h("label", { for: day.id }, ui.t("Ditutup sesudah tanggal")), day, ui.button(ui.t("Simpan tanggal"), { type: "submit" }));
  return {
    node: h("section", { class: "etika-control-pace", hidden: true, "aria-label": ui.t("Belajar mandiri") },
      h("p", null, h("strong", null, ui.t("Belajar mandiri.")), " ", ui.t("Tiap peserta maju sendiri. Susunan acara menunjukkan berapa orang selesai di tiap langkah.")), form, until, tables(ui)),
    /** @param {Data} view */
    update({ room }) {
      this.node.hidden = !room.pace || room.ended;
      if (!room.pace) return;
      const at = room.pace.until;
      put(until, at ? ui.t("Ditutup {day} pukul {time}.", { day: ui.day(at, 0), time: ui.time(at) }) : ui.t("Terbuka sampai Anda mengakhiri kelas."));
      if (!typed && document.activeElement !== day) day.value = at ? new Date(at).toLocaleDateString("sv") : "";
    },
  };
}
