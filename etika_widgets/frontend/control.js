// The facilitator's cockpit: what the class is doing, the one usual next move, what to say, who is here.
//
// Nothing is thrown away while somebody reads or types: texts are put in place, lists keep their rows, and a piece is
// drawn anew only when what it says has changed. The page never guesses ahead: it shows what the room says.

/** @typedef {Record<string, any>} Data */
/**
 * @typedef {{room: Data, states: Record<string, Data>, steps: Data[], at: number, step: Data | null, current: boolean,
 *   state: Data | null, next: Data | null}} View
 *   What is looked at: `step` at place `at`; `current` when the room is there too; `state` of its activity.
 */
/** @typedef {{node: HTMLElement, update: (view: View) => void, tick?: (view: View) => void}} Piece */

const TAKES_NO_CLICK = 700; // ms in which buttons that have just changed their meaning ignore a second click
const GIVES_UP = 6000; // ms after which a button can be pressed again although no answer came
const SAYS_COUNTS_EVERY = 15000;
const FORGOTTEN = 180; // minutes: a step left standing longer than this was not being taught

/** @param {string} iso */
const seconds = (iso) => Math.max(0, Math.floor((Date.now() - Date.parse(iso)) / 1000)) || 0;
const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
/** @param {number} all */
const clock = (all) => (all < 3600 ? "" : `${Math.floor(all / 3600)}:`) + `${two(Math.floor(all / 60) % 60)}:${two(all % 60)}`;

/** What a move does, in words. @param {any} ui @param {Data} state @param {Data} move */
function moveLabel(ui, state, { to, round }) {
  if (to === "open" && round > state.round) return ui.t("Buka putaran {n}", { n: round });
  if (to === "open" && state.phase === "closed") return ui.t("Buka lagi jawaban");
  const labels = {
    reading: ui.t("Tampilkan soal"), open: ui.t("Buka jawaban"), closed: ui.t("Tutup jawaban"),
    discussing: ui.t("Mulai diskusi"), revealed: ui.t("Buka hasil"),
  };
  return labels[/** @type {"open"} */ (to)] || to;
}

/** What the phase means for the room. @param {any} ui @param {Data} state */
function phaseWords(ui, state) {
  const meaning = {
    hidden: ui.t("peserta belum melihat apa pun"), reading: ui.t("jawaban belum dibuka"), open: ui.t("hasil tertutup bagi peserta"),
    closed: ui.t("hasil belum dibuka"), discussing: ui.t("hasil belum dibuka"), revealed: ui.t("terlihat di layar dan ponsel"),
  }[/** @type {"open"} */ (state.phase)];
  const named = ((state.content || {}).rounds || [])[state.round - 1];
  const round = named || (state.round > 1 ? ui.t("Putaran {n}", { n: state.round }) : "");
  const board = ["open", "closed", "discussing"].includes(state.phase) && Object.values(state.board || {}).some(Array.isArray);
  return [ui.phase(state), round, board ? ui.t("papan terlihat di layar dan ponsel") : meaning].filter(Boolean).join(" · ");
}

/** The phase that usually comes next here; "" when the class usually goes on to the next step. @param {View} view */
function usualMove({ state, step, steps }) {
  if (!state || !step || !state.moves.length) return "";
  const here = step.round || 1;
  const later = steps.some((other) => other.activity === step.activity && (other.round || 1) > state.round);
  if (here < state.round && state.phase !== "open") return "";
  if (state.phase === "closed") return later ? "discussing" : step.reveal === "later" ? "" : "revealed";
  if (state.phase === "discussing") return here > state.round ? "open" : later ? "" : "revealed";
  if (state.phase === "revealed") return here > state.round ? "open" : "";
  return state.moves[0].to;
}

