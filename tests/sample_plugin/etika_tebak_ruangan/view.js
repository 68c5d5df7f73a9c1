// Tebak ruangan: one module for phone, projector and control page.

export default {
  /** @param {{model: any, el: HTMLElement, ui: any}} world */
  render({ model, el, ui }) {
    const { h, t } = ui;
    const question = (s) => ui.heading(s.content.question);
    const name = (s, id) => s.content.options.find((option) => option.id === id).text;

    const top = {
      key: (s) => [s.phase, s.title, s.intro_html],
      draw: (s) => [ui.top(s)],
    };
    const answer = ui.answer(model, {
      start: () => ({ choice: "", guess: "" }),
      heading: question,
      fields: (value, save, s) => [
        ui.choices({
          legend: question(s), name: "tebak_ruangan", options: s.content.options, chosen: [value.choice],
          onChange: ([id]) => ((value.choice = id), save()),
        }),
        ui.field({
          label: s.content.guess, type: "number", min: 0, max: 10, value: value.guess,
          onInput: (typed) => ((value.guess = /^(\d|10)$/.test(typed) ? Number(typed) : typed), save()),
        }),
      ],
      check(value) {
        if (!value.choice) return t("Pilih dulu satu jawaban.");
        if (typeof value.guess !== "number") return t("Tulis dugaan Anda: angka 0 sampai 10.");
        return "";
      },
      summary: (value, s) => [
        h("p", { class: "etika-chosen" }, name(s, value.choice)),
        h("p", null, t("Dugaan Anda: {n} dari 10.", { n: value.guess })),
      ],
    });

    const chart = (s) => [
      ui.bars({
        total: s.results.n,
        rows: s.results.options.map(({ id, n }) => ({ label: name(s, id), values: [n] })),
      }),
      h("ul", { class: "etika-gaps" }, s.results.options.filter(({ guess }) => guess !== null).map(({ id, real, guess }) =>
        h("li", null, h("strong", null, name(s, id), ":"), " ",
          t("mereka menduga {guess} dari 10; nyatanya {real}.", { guess: ui.number(guess), real: ui.number(real) })))),
    ];
    const opened = {
      key: (s) => [s.results, s.content],
      draw: (s) => s.results && [question(s), chart(s)],
    };
    const asked = {
      key: (s) => [s.content, !!s.results],
      draw: (s) => !s.results && [question(s), h("ul", { class: "etika-options" }, s.content.options.map(({ text }) => h("li", null, text)))],
    };
    const read = { key: (s) => [s.results, s.content], draw: (s) => s.results && chart(s) };
    const parts = { participant: [top, answer, opened], projector: [top, asked, opened, ui.counted], facilitator: [read] };
    return ui.live(model, el, parts[model.get("state").role]);
  },
};
