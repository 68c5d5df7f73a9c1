// Etika in a notebook page (JupyterLab, stock Voilà): draws the door, the activities and the control page. One line
// and one client per seat and page, however many widgets it has.

import { createLine, storageFor, uuid } from "./kernel_line.js";
import { createPulse, createUnit } from "./news.js";
import { createTrail } from "./trail.js";

/** The join form, with what UU 27/2022 Pasal 21 wants said before anything is stored. */
function drawDoor(line) {
  const { h, t, button, heading, card } = line.ui;
  const { info, typed } = line;
  const field = (name, label, props) => {
    const id = `etika-${uuid().slice(0, 8)}`;
    const input = h("input", { id, name, autocomplete: "off", spellcheck: "false", ...props });
    return { input, node: h("div", { class: "etika-field" }, h("label", { for: id }, label), input) };
  };
  const code = field("code", t("Kode kelas"), { autocapitalize: "characters", maxlength: 12, required: true, value: info.code || typed.class || "" });
  const name = field("name", t("Nama samaran"), { maxlength: 40, required: true, value: typed.name || info.offer });
  const resume = field("resume", t("Kode lanjut"), { autocapitalize: "characters", maxlength: 16, value: "" });
  const klass = () => info.code || code.input.value;
  const form = (kind, payload, ...children) =>
    h("form", { class: "etika-form", on: { submit: (event) => (event.preventDefault(), line.enter(kind, payload())) } }, children);
  const said = (label, text) => h("li", null, h("strong", null, label), " ", text);
  return card(
    heading(info.title ? t("Gabung: {title}", { title: info.title }) : t("Gabung ke kelas")),
    form("join", () => ({ class: klass(), name: name.input.value }),
      info.code ? null : code.node,
      name.node,
      h("p", { class: "etika-hint" }, t("Jangan memakai nama asli atau NIP.")),
      h("div", { class: "etika-privacy" },
        h("p", { class: "etika-label" }, t("Sebelum bergabung: data Anda (UU 27/2022 Pasal 21)")),
        h("ul", null,
          said(t("Disimpan:"), t("nama samaran, jawaban yang Anda kirim, waktu dan kelompoknya. Tanpa nama asli, NIP, nomor telepon, atau alamat perangkat.")),
          said(t("Untuk apa:"), t("menjalankan kelas ini dan laporan kelasnya, oleh penyelenggara pelatihan.")),
          said(t("Yang melihat:"), t("fasilitator melihat jawaban dengan nama samaran; peserta lain melihat hasil gabungan. Pengecualian ditulis di tiap aktivitas.")),
          said(t("Berapa lama:"), t("diusulkan {n} hari setelah kelas berakhir; jadwal retensi instansi Anda yang berlaku.", { n: info.keep_days })),
          said(t("Hak Anda:"), t("penjelasan, salinan, perbaikan, penghapusan, penundaan, pembatasan, penarikan persetujuan, penolakan keputusan otomatis, pemindahan data, dan gugatan (Pasal 5–13). Sebutkan nama samaran Anda kepada fasilitator.")))),
      h("p", { class: "etika-problem", role: "alert" }, line.problem),
      button(line.waiting() ? t("Menghubungkan…") : t("Gabung"), { primary: true, type: "submit", disabled: line.waiting() })),
    h("details", null, h("summary", null, t("Sudah pernah bergabung? Lanjutkan dengan kode lanjut")),
      form("resume", () => ({ class: klass(), code: resume.input.value }), resume.node,
        button(t("Lanjutkan"), { type: "submit" }))));
}