/** Title, code, people, connection, projector, end. @param {any} ui @param {Data} acts @returns {Piece} */
function headPiece(ui, acts) {
  const { h } = ui, { put, pane, ask } = ui.parts;
  const title = h("h1"), code = h("b", { class: "etika-control-code" }), people = h("span"), place = h("div"), links = h("span"), pages = ui.parts.pages(ui);
  const line = h("span", { class: "etika-control-line", role: "status" });
  const end = ui.button(ui.t("Akhiri kelas"), { key: "end", on: () => acts.end() });
  const drawLinks = pane(links);
  acts.end = () => ask(ui, place, end, {
    text: ui.t("Akhiri kelas sekarang? Yang masih terbuka ditutup dan peserta tidak dapat menjawab lagi."),
    yes: ui.t("Ya, akhiri kelas"), on: () => acts.send("end", {}),
  });
  return {
    node: h("header", { class: "etika-control-head" },
      h("div", { class: "etika-control-name" }, title, h("p", null, people, " · ", line)),
      h("p", { class: "etika-control-codes" }, h("span", null, ui.t("Kode kelas")), " ", code),
      h("div", { class: "etika-control-row" }, pages.node, links, end), place),
    update({ room }) {
      pages.update({ room });
      put(title, room.title);
      put(code, room.code);
      put(people, ui.t("{n} peserta, {m} tersambung", { n: ui.number(room.people.joined), m: ui.number(room.people.online) }));
      const connection = acts.model.get("connection");
      line.dataset.connection = connection;
      put(line, connection === "open" ? ui.t("Tersambung") : connection === "closed" ? ui.t("Terputus, menyambung lagi") : ui.t("Menyambung"));
      end.hidden = room.ended;
      const { projector } = ui.links || {};
      drawLinks(projector || "", () => [projector && h("a", { class: "etika-button", href: projector, target: "_blank", rel: "noopener", dataset: { key: "projector" } },
        ui.t("Buka layar proyektor"))]);
    },
    stop: pages.stop,
  };
}

/** The run-sheet with its minutes. @param {any} ui @param {Data} acts @returns {Piece} */
function sheetPiece(ui, acts) {
  const { h } = ui, { put, rows } = ui.parts;
  const list = h("ol"), rest = h("p", { class: "etika-control-rest" }), late = h("p", { class: "etika-control-late" });
  const clocks = new Map();
  const fill = rows(list, ({ id }) => {
    const title = h("span", { class: "etika-control-step-title" }), minutes = h("span", { class: "etika-control-minutes" }), mark = h("span", { class: "etika-control-mark" });
    const button = h("button", { type: "button", dataset: { key: `step:${id}` }, on: { click: () => acts.look(id) } }, title, minutes, mark);
    clocks.set(id, minutes);
    return {
      node: h("li", null, button),
      update({ step, place, view }) {
        const now = place === view.here && !view.room.ended;
        put(title, step.title);
        const order = view.room.order.find((/** @type {Data} */ one) => one.id === step.activity);
        const known = ui.parts.far(ui, view, step) ?? (order && order.phase !== "hidden" && order.round === (step.round || 1) ? ui.phase(order) : "");
        put(mark, [now && ui.t("Sekarang"), known].filter(Boolean).join(" · "));
        mark.hidden = !mark.textContent;
        button.dataset.when = now ? "now" : place < view.here ? "before" : "after";
        if (now && !button.hasAttribute("aria-current")) requestAnimationFrame(() => (piece.node.scrollTop = button.offsetTop - piece.node.clientHeight / 2)); // in sight
        now ? button.setAttribute("aria-current", "step") : button.removeAttribute("aria-current");
        button.setAttribute("aria-pressed", String(step === view.step));
      },
    };
  });
  const piece = {
    node: h("nav", { class: "etika-control-sheet", "aria-label": ui.t("Susunan acara") }, h("h2", null, ui.t("Susunan acara")), list, rest, late),
    update(/** @type {View} */ view) {
      const here = view.steps.findIndex((step) => view.room.present && step.id === view.room.present.step);
      fill(view.steps.map((step, place) => ({ id: step.id, step, place, view: { ...view, here } })));
      piece.tick(view);
    },
    tick({ room, steps }) {
      const here = steps.findIndex((step) => room.present && step.id === room.present.step);
      const spent = here < 0 || room.ended ? NaN : Math.floor(seconds(room.present.since) / 60);
      const counts = spent <= FORGOTTEN;
      steps.forEach((step, i) => put(clocks.get(step.id), i === here && counts ? `${spent}′ / ${step.minutes}′` : `${step.minutes}′`));
      const all = room.minutes || steps.reduce((sum, step) => sum + step.minutes, 0);
      const left = steps.slice(here + 1).reduce((sum, step) => sum + step.minutes, 0) + (here < 0 ? 0 : Math.max(0, steps[here].minutes - (spent || 0)));
      const until = ui.time(new Date(Date.now() + left * 60000).toISOString());
      put(rest, counts ? ui.t("Sisa {n} dari {m} menit. Menurut rencana selesai pukul {time}.", { n: left, m: all, time: until }) : ui.t("Seluruhnya {n} menit.", { n: all }));
      const over = counts ? spent - steps[here].minutes : 0;
      const saver = over > 0 && steps.slice(here).find((step) => step.cut);
      put(late, over > 0 ? [ui.t("Lewat {n} menit.", { n: over }), saver && `${saver === steps[here] ? "" : `${saver.title}: `}${saver.cut}`].filter(Boolean).join(" ") : "");
    },
  };
  return piece;
}

