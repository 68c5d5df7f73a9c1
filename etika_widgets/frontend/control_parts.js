// What the control page and the projector are made of: pieces that keep their place while the class goes on, and the
// panels beside the stage. Hosts hand them to both pages as `ui.parts`; views import nothing.

/** @typedef {Record<string, any>} Data */
/** @typedef {{room: Data, step: Data | null, state: Data | null, current: boolean}} View */
/** @typedef {{node: HTMLElement, update: (view: View) => void}} Piece */

const LARGEST = 6;

/** @param {Node} node @param {any} text */
const put = (node, text) => void (node.textContent !== String(text) && (node.textContent = String(text)));

/** Draws into a node only when the key changed; the control with the same `data-key` keeps the focus. @param {any} node */
function pane(node) {
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
function rows(parent, make) {
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

/** The drawing of a QR code, from our own server. @param {string} svg @param {string} label */
function picture(svg, label) {
  const node = /** @type {any} */ (document.importNode(new DOMParser().parseFromString(svg, "image/svg+xml").documentElement, true));
  if (node.nodeName !== "svg") return null;
  if (!node.hasAttribute("viewBox")) node.setAttribute("viewBox", `0 0 ${parseFloat(node.getAttribute("width"))} ${parseFloat(node.getAttribute("height"))}`);
  node.setAttribute("role", "img");
  node.setAttribute("aria-label", label);
  return node;
}

/** Asks in place before something that cannot be undone. @param {any} ui @param {any} place @param {any} trigger @param {{text: string, yes: string, on: () => void}} question */
function ask(ui, place, trigger, { text, yes, on }) {
  const close = () => (place.replaceChildren(), trigger.isConnected && trigger.focus());
  const no = ui.button(ui.t("Batal"), { on: close });
  const sure = ui.button(yes, { on: () => (close(), on()) });
  sure.classList.add("etika-control-danger");
  const keydown = (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && close();
  place.replaceChildren(ui.h("div", { class: "etika-control-ask", role: "group", "aria-label": text, on: { keydown } },
    ui.h("p", null, text), ui.h("div", { class: "etika-control-row" }, sure, no)));
  no.focus();
}

/** What to say and ask in this step. @param {any} ui @returns {Piece} */
function guide(ui) {
  const { h } = ui;
  const node = h("div", { class: "etika-control-guide", tabindex: -1 });
  const draw = pane(node), folded = new Set();
  const part = (/** @type {string} */ title, /** @type {any} */ body, kind = "") => body && h("details", {
    open: !folded.has(title), class: `etika-control-note ${kind}`, on: { toggle: (/** @type {any} */ { target }) => folded[target.open ? "delete" : "add"](title) },
  }, h("summary", null, title), h("div", { class: "etika-rich" }, body));
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

/** Raised hands of people without a phone, where the activity takes them. @param {any} ui @param {Data} acts @returns {Piece} */
function hands(ui, acts) {
  const { h } = ui;
  const summary = h("summary"), fields = h("div", { class: "etika-control-hands" }), stored = h("p", { role: "status" });
  const said = h("p", { id: "etika-hands-said", class: "etika-control-problem", role: "alert" });
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
    const input = inputs[id] = h("input", { id: `etika-hands-${i}`, type: "number", min: 0, max: 999, step: 1, inputmode: "numeric", autocomplete: "off",
      "aria-describedby": said.id, dataset: { key: `hands:${id}` }, on: { input: () => (typed = true) } });
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

/** Roster and groups. @param {any} ui @param {Data} acts @returns {Piece} */
function people(ui, acts) {
  const { h } = ui;
  const size = h("input", { id: "etika-control-size", type: "number", min: 2, max: 20, value: LARGEST, inputmode: "numeric" });
  const deal = ui.button("", { type: "submit", key: "group" }), place = h("div"), said = h("p", { class: "etika-control-problem", role: "alert" });
  const groups = h("ul", { class: "etika-control-groups" }), people = h("ul", { class: "etika-control-people" }), none = h("p", { class: "etika-calm" }, ui.t("Belum ada peserta."));
  const heading = h("h3", { tabindex: -1 }, ui.t("Peserta"));
  const find = h("input", { id: "etika-control-find", type: "search", autocomplete: "off", on: { input: () => last && piece.update(last) } });
  /** @type {View | null} */
  let last = null;
  acts.peopleRefused = (/** @type {string} */ text) => put(said, text);
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    const largest = Number(size.value), on = () => acts.send("group", { largest });
    if (!Number.isInteger(largest) || largest < 2 || largest > 20) return put(said, ui.t("Ukuran kelompok harus 2 sampai 20 orang."));
    put(said, "");
    if (!last || !last.room.groups.length) return on();
    ask(ui, place, deal, { text: ui.t("Kelompok yang sekarang diacak ulang. Lanjutkan?"), yes: ui.t("Ya, acak ulang"), on });
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
        h("div", { class: "etika-control-row" }, ui.button(ui.t("Simpan nama"), { type: "submit" }), remove)), sub);
      edit.setAttribute("aria-expanded", "true");
      input.focus();
    };
    edit.setAttribute("aria-expanded", "false");
    return { node: h("li", null, h("p", null, name, " ", about), edit, form), update(one) {
      if (one.name !== now.name && form.firstChild) close();
      now = one;
      put(name, one.name);
      about.dataset.online = String(one.online);
      put(about, [one.online ? ui.t("tersambung") : ui.t("terputus"), one.group && ui.t("kelompok {n}", { n: one.group }), one.is_writer && ui.t("juru tulis")].filter(Boolean).join(" · "));
      edit.setAttribute("aria-label", ui.t("Ubah {name}", { name: one.name }));
    } };
  });
  /** @type {Piece} */
  const piece = {
    node: h("div", { class: "etika-control-persons" },
      h("form", { class: "etika-control-deal", novalidate: true, on: { submit } }, h("label", { for: size.id }, ui.t("Orang per kelompok, paling banyak")), size, deal), place, said, groups,
      heading, h("label", { for: find.id }, ui.t("Cari nama")), find, none, people),
    update(view) {
      last = view;
      const { roster, groups: formed, ended } = view.room, wanted = find.value.trim().toLowerCase();
      put(deal, formed.length ? ui.t("Bagi ulang kelompok") : ui.t("Bagi kelompok"));
      deal.closest("form").hidden = ended;
      fillGroups(formed.map((/** @type {Data} */ one) => ({ ...one, id: one.number })));
      fillPeople(roster.filter((/** @type {Data} */ one) => one.name.toLowerCase().includes(wanted)));
      none.hidden = roster.length > 0;
    },
  };
  return piece;
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

/** An address as people type it; it may break after its slashes. @param {any} ui @param {string} url */
const address = (ui, url) => url.replace(/^https?:\/\//, "").split("/").flatMap((part, i) => (i ? ["/", ui.h("wbr"), part] : [part]));

export const parts = { put, address, pane, rows, picture, ask, brief, hands, guide, people, door };
