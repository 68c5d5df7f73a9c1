// Smaller building blocks of views: a one-line field, a clock that runs down, the name where an activity asks for it.

/** @typedef {Record<string, any>} Data */

let serial = 0;

/** @param {Data} ui what `createUi` has made so far */
export function createPieces({ h, t, button, number }) {
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

  return { field, countdown, handsCounted, signing };
}