/** Phase, figures, moves and the activity itself. @param {any} ui @param {Data} acts @returns {Piece} */
function stagePiece(ui, acts) {
  const { h } = ui, { put, pane } = ui.parts;
  const elsewhere = h("div"), top = h("p", { class: "etika-control-where" }), tag = h("span", { class: "etika-tag" }), title = h("h2"), ended = h("div");
  const figure = () => ({ big: h("b"), label: h("span") });
  const [count, time, offline] = [figure(), figure(), figure()];
  const figures = h("div", { class: "etika-control-figures" }, [count, time, offline].map(({ big, label }) => h("p", null, big, " ", label)));
  const bar = h("i"), moves = h("div", { class: "etika-control-moves" }), problem = h("p", { class: "etika-control-problem", role: "alert" });
  const card = h("section", { class: "etika-card" }), cardTitle = h("h3"), shown = h("div", { class: "etika-control-shown" });
  const brief = ui.parts.brief(ui), hands = ui.parts.hands(ui, acts), drawMoves = pane(moves), drawElsewhere = pane(elsewhere), drawEnded = pane(ended);
  card.append(cardTitle, shown);
  let signature = "", changed = 0, pressed = 0, mounted = "", unmount = () => {};
  acts.refused = (/** @type {string} */ text) => {
    if (text) [pressed] = [0, moves.removeAttribute("aria-busy")];
    put(problem, text);
  };

  const press = (/** @type {() => void} */ act) => () => {
    if (Date.now() - changed < TAKES_NO_CLICK || Date.now() - pressed < GIVES_UP) return;
    pressed = Date.now();
    moves.setAttribute("aria-busy", "true");
    setTimeout(() => moves.removeAttribute("aria-busy"), GIVES_UP);
    act();
  };
  const presentIt = (/** @type {Data} */ step) => press(() => (acts.look(null), acts.send("present", { step: step.id })));

  /** @param {View} view */
  function choices({ room, state, step, current, next, ...rest }) {
    if (room.ended || room.pace || !step) return [];
    const usual = usualMove({ room, state, step, current, next, ...rest });
    const made = (state ? state.moves : []).map((/** @type {Data} */ move) => ({
      label: moveLabel(ui, /** @type {Data} */ (state), move), first: move.to === usual, key: move.to,
      on: press(() => acts.send("move", { to: move.to, rev: /** @type {Data} */ (state).rev }, step.activity)),
    }));
    const done = !state || ["closed", "discussing", "revealed"].includes(state.phase);
    if (!current) made.push({ label: ui.t("Mulai langkah ini"), first: !usual, key: "present", on: presentIt(step) });
    else if (done && next) made.push({ label: ui.t("Lanjut: {title}", { title: next.title }), first: !usual, key: "next", on: presentIt(next) });
    else if (done) made.push({ label: ui.t("Akhiri kelas"), first: !usual, key: "finish", on: () => acts.end() });
    return made.sort((a, b) => Number(b.first) - Number(a.first));
  }

  /** @param {string} id @param {string} type */
  function mount(id, type) {
    if (mounted === id) return;
    unmount();
    shown.replaceChildren();
    mounted = id;
    let gone = false, clean = () => {};
    unmount = () => ((gone = true), clean());
    if (!id) return;
    const place = h("div");
    shown.append(place);
    Promise.resolve(ui.view(type)).then(
      (view) => gone || (clean = (view.default || view).render({ model: acts.model.activity(id), el: place, ui }) || clean),
      () => gone || place.append(h("p", { class: "etika-calm" }, ui.t("Tampilan aktivitas ini tidak dapat dimuat. Muat ulang halaman."))));
  }

  const piece = {
    node: h("section", { class: "etika-control-stage", "aria-label": ui.t("Langkah yang dilihat") },
      elsewhere, ended, h("div", { class: "etika-control-topic" }, top, title, tag), figures, h("div", { class: "etika-control-bar", "aria-hidden": "true" }, bar), moves, problem, brief.node, hands.node, card),
    update(/** @type {View} */ view) {
      const { room, state, step, steps, at, current } = view;
      const now = JSON.stringify([step && step.id, state && [state.rev, state.phase], room.present && room.present.step, room.ended]);
      if (now !== signature) {
        [signature, changed, pressed] = [now, pressed ? Date.now() : 0, 0];
        moves.removeAttribute("aria-busy");
      }
      put(top, step ? ui.t("Langkah {n} dari {m}", { n: at + 1, m: steps.length }) + (state && step.title !== state.title ? ` · ${step.title}` : "") : "");
      put(title, state ? state.title : step ? step.title : "");
      put(tag, room.pace ? ui.t("Belajar mandiri") : state ? phaseWords(ui, state) : step && step.activity ? ui.t("Memuat") : room.ended ? ui.t("Selesai") : current ? ui.t("Sedang berlangsung") : ui.t("Belum dimulai"));
      tag.dataset.phase = state ? state.phase : "";
      const busy = room.order.find((/** @type {Data} */ one) => room.present && one.id === room.present.activity);
      drawElsewhere([current, room.ended, room.present, busy && ui.phase(busy)], () => [!current && !room.ended && room.present && h("div", { class: "etika-control-elsewhere" },
        h("p", null, ui.t("Kelas sedang di langkah lain: {title}", { title: room.present.title }), busy && ` (${ui.phase(busy)})`),
        ui.button(ui.t("Kembali ke langkah sekarang"), { key: "back", on: () => acts.look(null) }))]);
      const links = ui.links || {};
      const link = (/** @type {string} */ url, /** @type {string} */ label, /** @type {string} */ look) => url && h("a", { class: look, href: url, target: "_blank", rel: "noopener" }, label);
      drawEnded([room.ended, links.report, links.csv], () => [room.ended && h("div", { class: "etika-control-ended" }, h("h2", null, ui.t("Kelas sudah diakhiri")),
        h("p", null, ui.t("Peserta masih dapat membaca dan menyimpan jurnal di perangkat mereka.")),
        h("div", { class: "etika-control-row" }, link(links.report, ui.t("Buka laporan"), "etika-button etika-primary"), link(links.csv, ui.t("Unduh data (CSV)"), "etika-button")), ui.parts.tables(ui))]);
      figures.hidden = room.ended && !state;
      const counting = state && !["hidden", "reading"].includes(state.phase);
      put(count.big, counting ? ui.t("{n} dari {m}", { n: ui.number(state.answered), m: ui.number(state.expected) }) : ui.number(room.people.online));
      put(count.label, !counting ? ui.t("tersambung") : state.counted === "groups" ? ui.t("kelompok mengirim") : ui.t("menjawab"));
      const away = room.people.joined - room.people.online;
      put(offline.big, ui.number(away));
      put(offline.label, away ? ui.t("terputus, jawabannya aman") : ui.t("terputus"));
      bar.parentNode.hidden = !counting;
      bar.style.width = counting && state.expected ? `${(100 * state.answered) / state.expected}%` : "0";
      const todo = choices(view);
      drawMoves(todo.map(({ label, first, key }) => [label, first, key, state && state.rev]), () =>
        todo.map(({ label, first, key, on }) => ui.button(label, { primary: first, key: first ? "first" : key, on })));
      for (const part of [brief, hands]) part.update(view);
      card.hidden = !counting;
      put(cardTitle, state && state.phase === "revealed" ? ui.t("Hasil, terlihat oleh semua") : ui.t("Sebaran, hanya Anda yang melihat"));
      mount(state ? state.id : "", state ? state.type : "");
      piece.tick(view);
    },
    tick({ room, state, current }) {
      const since = state && state.since ? state.since : current && room.present ? room.present.since : "";
      const spent = since && !room.ended ? seconds(since) : Infinity;
      time.big.parentNode.hidden = spent > FORGOTTEN * 60;
      put(time.big, clock(spent));
      put(time.label, state && state.since ? (state.phase === "open" ? ui.t("sejak dibuka") : ui.t("di fase ini")) : ui.t("di langkah ini"));
    },
    stop: () => unmount(),
  };
  return piece;
}

