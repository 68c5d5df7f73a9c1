// Case grid: every option gets a score for every criterion; the room's means, and where it parts most.

export default {
  /** @param {{model: any, el: HTMLElement, ui: any}} world */
  render({ model, el, ui }) {
    const { h, t } = ui;
    const text = (list, id) => (list.find((one) => one.id === id) || { text: "–" }).text;
    const list = (rows) => h("ul", { class: "etika-given" }, rows.map((row) => h("li", null, row)));
    const heavy = ({ criteria, weights }) => weights === "fixed" && new Set(criteria.map(({ weight }) => weight)).size > 1;
    const preview = ({ content }) => [
      h("p", { class: "etika-label" }, t("Pilihan")), list(content.options.map((one) => one.text)),
      h("p", { class: "etika-label" }, t("Kriteria")), list(content.criteria.map((one) => [one.text, heavy(content) && ` (${t("bobot {n}", { n: one.weight })})`]))];

    /** Criteria as lists to choose from, under one heading. */
    const sheet = (label, low, high, value, save, { criteria, points }) => h("fieldset", { class: "etika-sheet" }, h("legend", null, label),
      criteria.map(({ id, text: said }) => ui.select({
        label: said, value: value[id] && String(value[id]),
        options: Array.from({ length: points }, (_, i) => ({ id: String(i + 1), text: i === 0 ? `1 – ${low}` : i + 1 === points ? `${points} – ${high}` : String(i + 1) })),
        onChange: (point) => (point ? (value[id] = Number(point)) : delete value[id], save()) })));
    const answer = ui.answer(model, {
      start: (s) => ({ scores: Object.fromEntries(s.content.options.map(({ id }) => [id, {}])), ...(s.content.weights === "own" && { weights: {} }) }),
      heading: (s) => ui.heading(s.content.question),
      preview,
      fields: (value, save, { content }) => [ui.heading(content.question),
        content.options.map(({ id, text: said }) => sheet(said, content.low, content.high, value.scores[id], save, content)),
        value.weights && sheet(t("Seberapa penting tiap kriteria bagi Anda?"), t("kurang penting"), t("sangat penting"), value.weights, save, content)],
      check(value, { content: { options, criteria } }) {
        const full = (one) => criteria.every(({ id }) => one[id]);
        const open = options.filter(({ id }) => !full(value.scores[id])).map((one) => one.text);
        if (open.length) return t("Belum lengkap: {list}.", { list: open.join("; ") });
        return value.weights && !full(value.weights) ? t("Isi dulu bobot semua kriteria.") : "";
      },
      summary: (value, { content: { options, criteria } }) => list(options.map(({ id, text: said }) =>
        [said, " ", h("strong", null, criteria.map((one) => `${one.text}: ${value.scores[id][one.id]}`).join(" · "))])),
    });

    const chart = (s) => {
      const { options, criteria, points } = s.content, { rounds, suppressed } = s.results, now = rounds[rounds.length - 1];
      const own = (((s.mine || {})[s.round] || {}).answer || {}).scores || {};
      const find = (rows, option, criterion) => rows.find((one) => one.option === option && (!criterion || one.criterion === criterion)) || { mean: null, sd: null };
      const shown = (mean) => (mean === null ? null : ui.number(mean));
      // From 1 to 5 the least is nothing, the most is all.
      const share = (mean) => (mean === null ? null : (mean - 1) / (points - 1));
      const total = (entry, id) => find(entry.totals, id).mean;
      const grid = (entry) => ui.heat({
        caption: entry.n === null ? t("Rata-rata nilai 1–5") : t("Rata-rata nilai 1–5 dari {n} jawaban", { n: ui.number(entry.n) }),
        side: s.role === "projector" && criteria.length < 4,
        columns: criteria.map((one) => one.text),
        rows: options.map(({ id, text: said }) => ({
          label: h("b", null, said),
          note: total(entry, id) !== null && [t("nilai tertimbang {n}", { n: ui.number(total(entry, id)) }), entry === now && rounds.slice(0, -1).map((before) => total(before, id) !== null && ` (${t("sebelumnya {mean}", { mean: ui.number(total(before, id)) })})`)],
          cells: criteria.map((one) => {
            const { mean } = find(entry.cells, id, one.id), widest = entry.widest.some((cell) => cell.option === id && cell.criterion === one.id);
            return { text: shown(mean), share: share(mean), marks: [widest && t("terbelah"), own[id] && t("Anda: {n}", { n: own[id][one.id] })].filter(Boolean) };
          }),
        })),
      });
      if (now.n === 0) return h("p", { class: "etika-hint" }, t("Belum ada jawaban."));
      return [grid(now),
        s.role !== "projector" && now.widest.length > 0 && [h("p", { class: "etika-label" }, t("Di sini kelas paling terbelah")), h("ol", { class: "etika-given" }, now.widest.map(({ option, criterion }) =>
          h("li", null, `${text(options, option)} – ${text(criteria, criterion)} `, h("span", { class: "etika-hint" }, `± ${ui.number(find(now.cells, option, criterion).sd)}`))))],
        s.content.weights === "own" ? now.weights.every(({ mean }) => mean !== null) && h("p", { class: "etika-hint" }, t("Rata-rata bobot: {list}.", { list: now.weights.map((one) => `${text(criteria, one.criterion)} ${ui.number(one.mean)}`).join("; ") }))
          : heavy(s.content) && h("p", { class: "etika-hint" }, t("Bobot: {list}.", { list: criteria.map((one) => `${one.text} ${one.weight}`).join("; ") })),
        suppressed && ui.suppressed()];
    };
    return ui.asking(model, el, { answer, preview, chart });
  },
};