/** What stands on top of a book once somebody sits: where they are, and whether the line holds. */
function drawBanner(line) {
  const { h, t, tag, card, button } = line.ui;
  const model = line.client.model(null);
  const room = model.get("room");
  const offline = model.get("connection") !== "open"
    && h("p", { class: "etika-problem", role: "status" }, t("Terputus, jawaban Anda aman"));
  if (line.gone) {
    return card(h("p", { class: "etika-problem", role: "alert" }, line.gone.message),
      line.gone.code === "deleted" ? null : button(t("Gabung lagi"), { on: line.again }));
  }
  if (line.info.preview) return card(h("p", null, tag(t("Pratinjau, tidak disimpan")), " ", line.info.title), offline);
  if (!room) return card(h("p", null, t("Menghubungkan…")), offline);
  const title = h("p", null, h("strong", null, room.title), " ", tag(t("Kelas {code}", { code: room.code })), " ", room.ended && tag(t("Diakhiri")));
  if (room.role === "facilitator") {
    return card(title,
      h("p", null, t("Fasilitator. {joined} bergabung, {online} terhubung.", room.people), " ",
        room.present && t("Langkah sekarang: {title}.", { title: room.present.title })),
      h("ul", { class: "etika-order" }, room.order.map((it) => h("li", null, it.title, " ", tag(line.ui.phase(it))))), offline);
  }
  return card(title,
    room.me && h("p", null, t("Anda masuk sebagai {name}.", { name: room.me.name })),
    room.me && room.me.resume && h("p", { class: "etika-hint" },
      t("Kode lanjut Anda: {code}. Catat, untuk masuk lagi dari perangkat lain.", { code: room.me.resume })),
    offline);
}

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** Keeps one element up to date, redrawing only when what it shows has changed. */
function keep(node, key, draw, after = () => {}) {
  let shown;
  return () => {
    const now = key();
    if (same(now, shown)) return;
    shown = JSON.parse(JSON.stringify(now === undefined ? null : now));
    node.replaceChildren(...[draw()].flat().filter(Boolean));
    after();
  };
}

function attachDoor({ line, el }) {
  const node = el.appendChild(document.createElement("div"));
  return keep(node,
    () => [Boolean(line.ui), line.info && line.info.joined, line.info && line.info.code, line.problem, line.waiting(), line.gone,
      line.client && [line.client.model(null).get("room"), line.client.model(null).get("connection")]],
    () => (!line.ui ? "…" : line.client && line.info.joined ? drawBanner(line) : drawDoor(line)),
    () => line.problem && node.querySelector("input").focus());
}

/** Buttons for whoever tries a workbook without a class: the same moves as on the control page. */
function attachSteps({ desk, el, activity }) {
  const node = el.appendChild(document.createElement("div"));
  node.className = "etika-steps";
  const state = () => desk.client && desk.client.model(activity).get("state");
  return keep(node, () => state() && [state().phase, state().round, state().rev], () => {
    if (!state()) return null;
    const { h, t, tag, button, phase } = desk.ui;
    return [desk.info.preview && tag(t("Pratinjau, tidak disimpan")), h("span", null, phase(state())),
      ...state().moves.map(({ to }) => button(`→ ${phase({ phase: to })}`, {
        on: () => desk.client.model(activity).send({ kind: "move", payload: { to, rev: state().rev } }),
      }))];
  });
}

/** What the class asks beside its activities stands once on a page, however many doors it has. */
function attachNews({ line, el }) {
  const [unit, trail] = [0, 1].map(() => el.appendChild(document.createElement("div")));
  let drawn = [], used = null;
  const show = (room) => drawn.forEach((draw) => draw(room));
  const refresh = () => {
    line.news = line.news || refresh;
    if (line.news !== refresh || !line.live) return;
    if (used !== line.client) {
      show(null);
      [drawn, used] = [[], line.client];
      if (used) {
        const { h, t } = line.ui, page = { client: used, ui: line.ui };
        const place = h("div"), panel = h("details", { class: "etika etika-pulse-panel", open: true }, h("summary", null, t("Denyut")), place);
        const draw = createPulse({ ...page, place });
        drawn = [createUnit({ ...page, place: unit, storage: storageFor(!line.info.preview), code: line.info.code }),
          createTrail({ ...page, place: trail }),
          (room) => {
            const id = room && room.pulse;
            if (id && panel.dataset.pulse !== id) panel.open = true; // a new one: what was folded away was another
            panel.dataset.pulse = id || "";
            if (!id) panel.remove();
            // Cells contain what is fixed in them: it stands at the foot of the notebook, or of Voilà's page.
            else if (!panel.isConnected) (el.closest(".jp-NotebookPanel") || document.body).append(panel);
            draw(room);
          }];
      }
    }
    const room = used && used.model(null).get("room");
    show(room && room.role === "participant" && !line.gone ? room : null);
  };
  refresh.end = () => {
    show(null);
    if (line.news === refresh) line.news = null;
  };
  return refresh;
}

