// Numeric: an estimate with its unit; then how estimates spread, and what it really is.

export default {
  /** @param {{model: any, el: HTMLElement, ui: any}} world */
  render({ model, el, ui }) {
    const { h, t } = ui;
    const question = (s) => ui.heading(s.content.question);
    const limits = ({ content: { min, max, unit } }) => t("Dari {min} sampai {max} {unit}.", { min: ui.number(min), max: ui.number(max), unit });

    const top = {
      key: (s) => [s.phase, s.title, s.intro_html, s.content],
      draw: (s) => [ui.top(s), (s.role === "participant" || s.phase === "reading") && ui.box(s.content.case_html, "etika-case")],
    };

    /** The number that was typed, a comma before its decimals; the server reads it by the same rules. */
    const number = (typed) => {
      const text = String(typed).trim().replace("\u2212", "-").replace(/ /g, "");
      const plain = /^[+-]?\d{1,3}(\.\d{3})+(,\d+)?$/.test(text) ? text.replace(/\./g, "") : text;
      return /^[+-]?\d+([.,]\d+)?$/.test(plain) ? Number(plain.replace(",", ".")) : NaN;
    };
    const typed = (value) => (typeof value === "number" ? String(value).replace(".", ",") : value);
    const answer = ui.answer(model, {
      start: () => ({ value: "" }),
      heading: question,
      preview: (s) => h("p", { class: "etika-hint" }, limits(s)),
      fields(value, save, s) {
        const { unit, decimals } = s.content;
        const field = ui.field({
          label: t("Taksiran Anda ({unit})", { unit }), value: typed(value.value), length: 30,
          hint: [limits(s), decimals > 0 ? t("Pakai koma, misalnya 12,5.") : t("Bilangan bulat.")].join(" "),
          onInput: (/** @type {string} */ text) => ((value.value = text), save()),
        });
        field.querySelector("input").inputMode = "decimal";
        return [question(s), field];
      },
      check({ value }, s) {
        const { min, max, decimals } = s.content, given = number(value);
        if (!String(value).trim()) return t("Tulis dulu taksiran Anda.");
        if (isNaN(given)) return t("Isian itu bukan angka. Tulis angka saja, misalnya 12 atau 12,5.");
        if (given < min || given > max) return limits(s);
        if (Math.abs(given - Number(given.toFixed(decimals))) > 1e-9 * Math.max(1, Math.abs(given)))
          return decimals ? t("Paling banyak {n} angka di belakang koma.", { n: decimals }) : t("Tulis bilangan bulat, tanpa angka di belakang koma.");
        return "";
      },
      summary: ({ value }, s) => h("p", { class: "etika-chosen" }, `${typed(value)} ${s.content.unit}`),
    });

    const chart = (s) => {
      const { rounds, edges, rounded, suppressed } = s.results, now = rounds[rounds.length - 1], { unit, decimals } = s.content;
      const reference = s.reveal && s.reveal.reference, known = reference !== null && reference !== undefined;
      const own = (((s.mine || {})[s.round] || {}).answer || {}).value;
      const step = 10 ** -decimals, fine = (n) => ui.number(Number(n.toFixed(decimals)));
      const holds = (value, i) => typeof value === "number" && value >= edges[i] && value < edges[i + 1];
      const mark = (i) => [known && holds(reference, i) && t("Angka acuan"), holds(own, i) && t("Taksiran Anda")].filter(Boolean).join(" · ");
      const range = (i) => (edges[i + 1] - edges[i] < 1.5 * step ? fine(edges[i]) : `${fine(edges[i])}–${fine(edges[i + 1] - step)}`);
      return [
        now.median !== null && h("p", { class: "etika-median" }, h("strong", null, t("Median {n} {unit}", { n: ui.number(now.median), unit })), ". ",
          t("Separuh taksiran di antara {q1} dan {q3}.", { q1: ui.number(now.q1), q3: ui.number(now.q3) }),
          rounded && [" ", h("span", { class: "etika-hint" }, t("Dibulatkan ke {n} {unit}, supaya taksiran seseorang tidak terbaca.", { n: ui.number(edges[1] - edges[0]), unit }))]),
        known && h("p", { class: "etika-reference" }, t("Angka acuan: {n} {unit}", { n: ui.number(reference), unit })),
        now.n !== 0 && ui.bars({
          caption: now.n === null ? t("Sebaran taksiran") : t("Sebaran {n} taksiran ({unit})", { n: ui.number(now.n), unit }), suppressed,
          names: rounds.map((entry) => t("Putaran {n}", { n: entry.round })),
          rows: edges.slice(1).map((_, i) => ({ label: range(i), mark: mark(i), values: rounds.map((entry) => entry.counts[i]) })),
        })];
    };
    const opened = {
      key: (s) => [s.phase, s.results, s.reveal, s.mine && s.results && s.mine],
      draw: (s) => s.results && [question(s), chart(s), s.reveal && ui.box(s.reveal.html, s.role === "projector" ? "etika-rich" : "etika-rich etika-card")],
    };
    const asked = { key: (s) => [s.phase, s.content, !!s.results], draw: (s) => !s.results && [question(s), h("p", null, limits(s))] };
    const read = { key: (s) => [s.results, s.reveal, s.content], draw: (s) => s.results && chart(s) };
    const parts = { participant: [top, answer, opened], projector: [top, asked, opened, ui.counted], facilitator: [read] };
    return ui.live(model, el, parts[model.get("state").role]);
  },
};
