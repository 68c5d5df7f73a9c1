// What every view receives as `ui`. Plain DOM; what people wrote only ever becomes a text node.

import { createCards } from "./cards.js";
import { createGrids } from "./grids.js";
import { createPieces } from "./pieces.js";

/** @typedef {Record<string, any>} Data */
/**
 * @typedef {{
 *   get(name: string): any, on(event: string, f: () => void): void, off(event: string, f: () => void): void,
 *   send(intent: {kind: string, payload: Data, activity?: null}): void}} Model
 * @typedef {{key(state: Data): any, draw(state: Data): any, redraw?: () => void, end?: () => void}} Part
 *   A piece of a view, drawn anew only when its key changes.
 */

const UNSAFE = "script,style,iframe,object,embed,form,link,meta,base";
let serial = 0;
const ends = new WeakMap(); // delivery line → how it stops listening

/** Builds an element; strings become text nodes. @param {string} tag @param {Data?} [props] @param {...any} children @returns {any} */
function h(tag, props, ...children) {
  const node = /** @type {any} */ (document.createElement(tag));
  for (const [name, value] of Object.entries(props || {})) {
    if (name === "on") for (const [event, f] of Object.entries(value)) node.addEventListener(event, f);
    else if (name === "class") node.className = value;
    else if (name === "dataset") Object.assign(node.dataset, value);
    else if (name === "value" || name === "checked") node[name] = value;
    else if (value !== null && value !== undefined && value !== false && !/^on/i.test(name)) {
      node.setAttribute(name, value === true ? "" : String(value));
    }
  }
  fill(node, children);
  return node;
}

/** How the newest intent is doing; offline, what was sent waits. @param {Model} model @returns {Data} */
function fate(model) {
  const { status = "idle", message = "", offline } = model.get("delivery") || {};
  return { status: offline && status === "sent" ? "waiting" : status, message };
}

/** @param {any} node @param {any[]} children */
function fill(node, children) {
  for (const child of children.flat(9)) if (child || child === 0) node.append(child);
}

/** A fragment of an author's safe HTML; what could run is dropped all the same. @param {string} html */
function rich(html) {
  const { body } = new DOMParser().parseFromString(html || "", "text/html");
  for (const node of body.querySelectorAll(UNSAFE)) node.remove();
  for (const node of body.querySelectorAll("*")) {
    for (const { name, value } of [...node.attributes]) {
      if (/^on/i.test(name) || /^\s*(javascript|data):/i.test(value)) node.removeAttribute(name);
    }
  }
  const fragment = document.createDocumentFragment();
  fragment.append(...body.childNodes);
  return fragment;
}

