// Smaller building blocks of views: a one-line field, a clock that runs down, the name where an activity asks for it,
// the words in a field of a sheet, and earlier words that return.

/** @typedef {Record<string, any>} Data */

let serial = 0;

/** @param {Data} ui what `createUi` has made so far */
export function createPieces({ h, t, button, number, language, draft }) {
  /** @param {{label: string, hint?: string, value?: any, type?: string, max?: number, min?: number, step?: number, length?: number, disabled?: boolean, autocomplete?: string, onInput?: (text: string) => void}} options */
  const field = ({ label, hint, value = "", type = "text", min, max, step, length, disabled, autocomplete = "off", onInput }) => {
    const id = `etika-piece-${++serial}`;
    const numeric = type === "number";
    const input = h("input", {
      id, type, value, min, max, step, disabled, autocomplete, maxlength: length,
      inputmode: numeric ? (step && step % 1 ? "decimal" : "numeric") : null,
      "aria-describedby": hint ? `${id}-h` : null, on: { input: () => onInput && onInput(input.value) },
    });
    return h("div", { class: numeric ? "etika-field etika-field-number" : "etika-field" }, h("label", { for: id }, label),
      hint && h("p", { id: `${id}-h`, class: "etika-hint" }, hint), input);
  };

  /** Minutes and seconds until `ends`, by the server's clock. @param {any} model @param {string} ends ISO 8601 @param {string} over said when it is over */
  const countdown = (model, ends, over) => {
    const node = h("p", { class: "etika-countdown", role: "timer" });
    const tell = () => {
      const left = Math.max(0, Math.ceil((Date.parse(ends) - model.get("now")) / 1000));
      const text = left ? t("Sisa {m}.{s}", { m: number(Math.floor(left / 60)), s: String(left % 60).padStart(2, "0") }) : over;
      if (node.textContent !== text) node.textContent = text;
      node.classList.toggle("etika-over", !left);
      return left;
    };
    let drawn = false;
    const tick = () => {
      if (drawn && !node.isConnected) return;
      drawn = drawn || node.isConnected;
      if (tell()) setTimeout(tick, 1000);
    };
    tick();
    return node;
  };

  /** Asks for a name before the first answer, where the definition says `identity: named`. @param {any} model */
  const signing = (model) => {
    let editing = false, text = "";
    const part = {
      key: (/** @type {Data} */ s) => [s.identity, s.phase, s.signed, editing],
      draw: (/** @type {Data} */ s) => {
        if (s.identity !== "named") return null;
        if (s.phase !== "open") return s.signed && h("p", { class: "etika-hint" }, t("Anda menjawab sebagai {name}.", { name: s.signed }));
        if (s.signed && !editing)
          return h("p", { class: "etika-hint" }, t("Anda menjawab sebagai {name}.", { name: s.signed }), " ",
            button(t("Ubah nama"), { key: "sign", on: () => ((editing = true), part.redraw()) }));
        const problem = h("p", { class: "etika-problem", role: "alert" });
        const submit = (/** @type {Event} */ event) => {
          event.preventDefault();
          if (text.trim().length < 2) return void (problem.textContent = t("Tulis nama Anda, sedikitnya 2 huruf."));
          model.send({ kind: "sign", payload: { name: text.trim() } });
          editing = false;
          if (s.signed) part.redraw();
        };
        return h("form", { class: "etika-form", novalidate: true, on: { submit } },
          s.notice && h("p", { class: "etika-notice" }, h("strong", null, t("Siapa yang melihat?")), " ", s.notice),
          field({ label: t("Nama Anda"), value: text || s.signed || "", length: 40, autocomplete: "name", onInput: (value) => (text = value) }),
          problem, button(t("Pakai nama ini"), { primary: true, type: "submit" }));
      },
      redraw: () => {},
    };
    return part;
  };

  /** Says which of the numbers are hands that the facilitator counted; `hands` of `ui.bars` draws them. @param {{name: string, hands?: {n: number}}[]} rounds */
  const handsCounted = (rounds) => rounds.map(({ name, hands }) => hands &&
    h("p", { class: "etika-key" }, h("i", { class: "etika-bar" }, h("i", { class: "etika-hands" })), rounds.length > 1
      ? t("{round}: termasuk {n} suara tangan yang dicatat fasilitator.", { round: name, n: number(hands.n) })
      : t("Termasuk {n} suara tangan yang dicatat fasilitator.", { n: number(hands.n) })));

  /** The day `days` after a moment of the host's clock. @param {string | number} at @param {number} days */
  const day = (at, days) => new Date(+new Date(at) + days * 864e5).toLocaleDateString(language, { day: "numeric", month: "long", year: "numeric" });

  /** What stands in a field of a sheet, as plain text. @param {Data} field @param {any} value @param {string | number} [at] when it was stored */
  const words = (field, value, at) => {
    const text = (/** @type {Data[]} */ options, /** @type {any} */ id) => (options.find((option) => option.id === id) || { text: "" }).text;
    if (value === null || value === undefined || value === "") return "";
    if (field.kind === "choice") return text(field.options, value);
    if (field.kind === "days") return at ? t("dalam {n} hari ({date})", { n: value, date: day(at, value) }) : t("dalam {n} hari", { n: value });
    if (field.kind === "number") return [number(value), field.unit].filter(Boolean).join(" ");
    if (!Array.isArray(value)) return String(value);
    const rows = field.kind !== "table" ? value : value.map((row, i) => {
      const cells = field.columns.map(({ id, label, options }) => [label, options.length ? text(options, row[id]) : row[id]]).filter(([, said]) => said);
      return cells.length && (field.rows[i] ? `${field.rows[i].text} – ` : "") + cells.map((cell) => cell.join(": ")).join("; ");
    });
    return rows.filter((row) => row && row.trim()).map((row) => `– ${row}`).join("\n");
  };

  /** What this person wrote in another activity: a journal from this device, all else from their own answers. @param {any} other its model */
  const earlier = (other) => {
    const s = other.get("state");
    if (!s) return null;
    if (s.type === "reflection") return { title: s.title, lines: [["", draft(other, "jurnal", "").get() || ""]] };
    const rounds = Object.entries((s.group && s.group.rounds) || s.mine || {}).sort(([one], [two]) => +one - +two);
    const { sections = [], follow_up, fields = [] } = s.content || {};
    const known = [...fields, ...sections.flatMap((/** @type {Data} */ section) => section.fields), ...(follow_up ? follow_up.fields : [])];
    const lines = (follow_up ? rounds : rounds.slice(-1)).flatMap(([, slots]) => (slots.fields ? [slots] : Object.values(slots)).flatMap((/** @type {any} */ said) =>
      said && said.fields ? known.map((field) => [field.label, words(field, said.fields[field.id], slots.at || (slots.saved || {}).at)]) : [["", (said && said.reason) || ""]]));
    return { title: s.title, lines };
  };

  /** A part with the reader's own words from the activities that the definition names; nothing if there are none. @param {any} model */
  const recalled = (model) => {
    if (model.get("state").role !== "participant") return null;
    const others = () => ((model.get("state").content || {}).recalls || []).map(model.activity).map(earlier)
      .map((/** @type {any} */ one) => one && { ...one, lines: one.lines.filter(([, text]) => text.trim()) })
      .filter((/** @type {any} */ one) => one && one.lines.length);
    let before = "";
    const look = () => JSON.stringify(others());
    const follow = () => look() !== before && part.redraw();
    const part = {
      key: () => (before = look()),
      draw: () => others().map((/** @type {any} */ { title, lines }) =>
        h("details", { class: "etika-recalled", open: true }, h("summary", null, t("Yang Anda tulis tadi: {title}", { title })),
          lines.map(([label, text]) => [label && h("p", { class: "etika-label" }, label), h("p", { class: "etika-said" }, text)]))),
      redraw: () => {},
      end: () => model.off("change:states", follow),
    };
    model.on("change:states", follow);
    return part;
  };

  /**
   * A list that is put in order by arrows or by dragging a handle; `order` is changed in place. Of two that change
   * places the other one is moved, so that focus and pointer stay where they are.
   * @param {{order: string[], text: (id: string) => string, label: string, save: () => void}} options
   */
  const sorter = ({ order, text, label, save }) => {
    const told = h("p", { class: "etika-hidden", role: "status", "aria-live": "polite" });
    const rows = new Map(order.map((id) => {
      const step = text(id), place = h("b");
      const arrow = (/** @type {number} */ by, /** @type {string} */ name) =>
        h("button", { type: "button", class: "etika-button", "aria-label": name, title: name, on: { click: () => move(id, by) } }, by < 0 ? "↑" : "↓");
      const up = arrow(-1, t("Naikkan {step}", { step })), down = arrow(1, t("Turunkan {step}", { step }));
      const grip = h("span", { class: "etika-grip", "aria-hidden": "true", on: {
        pointerdown: (/** @type {PointerEvent} */ event) => (event.preventDefault(), grip.setPointerCapture(event.pointerId), node.classList.add("etika-dragged")),
        pointermove: (/** @type {PointerEvent} */ event) => grip.hasPointerCapture(event.pointerId) && drag(id, event.clientY),
        lostpointercapture: () => node.classList.remove("etika-dragged"),
      } }, "⠿");
      const node = h("li", null, place, h("span", null, step), grip, h("span", { class: "etika-arrows" }, up, down));
      return [id, { place, up, down, node }];
    }));
    const renumber = () => order.forEach((id, i) => {
      const { place, up, down } = rows.get(id);
      place.textContent = `${i + 1}.`;
      up.setAttribute("aria-disabled", String(i === 0));
      down.setAttribute("aria-disabled", String(i === order.length - 1));
    });
    const move = (/** @type {string} */ id, /** @type {number} */ by) => {
      const from = order.indexOf(id), to = from + by, { node } = rows.get(id);
      if (to < 0 || to >= order.length) return;
      const other = rows.get(order[to]).node;
      by < 0 ? node.after(other) : node.before(other);
      order.splice(to, 0, ...order.splice(from, 1));
      renumber();
      save();
      told.textContent = t("{step}: sekarang urutan {n} dari {m}", { step: text(id), n: to + 1, m: order.length });
    };
    const drag = (/** @type {string} */ id, /** @type {number} */ y) => {
      for (const by of [-1, 1]) {
        const other = rows.get(order[order.indexOf(id) + by]);
        const { top, height } = other ? other.node.getBoundingClientRect() : { top: NaN, height: 0 };
        if (by * (y - top - height / 2) > 0) move(id, by);
      }
    };
    renumber();
    return [h("ol", { class: "etika-sorter", "aria-label": label }, order.map((id) => rows.get(id).node)), told];
  };

  return { field, sorter, countdown, handsCounted, signing, day, words, recalled };
}
