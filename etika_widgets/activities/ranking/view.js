// Ranking: everybody's own order; then mean ranks, places and how far the room agrees, in words.

export default {
  /** @param {{model: any, el: HTMLElement, ui: any}} world */
  render({ model, el, ui }) {
    const { h, t } = ui;
    const question = (s) => ui.heading(s.content.question);
    const text = (s, id) => (s.content.options.find((option) => option.id === id) || { text: "–" }).text;
    const options = (s) => h("ul", { class: "etika-options" }, s.content.options.map((one) => h("li", null, one.text)));

    const top = {
      key: (s) => [s.phase, s.title, s.intro_html, s.content],
      draw: (s) => [ui.top(s), (s.role === "participant" || s.phase === "reading") && ui.box(s.content.case_html, "etika-case")],
    };
    const answer = ui.answer(model, {
      start: (s) => ({ order: s.content.options.map(({ id }) => id) }),
      heading: question,
      preview: options,
      fields: (value, save, s) => [question(s), h("p", { class: "etika-hint" }, t("Paling penting di atas. Tidak ada urutan yang benar atau salah.")),
        ui.sorter({ order: value.order, text: (/** @type {string} */ id) => text(s, id), label: t("Urutan Anda"), save })],
      summary: (value, s) => h("ol", { class: "etika-given" }, value.order.map((id) => h("li", null, text(s, id)))),
    });

    const chart = (s) => {
      const { rounds, suppressed } = s.results, now = rounds[rounds.length - 1], amount = s.content.options.length;
      const own = (((s.mine || {})[s.round] || {}).answer || {}).order || [];
      const before = rounds.length > 1 && rounds[rounds.length - 2];
      const mean = (entry, id) => (entry.options.find((one) => one.id === id) || { mean: null }).mean;
      const shown = (value) => (value === null ? t("disembunyikan") : ui.number(value));
      const most = Math.max(1, ...now.options.flatMap(({ places }) => places || []));
      const cell = (count) => {
        const node = h("td", null, h("span", null, ui.number(count)));
        node.style.setProperty("--etika-share", `${(100 * count) / most}%`);
        return node;
      };
      return [now.n !== null && h("p", { class: "etika-caption" }, t("{n} jawaban", { n: ui.number(now.n) }), rounds.length > 1 && ` · ${t("Putaran {n}", { n: now.round })}`),
        now.n !== 0 && h("ol", { class: "etika-ranks" }, now.options.map((one) => h("li", null, h("span", null, text(s, one.id), own.length > 0 && [" ", ui.tag(t("Anda: urutan {n}", { n: own.indexOf(one.id) + 1 }))]),
          h("b", null, t("rata-rata {mean}", { mean: shown(one.mean) }), before && mean(before, one.id) !== null && ` (${t("sebelumnya {mean}", { mean: shown(mean(before, one.id)) })})`)))),
        now.agreement && h("p", { class: "etika-agreement" }, now.agreement, " ", s.role !== "projector" && h("span", { class: "etika-hint" }, t("Kendall's W {w}; 0 = tidak mirip, 1 = sama.", { w: ui.number(now.w) }))),
        s.role !== "projector" && now.n !== 0 && now.options.every(({ places }) => places) && h("details", { class: "etika-places" },
          h("summary", null, t("Sebaran urutan")), h("div", { tabindex: 0, role: "region", "aria-label": t("Sebaran urutan") }, h("table", null, h("caption", { class: "etika-hidden" }, t("Jumlah peserta menurut urutan")),
            h("tr", null, h("td"), Array.from({ length: amount }, (_, i) => h("th", { scope: "col" }, i + 1))),
            now.options.map((one) => h("tr", null, h("th", { scope: "row" }, text(s, one.id)), one.places.map(cell)))))),
        suppressed && h("p", { class: "etika-hint" }, t("Jumlah kecil disembunyikan agar orang tidak dapat dikenali."))];
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
