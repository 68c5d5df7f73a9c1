// Likert: statements on one labelled scale; results as bars that part at the middle, with mean and spread.

export default {
  /** @param {{model: any, el: HTMLElement, ui: any}} world */
  render({ model, el, ui }) {
    const { h, t } = ui;
    const question = (s) => ui.heading(s.content.question);
    const list = (s) => h("ol", { class: "etika-given" }, s.content.statements.map(({ text }) => h("li", null, text)));
    const name = (entry) => t("Putaran {n}", { n: entry.round });

    const top = {
      key: (s) => [s.phase, s.title, s.intro_html, s.content],
      draw: (s) => [ui.top(s), (s.role === "participant" || s.phase === "reading") && ui.box(s.content.case_html, "etika-case")],
    };

    /** One statement: points in a row, the words of the chosen one below. */
    const scale = (value, save, { id, text }, i, { labels, statements }) => {
      const chosen = h("p", { class: "etika-word", "aria-hidden": "true" });
      const tell = () => (chosen.textContent = value.answers[id] ? labels[value.answers[id] - 1] : t("Belum dipilih"));
      tell();
      const field = ui.points({
        legend: h("span", null, statements.length > 1 && h("b", null, `${i + 1}. `), text), name: id, labels, value: value.answers[id],
        onChange: (point) => ((value.answers[id] = point), tell(), save()),
      });
      field.append(chosen);
      return field;
    };
    /** A single statement has room for every label. */
    const single = (value, save, { id, text }, { labels }) => ui.choices({
      legend: text, name: id, options: labels.map((label, at) => ({ id: String(at + 1), text: label })),
      chosen: value.answers[id] ? [String(value.answers[id])] : [],
      onChange: ([point]) => ((value.answers[id] = Number(point)), save()),
    });
    const answer = ui.answer(model, {
      start: () => ({ answers: {} }),
      heading: question,
      preview: list,
      fields: (value, save, { content }) => [ui.heading(content.question), content.statements.length > 1
        ? content.statements.map((one, i) => scale(value, save, one, i, content)) : single(value, save, content.statements[0], content)],
      check(value, { content }) {
        const open = content.statements.map(({ id }, i) => (value.answers[id] ? 0 : i + 1)).filter(Boolean);
        if (!open.length) return "";
        return content.statements.length > 1 ? t("Belum dijawab: pernyataan {list}.", { list: open.join(", ") }) : t("Pilih dulu satu jawaban.");
      },
      summary: (value, { content }) => h("ol", { class: "etika-given" }, content.statements.map(({ id, text }) =>
        h("li", null, text, " ", h("strong", null, content.labels[value.answers[id] - 1] || "–")))),
    });

    /** Which look a point has: numbered from both ends towards the middle. */
    const look = (at, points) => {
      const half = Math.floor(points / 2);
      return at < half ? `etika-low-${at}` : points % 2 && at === half ? "etika-middle" : `etika-high-${points - 1 - at}`;
    };
    const told = ({ mean, sd }) => mean === null ? "" : sd === null ? t("rata-rata {mean}", { mean: ui.number(mean) })
      : t("rata-rata {mean}, simpangan baku {sd}", { mean: ui.number(mean), sd: ui.number(sd) });
    const chart = (s) => {
      const { labels, statements } = s.content, { rounds, suppressed } = s.results, points = labels.length;
      const now = rounds[rounds.length - 1], half = Math.floor(points / 2);
      const rows = now.statements.map((one) => {
        const known = one.counts.map((count) => count || 0), sum = (list) => list.reduce((all, n) => all + n, 0);
        const left = sum(known.slice(0, half)) + (points % 2 ? known[half] / 2 : 0);
        return { ...one, known, left, right: sum(known) - left, text: (statements.find(({ id }) => id === one.id) || { text: "–" }).text };
      });
      const widest = Math.max(1, ...rows.map(({ left, right }) => Math.max(left, right)));
      const share = (n) => `${(50 * n) / widest}%`;
      const bar = ({ counts, known, left }) => {
        if (counts.includes(null)) // a part of the bar would lie about the whole
          return h("p", null, [...labels.map((label, at) => known[at] > 0 && `${label}: ${ui.number(known[at])}`), t("lainnya disembunyikan")].filter(Boolean).join("; "));
        const segments = known.map((count, at) => {
          const node = h("i", { class: look(at, points) }, count > 0 && h("b", null, count));
          node.style.width = share(count);
          node.hidden = !count;
          return node;
        });
        const before = h("span");
        before.style.width = `calc(50% - ${share(left)})`;
        return h("div", { class: "etika-parted" }, before, segments);
      };
      const own = (((s.mine || {})[s.round] || {}).answer || {}).answers || {};
      const shown = (count) => (count === null ? t("disembunyikan") : ui.number(count));
      return h("figure", { class: "etika-bars" },
        h("figcaption", null, now.n !== null && h("span", { class: "etika-caption" }, t("{n} jawaban", { n: ui.number(now.n) }), rounds.length > 1 && ` · ${name(now)}`),
          labels.map((label, at) => h("span", { class: "etika-key" }, h("i", { class: look(at, points) }), `${at + 1} ${label}`))),
        h("div", null, rows.map((row) => h("div", { class: "etika-statement" },
          h("p", null, row.text, own[row.id] && [" ", ui.tag(t("Anda: {label}", { label: labels[own[row.id] - 1] }))]),
          h("div", { "aria-hidden": "true" }, bar(row)),
          h("p", { class: "etika-hint" }, told(row) || t("Rata-rata belum ditampilkan: jawaban terlalu sedikit atau semuanya sama."),
            rounds.slice(0, -1).map((entry) => {
              const before = told(entry.statements.find(({ id }) => id === row.id));
              return before && ` (${name(entry)}: ${before})`;
            }))))),
        h("div", { class: "etika-hidden" }, h("table", null, h("caption", null, t("Sebaran jawaban")),
          h("tr", null, h("td"), labels.map((label) => h("th", { scope: "col" }, label))),
          rows.map((row) => h("tr", null, h("th", { scope: "row" }, row.text), row.counts.map((count) => h("td", null, shown(count))))))),
        suppressed && h("p", { class: "etika-hint" }, t("Jumlah kecil disembunyikan agar orang tidak dapat dikenali.")),
        ui.handsCounted([{ name: name(now), hands: now.hands }]));
    };

    const opened = {
      key: (s) => [s.phase, s.results, s.reveal, s.mine && s.results && s.mine],
      draw: (s) => s.results && [question(s), chart(s), s.reveal && ui.box(s.reveal.html, s.role === "projector" ? "etika-rich" : "etika-rich etika-card")],
    };
    const asked = {
      key: (s) => [s.phase, s.content, !!s.results],
      draw: (s) => !s.results && [question(s), s.content.statements.length > 1 ? list(s) : h("p", null, s.content.statements[0].text),
        h("p", { class: "etika-hint" }, s.content.labels.map((label, at) => `${at + 1} ${label}`).join(" · "))],
    };
    const read = { key: (s) => [s.results, s.content], draw: (s) => s.results && chart(s) };
    const parts = { participant: [top, answer, opened], projector: [top, asked, opened, ui.counted], facilitator: [read] };
    return ui.live(model, el, parts[model.get("state").role]);
  },
};