/** What the facilitator sees and does, for whoever tries an activity alone: some are led from step to step. */
function attachLead({ desk, el, view, activity }) {
  let node = null, cleanup = null;
  const refresh = () => {
    if (node || !view || !desk.live || !desk.client.model(activity).get("state")) return;
    const body = desk.ui.h("div"), draw = () => {
      if (node.open && !cleanup) cleanup = view.render({ model: desk.client.model(activity), el: body, ui: desk.ui });
    };
    node = desk.ui.h("details", { class: "etika-lead", on: { toggle: draw } }, desk.ui.h("summary", null, desk.ui.t("Sebagai fasilitator")), body);
    el.append(node);
  };
  refresh.end = () => cleanup && cleanup();
  return refresh;
}

function attachView({ line, el, view, part, activity, type }) {
  const node = el.appendChild(document.createElement("div"));
  const words = el.appendChild(document.createElement("p"));
  let cleanup = null, used = null;
  const refresh = () => {
    const model = line.client && line.client.model(part === "control" ? null : activity);
    const ready = model && line.live && (part === "control" ? model.get("room") : model.get("state"));
    if (used && used !== line.client) {
      if (cleanup) cleanup();
      [cleanup, used] = [null, null];
      node.replaceChildren();
    }
    words.hidden = Boolean(used || ready);
    if (!words.hidden) {
      const t = line.ui ? line.ui.t : (id) => id;
      words.textContent = !line.info ? t("Menghubungkan…")
        : !line.info.joined ? t("Gabung dulu lewat formulir kelas di halaman ini.")
          : line.live ? t("Aktivitas ini tidak ada di kelas ini.") : t("Menghubungkan…");
      return;
    }
    if (used) return;
    used = line.client;
    if (view) cleanup = view.render({ model, el: node, ui: line.ui }) || null;
    else node.textContent = line.ui.t("Tampilan untuk jenis '{type}' belum ada.", { type: type });
  };
  refresh.end = () => cleanup && cleanup();
  return refresh;
}

/** JupyterLab takes arrows and letters from whatever has the focus and is no text field: there `D D` deletes a cell. */
const keepKeys = ({ target }) => {
  if (!target.matches(":read-write")) target.dataset.lmSuppressShortcuts = "true";
};

/** @param {{parts: any, views: any, css: string}} module the composed module of this page */
export function createPage({ parts, views, css }) {
  const style = document.createElement("style");
  style.textContent = css;
  document.head.append(style);
  /** @type {Map<string, any>} */
  const lines = new Map();
  const lineOf = (seat) => lines.get(seat) || lines.set(seat, createLine(seat, parts, views)).get(seat);
  const viewOf = (name) => (name === "control" ? parts.control.default : views[name] && views[name].default);

  return {
    /** Draws one widget and returns its cleanup. */
    attach({ model, el }) {
      const [part, activity, type] = ["part", "activity", "type"].map((name) => model.get(name));
      const line = lineOf(model.get("seat"));
      const desk = model.get("desk") ? lineOf(model.get("desk")) : null;
      el.classList.add("etika", "etika-kernel");
      el.addEventListener("focusin", keepKeys);
      el.lang = model.get("language");
      const drawn = [];
      if (desk) drawn.push([desk, attachSteps({ desk, el, activity })]);
      if (part === "door" || part === "both") drawn.push([line, attachDoor({ line, el })], [line, attachNews({ line, el })]);
      if (part !== "door") drawn.push([line, attachView({ line, el, view: viewOf(part === "control" ? part : type), part, activity, type })]);
      if (desk && part !== "door") drawn.push([desk, attachLead({ desk, el, view: viewOf(type), activity })]);
      const leave = [line, desk].filter(Boolean).map((it) => it.join(model));
      for (const [it, refresh] of drawn) {
        it.on.add(refresh);
        refresh();
        leave.push(() => (it.on.delete(refresh), refresh.end && refresh.end()));
      }
      return () => (el.removeEventListener("focusin", keepKeys), leave.forEach((f) => f()));
    },
  };
}