/** The panels beside the stage, one at a time. @param {any} ui @param {Record<string, Piece>} panels @param {Record<string, string>} labels */
function sidePiece(ui, panels, labels) {
  const { h } = ui;
  const names = Object.keys(panels);
  /** @type {Record<string, any>} */
  const tabs = {};
  const choose = (/** @type {string} */ chosen) => names.forEach((name) => {
    tabs[name].setAttribute("aria-selected", String(name === chosen));
    tabs[name].tabIndex = name === chosen ? 0 : -1;
    panels[name].node.hidden = name !== chosen;
  });
  const keydown = (/** @type {KeyboardEvent} */ event) => {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (!by) return;
    const name = names[(names.findIndex((one) => tabs[one].tabIndex === 0) + by + names.length) % names.length];
    choose(name);
    tabs[name].focus();
  };
  for (const name of names) {
    const { node } = panels[name];
    node.id = `etika-panel-${name}`;
    tabs[name] = h("button", { type: "button", role: "tab", id: `etika-tab-${name}`, "aria-controls": node.id, on: { click: () => choose(name) } }, labels[name]);
    for (const [key, value] of [["role", "tabpanel"], ["aria-labelledby", `etika-tab-${name}`]]) node.setAttribute(key, value);
  }
  choose(names[0]);
  const node = h("div", { class: "etika-control-side" },
    h("div", { class: "etika-control-tabs", role: "tablist", "aria-label": ui.t("Bantuan fasilitator"), on: { keydown } }, names.map((name) => tabs[name])),
    names.map((name) => panels[name].node));
  return { node, choose, update: (/** @type {View} */ view) => names.forEach((name) => panels[name].update(view)) };
}

