// The panel of people: roster, units, groups.

import { ask, put, rows } from "./control_pieces.js";

/** @typedef {Record<string, any>} Data */
/** @typedef {{room: Data, step: Data | null, state: Data | null, current: boolean}} View */
/** @typedef {{node: HTMLElement, update: (view: View) => void}} Piece */

const LARGEST = 6;

/** Roster and groups. @param {any} ui @param {Data} acts @returns {Piece} */
export function people(ui, acts) {
  const { h } = ui;
  const size = h("input", { id: "etika-control-size", type: "number", min: 2, max: 20, value: LARGEST, inputmode: "numeric" });
  const ways = { random: ui.t("Acak"), unit: ui.t("Satu unit bersama"), balanced: ui.t("Unit bercampur") };
  const way = h("select", { id: "etika-control-way" }, Object.entries(ways).map(([value, text]) => h("option", { value }, text)));
  const mixed = h("p", { class: "etika-field etika-control-way" }, h("label", { for: way.id }, ui.t("Cara membagi")), way);
  const even = ui.button(ui.t("Ratakan kelompok"), { key: "rebalance", on: () => acts.send("rebalance", { largest: Number(size.value) }) });
  const units = ui.textarea({ label: ui.t("Satu unit per baris"), rows: 4, onInput: () => (typed = true),
    hint: ui.t("Bila diisi, ponsel menanyakan unit asal. Gunanya hanya untuk membagi kelompok; peserta boleh melewatinya.") });
  const unitText = units.querySelector("textarea");
  let typed = false;
  const name = (/** @type {Event} */ event) => {
    event.preventDefault();
    typed = false;
    acts.send("units", { names: unitText.value.split("\n") });
  };
  const unitForm = h("details", null, h("summary", null, ui.t("Unit asal peserta")), h("form", { on: { submit: name } },
    units, ui.button(ui.t("Simpan unit"), { type: "submit" })));
  const deal = ui.button("", { type: "submit", key: "group" }), place = h("div"), said = h("p", { class: "etika-control-problem", role: "alert" });
  const groups = h("ul", { class: "etika-control-groups" }), people = h("ul", { class: "etika-control-people" }), none = h("p", { class: "etika-calm" }, ui.t("Belum ada peserta."));
  const heading = h("h3", { tabindex: -1 }, ui.t("Peserta"));
  const find = h("input", { id: "etika-control-find", type: "search", autocomplete: "off", on: { input: () => last && piece.update(last) } });
  /** @type {View | null} */
  let last = null;
  acts.peopleRefused = (/** @type {string} */ text) => put(said, text);
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    const largest = Number(size.value), on = () => acts.send("group", { largest, by: way.value });
    if (!Number.isInteger(largest) || largest < 2 || largest > 20) return put(said, ui.t("Ukuran kelompok harus 2 sampai 20 orang."));
    put(said, "");
    if (!last || !last.room.groups.length) return on();
    ask(ui, place, deal, { text: ui.t("Semua kelompok dibagi ulang. Lanjutkan?"), yes: ui.t("Ya, bagi ulang"), on });
  };
  const fillGroups = rows(groups, () => {
    const name = h("strong"), members = h("span");
    return { node: h("li", null, name, " ", members), update(one) {
      put(name, ui.t("Kelompok {n} ({m} orang)", { n: one.number, m: one.size }));
      put(members, one.members.map((/** @type {string} */ who) => (who === one.writer ? ui.t("{name} (juru tulis)", { name: who }) : who)).join(", "));
    } };
  });
  const fillPeople = rows(people, (person) => {
    let now = person;
    const name = h("strong"), about = h("span"), form = h("div"), sub = h("div");
    const edit = ui.button(ui.t("Ubah"), { key: `edit:${person.id}`, on: () => (form.firstChild ? close() : open()) });
    const close = () => (form.replaceChildren(), sub.replaceChildren(), edit.setAttribute("aria-expanded", "false"), edit.focus());
    const open = () => {
      const id = `etika-control-name-${person.id}`, input = h("input", { id, value: now.name, maxlength: 40, autocomplete: "off" });
      const remove = ui.button(ui.t("Keluarkan"), { on: () => ask(ui, sub, remove, {
        text: ui.t("Keluarkan {name}? Semua jawabannya dihapus dan tidak dapat dikembalikan.", { name: now.name }), yes: ui.t("Ya, keluarkan"),
        on: () => (heading.focus(), acts.send("remove", { participant: person.id })),
      }) });
      const rename = (/** @type {Event} */ event) => {
        event.preventDefault();
        const text = input.value.trim();
        if (!text || text === now.name) close();
        else acts.send("rename", { participant: person.id, name: text });
      };
      const keydown = (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && close();
      form.replaceChildren(h("form", { on: { submit: rename, keydown } }, h("label", { for: id }, ui.t("Nama samaran")), input,
        h("div", { class: "etika-control-row" }, ui.button(ui.t("Simpan nama"), { type: "submit" }), remove)), seat(id), sub);
      edit.setAttribute("aria-expanded", "true");
      input.focus();
    };
    const seat = (/** @type {string} */ id) => {
      const numbers = last ? last.room.groups.map((/** @type {Data} */ one) => one.number) : [];
      if (!numbers.length) return "";
      const next = Math.max(...numbers) + 1, pick = h("select", { id: `${id}-group` }, [...numbers, next].map((number) =>
        h("option", { value: number, selected: number === now.group }, number === next ? ui.t("Kelompok {n} (baru)", { n: number }) : ui.t("Kelompok {n}", { n: number }))));
      return h("form", { class: "etika-field", on: { submit: (/** @type {Event} */ event) => (event.preventDefault(), acts.send("place", { participant: person.id, group: Number(pick.value) })) } },
        h("label", { for: pick.id }, ui.t("Pindahkan ke")), pick, ui.button(ui.t("Pindahkan"), { type: "submit" }));
    };
    edit.setAttribute("aria-expanded", "false");
    return { node: h("li", null, h("p", null, name, " ", about), edit, form), update(one) {
      if (one.name !== now.name && form.firstChild) close();
      now = one;
      put(name, one.name);
      about.dataset.online = String(one.online);
      put(about, [one.online ? ui.t("tersambung") : ui.t("terputus"), one.group && ui.t("kelompok {n}", { n: one.group }), one.unit, one.is_writer && ui.t("juru tulis")].filter(Boolean).join(" · "));
      edit.setAttribute("aria-label", ui.t("Ubah {name}", { name: one.name }));
    } };
  });
  /** @type {Piece} */
  const piece = {
    node: h("div", { class: "etika-control-persons" },
      h("form", { class: "etika-control-deal", novalidate: true, on: { submit } }, h("label", { for: size.id }, ui.t("Orang per kelompok, paling banyak")), size, deal, mixed), even, place, said, groups, unitForm,
      heading, h("label", { for: find.id }, ui.t("Cari nama")), find, none, people),
    update(view) {
      last = view;
      const { roster, groups: formed, ended, pace } = view.room, wanted = find.value.trim().toLowerCase();
      put(deal, formed.length ? ui.t("Bagi ulang kelompok") : ui.t("Bagi kelompok"));
      deal.closest("form").hidden = unitForm.hidden = ended || !!pace;
      mixed.hidden = !view.room.units.length;
      even.hidden = ended || !formed.length;
      if (!typed && document.activeElement !== unitText) unitText.value = view.room.units.join("\n");
      fillGroups(formed.map((/** @type {Data} */ one) => ({ ...one, id: one.number })));
      fillPeople(roster.filter((/** @type {Data} */ one) => one.name.toLowerCase().includes(wanted)));
      none.hidden = roster.length > 0;
    },
  };
  return piece;
}
