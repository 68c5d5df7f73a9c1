// Allocation: 100 points are divided; what is left is always in sight, and only a full hundred is sent.

export default {
  /** @param {{model: any, el: HTMLElement, ui: any}} world */
  render({ model, el, ui }) {
    const { h, t } = ui;
    const question = (s) => ui.heading(s.content.question);
    const options = (s) => h("ul", { class: "etika-options" }, s.content.options.map(({ text }) => h("li", null, text)));
    const sum = (points) => Object.values(points).reduce((all, n) => all + n, 0);

    const top = {
      key: (s) => [s.phase, s.title, s.intro_html, s.content],
      draw: (s) => [ui.top(s), (s.role === "participant" || s.phase === "reading") && ui.box(s.content.case_html, "etika-case")],
    };

    const dividing = (value, save, { content: { options, total, step } }) => {
      const left = h("p", { class: "etika-left", role: "status", "aria-live": "polite" }), rows = [];
      const tell = () => {
        const rest = total - sum(value.points);
        left.textContent = rest ? t("Sisa {n} dari {total} poin", { n: rest, total }) : t("Semua {total} poin sudah dibagi.", { total });
        left.classList.toggle("etika-done", !rest);
        for (const { id, range, amount, less, more } of rows) {
          range.value = value.points[id];
          range.setAttribute("aria-valuetext", t("{n} poin", { n: value.points[id] }));
          amount.textContent = value.points[id];
          less.setAttribute("aria-disabled", String(!value.points[id]));
          more.setAttribute("aria-disabled", String(!rest));
        }
      };
      /** Never more than what is left. */
      const set = (id, wanted) => {
        const free = total - sum(value.points) + value.points[id];
        value.points[id] = Math.max(0, Math.min(wanted, free));
        save();
        tell();
      };
      for (const { id, text } of options) {
        const by = (amount, sign, label) => h("button", { type: "button", class: "etika-button", "aria-label": label, on: { click: () => set(id, value.points[id] + amount) } }, sign);
        const range = h("input", { type: "range", min: 0, max: total, step, "aria-label": text, on: { input: () => set(id, Number(range.value)) } });
        rows.push({ id, range, amount: h("b"), text, less: by(-step, "−", t("Kurangi {step} poin: {text}", { step, text })), more: by(step, "+", t("Tambah {step} poin: {text}", { step, text })) });
      }
      tell();
      return [left, h("ul", { class: "etika-dividing" }, rows.map(({ text, amount, less, range, more }) =>
        h("li", null, h("p", { "aria-hidden": "true" }, h("span", null, text), amount), h("div", null, less, range, more))))];
    };
    const answer = ui.answer(model, {
      start: (s) => ({ points: Object.fromEntries(s.content.options.map(({ id }) => [id, 0])) }),
      heading: question,
      preview: options,
      fields: (value, save, s) => [question(s), dividing(value, save, s)],
      check(value, { content: { total } }) {
        const rest = total - sum(value.points);
        return rest ? t("Masih ada {n} poin. Bagi semuanya, lalu kirim.", { n: rest }) : "";
      },
      summary: (value, s) => h("ul", { class: "etika-given" }, s.content.options.map(({ id, text }) => h("li", null, text, " ", h("strong", null, t("{n} poin", { n: value.points[id] || 0 }))))),
    });

    const chart = (s) => {
      const { rounds, suppressed } = s.results, now = rounds[rounds.length - 1];
      const own = (((s.mine || {})[s.round] || {}).answer || {}).points;
      const find = (entry, id) => entry.options.find((one) => one.id === id) || { mean: null, sd: null };
      const mark = (id) => [find(now, id).sd !== null && `± ${ui.number(find(now, id).sd)}`, own && t("Anda: {n}", { n: own[id] })].filter(Boolean).join(" · ");
      return now.n === 0 ? null : ui.bars({
        caption: now.n === null ? t("Rata-rata poin") : t("Rata-rata poin dari {n} jawaban; ± simpangan baku", { n: ui.number(now.n) }), suppressed,
        names: rounds.map((entry) => t("Putaran {n}", { n: entry.round })),
        rows: s.content.options.map(({ id, text }) => ({ label: text, mark: mark(id), values: rounds.map((entry) => find(entry, id).mean) })),
      });
    };
    const opened = {
      key: (s) => [s.phase, s.results, s.reveal, s.mine && s.results && s.mine],
      draw: (s) => s.results && [question(s), chart(s), s.reveal && ui.box(s.reveal.html, s.role === "projector" ? "etika-rich" : "etika-rich etika-card")],
    };
    const asked = { key: (s) => [s.phase, s.content, !!s.results], draw: (s) => !s.results && [question(s), options(s)] };
    const read = { key: (s) => [s.results, s.content], draw: (s) => s.results && chart(s) };
    const parts = { participant: [top, answer, opened], projector: [top, asked, opened, ui.counted], facilitator: [read] };
    return ui.live(model, el, parts[model.get("state").role]);
  },
};