/** Says phases at once and counts now and then, to those who listen to the page. @param {any} ui */
function speaker(ui) {
  const { put } = ui.parts;
  const node = ui.h("p", { class: "etika-hidden", role: "status", "aria-live": "polite" });
  let phase = "", count = "", said = "", timer = 0;
  const sayCount = () => {
    timer = 0;
    if (count !== said) put(node, (said = count));
  };
  return {
    node,
    /** @param {View} view */
    update({ state }) {
      if (!state) return;
      const now = `${state.title}: ${phaseWords(ui, state)}`;
      count = state.phase === "open" ? ui.counting(state) : said;
      if (now !== phase) put(node, (phase = now));
      else if (count !== said && !timer) timer = window.setTimeout(sayCount, SAYS_COUNTS_EVERY);
    },
    stop: () => clearTimeout(timer),
  };
}

/** @param {{model: any, el: HTMLElement, ui: any}} host */
function render({ model, el, ui }) {
  const { guide, people, door, pulse, pace, hands } = ui.parts;
  const root = ui.h("div", { class: "etika etika-control", dataset: { role: "facilitator" } }, ui.h("p", null, ui.t("Memuat kelas")));
  el.append(root);
  /** @type {string | null} the step looked at; null goes along with the class */
  let looked = null;
  /** @type {Data} */
  let sent = { scope: "", kind: "" };
  /** @type {Map<string, string>} */
  const deliveries = new Map();
  let queued = 0, drawn = false, waiting = false;

  /** @type {Data} */
  const acts = {
    model,
    update: () => (queued = queued || window.setTimeout(draw, drawn ? 30 : 0)),
    look: (/** @type {string | null} */ id) => ((looked = id), draw()),
    /** @param {string} kind @param {Data} payload @param {string} [activity] */
    send(kind, payload, activity) {
      sent = { scope: activity || "", kind };
      tell("");
      model.send(activity ? { kind, payload, activity } : { kind, payload });
    },
  };
  const tell = (/** @type {string} */ text) => {
    const side = ["group", "rename", "remove"].includes(sent.kind) && !sent.scope;
    acts.refused(side ? "" : text);
    acts.peopleRefused(side ? text : "");
  };
  const side = { guide: guide(ui), people: people(ui, acts), door: door(ui, acts) };
  const panels = sidePiece(ui, side, { guide: ui.t("Panduan"), people: ui.t("Peserta"), door: ui.t("Cara masuk") });
  const stage = stagePiece(ui, acts), sheet = sheetPiece(ui, acts), voice = speaker(ui), beat = pulse(ui, acts, hands(ui, acts, "pulse")), paced = pace(ui, acts);
  const head = headPiece(ui, acts), body = ui.h("div", { class: "etika-control-body" }, stage.node, sheet.node, panels.node);
  /** @type {any[]} */
  const pieces = [head, beat, paced, stage, sheet, panels, voice];

  /** @returns {View | null} */
  function view() {
    const room = model.get("room"), states = model.get("states") || {};
    if (!room) return null;
    const steps = room.steps || [], present = room.present ? room.present.step : steps.length ? steps[0].id : "";
    if (looked === present || !steps.some((/** @type {Data} */ step) => step.id === looked)) looked = null;
    const at = steps.findIndex((/** @type {Data} */ step) => step.id === (looked || present)), step = steps[at] || null;
    return { room, states, steps, at, step, next: steps[at + 1] || null, current: !!room.present && !looked, state: (step && states[step.activity]) || null };
  }

  function draw() {
    clearTimeout(queued);
    queued = 0;
    const now = view();
    if (!now) return;
    if (!drawn) {
      drawn = true;
      root.replaceChildren(head.node, beat.node, paced.node, body, voice.node);
      waiting = !now.room.people.joined;
      if (waiting) panels.choose("door");
    } else if (waiting && now.room.present && now.room.present.step !== now.steps[0].id) {
      waiting = false; // the class has begun: from the way in to what to say
      if (!side.door.node.hidden) panels.choose("guide");
    }
    for (const piece of pieces) piece.update(now);
  }

  /** Shows what became of the last thing asked for. */
  function heard() {
    const { order = [] } = model.get("room") || {};
    for (const scope of ["", ...order.map((/** @type {Data} */ one) => one.id)]) {
      const delivery = (scope ? model.activity(scope) : model).get("delivery") || {}, now = JSON.stringify(delivery);
      if (deliveries.get(scope) === now || (!deliveries.has(scope) && scope !== sent.scope)) continue;
      deliveries.set(scope, now);
      if (delivery.status === "refused") tell(delivery.message || ui.t("Belum diterima"));
      else if (scope === sent.scope) tell(delivery.status === "waiting" ? ui.t("Terputus. Permintaan Anda dikirim begitu tersambung lagi.") : "");
    }
  }

  const events = "change:room change:states change:connection links";
  model.on(events, acts.update), model.on("change:delivery", heard);
  draw();
  const ticking = setInterval(() => {
    const now = drawn && view();
    if (now) for (const piece of pieces) if (piece.tick) piece.tick(now);
  }, 1000);
  return () => {
    model.off(events, acts.update);
    model.off("change:delivery", heard);
    clearInterval(ticking);
    clearTimeout(queued);
    for (const piece of [head, stage, beat, voice]) piece.stop();
    root.remove();
  };
}

export default { render };
