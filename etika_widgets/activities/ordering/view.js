// Ordering: steps are moved up and down until they stand in the order in which one would take them.

export default {
  /** @param {{model: any, el: HTMLElement, ui: any}} world */
  render({ model, el, ui }) {
    const { h, t } = ui;
    const question = (s) => ui.heading(s.content.question);
    const text = (s, id) =>
      (s.content.steps.find((step) => step.id === id) || { text: "–" }).text;
    const ids = (s) => s.content.steps.map(({ id }) => id);
    const list = (s, order) =>
      h("ol", { class: "etika-given" }, order.map((id) => h("li", null, text(s, id))));

    const top = {
      key: (s) => [s.phase, s.title, s.intro_html],
      draw: (s) => ui.top(s),
    };
    const answer = ui.answer(model, {
      start: (s) => ({ order: ids(s) }),
      heading: question,
      preview: (s) =>
        h("ul", { class: "etika-options" }, s.content.steps.map((step) => h("li", null, step.text))),
      fields: (value, save, s) =>
        [question(s), h("p", { class: "etika-hint" }, t("Susun dari yang paling dulu dilakukan.")), ui.sorter({ order: value.order, text: (/** @type {string} */ id) => text(s, id), label: t("Urutan Anda"), save })],
      summary: (value, s) => list(s, value.order),
    });

    /** The steps in the order that was revealed, with the own place and what each step asks for. */
    const solution = (s) => {
      const own = (((s.mine || {})[s.round] || {}).answer || {}).order;
      const { order = [], details_html = {} } = s.reveal || {};
      return order.length > 0 && h("ol", { class: "etika-solution" }, order.map((id, i) =>
        h("li", null, h("b", null, `${i + 1}.`), h("div", null, h("p", null, text(s, id), " ",
          own && ui.tag(own[i] === id ? t("Anda: sama") : t("Anda: urutan {n}", { n: own.indexOf(id) + 1 }))),
        details_html[id] && h("div", { class: "etika-hint" }, ui.rich(details_html[id]))))));
    };
    const chart = (s) => {
      const order = (s.reveal && s.reveal.order) || [];
      return order.length > 0 && [ui.bars({
        caption: t("Yang menempatkan langkah pada urutannya, dari {n} peserta", { n: s.results.n }), total: s.results.n,
        rows: order.map((id, i) =>
          ({ label: `${i + 1}. ${text(s, id)}`, values: [(s.results.positions[id] || [])[i] || 0] })),
      }), h("p", { class: "etika-exact" }, t("{n} dari {m} menyusun persis sama.", { n: s.results.exact, m: s.results.n }))];
    };
    const opened = {
      key: (s) => [s.phase, s.results, s.reveal, s.mine && s.results && s.mine],
      draw: (s) => s.results && [question(s), s.role === "participant" && solution(s), chart(s),
        s.reveal && ui.box(s.reveal.html, s.role === "projector" ? "etika-rich" : "etika-rich etika-card")],
    };
    const asked = {
      key: (s) => [s.phase, s.content, !!s.results],
      draw: (s) => !s.results && [question(s),
        h("ul", { class: "etika-options" }, s.content.steps.map((step) => h("li", null, step.text)))],
    };
    const read = {
      key: (s) => [s.results, s.reveal, s.content],
      draw: (s) => s.results && chart(s),
    };
    const parts = { participant: [top, answer, opened], projector: [top, asked, opened, ui.counted], facilitator: [read] };
    return ui.live(model, el, parts[model.get("state").role]);
  },
};
