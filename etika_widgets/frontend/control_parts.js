// What the control page and the projector are made of: pieces that keep their place while the class goes on, and the
// panels beside the stage. Hosts hand them to both pages as `ui.parts`; views import nothing.

import { address, ask, pane, picture, put, rows, tables } from "./control_pieces.js";
import { pages } from "./control_pages.js";
import { far, pace } from "./control_pace.js";
import { people } from "./control_people.js";
import { pulse } from "./control_pulse.js";

/** @typedef {Record<string, any>} Data */
/** @typedef {{room: Data, step: Data | null, state: Data | null, current: boolean}} View */
/** @typedef {{node: HTMLElement, update: (view: View) => void}} Piece */

/** What to say and ask in this step. @param {any} ui @returns {Piece} */
function guide(ui) {
  const { h } = ui;
  const node = h("div", { class: "etika-control-guide", tabindex: -1 });
  const draw = pane(node), folded = new Set();
  const part = (/** @type {string} */ title, /** @type {any} */ body, kind = "") => body && h("details", {
    open: !folded.has(title), class: `etika-control-note ${kind}`,
  }, h("summary", { // on click: the event `toggle` comes later, when the step may already have been redrawn
    on: { click: (/** @type {any} */ { currentTarget }) => folded[currentTarget.parentElement.open ? "add" : "delete"](title) },
  }, title), h("div", { class: "etika-rich" }, body));
  const rich = (/** @type {string} */ html) => html && ui.rich(html);
  const sure = (/** @type {string} */ level) =>
    ({ H: ui.t("keyakinan tinggi"), M: ui.t("keyakinan sedang"), L: ui.t("keyakinan rendah") })[/** @type {"H"} */ (level)] || level;
  const day = (/** @type {string} */ iso) => {
    const date = new Date(`${iso}T12:00:00`);
    return isNaN(+date) ? iso : date.toLocaleDateString(ui.language, { day: "numeric", month: "long", year: "numeric" });
  };
  const law = (/** @type {Data[]} */ items) => items.length > 0 && items.map((one) => h("div", { class: "etika-control-law" }, h("p", null, h("strong", null, one.title)), h("p", null, one.about),
    h("p", { class: "etika-calm" }, ui.t("Status: {status} ({certainty}), menurut sumber tersimpan, {date}; periksa sebelum mengajar.", { status: one.status, certainty: sure(one.certainty), date: day(one.checked_on) }))));
  return {
    node,
    update({ step, state, room }) {
      const notes = (state && state.notes) || {};
      draw([step, notes, room.law], () => !step ? [] : [
        part(ui.t("Ucapkan"), rich(step.say_html), "etika-control-say"),
        part(ui.t("Catatan Anda"), rich(step.notes_html)),
        part(ui.t("Tangga pertanyaan"), step.ladder && step.ladder.length > 0 && h("ol", null, step.ladder.map((/** @type {Data} */ rung) => h("li", null,
          h("span", { class: "etika-control-level" }, rung.level), " ", rung.ask,
          rung.follow_ups && h("ul", null, rung.follow_ups.map((/** @type {string} */ text) => h("li", null, text))))))),
        part(ui.t("Bila kelas diam"), step.if_silent && h("p", null, step.if_silent)),
        part(ui.t("Bila waktu mepet"), step.cut && h("p", null, step.cut)),
        part(ui.t("Tentang aktivitas ini"), rich(notes.notes_html)),
        part(ui.t("Pertanyaan lanjutan"), (notes.follow_ups || []).length > 0 && h("ul", null, notes.follow_ups.map((/** @type {string} */ text) => h("li", null, text)))),
        part(ui.t("Rujukan"), law((room.law || []).filter((/** @type {Data} */ one) => (step.law || []).includes(one.id)))),
      ]);
    },
  };
}

/** What participants read, for the facilitator to read out; folded once answers are open. @param {any} ui @returns {Piece} */
function brief(ui) {
  const { h } = ui;
  const node = h("div", { class: "etika-control-brief" });
  const draw = pane(node);
  return {
    node,
    update({ state, current, room }) {
      const { case_html: told, question, prompt_html: prompt, documents = [] } = (state && state.content) || {};
      const before = !state || ["hidden", "reading"].includes(state.phase), intro = state && state.intro_html;
      const slide = !state && current && !room.ended && room.present.screen_html;
      const title = slide ? ui.t("Di layar sekarang") : before ? ui.t("Yang akan dibaca peserta") : ui.t("Yang dibaca peserta");
      const rich = (/** @type {string} */ html, kind = "etika-rich") => html && h("div", { class: kind }, ui.rich(html));
      draw([state && state.id, before, intro, told, question, prompt, documents, slide], () => [(slide || told || question || prompt || documents.length > 0) &&
        h("details", { open: before }, h("summary", null, title), h("div", { class: "etika-rich" }, rich(slide), rich(intro), rich(told, "etika-case"), rich(prompt),
          documents.map((/** @type {Data} */ one) => h("details", null, h("summary", null, one.title), rich(one.body_html))),
          question && h("p", null, h("strong", null, question))))]);
    },
  };
}

