// Quiz: several questions with one right answer each; keys and reasons open at the reveal.

export default {
  /** @param {{model: any, el: HTMLElement, ui: any}} world */
  render({ model, el, ui }) {
    const { h, t } = ui;
    const items = (state) => (state.content.items);
    const stem = (item, i) =>
      h("div", { class: "etika-stem" }, h("span", { class: "etika-label" }, t("Soal {n}", { n: i + 1 })), ui.box(item.text_html));
    /** What an item asks, in one line: of a long stem its last sentence. */
    const asks = (html) => {
      const text = ui.rich(html).textContent.trim();
      const [last] = text.length > 90 ? text.match(/[^.!?]+[.!?]?["”]?$/) || [text] : [text];
      return last.trim();
    };
    const find = (list, id) => (list || []).find((row) => row.id === id);

    const top = {
      key: (s) => [s.phase, s.title, s.intro_html],
      draw: (s) => ui.top(s),
    };

    /** How sure one is of an answer; asked once it is given. */
    const sureness = (value, save, { content }, { id }, i) => {
      const node = ui.choices({
        legend: t("Soal {n}: seberapa yakin Anda?", { n: i + 1 }), name: `${id}-yakin`, options: content.confidence.map((text, at) => ({ id: String(at + 1), text })),
        chosen: value.confidence[id] ? [String(value.confidence[id])] : [],
        onChange: ([level]) => ((value.confidence[id] = Number(level)), save()),
      });
      node.classList.add("etika-sureness");
      node.hidden = !value.answers[id];
      return node;
    };

    const answer = ui.answer(model, {
      start: (s) => (s.content.confidence ? { answers: {}, confidence: {} } : { answers: {} }),
      preview: (s) => h("p", null, t("{n} soal.", { n: items(s).length })),
      fields: (value, save, state) =>
        items(state).map((item, i) => {
          const sure = state.content.confidence && sureness(value, save, state, item, i);
          return [ui.choices({
            legend: stem(item, i), name: item.id, options: item.options,
            chosen: value.answers[item.id] ? [value.answers[item.id]] : [],
            onChange: ([id]) => ((value.answers[item.id] = id), sure && (sure.hidden = false), save()),
          }), sure];
        }),
      check(value, state) {
        const open = items(state).map((item, i) => (value.answers[item.id] ? 0 : i + 1)).filter(Boolean);
        if (open.length) return t("Belum dijawab: soal {list}.", { list: open.join(", ") });
        const unsaid = value.confidence ? items(state).map((item, i) => (value.confidence[item.id] ? 0 : i + 1)).filter(Boolean) : [];
        return unsaid.length ? t("Pilih juga seberapa yakin Anda: soal {list}.", { list: unsaid.join(", ") }) : "";
      },
      summary: (value, state) => h("ol", { class: "etika-given" },
        items(state).map((item) => h("li", null, (find(item.options, value.answers[item.id]) || { text: "–" }).text,
          value.confidence && [" ", ui.tag(state.content.confidence[value.confidence[item.id] - 1])]))),
    });

    /** One item after the reveal: the key, the own answer and why each option is right or wrong. */
    const solved = (state, item, i) => {
      const { key, rationales = {}, reference } = find(state.reveal.items, item.id) || { key: null };
      const own = ((((state.mine || {})[state.round] || {}).answer || {}).answers || {})[item.id];
      return ui.card(stem(item, i),
        h("ul", { class: "etika-solved" }, item.options.map(({ id, text }) =>
          h("li", { class: id === key ? "etika-right" : "" }, h("p", null, text, " ",
            id === key && ui.tag(t("Kunci")), " ", id === own && ui.tag(t("Jawaban Anda"))),
          rationales[id] && h("p", { class: "etika-hint" }, rationales[id])))),
        reference && h("p", { class: "etika-hint" }, t("Rujukan: {reference}", { reference })));
    };
    const own = {
      key: (s) => [s.phase, s.reveal, s.mine && s.reveal && s.mine],
      draw(s) {
        if (!s.reveal || !s.reveal.items) return null;
        const given = (((s.mine || {})[s.round] || {}).answer || {}).answers;
        const right = given && s.reveal.items.filter(({ id, key }) => given[id] === key).length;
        return [given && h("p", { class: "etika-score" }, t("{n} dari {m} jawaban Anda tepat. Hanya Anda yang melihat ini.", { n: right, m: items(s).length })),
          items(s).map((item, i) => solved(s, item, i))];
      },
    };

    const rightBars = (s) => ui.bars({
      caption: t("Jawaban tepat dari {n} peserta", { n: s.results.n }), total: s.results.n,
      rows: items(s).map((item, i) => {
        const { counts = {}, correct } = find(s.results.items, item.id) || { correct: "" };
        const value = typeof correct === "number" ? correct : counts[correct];
        return { label: `${i + 1}. ${asks(item.text_html)}`, values: [value === undefined ? 0 : value] };
      }),
    });
    /** Sure or not, right or not: four counts, "sure but wrong" marked. */
    const matrix = (cells, caption) => {
      const cell = (name) => h("td", { class: name === "sure_wrong" ? "etika-astray" : null },
        h("b", null, cells[name] === null ? t("disembunyikan") : ui.number(cells[name])), name === "sure_wrong" && h("span", null, t("yakin tapi keliru")));
      return h("table", { class: "etika-matrix" }, h("caption", null, caption),
        h("tr", null, h("td"), h("th", { scope: "col" }, t("Tepat")), h("th", { scope: "col" }, t("Keliru"))),
        h("tr", null, h("th", { scope: "row" }, t("Yakin")), cell("sure_right"), cell("sure_wrong")),
        h("tr", null, h("th", { scope: "row" }, t("Belum yakin")), cell("unsure_right"), cell("unsure_wrong")));
    };
    /** Over all items, then one by one; on the screen only over all, or what there is. */
    const calibration = (s) => {
      if (!s.content.confidence || s.role === "participant") return null;
      const found = s.results.confidence;
      if (!found) return h("p", { class: "etika-hint" }, t("Keyakinan ditampilkan setelah sedikitnya 5 orang menjawab."));
      const all = found.all && matrix(found.all, t("Keyakinan dan ketepatan, jumlah jawaban pada semua soal"));
      return [all, !(all && s.role === "projector") && found.items.map((one) =>
        matrix(one.matrix, t("Soal {n}: keyakinan dan ketepatan", { n: items(s).findIndex(({ id }) => id === one.id) + 1 })))];
    };
    const projector = {
      key: (s) => [s.phase, s.content, s.results, s.reveal],
      draw(s) {
        if (s.results) return [rightBars(s), calibration(s)];
        return ui.heading(t("{n} soal. Kerjakan di ponsel masing-masing.", { n: items(s).length }));
      },
    };
    const read = {
      key: (s) => [s.results, s.reveal, s.content],
      draw: (s) => s.results && [rightBars(s), calibration(s), items(s).map((item, i) => {
        const { counts = {} } = find(s.results.items, item.id) || {};
        const { key } = find((s.reveal || {}).items, item.id) || { key: null };
        return h("details", null, h("summary", null, t("Sebaran soal {n}", { n: i + 1 })), ui.bars({
          total: s.results.n,
          rows: item.options.map(({ id, text }) =>
            ({ label: text, mark: id === key ? t("Kunci") : null, values: [id in counts ? counts[id] : 0] })),
        }));
      })],
    };
    const parts = { participant: [top, answer, own], projector: [top, projector, ui.counted], facilitator: [read] };
    return ui.live(model, el, parts[model.get("state").role]);
  },
};
