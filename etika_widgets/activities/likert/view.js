// Likert: statements on one labelled scale; results as bars that part at the middle, with mean and spread. Where
// statements have targets, or small counts are hidden: spots on the scale (mean, target) above the people by point.

const LONG = 5; // statements; a longer form tells how far one is, and what was sent is folded
const CROWDED = 8; // statements; more are answered on phones without being read from the projector

export default {
  /** @param {{model: any, el: HTMLElement, ui: any}} world */
  render({ model, el, ui }) {
    const { h, t } = ui;
    const question = (s) => ui.heading(s.content.question);
    const note = (s) => s.content.note && h("p", { class: "etika-calm" }, s.content.note);
    const name = (entry) => t("Putaran {n}", { n: entry.round });
    const word = (count) => (count === null ? t("disembunyikan") : ui.number(count));

    /** Statements under their headings. @param {any[]} statements */
    const sections = (statements) => statements.reduce((found, one, i) => {
      if (!i || one.heading !== statements[i - 1].heading) found.push({ heading: one.heading, first: i, items: [] });
      found[found.length - 1].items.push(one);
      return found;
    }, []);
    const under = (statements, draw) => sections(statements).map(({ heading, first, items }) =>
      [heading && ui.heading(heading, true), draw(items, first)]);
    const given = (statements, more = () => null) => under(statements, (items, first) =>
      h("ol", { class: "etika-given", start: first + 1 }, items.map((one) => h("li", null, one.text, more(one)))));
    const list = (s) => given(s.content.statements);
    const scaled = (s) => h("p", { class: "etika-hint" }, s.content.labels.map((label, at) => `${at + 1} ${label}`).join(" · "));

    const top = {
      key: (s) => [s.phase, s.title, s.intro_html, s.content],
      draw: (s) => [ui.top(s), (s.role === "participant" || s.phase === "reading") && ui.box(s.content.case_html, "etika-case")],
    };

    const asks = {}; // statement → its field in the form
    /** One statement: points in a row, the words of the chosen one below. */
    const scale = (value, save, { id, text }, i, { labels, statements }) => {
      const chosen = h("p", { class: "etika-word", "aria-hidden": "true" });
      const tell = () => {
        chosen.textContent = value.answers[id] ? labels[value.answers[id] - 1] : t("Belum dipilih");
        field.dataset.asked = value.answers[id] ? "done" : "open";
      };
      const field = ui.points({
        legend: h("span", null, statements.length > 1 && h("b", null, `${i + 1}. `), text), name: id, labels, value: value.answers[id],
        onChange: (point) => ((value.answers[id] = point), tell(), save()),
      });
      tell();
      field.append(chosen);
      return (asks[id] = field);
    };
    /** A single statement has room for every label. */
    const single = (value, save, { id, text }, { labels }) => (asks[id] = ui.choices({
      legend: text, name: id, options: labels.map((label, at) => ({ id: String(at + 1), text: label })),
      chosen: value.answers[id] ? [String(value.answers[id])] : [],
      onChange: ([point]) => ((value.answers[id] = Number(point)), (asks[id].dataset.asked = "done"), save()),
    }));
    /** Brings the first statement without an answer to the eye and to the keyboard, and marks all of them. */
    const show = (open) => {
      for (const { id } of open) asks[id].dataset.asked = "missing";
      asks[open[0].id].querySelector("input").focus({ preventScroll: true });
      asks[open[0].id].scrollIntoView({ block: "center" });
    };
    const answer = ui.answer(model, {
      start: () => ({ answers: {} }),
      heading: question,
      preview: (s) => [note(s), list(s)],
      fields: (value, save, s) => [question(s), note(s), s.content.statements.length > 1
        ? under(s.content.statements, (items, first) => items.map((one, i) => scale(value, save, one, first + i, s.content)))
        : single(value, save, s.content.statements[0], s.content)],
      progress: (value, { content: { statements } }) => (statements.length > LONG
        ? t("{n} dari {m} terisi", { n: ui.number(statements.filter(({ id }) => value.answers[id]).length), m: ui.number(statements.length) }) : ""),
      check(value, { content: { statements } }) {
        const open = statements.filter(({ id }) => !value.answers[id]), numbers = open.map((one) => statements.indexOf(one) + 1);
        if (!open.length) return "";
        show(open);
        if (statements.length === 1) return t("Pilih dulu satu jawaban.");
        return open.length > LONG ? t("Belum dijawab: {n} pernyataan, mulai nomor {first}.", { n: ui.number(open.length), first: numbers[0] })
          : t("Belum dijawab: pernyataan {list}.", { list: numbers.join(", ") });
      },
      summary(value, { content: { labels, statements } }) {
        const said = given(statements, ({ id }) => [" ", h("strong", null, labels[value.answers[id] - 1] || "–")]);
        return statements.length > LONG ? h("details", null, h("summary", null, t("Lihat yang Anda kirim")), said) : said;
      },
    });

    /** Which look a point has: numbered from both ends towards the middle. */
    const look = (at, points) => {
      const half = Math.floor(points / 2);
      return at < half ? `etika-low-${at}` : points % 2 && at === half ? "etika-middle" : `etika-high-${points - 1 - at}`;
    };
    const told = ({ mean, sd, counts }) => mean === null ? "" : counts.includes(null) ? t("rata-rata kira-kira {mean}", { mean: ui.number(mean) })
      : sd === null ? t("rata-rata {mean}", { mean: ui.number(mean) }) : t("rata-rata {mean}, simpangan baku {sd}", { mean: ui.number(mean), sd: ui.number(sd) });
    const gap = (n) => (n > 0 ? t("kesenjangan {n}", { n: ui.number(n) }) : t("tanpa kesenjangan"));

    /** Bars that part at the middle of the scale, on one measure for all rows. @param {any[]} rows */
    const parting = (rows, { labels }) => {
      const points = labels.length, half = Math.floor(points / 2), sum = (list) => list.reduce((all, n) => all + n, 0);
      const left = ({ known }) => sum(known.slice(0, half)) + (points % 2 ? known[half] / 2 : 0);
      const widest = Math.max(1, ...rows.map((row) => Math.max(left(row), sum(row.known) - left(row))));
      const share = (n) => `${(50 * n) / widest}%`;
      return (row) => {
        const segments = row.known.map((count, at) => {
          const node = h("i", { class: look(at, points) }, count > 0 && h("b", null, count));
          node.style.width = share(count);
          node.hidden = !count;
          return node;
        });
        const before = h("span");
        before.style.width = `calc(50% - ${share(left(row))})`;
        return h("div", { class: "etika-parted" }, before, segments);
      };
    };
    /** Mean and target over the people by point, each point in the middle of its cell. @param {Record<string, any>} row */
    const aimed = (whole) => ({ mean, target, counts }) => {
      const points = counts.length;
      const at = (kind, from, to = from) => {
        const node = h("i", { class: kind });
        node.style.left = `${(100 * (Math.min(from, to) - 0.5)) / points}%`;
        if (to !== from) node.style.width = `${(100 * Math.abs(to - from)) / points}%`;
        return node;
      };
      const cells = counts.map((count) => h("span", { class: `etika-heat-${count ? Math.min(4, Math.ceil((4 * count) / whole - 1e-9)) : 0}` },
        h("b", null, count === null ? "–" : ui.number(count))));
      return h("div", { class: "etika-aimed" },
        h("div", { class: "etika-aim" }, mean !== null && target && mean !== target && at(mean < target ? "etika-short" : "etika-over", mean, target), target && at("etika-goal", target), mean !== null && at("etika-mean", mean)),
        h("div", { class: "etika-people" }, cells));
    };
    const chart = (s) => {
      const { labels, statements, note: gaps } = s.content, { rounds, suppressed } = s.results;
      const now = rounds[rounds.length - 1];
      const rows = now.statements.map((one) => ({
        ...one, known: one.counts.map((count) => count || 0), ...(statements.find(({ id }) => id === one.id) || { text: "–" }) }));
      const spots = gaps || rows.some(({ counts }) => counts.includes(null)); // a part of a bar would lie about the whole
      const bar = spots ? aimed(now.n) : parting(rows, s.content);
      const own = (((s.mine || {})[s.round] || {}).answer || {}).answers || {};
      const key = (kind, text) => h("span", { class: "etika-key" }, kind && h("i", { class: kind }), text);
      const row = (one) => h("div", { class: "etika-statement" },
        h("p", null, one.text, gaps && one.heading && [" ", h("span", { class: "etika-hint" }, `(${one.heading})`)], own[one.id] && [" ", ui.tag(t("Anda: {label}", { label: labels[own[one.id] - 1] }))]),
        h("div", null, h("div", { "aria-hidden": "true" }, bar(one)),
          h("p", { class: "etika-hint" }, one.target && [one.gap !== null && [h("b", null, gap(one.gap)), "\u00a0· "], t("target {n}", { n: one.target }), "\u00a0· "],
            told(one) || t("Rata-rata belum ditampilkan: darinya jawaban beberapa orang dapat ditebak."),
            rounds.slice(0, -1).map((entry) => {
              const before = told(entry.statements.find(({ id }) => id === one.id));
              return before && ` (${name(entry)}: ${before})`;
            }))));
      const numbers = (one) => [...one.counts.map(word), ...(gaps ? [one.mean, one.target, one.gap].map((n) => (n === undefined || n === null ? "–" : ui.number(n))) : [])];
      return h("figure", { class: "etika-bars" },
        h("figcaption", null, now.n !== null && h("span", { class: "etika-caption" }, t("{n} jawaban", { n: ui.number(now.n) }), rounds.length > 1 && ` · ${name(now)}`),
          spots && [key("etika-mean", t("rata-rata")), gaps && key("etika-goal", t("target")), key("etika-people", t("jumlah orang di tiap titik"))],
          labels.map((label, at) => key(spots ? "" : look(at, labels.length), `${at + 1} ${label}`))),
        s.role !== "projector" && note(s), h("div", null, gaps ? rows.map(row) : under(rows, (items) => items.map(row))),
        h("div", { class: "etika-hidden" }, h("table", null, h("caption", null, t("Sebaran jawaban")),
          h("tr", null, h("td"), [...labels, ...(gaps ? [t("Rata-rata"), t("Target"), t("Kesenjangan")] : [])].map((label) => h("th", { scope: "col" }, label))),
          rows.map((one) => h("tr", null, h("th", { scope: "row" }, one.text), numbers(one).map((text) => h("td", null, text)))))),
        s.role === "projector" && note(s), suppressed && ui.suppressed(), ui.handsCounted([{ name: name(now), hands: now.hands }]));
    };

    const opened = {
      key: (s) => [s.phase, s.results, s.reveal, s.mine && s.results && s.mine],
      draw: (s) => s.results && [question(s), chart(s), s.reveal && ui.box(s.reveal.html, s.role === "projector" ? "etika-rich" : "etika-rich etika-card")],
    };
    const crowd = (s) => {
      const parts = sections(s.content.statements).filter(({ heading }) => heading);
      return [h("p", null, t("{n} pernyataan ada di ponsel Anda.", { n: ui.number(s.content.statements.length) })),
        parts.length > 0 && h("ul", { class: "etika-given" }, parts.map(({ heading, items }) => h("li", null, `${heading} (${ui.number(items.length)})`)))];
    };
    const asked = {
      key: (s) => [s.phase, s.content, !!s.results],
      draw(s) {
        const { statements } = s.content;
        if (s.results) return null;
        return [question(s), s.phase !== "reading" && statements.length > CROWDED ? crowd(s)
          : statements.length > 1 ? list(s) : h("p", null, statements[0].text), scaled(s)];
      },
    };
    const read = { key: (s) => [s.results, s.content], draw: (s) => s.results && chart(s) };
    const parts = { participant: [top, answer, opened], projector: [top, asked, opened, ui.counted], facilitator: [read] };
    return ui.live(model, el, parts[model.get("state").role]);
  },
};
