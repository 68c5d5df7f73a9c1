// Categorise: every item into one box, or together with its other half; results with the widest disagreement first.

export default {
  /** @param {{model: any, el: HTMLElement, ui: any}} world */
  render({ model, el, ui }) {
    const { h, t } = ui;
    const text = (list, id) => (list.find((one) => one.id === id) || { text: "–" }).text;
    const preview = ({ content: { items, boxes } }) => [
      h("ol", { class: "etika-given" }, items.map((one) => h("li", null, one.text))),
      h("ul", { class: "etika-offered", "aria-label": t("Kotak yang tersedia") }, boxes.map((one) => h("li", null, one.text)))];
    const place = (value, save, { id, text: said }, i, { kind, boxes }) => {
      const legend = [h("b", null, `${i + 1}. `), said], set = (box) => ((value.places[id] = box), save());
      if (kind === "match") return ui.select({ label: legend, options: boxes, value: value.places[id], onChange: set });
      return ui.compact({ legend, name: id, options: boxes, chosen: [value.places[id]], onChange: ([box]) => set(box) });
    };
    const answer = ui.answer(model, {
      start: () => ({ places: {} }),
      heading: (s) => ui.heading(s.content.question),
      preview,
      fields: (value, save, { content }) => [ui.heading(content.question), content.items.map((item, i) => place(value, save, item, i, content))],
      check(value, { content: { items } }) {
        const open = items.map(({ id }, i) => (value.places[id] ? 0 : i + 1)).filter(Boolean);
        return open.length ? t("Belum diisi: nomor {list}.", { list: open.join(", ") }) : "";
      },
      summary: (value, { content: { items, boxes } }) => h("ol", { class: "etika-given" }, items.map((one) =>
        h("li", null, one.text, " ", h("strong", null, text(boxes, value.places[one.id]))))),
    });

    const chart = (s) => {
      const { items, boxes } = s.content, { rounds, suppressed } = s.results;
      const own = (((s.mine || {})[s.round] || {}).answer || {}).places || {};
      const keys = Object.fromEntries(((s.reveal || {}).items || []).map((one) => [one.id, one]));
      const sorting = s.content.kind === "sort";
      const sum = (counts) => Object.values(counts).reduce((all, n) => all + (n || 0), 0);
      const row = (one) => {
        const key = keys[one.id] || {}, marks = (box) => [key.box === box && t("Kunci"), own[one.id] === box && t("Anda")].filter(Boolean);
        return { label: text(items, one.id), note: s.role !== "projector" && ui.apart(one.apart), cells: boxes.map(({ id }) => ui.people(one.counts[id], sum(one.counts), marks(id))) };
      };
      const table = (entry) => {
        const caption = [entry.n === null ? t("Jumlah peserta") : t("{n} jawaban", { n: ui.number(entry.n) }), rounds.length > 1 && ` · ${t("Putaran {n}", { n: entry.round })}`, ` · ${t("yang paling terbelah di atas")}`];
        if (sorting) return ui.heat({ caption, side: s.role === "projector", columns: boxes.map((box) => box.text), rows: entry.items.map(row) });
        return h("div", { class: "etika-pairs" }, h("p", { class: "etika-caption" }, caption), entry.items.map((one) => {
          const { label, note, cells } = row(one);
          const rows = boxes.map((box, i) => ({ label: box.text, values: [one.counts[box.id]], mark: cells[i].marks.join(" · ") }));
          return ui.bars({ caption: [label, note].filter(Boolean).join(" · "), total: sum(one.counts), rows: rows.filter(({ values: [n], mark }) => n !== 0 || mark) });
        }));
      };
      const latest = rounds[rounds.length - 1];
      const reasons = latest.items.filter(({ id }) => keys[id] && keys[id].html);
      return [table(latest),
        s.role !== "projector" && rounds.length > 1 && h("details", null, h("summary", null, t("Putaran sebelumnya")), rounds.slice(0, -1).map(table)),
        suppressed && ui.suppressed(),
        s.role !== "projector" && reasons.map(({ id }) => h("div", { class: "etika-card" },
          h("p", { class: "etika-label" }, text(items, id), keys[id].box && [" ", ui.tag(text(boxes, keys[id].box))]), ui.box(keys[id].html)))];
    };
    return ui.asking(model, el, { answer, preview, chart });
  },
};