/** @param {string} name @param {string} mime @param {string} text */
function download(name, mime, text) {
  const url = URL.createObjectURL(new Blob([text], { type: `${mime};charset=utf-8` }));
  const link = h("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

/**
 * @param {{language: string, messages?: Record<string, string>, storage?: any, scope: {code: any, me: any}}} options
 *   messages: Indonesian text → text in `language`; storage: like localStorage, or null where it is blocked.
 */
export function createUi({ language, messages = {}, storage, scope }) {
  /** @param {string} id @param {Data} [fields] */
  const t = (id, fields) => {
    const text = (typeof messages[id] === "string" && messages[id]) || id;
    return fields ? text.replace(/\{(\w+)\}/g, (all, name) => (name in fields ? String(fields[name]) : all)) : text;
  };
  const number = (n) => new Intl.NumberFormat(language).format(n);
  const percent = (part, whole) =>
    whole ? new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 }).format(part / whole) : "–";
  const time = (iso) => {
    const date = new Date(iso);
    return isNaN(+date) ? "" : date.toLocaleTimeString(language, { hour: "2-digit", minute: "2-digit" });
  };

  const memory = new Map();
  /** A value kept on this device; `set` says whether it survives a reload. @param {Model} model @param {string} name @param {any} [round] */
  const draft = (model, name, round = model.get("state").round) => {
    const key = ["etika", scope.code, "draft", scope.me, model.get("state").id, round, name].join(":");
    return {
      get() {
        try {
          return JSON.parse(memory.has(key) ? memory.get(key) : storage.getItem(key));
        } catch {
          return null;
        }
      },
      /** @param {any} value */
      set(value) {
        const text = JSON.stringify(value);
        try {
          storage.setItem(key, text);
          memory.delete(key);
          return true;
        } catch {
          memory.set(key, text);
          return false;
        }
      },
      clear() {
        memory.delete(key);
        try {
          storage.removeItem(key);
        } catch { /* blocked storage holds nothing */ }
      },
    };
  };

  const phase = (state) =>
    ({
      hidden: t("Belum dibuka"), reading: t("Baca dulu"), open: t("Terbuka"), closed: t("Tertutup"),
      discussing: t("Diskusi"), revealed: t("Hasil dibuka"),
    })[/** @type {"open"} */ (state.phase)] || state.phase;
  const heading = (text, small = false) =>
    h(small ? "h3" : "h2", { class: small ? "etika-heading etika-heading-small" : "etika-heading" }, text);
  const card = (...children) => h("div", { class: "etika-card" }, children);
  const tag = (text) => h("span", { class: "etika-tag" }, text);
  const box = (html, kind = "etika-rich") => html && h("div", { class: kind }, rich(html));
  /** @param {string} label @param {{primary?: boolean, on?: (event: any) => void, disabled?: boolean, pressed?: boolean, key?: string, type?: string}} [options] */
  const button = (label, { primary, on, disabled, pressed, key, type = "button" } = {}) =>
    h("button", {
      type, disabled, class: primary ? "etika-button etika-primary" : "etika-button",
      "aria-pressed": pressed === undefined ? null : String(pressed), dataset: key ? { key } : {}, on: on ? { click: on } : {},
    }, label);
  const notice = (state) =>
    state.notice && h("p", { class: "etika-notice" }, h("strong", null, t("Siapa yang melihat?")), " ", state.notice);
  /** How many have answered, of all people or groups there. @param {Data} state */
  const counting = (state) => {
    const numbers = { n: number(state.answered), m: number(state.expected) };
    return state.counted === "groups" ? t("{n} dari {m} kelompok mengirim", numbers) : t("{n} dari {m} menjawab", numbers);
  };
  const count = (state) =>
    h("p", { class: "etika-count" }, counting(state));

  /** @type {Part} */
  const counted = { key: (s) => [s.phase, s.answered, s.expected], draw: (s) => s.phase !== "reading" && count(s) };

  /** Live line on the way of the answer. @param {Model} model */
  const delivery = (model) => {
    const node = h("p", { class: "etika-delivery", role: "status", "aria-live": "polite" });
    const draw = () => {
      if (node.isConnected) node.dataset.drawn = "";
      else if ("drawn" in node.dataset) return model.off("change:delivery", draw);
      const { status, message } = fate(model);
      node.dataset.status = status;
      const words = {
        idle: "", waiting: t("Terputus, jawaban Anda aman"), sent: t("Terkirim, menunggu tersimpan"),
        stored: t("Tersimpan"), refused: t("Belum diterima"),
      }[/** @type {"idle"} */ (status)];
      const text = [words, message && t(message)].filter(Boolean).join(". ");
      if (node.textContent !== text) node.textContent = text;
    };
    model.on("change:delivery", draw);
    ends.set(node, () => model.off("change:delivery", draw));
    draw();
    return node;
  };

  /** @param {{legend?: any, hint?: string, name: string, options: {id: string, text: string}[], multiple?: boolean, chosen?: string[], disabled?: boolean, max?: number, exclusive?: string, onChange?: (ids: string[]) => void}} options */
  const choices = ({ legend, hint, name, options, multiple, chosen = [], disabled = false, max, exclusive, onChange }) => {
    const group = `${name}-${++serial}`;
    const change = ({ target }) => {
      if (multiple && target.checked) {
        for (const other of inputs) {
          if (other !== target && [target.value, other.value].includes(exclusive)) other.checked = false;
        }
      }
      limit();
      if (onChange) onChange(inputs.filter((input) => input.checked).map((input) => input.value));
    };
    const inputs = options.map(({ id }) =>
      h("input", { type: multiple ? "checkbox" : "radio", name: group, value: id, checked: chosen.includes(id), on: { change } }));
    const limit = () => {
      const full = multiple && max && inputs.filter((input) => input.checked && input.value !== exclusive).length >= max;
      for (const input of inputs) input.disabled = disabled || (full && !input.checked && input.value !== exclusive);
    };
    limit();
    return h("fieldset", { class: "etika-choices" },
      legend && h("legend", null, legend),
      hint && h("p", { class: "etika-hint" }, hint),
      options.map(({ text }, i) => h("label", { class: "etika-choice" }, inputs[i], h("span", null, text))));
  };

  /** @param {{label: string, hint?: string, value?: string, max?: number, rows?: number, onInput?: (text: string) => void, disabled?: boolean, key?: string}} options */
  const textarea = ({ label, hint, value = "", max, rows = 3, onInput, disabled, key }) => {
    const id = `etika-${++serial}`;
    const tell = () => (counter.textContent = max ? t("{n} dari {m} karakter", { n: number(area.value.length), m: number(max) }) : "");
    const counter = h("span", { class: "etika-counter" });
    const area = h("textarea", {
      id, rows, disabled, value, maxlength: max, "aria-describedby": hint ? `${id}-h` : null, dataset: key ? { key } : {},
      on: { input: () => (tell(), onInput && onInput(area.value)) },
    });
    tell();
    return h("div", { class: "etika-field" }, h("label", { for: id }, label),
      hint && h("p", { id: `${id}-h`, class: "etika-hint" }, hint), area, counter);
  };

  /** @param {{rows: {label: string, values: (number | null)[], mark?: string | null, hands?: number[]}[], names?: string[], total?: number, suppressed?: boolean, caption?: string}} options */
  const bars = ({ rows, names = [], total = 0, suppressed, caption }) => {
    const top = Math.max(1, total, ...rows.flatMap(({ values }) => values.map((value) => value || 0)));
    const shown = (value) => (value === null || value === undefined ? t("disembunyikan") : number(value));
    const cells = (list, hands = []) => list.map((value, i) =>
      h("td", null, hands[i] ? t("{n}, {m} di antaranya suara tangan", { n: shown(value), m: number(hands[i]) }) : shown(value)));
    return h("figure", { class: "etika-bars" },
      (caption || names.length > 1) && h("figcaption", null, caption && h("span", { class: "etika-caption" }, caption),
        names.length > 1 && names.map((name, i) =>
          h("span", { class: "etika-key" }, h("i", { class: i === names.length - 1 ? "etika-bar" : "etika-bar etika-earlier" }), name))),
      h("div", { "aria-hidden": "true" }, rows.map(({ label, values, mark, hands = [] }) =>
        h("div", { class: "etika-row" },
          h("span", { class: "etika-row-label" }, label, mark && [" ", tag(mark)]),
          h("span", { class: "etika-track" }, values.map((value, i) => {
            const counted = hands[i] > 0 && h("i", { class: "etika-hands" });
            if (counted) counted.style.width = `${(100 * hands[i]) / value}%`;
            const bar = h("i", { class: i === values.length - 1 ? "etika-bar" : "etika-bar etika-earlier" }, counted);
            bar.style.width = `${value === null ? 0 : (100 * value) / top}%`;
            return bar;
          })),
          h("b", null, [...new Set(values)].join() === "" ? t("disembunyikan") : values.map(shown).join(" → "))))),
      h("div", { class: "etika-hidden" }, h("table", null, h("caption", null, caption || t("Sebaran jawaban")),
        names.length > 0 && h("tr", null, h("td"), names.map((name) => h("th", { scope: "col" }, name))),
        rows.map(({ label, values, mark, hands }) =>
          h("tr", null, h("th", { scope: "row" }, label, mark && ` (${mark})`), cells(values, hands))))),
      suppressed && h("p", { class: "etika-hint" }, t("Jumlah kecil disembunyikan agar orang tidak dapat dikenali.")));
  };

  const quotes = (texts) =>
    texts.length > 0 && h("ul", { class: "etika-quotes" }, texts.map((text) => h("li", null, text)));
  /** Texts with pseudonyms for the control page, each with a switch for the shared screen. @param {Model} model @param {Data[]} rows @param {string} slot */
  const voices = (model, rows, slot) =>
    h("ul", { class: "etika-voices" }, rows.map(({ participant, name, note, round = model.get("state").round, body, shown }) =>
      h("li", null, h("p", { class: "etika-hint" }, h("strong", null, name), note && ` · ${note}`, shown && [" ", tag(t("Di layar"))]), body,
        participant && button(t("Tampilkan di layar"), {
          pressed: !!shown, key: `feature:${slot}:${round}:${participant}`,
          on: () => model.send({ kind: "feature", payload: { participant, slot, round, shown: !shown } }),
        }))));

  /** Title, phase and introduction. @param {Data} state @param {string} [round] */
  const top = (state, round) => [
    h("p", { class: "etika-top" }, h("span", { class: "etika-title" }, state.title), " ", tag([phase(state), round].filter(Boolean).join(" · "))),
    state.role === "participant" && box(state.intro_html),
  ];

  const pieces = createPieces({ h, t, button, number, language, draft });

  /** Draws the parts of a view and redraws each only when its key changed; returns the cleanup. @param {Model} model @param {any} el @param {(Part | null | false)[]} parts */
  const live = (model, el, parts) => {
    const { type, role } = model.get("state");
    el.classList.add("etika", "etika-view", `etika-${type}`);
    el.dataset.role = role;
    const [first, ...rest] = parts.filter(Boolean);
    const places = [first, role === "participant" && pieces.signing(model), ...rest].filter(Boolean).map((part) => (
      { part: /** @type {Part} */ (part), key: "", empty: false, node: h("div", { class: "etika-part", tabindex: -1 }) }));
    // A part is not drawn anew between press and release: the click would fall on nothing.
    /** @type {any} */ let press = null;
    const down = (event) => (press = { target: event.target, at: Date.now() });
    const up = () => press && ((press = null), setTimeout(() => el.isConnected && update()));
    const pressed = (node) => press && node.contains(press.target) && Date.now() - press.at < 2000;
    const releases = ["pointerup", "pointercancel"];
    el.addEventListener("pointerdown", down);
    for (const event of releases) window.addEventListener(event, up);
    const update = () => {
      const state = model.get("state");
      el.dataset.phase = state.phase;
      for (const place of places) {
        if (pressed(place.node)) continue;
        const key = state.content ? JSON.stringify(place.part.key(state)) : `?${state.title}${state.calm}`;
        if (key === place.key) continue;
        place.key = key;
        const active = /** @type {any} */ (place.node.getRootNode()).activeElement;
        const held = active && place.node.contains(active);
        const again = held && active.dataset.key;
        const waiting = place === places[0] && [heading(state.title), h("p", { class: "etika-calm" }, state.calm || t("Belum dibuka. Tunggu fasilitator."))];
        place.node.textContent = "";
        fill(place.node, [state.content ? place.part.draw(state) : waiting]);
        place.empty = [...place.node.children].every((child) => child.hidden);
        if (held) ([...place.node.querySelectorAll("[data-key]")].find((node) => node.dataset.key === again) || place.node).focus();
      }
      // Where a name is asked for, it comes first.
      const unsigned = role === "participant" && state.identity === "named" && !state.signed && state.phase === "open";
      places.forEach((place, i) => (place.node.hidden = place.empty || (unsigned && i > 1)));
    };
    for (const place of places) {
      place.part.redraw = () => ((place.key = ""), update());
      el.append(place.node);
    }
    const events = ["change:state", "change:room", "change:delivery"];
    for (const event of events) model.on(event, update);
    update();
    return () => {
      el.removeEventListener("pointerdown", down);
      for (const event of releases) window.removeEventListener(event, up);
      for (const event of events) model.off(event, update);
      for (const { node, part } of places) {
        if (part.end) part.end();
        for (const line of node.querySelectorAll(".etika-delivery")) ends.get(line)();
        node.remove();
      }
    };
  };

  /**
   * The part in which a participant answers: the form while open, then what was sent, with "Ubah jawaban".
   * The value that the form edits is the payload itself; it is kept as a draft until it is stored.
   * @param {Model} model
   * @param {{kind?: string, slot?: string, label?: string, phases?: string[], keep?: boolean, start(state: Data): any,
   *   own?(state: Data): any, fields(value: any, save: () => void, state: Data): any, check?(value: any, state: Data): string,
   *   summary(value: any, state: Data): any, heading?(state: Data): any, preview?(state: Data): any, primary?(state: Data): boolean, progress?(value: any, state: Data): string, final?: string}} spec
   *   progress: how far a long form is, beside the button; final: said once it is sent, where an answer cannot be changed
   */
  const answer = (model, spec) => {
    const { kind = "answer", slot = "answer", phases = ["open"], label = t("Kirim jawaban") } = spec;
    const own = spec.own || ((state) => ((state.mine || {})[state.round] || {})[slot] || null);
    const line = delivery(model);
    let editing = false, used = false, before = "", round = NaN;
    const look = (state) => {
      const saved = draft(model, slot), stored = own(state), now = JSON.stringify(stored);
      const { status } = fate(model);
      let held = saved.get(), shown = stored;
      if (round !== state.round) [round, before, editing] = [state.round, now, false];
      if (held && held.sent) {
        used = true;
        if (status === "refused") saved.set((held = { ...held, sent: false }));
        else if (status === "waiting" || status === "sent" || (status === "stored" && now === before)) shown = held.value;
        else if (stored) (saved.clear(), (held = null));
      }
      const form = phases.includes(state.phase) && (editing || !shown || !!(held && !held.sent));
      return { form, shown, held, stored, saved };
    };
    const redraw = () => part.redraw && part.redraw();
    /** @type {Part} */
    const part = {
      key(state) {
        const { form, shown } = look(state);
        return [state.phase, state.round, state.content, state.calm, form, form ? spec.primary && spec.primary(state) : shown];
      },
      draw(state) {
        const { form, shown, held, stored, saved } = look(state);
        line.hidden = !used;
        if (!form) {
          if (state.phase === "revealed" && !spec.keep) return [line];
          const open = phases.includes(state.phase);
          const calm = state.calm || {
            reading: t("Baca dulu dengan tenang. Jawaban dibuka oleh fasilitator."),
            open: spec.final || t("Anda dapat mengubahnya selama masih terbuka."),
            closed: shown ? t("Jawaban ditutup. Hasil tampil bila fasilitator membukanya.") : t("Jawaban ditutup. Anda belum mengirim pada putaran ini."),
            discussing: t("Waktu diskusi. Dengarkan dulu, lalu pertimbangkan lagi jawaban Anda."),
          }[/** @type {"open"} */ (state.phase)];
          return [spec.heading && spec.heading(state),
            shown ? card(h("p", { class: "etika-label" }, t("Jawaban Anda"), " ", !used && tag(t("Tersimpan"))), spec.summary(shown, state)) : spec.preview && spec.preview(state),
            line, h("p", { class: "etika-calm" }, calm),
            open && !spec.final && button(t("Ubah jawaban"), { key: "edit", on: () => ((editing = true), redraw()) })];
        }
        const value = held ? held.value : stored ? JSON.parse(JSON.stringify(stored)) : spec.start(state);
        const problem = h("p", { class: "etika-problem", role: "alert" });
        const far = spec.progress && h("p", { class: "etika-hint etika-progress" }), tell = () => far && (far.textContent = spec.progress(value, state));
        const save = () => (tell(), (problem.textContent = ""), saved.set({ value, sent: false }));
        const submit = (event) => {
          event.preventDefault();
          const wrong = spec.check && spec.check(value, state);
          if (wrong) return void (problem.textContent = wrong);
          [editing, before] = [false, JSON.stringify(own(model.get("state")))];
          saved.set({ value, sent: true });
          model.send({ kind, payload: value });
          redraw();
        };
        const cancel = () => (saved.clear(), (editing = false), redraw());
        tell();
        return h("form", { class: "etika-form", novalidate: true, on: { submit } },
          !stored && !spec.own && notice(state), spec.fields(value, save, state),
          state.calm && h("p", { class: "etika-calm" }, state.calm), h("div", { class: "etika-actions" }, problem, far,
            button(label, { primary: !spec.primary || spec.primary(state), type: "submit" }),
            stored && button(t("Batal mengubah"), { on: cancel }), line));
      },
    };
    return part;
  };

  const cards = createCards({ h, t, button, textarea, draft, delivery, notice, heading, tag, number });

  const grids = createGrids({ h, t, heading, box, top, live, counted, choices, number });

  return {
    language, h, t, rich, box, draft, delivery, notice, count, counting, counted, bars, choices, textarea, button, heading, card, tag,
    quotes, voices, top, live, answer, cards, download, number, percent, time, phase, ...pieces, ...grids,
  };
}
