// Commitment: what somebody will do after the class, in a few short fields.

export default {
  /** @param {{model: any, el: HTMLElement, ui: any}} world */
  render({ model, el, ui }) {
    const { h, t } = ui;
    const prompt = (s) => ui.box(s.content.prompt_html, "etika-rich etika-prompt");
    const sheet = (s, fields) => h("dl", { class: "etika-sheet" },
      s.content.fields.filter(({ id }) => fields[id]).map(({ id, label }) =>
        [h("dt", null, label), h("dd", { class: "etika-said" }, fields[id])]));

    const top = {
      key: (s) => [s.phase, s.title, s.intro_html, s.content],
      draw: (s) => [ui.top(s), prompt(s)],
    };
    const answer = ui.answer(model, {
      kind: "commit", label: t("Kirim komitmen"), keep: true,
      start: () => ({ fields: {} }),
      fields: (value, save, { content }) =>
        content.fields.map(({ id, label, hint, max, required }) => ui.textarea({
          label: required ? label : t("{label} (boleh dikosongkan)", { label }), max, rows: 2, value: value.fields[id] || "",
          hint: [hint, t("Jangan tulis nama orang.")].filter(Boolean).join(" "),
          onInput: (text) => ((value.fields[id] = text), save()),
        })),
      check(value, { content }) {
        const open = content.fields.filter(({ id, required }) => required && !(value.fields[id] || "").trim());
        return open.length ? t("Belum diisi: {list}.", { list: open.map(({ label }) => label).join(", ") }) : "";
      },
      summary: (value, s) => [sheet(s, value.fields),
        ui.button(t("Unduh salinan"), {
          on: () => ui.download("komitmen.md", "text/markdown", [`# ${s.title}`, ...s.content.fields
            .map(({ id, label }) => `**${label}**\n\n${value.fields[id] || "–"}`)].join("\n\n") + "\n"),
        })],
    });
    const opened = {
      key: (s) => [s.results, s.content],
      draw: (s) => s.results && h("div", { class: "etika-abreast" }, s.results.texts.map(({ fields }) => ui.card(sheet(s, fields)))),
    };
    const asked = {
      key: (s) => [s.content, !!s.results, s.answered, s.expected, s.phase],
      draw: (s) => [!s.results && h("ul", { class: "etika-options" },
        s.content.fields.map(({ label }) => h("li", null, label))), s.phase !== "reading" && ui.count(s)],
    };
    const read = {
      key: (s) => [s.results, s.content],
      draw: (s) => s.results && [h("p", null, t("{n} komitmen tersimpan.", { n: s.results.n })),
        ui.voices(model, s.results.texts.map((row) => ({ ...row, body: sheet(s, row.fields) })), "answer")],
    };
    const parts = { participant: [top, answer, opened], projector: [top, opened, asked], facilitator: [read] };
    return ui.live(model, el, parts[model.get("state").role]);
  },
};
