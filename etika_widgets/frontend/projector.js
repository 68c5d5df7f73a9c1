// The screen for all eyes: how to get in, what the room works on, what came out. No names, notes or keys; it only reads.
//
// Type starts large and shrinks until everything fits, down to 28 px; what is still too much is shown page by page.

import { createPages } from "./paging.js";

/** @typedef {Record<string, any>} Data */

const SMALLEST = 28; // px: read from six metres
const LARGEST = 96;
const SHRINK = 0.95;
const HIDES_AFTER = 3000; // ms without a mouse
const THEME = "etika:projector:theme";

/** What the room looks at. @param {Data} room @param {Record<string, Data>} states */
function scene(room, states) {
  const { present, order, ended } = room;
  const active = present && present.activity;
  if (ended) return { kind: "ended" };
  const pulse = states[room.pulse];
  if (pulse && pulse.phase !== "hidden") return { kind: "activity", id: pulse.id, type: pulse.type };
  const started = order.some((/** @type {Data} */ one) => one.phase !== "hidden");
  if (!present || (!active && !started)) return { kind: "door" };
  if (!active) return { kind: "slide" };
  const state = states[active];
  return state && state.phase !== "hidden" ? { kind: "activity", id: state.id, type: state.type } : { kind: "soon", title: state ? state.title : present.title };
}

