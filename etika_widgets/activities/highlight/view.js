// Highlight: sentences of a document are marked by check boxes; results shade each sentence by how many marked it.

export default {
  /** @param {{model: any, el: HTMLElement, ui: any}} world */
  render({ model, el, ui }) {
    const { h, t } = ui;
    const find = (list, id) => list.find((one) => one.id === id);
    /** The document; `draw` makes what stands for one passage. */
    const paper = ({ content: { document: name, passages } }, draw) => {
      const paragraphs = passages.reduce((all, one) => (one.paragraph || !all.length ? all.push([one]) : all[all.length - 1].push(one), all), []);
      return h("div", { class: "etika-paper", role: "group", "aria-label": name }, h("p", { class: "etika-caption" }, name),
        paragraphs.map((list) => h("div", { class: "etika-paragraph" }, list.map(draw))));
    };
    const preview = (s) => paper(s, (one) => h("p", null, one.text));

    const marking = (value, save, s) => paper(s, ({ id, text }) => {
      const place = h("div"), { labels } = s.content;
      const tell = () => {
        place.textContent = "";
        if (id in value.marks && labels.length) place.append(ui.select({
          label: t("Sebutannya (boleh dilewati)"), options: labels, empty: t("Tanpa sebutan"), value: value.marks[id],
          onChange: (label) => ((value.marks[id] = label || null), save()) }));
      };
      const box = h("input", { type: "checkbox", checked: id in value.marks, on: { change: () => {
        if (box.checked) value.marks[id] = null;
        else delete value.marks[id];
        tell();
        save();
      } } });
      tell();
      return h("div", { class: "etika-passage" }, h("label", null, box, h("span", null, text)), place);
    });
    const answer = ui.answer(model, {
      start: () => ({ marks: {} }),
      heading: (s) => ui.heading(s.content.question),
      preview,
      fields: (value, save, s) => [ui.heading(s.content.question), h("p", { class: "etika-hint" }, t("Ketuk kalimat untuk menandai; ketuk lagi untuk membatalkan.")), marking(value, save, s)],
      check: (value) => (Object.keys(value.marks).length ? "" : t("Tandai dulu sedikitnya satu kalimat.")),
      summary: (value, { content }) => h("ul", { class: "etika-given" }, content.passages.filter(({ id }) => id in value.marks).map(({ id, text }) =>
        h("li", null, text, " ", value.marks[id] && h("strong", null, find(content.labels, value.marks[id]).text)))),
    });

    const agreed = ({ agreement: { share, kappa, why } }) => h("div", { class: "etika-agreed" },
      share !== null && h("p", null, t("{n} dari 100 pasang peserta sepakat tentang sebuah kalimat.", { n: ui.number(share) })),
      kappa !== null && h("p", { class: "etika-hint" }, t("Kappa Fleiss {kappa}: 1 berarti sepakat penuh, 0 berarti tidak lebih dari kebetulan.", { kappa: ui.number(kappa) })),
      why === "few" && h("p", { class: "etika-hint" }, t("Kesepakatan dihitung bila sedikitnya tiga orang menandai.")),
      why === "same" && h("p", { class: "etika-hint" }, t("Kappa tidak dihitung: semua orang menandai, atau melewatkan, semuanya.")));
    const chart = (s) => {
      const { passages, labels } = s.content, { rounds, suppressed } = s.results, now = rounds[rounds.length - 1];
      const own = (((s.mine || {})[s.round] || {}).answer || {}).marks || {};
      const keys = (s.reveal || {}).passages || [], counts = Object.fromEntries(now.passages.map((one) => [one.id, one]));
      const share = (n) => (n && now.n ? n / now.n : 0);
      const earlier = (id) => rounds.slice(0, -1).map((entry) => find(entry.passages, id).n).map((n) => (n === null ? "–" : ui.number(n)));
      const shown = ({ id, text }) => {
        const { n, labels: named } = counts[id], key = find(keys, id) || {};
        const said = labels.filter((label) => named[label.id]).map((label) => `${label.text} ${ui.number(named[label.id])}`).join(" · ");
        return h("div", { class: "etika-shown" },
          h("p", { class: `etika-share etika-heat-${Math.min(4, Math.ceil(share(n) * 4 - 1e-9))}` }, h("b", null,
            n === null ? h("span", null, "–", h("i", { class: "etika-hidden" }, ` ${t("disembunyikan")}`)) : [...earlier(id), ui.number(n)].join(" → "),
            h("i", { class: "etika-hidden" }, ` ${t("orang menandai")}`))),
          h("div", null, h("p", null, text, " ", key.marked && [ui.tag(t("Kunci")), " "], id in own && ui.tag(t("Anda"))),
            s.role !== "projector" && said && h("p", { class: "etika-hint" }, said), s.role !== "projector" && ui.box(key.html, "etika-rich etika-why")));
      };
      return [
        h("p", { class: "etika-caption" }, now.n === null ? t("Banyaknya orang yang menandai") : t("Banyaknya orang yang menandai, dari {n}", { n: ui.number(now.n) }),
          rounds.length > 1 && ` (${rounds.map((entry) => t("Putaran {n}", { n: entry.round })).join(" → ")})`),
        paper(s, shown), agreed(now), suppressed && ui.suppressed()];
    };
    return ui.asking(model, el, { answer, preview, chart });
  },
};
