// Case discussion: a position with a reason, then one shared sheet for each group.

export default {
  /** @param {{model: any, el: HTMLElement, ui: any}} world */
  render({ model, el, ui }) {
    const { h, t } = ui;
    const me = () => (model.get("room") || {}).me || {};
    const question = (s) => ui.heading(s.content.question);
    const position = (s, id) =>
      (s.content.positions.find((row) => row.id === id) || { text: "–" }).text;
    const said = (text) => h("p", { class: "etika-said" }, text);
    const sheet = (s, fields) => h("dl", { class: "etika-sheet" },
      s.content.synthesis.fields.map(({ id, label }) =>
        [h("dt", null, label), h("dd", { class: "etika-said" }, fields[id] || "–")]));

    const top = {
      key: (s) => [s.phase, s.title, s.intro_html, s.content],
      draw: (s) => [ui.top(s),
        (s.role === "participant" || s.phase === "reading") && ui.box(s.content.case_html, "etika-case"),
        s.role === "participant" && (s.content.documents || []).map(({ title, body_html }) =>
          h("details", { class: "etika-document" }, h("summary", null, title), ui.box(body_html)))],
    };

    const stance = ui.answer(model, {
      kind: "position", slot: "position", label: t("Kirim sikap"), keep: true,
      start: () => ({ choice: "", reason: "" }),
      heading: question,
      preview: (s) =>
        h("ul", { class: "etika-options" }, s.content.positions.map(({ text }) => h("li", null, text))),
      fields: (value, save, { content }) => [
        ui.choices({
          legend: ui.heading(content.question), name: "position", options: content.positions, chosen: [value.choice],
          onChange: ([id]) => ((value.choice = id), save()),
        }),
        content.reason !== "none" && ui.textarea({
          label: content.reason === "required" ? t("Mengapa?") : t("Mengapa? (boleh dikosongkan)"),
          hint: t("Satu atau dua kalimat. Jangan tulis nama orang."), value: value.reason, max: 500, rows: 2,
          onInput: (text) => ((value.reason = text), save()),
        })],
      check: (value, { content }) => !value.choice ? t("Pilih dulu satu sikap.")
        : content.reason === "required" && !value.reason.trim() ? t("Tulis alasan Anda dengan singkat.") : "",
      summary: (value, s) =>
        [h("p", null, h("strong", null, position(s, value.choice))), value.reason && said(value.reason)],
    });

    const writing = ui.answer(model, {
      kind: "synthesis", slot: "synthesis", label: t("Simpan sintesis kelompok"), phases: ["open", "discussing"], keep: true,
      primary: (s) => s.phase !== "open" || !!((s.mine || {})[s.round] || {}).position,
      own: (s) => (s.group && s.group.fields ? { fields: s.group.fields } : null),
      start: () => ({ fields: {} }),
      fields: (value, save, { content }) =>
        content.synthesis.fields.map(({ id, label, hint, max }) => ui.textarea({
          label, hint: [hint, t("Jangan tulis nama orang.")].filter(Boolean).join(" "), max, rows: 3, value: value.fields[id] || "",
          onInput: (text) => ((value.fields[id] = text), save()),
        })),
      check: (value) =>
        Object.values(value.fields).some((text) => text.trim()) ? "" : t("Isi dulu paling sedikit satu bagian."),
      summary: (value, s) => sheet(s, value.fields),
    });
    
    const group = {
      key: (s) => [me().group, me().members, me().is_writer, s.phase, s.group && s.group.writer,
        me().is_writer ? writing.key(s) : s.group],
      draw(s) {
        if (s.phase === "reading") return null;
        if (!me().group) {
          return ui.card(ui.heading(t("Diskusi kelompok"), true), h("p", { class: "etika-calm" }, t("Fasilitator belum membagi kelompok.")));
        }
        const { fields, writer } = s.group || {};
        const open = ["open", "discussing"].includes(s.phase);
        if (s.phase === "revealed" && !fields) return null;
        return h("section", { class: "etika-group" },
          ui.heading(t("Kelompok {n}", { n: me().group }), true),
          h("p", { class: "etika-hint" }, (me().members || []).join(", ")),
          h("p", null, s.content.synthesis.prompt),
          me().is_writer ? [open && h("p", { class: "etika-calm" }, t("Anda juru tulis kelompok. Anggota lain membaca setiap kali Anda menyimpan.")), writing.draw(s)]
            : [ui.card(fields ? sheet(s, fields) : h("p", { class: "etika-calm" }, t("Belum ada sintesis yang disimpan."))),
              writer && h("p", { class: "etika-hint" }, t("Juru tulis: {name}", { name: writer })),
              open && ui.button(t("Ambil alih sebagai juru tulis"), {
                key: "pen", on: () => model.send({ kind: "take_pen", payload: {}, activity: null }),
              })]);
      },
    };
    writing.redraw = () => group.redraw();

    const chart = (s) => ui.bars({
      caption: t("Sikap {n} peserta", { n: s.results.n }), total: s.results.n,
      rows: s.content.positions.map(({ id, text }) => ({
        label: text, values: [id in s.results.counts ? s.results.counts[id] : 0],
        mark: (((s.mine || {})[s.round] || {}).position || {}).choice === id ? t("Pilihan Anda") : null,
      })),
    });
    const opened = {
      key: (s) => [s.phase, s.results, s.reveal, s.mine && s.results && s.mine],
      draw: (s) => s.results && [s.role === "projector" && question(s), chart(s),
        h("div", { class: "etika-abreast" }, (s.results.groups || []).map((row) =>
          ui.card(ui.heading(t("Kelompok {n}", { n: row.group }), true), sheet(s, row.fields)))),
        ui.quotes((s.results.shown || []).map(({ text }) => text)),
        s.reveal && ui.box(s.reveal.html, s.role === "projector" ? "etika-rich" : "etika-rich etika-card")],
    };
    const asked = {
      key: (s) => [s.phase, s.content, !!s.results],
      draw: (s) => !s.results && [question(s), s.phase === "discussing" ? h("p", null, s.content.synthesis.prompt)
        : s.phase !== "reading" && h("ul", { class: "etika-options" }, s.content.positions.map(({ text }) => h("li", null, text)))],
    };
    const read = {
      key: (s) => [s.results, s.content],
      draw: (s) => s.results && [chart(s),
        (s.results.groups || []).length > 0 && [ui.heading(t("Sintesis kelompok"), true),
          ui.voices(model, s.results.groups.map((row) =>
            ({ ...row, name: t("Kelompok {n}", { n: row.group }), body: sheet(s, row.fields) })), "synthesis")],
        (s.results.reasons || []).length > 0 && [ui.heading(t("Alasan peserta"), true),
          ui.voices(model, s.results.reasons.map((row) =>
            ({ ...row, note: (row.choices || []).map((id) => position(s, id)).join(", "), body: said(row.text) })), "position")]],
    };
    const parts = { participant: [top, stance, group, opened], projector: [top, asked, opened, ui.counted], facilitator: [read] };
    return ui.live(model, el, parts[model.get("state").role]);
  },
};