/** @param {{model: any, el: HTMLElement, ui: any}} host */
function render({ model, el, ui }) {
  const { h, parts } = ui, { put, pane, picture } = parts;
  const page = document.documentElement;
  const content = h("div", { class: "etika-projector-content" }), stage = h("div", { class: "etika-projector-stage", tabindex: -1 }, content);
  const count = h("p", { class: "etika-projector-count" }), line = h("p", { class: "etika-projector-line", role: "status" }), paper = h("p", { class: "etika-projector-page" });
  const where = h("span", { class: "etika-projector-where" }), code = h("strong");
  const foot = h("footer", null, count, paper, line, h("p", { class: "etika-projector-join" }, where, code));
  const dark = ui.button(ui.t("Mode gelap"), { pressed: false, on: () => paint(page.dataset.theme !== "dark", true) });
  const full = ui.button(ui.t("Layar penuh"), { on: () => toggleFull() });
  const tools = h("div", { class: "etika-projector-tools" }, dark, full);
  const root = h("div", { class: "etika etika-projector", dataset: { role: "projector" } }, tools, stage, foot);
  const draw = pane(content);
  const pages = createPages({ root, stage, content, told: (page, all) => put(paper, all > 1 ? ui.t("Halaman {n} dari {m}", { n: page + 1, m: all }) : "") });
  let mounted = "", unmount = () => {}, queued = 0, idle = 0;

  /** @param {boolean} on @param {boolean} keep */
  function paint(on, keep) {
    on ? (page.dataset.theme = "dark") : delete page.dataset.theme;
    dark.setAttribute("aria-pressed", String(on));
    try {
      if (keep) localStorage.setItem(THEME, on ? "dark" : "light");
    } catch { /* then the next visit starts light */ }
  }
  function remembered() {
    try {
      return localStorage.getItem(THEME) === "dark";
    } catch {
      return false;
    }
  }
  const toggleFull = () => void (document.fullscreenElement ? document.exitFullscreen() : page.requestFullscreen && page.requestFullscreen()).catch?.(() => {});

  /** Sets the type as large as the room allows. */
  function fit() {
    const base = Math.min(LARGEST, Math.max(SMALLEST, Math.min(root.clientWidth * 0.032, root.clientHeight * 0.058)));
    const set = (/** @type {number} */ size) => {
      root.style.setProperty("--etika-projector-size", `${size}px`);
      root.style.setProperty("--etika-projector-small", `${Math.max(SMALLEST, size * 0.86)}px`);
      return stage.scrollHeight > stage.clientHeight + 1;
    };
    for (const tight of [false, true]) {
      root.classList.toggle("etika-projector-tight", tight);
      let size = base;
      while (set(size) && size > SMALLEST) size = Math.max(SMALLEST, size * SHRINK);
      if (!set(size)) break;
    }
    pages.lay(stage.scrollHeight > stage.clientHeight + 1);
  }

  const links = () => ui.links || {};
  const typed = () => links().typed || links().join || "";
  const address = () => typed().replace(/^https?:\/\//, "");
  /** @param {Data} room */
  function door(room) {
    const { qr_svg: svg } = links(), { joined } = room.people || { joined: 0 };
    const said = room.present && room.present.screen_html;
    return [h("div", { class: said ? "etika-projector-door etika-projector-door-said" : "etika-projector-door" },
      h("div", { class: "etika-projector-words" }, h("h1", null, room.title), said && h("div", { class: "etika-rich" }, ui.rich(said))),
      h("div", { class: "etika-projector-way" },
        svg && h("div", { class: "etika-projector-qr" }, picture(svg, ui.t("Kode QR untuk bergabung"))),
        address() && h("p", null, h("span", { class: "etika-projector-small" }, ui.t("Buka di ponsel")), h("strong", { class: "etika-projector-address" }, parts.address(ui, typed()))),
        h("p", null, h("span", { class: "etika-projector-small" }, ui.t("Kode kelas")), h("strong", { class: "etika-projector-code" }, room.code))))]
      .concat(h("p", { class: "etika-projector-joined", "aria-live": "polite" }, ui.t("{n} peserta sudah bergabung", { n: ui.number(joined) })));
  }

  /** @param {string} id @param {string} type */
  function mount(id, type) {
    const place = h("div");
    let gone = false, clean = () => {};
    unmount = () => ((gone = true), clean());
    Promise.resolve(ui.view(type)).then((view) => {
      if (gone) return;
      clean = (view.default || view).render({ model: model.activity(id), el: place, ui }) || clean;
      fit();
    }, () => { mounted = ""; });
    return [place];
  }

  function update() {
    queued = 0;
    const room = model.get("room");
    if (!room) return;
    const states = model.get("states") || {}, shown = scene(room, states), { present } = room;
    const state = shown.kind === "activity" ? states[/** @type {string} */ (shown.id)] : null;
    root.dataset.scene = shown.kind;
    const people = shown.kind === "door" && [room.people, room.code, address(), !!links().qr_svg];
    const key = JSON.stringify([shown, people, shown.kind !== "activity" && [present && [present.title, present.screen_html], room.title]]);
    if (key !== mounted) {
      unmount();
      unmount = () => {};
      mounted = key;
      pages.first();
      draw(key, () => ({
        door: () => door(room),
        slide: () => [h("h1", null, present.title), present.screen_html && h("div", { class: "etika-rich" }, ui.rich(present.screen_html))],
        soon: () => [h("h1", null, shown.title), h("p", { class: "etika-projector-soon" }, ui.t("Sebentar lagi"))],
        activity: () => mount(/** @type {string} */ (shown.id), /** @type {string} */ (shown.type)),
        ended: () => [h("h1", null, ui.t("Terima kasih")), h("p", null, ui.t("Kelas sudah diakhiri. Tulisan pribadi Anda tetap di perangkat Anda."))],
      })[/** @type {"door"} */ (shown.kind)]());
    }
    const counting = state && state.phase !== "reading";
    const wrote = counting && ["reflection", "commitment"].includes(state.type);
    put(count, !counting ? "" : wrote ? ui.t("{n} dari {m} sudah menulis", { n: ui.number(state.answered), m: ui.number(state.expected) }) : ui.counting(state));
    const connection = model.get("connection");
    put(line, connection === "closed" ? ui.t("Terputus, menyambung lagi") : "");
    const [join, end] = [address(), `/${room.code}`];
    put(where, join.endsWith(end) ? join.slice(0, -room.code.length) : join && `${join}  `);
    put(code, room.code);
    foot.hidden = shown.kind === "ended" || (shown.kind === "door" && !line.textContent);
    foot.lastChild.hidden = shown.kind === "door";
    pages.listen(room.code);
    fit();
  }

  const later = () => (queued = queued || window.setTimeout(update, 30));
  const wake = () => {
    root.dataset.awake = "";
    clearTimeout(idle);
    idle = window.setTimeout(() => delete root.dataset.awake, HIDES_AFTER);
  };
  const keydown = (/** @type {KeyboardEvent} */ event) => {
    const { ctrlKey, altKey, metaKey, target } = event;
    if (ctrlKey || altKey || metaKey || /^(INPUT|TEXTAREA|SELECT)$/.test(/** @type {any} */ (target).tagName)) return;
    if (pages.pressed(event.key)) event.preventDefault();
    if (event.key === "d") paint(page.dataset.theme !== "dark", true);
    if (event.key === "f") toggleFull();
  };

  el.append(root);
  full.hidden = !page.requestFullscreen;
  paint(remembered(), false);
  const events = "change:room change:states change:connection links";
  model.on(events, later);
  const seen = new ResizeObserver(fit);
  seen.observe(root);
  const changed = new MutationObserver(() => fit());
  changed.observe(content, { childList: true, subtree: true, characterData: true });
  document.addEventListener("keydown", keydown);
  root.addEventListener("mousemove", wake);
  update();
  return () => {
    model.off(events, later);
    seen.disconnect();
    changed.disconnect();
    document.removeEventListener("keydown", keydown);
    clearTimeout(queued);
    clearTimeout(idle);
    pages.stop();
    unmount();
    delete page.dataset.theme;
    root.remove();
  };
}

export default { render };
