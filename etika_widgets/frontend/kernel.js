// Etika in a notebook page (JupyterLab, stock Voilà): carries frames over the comms of widgets and draws the door,
// the activities and the control page. One line and one client per seat and page, however many widgets it has.
//
// A comm gives no sign when it is down, and what is sent then is lost (measured in stock Voilà). So every question
// is repeated until something comes back, frames are numbered, and a gap leads to a fresh hello.

const ASK_AGAIN = 3000; // ms
const GIVE_UP = 7000;
const QUIET = 20000;
const REPEAT = 4000;

const uuid = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** localStorage where the browser allows it; a preview keeps nothing. @param {boolean} keep */
function storageFor(keep) {
  try {
    return keep ? window.localStorage : null;
  } catch {
    return null;
  }
}

/**
 * The line of one seat: what `client.js` calls a transport, over whichever widget of this seat still answers.
 * @param {string} seat @param {any} parts @param {any} views
 */
function createLine(seat, parts, views) {
  /** @type {Map<any, (message: any) => void>} */
  const carriers = new Map();
  const listeners = new Set();
  const line = { info: null, client: null, ui: null, live: false, problem: "", gone: null, typed: {}, on: listeners, scope: { code: "", me: "" } };
  let asked = 0, since = 0, heard = 0, number = 0, repeated = 0, state = "closed", stopped = false, timer = 0, first = null, entry = null;

  const emit = () => [...listeners].forEach((f) => f());
  const post = (frame) => {
    const model = carriers.has(first) ? first : (first = carriers.keys().next().value);
    if (!model) return false;
    model.send({ etika: frame, seat });
    return true;
  };
  const ask = (frame) => {
    const now = Date.now();
    [asked, since] = [now, since || now];
    post(frame);
  };
  const transport = {
    send(frame) {
      if (frame.t === "hello") [asked, since] = [Date.now(), since || Date.now()];
      return state === "open" && post(frame);
    },
    onFrame(_frame) {},
    onState(_state) {},
    stop: () => (stopped = true),
  };
  const turn = (to) => {
    if (state === to) return;
    state = to;
    transport.onState(to);
    emit();
  };

  function remember() {
    const storage = storageFor(true);
    const key = `etika:door:${line.info.book}`;
    return {
      get() {
        try {
          return JSON.parse(storage.getItem(key));
        } catch {
          return null;
        }
      },
      set(value) {
        try {
          storage.setItem(key, JSON.stringify(value));
        } catch { /* then a reload asks again */ }
      },
    };
  }

  /** The host says who sits here: with a class the client starts, without one the door opens. */
  function seated(info) {
    line.info = info;
    const storage = storageFor(!info.preview);
    if (!line.ui || line.ui.language !== info.language) {
      line.ui = parts.shared.createUi({ language: info.language, messages: info.messages, storage, scope: line.scope });
      line.ui.view = (type) => Promise.resolve(views[type] && views[type].default);
      line.ui.parts = parts.control_parts.parts;
    }
    line.scope.code = info.code;
    if (!info.joined) return knock();
    if (!line.client) {
      line.client = parts.client.createClient({
        transport, storage, code: info.code, page: info.book, createOutbox: parts.outbox.createOutbox,
        onGone: (frame) => ((line.gone = frame), emit()),
        onPage: (room) => (line.scope.me = (room.me && room.me.id) || room.role),
      });
      line.client.model(null).on("change:room change:states change:connection", emit);
    }
    [state, line.live] = ["closed", false];
    turn("open");
  }

  /** Somebody who was here before gets back to their place; everybody else sees the form. */
  function knock() {
    const known = remember().get();
    const fits = known && (!line.info.code || line.info.code === known.code);
    if (fits && known.resume) enter("resume", { class: known.code, code: known.resume });
    else if (fits && known.join) enter("join", { class: known.code, name: known.name }, known.join);
    emit();
  }

  /** @param {"join" | "resume"} kind @param {any} payload @param {string} [id] */
  function enter(kind, payload, id = uuid()) {
    line.problem = "";
    line.typed = payload;
    entry = { t: "intent", id, seq: 0, activity: null, round: null, kind, payload };
    if (kind === "join") remember().set({ code: payload.class, name: payload.name, join: id });
    ask(entry);
    emit();
  }

  function entered(frame) {
    const { payload } = entry;
    entry = null;
    if (frame.ok) {
      remember().set({ code: frame.data.code, resume: frame.data.resume || payload.code });
      return ask({ t: "seat" });
    }
    line.problem = frame.message;
    remember().set(null);
    emit();
  }

  function take(message) {
    if (!message || message.seat !== seat || !message.etika) return;
    const frame = message.etika;
    const gap = number && message.n > number + 1;
    number = message.n;
    heard = Date.now();
    asked = since = 0;
    if (frame.t === "seat") {
      if (!line.client || state === "closed" || !frame.joined) seated(frame);
      return;
    }
    if (entry && frame.t === "ack" && frame.id === entry.id) return entered(frame);
    if (!line.client) return;
    if (frame.t === "live") line.live = true;
    transport.onFrame(frame);
    if (state === "closed" && !stopped) turn("open");
    else if (gap) transport.send({ t: "hello", rev: 0, page: "" });
    if (frame.t === "live") emit();
  }

  function tick() {
    if (stopped || document.visibilityState === "hidden") return;
    const now = Date.now();
    if (asked && now - since > GIVE_UP) turn("closed");
    if (asked && now - asked > ASK_AGAIN) {
      const all = [...carriers.keys()];
      first = all[(all.indexOf(first) + 1) % all.length];
      return ask(entry || (line.client && state === "open" ? { t: "ping" } : line.client ? { t: "hello", rev: 0 } : { t: "seat" }));
    }
    if (asked || !line.client || state !== "open") return;
    if (line.client.pending().length) {
      if (now - heard > REPEAT && now - repeated > REPEAT) {
        repeated = now;
        transport.onFrame({ t: "live" }); // the outbox sends again what nobody has acknowledged
        ask({ t: "ping" });
      }
    } else if (now - heard > QUIET) ask({ t: "ping" });
  }

  /** @param {any} model a widget that can carry this line; returns how to let go of it */
  line.join = (model) => {
    const seats = carriers.size;
    carriers.set(model, take);
    model.on("msg:custom", take);
    if (!seats) {
      timer = window.setInterval(tick, 1000);
      ask(line.client ? { t: "hello", rev: 0 } : { t: "seat" });
    }
    return () => {
      model.off("msg:custom", take);
      carriers.delete(model);
      if (!carriers.size) window.clearInterval(timer);
    };
  };
  line.enter = enter;
  line.again = () => {
    [stopped, line.gone, line.client, state] = [false, null, null, "closed"];
    remember().set(null);
    ask({ t: "seat" });
    emit();
  };
  line.waiting = () => entry !== null;
  return line;
}

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
          said(t("Hak Anda:"), t("minta fasilitator memperbaiki atau menghapus data Anda kapan saja.")))),
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
      el.lang = model.get("language");
      const drawn = [];
      if (desk) drawn.push([desk, attachSteps({ desk, el, activity })]);
      if (part === "door" || part === "both") drawn.push([line, attachDoor({ line, el })]);
      if (part !== "door") drawn.push([line, attachView({ line, el, view: viewOf(part === "control" ? part : type), part, activity, type })]);
      const leave = [line, desk].filter(Boolean).map((it) => it.join(model));
      for (const [it, refresh] of drawn) {
        it.on.add(refresh);
        refresh();
        leave.push(() => (it.on.delete(refresh), refresh.end && refresh.end()));
      }
      return () => leave.forEach((f) => f());
    },
  };
}
