// Poll: one question, choices and a reason, in one or two rounds.

export default {
  /** @param {{model: any, el: HTMLElement, ui: any}} world */
  render({ model, el, ui }) {
    const { h, t } = ui;
    const question = (state) => ui.heading(state.content.question);
    const label = (option) => option.short || option.text;
    const labels = (state, ids) =>
      state.content.options.filter((option) => ids.includes(option.id)).map(label);
    const round = (state) => (state.content.rounds || []).length > 1 && state.content.rounds[state.round - 1];
    const list = (state) =>
      h("ul", { class: "etika-options" }, state.content.options.map(({ text }) => h("li", null, text)));

    const top = {
      key: (s) => [s.phase, s.round, s.title, s.intro_html, s.content],
      draw: (s) => [ui.top(s, round(s)),
        (s.role === "participant" || s.phase === "reading") && ui.box(s.content.case_html, "etika-case")],
    };

    const answer = ui.answer(model, {
      start: () => ({ choices: [], reason: "" }),
      heading: question,
      preview: list,
      fields(value, save, { content }) {
        const { options, multiple, max_choices: max, reason } = content;
        return [
          ui.choices({
            legend: ui.heading(content.question), name: "poll", options, multiple, max, exclusive: "unsure",
            hint: multiple && (max ? t("Pilih paling banyak {n}.", { n: max }) : t("Boleh memilih lebih dari satu.")),
            chosen: value.choices,
            onChange: (ids) => ((value.choices = ids), save()),
          }),
          reason !== "none" && ui.textarea({
            label: reason === "required" ? t("Mengapa?") : t("Mengapa? (boleh dikosongkan)"),
            hint: t("Satu atau dua kalimat. Jangan tulis nama orang."), value: value.reason, max: 500, rows: 2,
            onInput: (text) => ((value.reason = text), save()),
          }),
        ];
      },
      check(value, { content }) {
        if (!value.choices.length) return t("Pilih dulu satu jawaban.");
        const excused = content.reason !== "required" || value.choices[0] === "unsure";
        return !excused && !value.reason.trim() ? t("Tulis alasan Anda dengan singkat.") : "";
      },
      summary: (value, state) => [
        labels(state, value.choices).map((text) => h("p", { class: "etika-chosen" }, text)),
        value.reason && h("p", { class: "etika-said" }, value.reason)],
    });

    const marks = (state, id) => {
      const rounds = state.results.rounds
        .filter((r) => (((state.mine || {})[r.round] || {}).answer || { choices: [] }).choices.includes(id));
      if (!rounds.length) return null;
      return state.results.rounds.length < 2 ? t("Pilihan Anda")
        : t("Pilihan Anda: {rounds}", { rounds: rounds.map((r) => r.name).join(", ") });
    };
    const chart = (state) => {
      const { rounds, suppressed } = state.results;
      return ui.bars({
        names: rounds.map((r) => r.name), suppressed,
        total: Math.max(0, ...rounds.map((r) => r.n)),
        rows: state.content.options.map((option) => ({
          label: label(option), mark: marks(state, option.id),
          values: rounds.map((r) => (option.id in r.counts ? r.counts[option.id] : 0)),
          hands: rounds.map((r) => (r.hands ? r.hands.counts[option.id] || 0 : 0)),
        })),
      });
    };
    const moved = ({ shift, rounds }) => {
      if (!shift || shift.matrix.flat().some((n) => n === null)) return null;
      const same = shift.matrix.reduce((sum, /** @type {number[]} */ row, i) => sum + row[i], 0);
      return h("p", { class: "etika-moved" }, t("{n} dari {m} orang mengubah pilihannya.", { n: shift.n - same, m: shift.n }),
        rounds.some((r) => r.hands) && [" ", t("Suara tangan tidak ikut dalam hitungan ini.")]);
    };

    const opened = {
      key: (s) => [s.phase, s.results, s.reveal, s.mine && s.results && s.mine],
      draw: (s) => s.results && [question(s), chart(s), ui.handsCounted(s.results.rounds), moved(s.results),
        ui.quotes(s.results.shown.map(({ text }) => text)),
        s.reveal && ui.box(s.reveal.html, s.role === "projector" ? "etika-rich" : "etika-rich etika-card")],
    };
    const asked = {
      key: (s) => [s.phase, s.content, !!s.results],
      draw: (s) => !s.results && [question(s), s.phase !== "reading" && list(s)],
    };
    const read = {
      key: (s) => [s.results, s.content],
      draw: (s) => s.results && [chart(s), ui.handsCounted(s.results.rounds), moved(s.results), (s.results.reasons || []).length > 0 && [
        ui.heading(t("Alasan peserta"), true),
        ui.voices(model, s.results.reasons.map((row) => ({
          ...row, note: labels(s, row.choices).join(", "), body: h("p", { class: "etika-said" }, row.text),
        })), "answer")]],
    };
    const parts = { participant: [top, answer, opened], projector: [top, asked, opened, ui.counted], facilitator: [read] };
    return ui.live(model, el, parts[model.get("state").role]);
  },
};