/** Raised hands of people without a phone, where the activity takes them. @param {any} ui @param {Data} acts @param {string} [name] where two stand on one page @returns {Piece} */
function hands(ui, acts, name = "hands") {
  const { h } = ui;
  const summary = h("summary"), fields = h("div", { class: "etika-control-hands" }), stored = h("p", { role: "status" });
  const said = h("p", { id: `etika-${name}-said`, class: "etika-control-problem", role: "alert" });
  const draw = pane(fields);
  /** @type {Data} */
  let state = {}, inputs = {};
  let known = "", typed = false;
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    const all = Object.entries(inputs), wrong = all.filter(([, input]) => !input.validity.valid);
    for (const [, input] of all) input.setAttribute("aria-invalid", String(!input.validity.valid));
    put(said, wrong.length ? ui.t("Isi bilangan bulat dari 0 sampai {most}.", { most: 999 }) : "");
    if (wrong.length) return wrong[0][1].focus();
    typed = false;
    acts.send("tally", { round: state.round, counts: Object.fromEntries(all.map(([id, input]) => [id, Number(input.value)])) }, state.id);
  };
  const field = (/** @type {Data} */ { id, text }, /** @type {number} */ i) => {
    const input = inputs[id] = h("input", { id: `etika-${name}-${i}`, type: "number", min: 0, max: 999, step: 1, inputmode: "numeric", autocomplete: "off",
      "aria-describedby": said.id, dataset: { key: `${name}:${id}` }, on: { input: () => (typed = true) } });
    return [h("label", { for: input.id }, text), input];
  };
  return {
    node: h("details", { class: "etika-control-brief" }, summary, h("form", { class: "etika-control-form", novalidate: true, on: { submit } },
      h("p", { class: "etika-calm" }, ui.t("Bacakan pilihannya, hitung tangan yang terangkat, lalu simpan. Angka ini masuk ke hasil dengan tanda. Simpan 0 untuk menghapusnya.")),
      fields, said, h("div", { class: "etika-control-row" }, ui.button(ui.t("Simpan"), { type: "submit" }), stored))),
    update(view) {
      const { tally = null } = (state = view.state || {});
      this.node.hidden = !tally;
      if (!tally) return;
      draw([state.id, state.round, tally.options], () => ((inputs = {}), (known = ""), (typed = false), tally.options.map(field)));
      const counts = tally.counts || {}, people = Object.values(counts).reduce((sum, n) => sum + n, 0), now = JSON.stringify(counts);
      put(summary, [ui.t("Peserta tanpa ponsel"), people && ui.t("{n} suara tangan tersimpan", { n: ui.number(people) })].filter(Boolean).join(": "));
      put(stored, people ? ui.t("Tersimpan: {n} suara tangan.", { n: ui.number(people) }) : ui.t("Belum ada yang disimpan pada putaran ini."));
      if (now === known) return;
      if (!typed) for (const [id, input] of Object.entries(inputs)) input.value = String(counts[id] || 0);
      known = now;
    },
  };
}

/** What to look after before phones can come in, where the host has no words of its own. @param {any} ui */
const PREFLIGHT = (ui) => [
  ui.t("Terhubung ke Wi-Fi yang sama dengan laptop ini."),
  ui.t("Data seluler dimatikan dulu: Wi-Fi tanpa internet sering ditinggalkan ponsel."),
  ui.t("Firewall laptop mengizinkan sambungan masuk di jaringan privat."),
  ui.t("Hotspot Windows menampung 8 perangkat, Android sekitar 10. Untuk kelas yang lebih besar, pakai router."),
  ui.t("Wi-Fi tamu sering memisahkan perangkat. Bila halaman tidak terbuka, coba jaringan lain."),
];

/** How phones get in. @param {any} ui @param {Data} acts @returns {Piece} */
function door(ui, acts) {
  const { h } = ui;
  const node = h("div", { class: "etika-control-door", tabindex: -1 });
  const draw = pane(node);
  const choose = (/** @type {string[]} */ [url]) => void Promise.resolve(ui.chooseAddress && ui.chooseAddress(url)).then(acts.update);
  return {
    node,
    update({ room }) {
      const { join = "", typed = join, chosen = join, qr_svg: svg, addresses = [], preflight = PREFLIGHT(ui) } = ui.links || {};
      draw([room.code, typed, chosen, svg, addresses, preflight], () => [
        svg && h("div", { class: "etika-control-qr" }, picture(svg, ui.t("Kode QR menuju halaman gabung"))),
        join && h("p", null, ui.t("Ketik di peramban ponsel:"), h("br"), h("strong", { class: "etika-control-address" }, address(ui, typed))),
        h("p", null, ui.t("Kode kelas"), h("br"), h("b", { class: "etika-control-code" }, room.code)),
        addresses.length > 1 && ui.choices({ legend: ui.t("Alamat laptop ini yang dipakai ponsel"), name: "address", chosen: [chosen], onChange: choose,
          options: addresses.map((/** @type {Data} */ { label, url }) => ({ id: url, text: label })) }),
        h("h3", null, ui.t("Yang perlu di setiap ponsel")),
        h("ul", null, preflight.map((/** @type {string} */ text) => h("li", null, text))),
      ]);
    },
  };
}

export const parts = { put, address, pane, rows, picture, ask, brief, hands, guide, people, door, pulse, pace, far, pages, tables };
