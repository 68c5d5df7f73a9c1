// Argue and vote again: a vote with its reason, two reasons of others, a second vote, and what moved people.

export default {
  /** @param {{model: any, el: HTMLElement, ui: any}} world */
  render({ model, el, ui }) {
    const { h, t } = ui;
    const question = (s) => ui.heading(s.content.question);
    const option = (s, id) => s.content.options.find((one) => one.id === id) || { text: "–", short: "–" };
    const list = (s) => h("ul", { class: "etika-options" }, s.content.options.map(({ text }) => h("li", null, text)));
    const said = (text) => h("p", { class: "etika-said" }, text);
    const reasons = (s) => (s.dealt && s.dealt.reasons) || [];
    const stored = (s) => ((s.mine || {})[s.round] || {}).answer;
    const again = (s) => (stored(s) ? "keep" in stored(s) : !!(s.dealt && s.dealt.again));
    const numbered = (i) => t("Alasan {n}", { n: i + 1 });

    const top = {
      key: (s) => [s.phase, s.round, s.title, s.intro_html, s.content],
      draw: (s) => [ui.top(s, s.round > 1 && t("Suara kedua")),
        s.role === "participant" && s.content.case_html && (s.round > 1 || s.phase === "discussing")
          ? h("details", { class: "etika-document" }, h("summary", null, t("Baca lagi kasusnya")), ui.box(s.content.case_html)) // others' reasons come first now
          : (s.role === "participant" || s.phase === "reading") && ui.box(s.content.case_html, "etika-case")],
    };

    const heard = {
      key: (s) => [s.phase, s.dealt, s.content],
      draw(s) {
        if (!s.dealt || !s.dealt.before || s.phase === "revealed") return null;
        const rows = reasons(s), alike = rows.every((row) => row.same);
        return h("section", { class: "etika-heard" },
          ui.heading(rows.length ? t("Alasan orang lain") : t("Belum ada alasan orang lain untuk dibaca."), true),
          rows.length > 0 && alike && h("p", { class: "etika-calm" },
            t("Belum ada yang berpendapat lain. Ini alasan orang yang memilih sama dengan Anda. Apa yang akan dikatakan orang yang tidak setuju?")),
          rows.length > 0 && !alike && h("p", { class: "etika-hint" }, t("Baca pelan-pelan. Apa yang belum Anda pikirkan?")),
          rows.map(({ text, choice, same }, i) => ui.card(
            h("p", { class: "etika-label" }, numbered(i), " ", ui.tag(same ? t("memilih sama dengan Anda")
              : choice ? t("memilih: {choice}", { choice: option(s, choice).short }) : t("memilih lain"))),
            said(text))));
      },
    };

    const first = ui.answer(model, {
      start: () => ({ choice: "", reason: "" }),
      heading: question, preview: list,
      fields: (value, save, { content }) => [
        ui.choices({
          legend: ui.heading(content.question), name: "argue", options: content.options, chosen: [value.choice],
          onChange: ([id]) => ((value.choice = id), save()),
        }),
        ui.textarea({
          label: t("Mengapa?"), hint: t("Satu atau dua kalimat. Orang lain akan membacanya tanpa nama. Jangan tulis nama orang."),
          value: value.reason, max: 500, rows: 3, onInput: (text) => ((value.reason = text), save()),
        })],
      check: ({ choice, reason }) => !choice ? t("Pilih dulu satu jawaban.")
        : choice !== "unsure" && !reason.trim() ? t("Tulis alasan Anda dengan singkat.") : "",
      summary: (value, s) => [h("p", null, h("strong", null, option(s, value.choice).text)), value.reason && said(value.reason)],
    });

    const movers = (s) => [
      ...reasons(s).map(({ id, text }, i) => ({ id, text: `${numbered(i)}: ${text.length > 90 ? `${text.slice(0, 88)}…` : text}` })),
      { id: "talk", text: t("Pembicaraan di kelas") }, { id: "none", text: t("Tidak ada") }];
    const second = ui.answer(model, {
      kind: "revote", label: t("Kirim suara kedua"),
      start: () => ({ keep: null, choice: "", moved: "" }),
      heading: question, preview: list,
      fields(value, save, s) {
        const { before } = s.dealt;
        const other = h("div", { hidden: value.keep !== false }, ui.choices({
          legend: ui.heading(t("Pilihan Anda sekarang"), true), name: "new", chosen: [value.choice],
          options: s.content.options.filter(({ id }) => id !== before), onChange: ([id]) => ((value.choice = id), save()),
        }));
        return [question(s),
          ui.choices({
            legend: ui.heading(t("Pertimbangkan ulang?"), true), name: "keep",
            options: [{ id: "keep", text: t("Tetap: {choice}", { choice: option(s, before).text }) }, { id: "change", text: t("Berubah") }],
            chosen: [value.keep === null ? "" : value.keep ? "keep" : "change"],
            onChange([id]) {
              value.keep = id === "keep";
              value.choice = value.keep ? before : "";
              for (const input of other.querySelectorAll("input")) input.checked = false;
              other.hidden = value.keep;
              save();
            },
          }),
          other,
          ui.choices({
            legend: ui.heading(t("Alasan mana yang menggerakkan Anda?"), true), name: "moved", options: movers(s), chosen: [value.moved],
            hint: t("Yang mengubah pilihan Anda, atau yang membuatnya makin kuat."),
            onChange: ([id]) => ((value.moved = id), save()),
          })];
      },
      check: (value, s) => value.keep === null ? t("Pilih dulu: tetap atau berubah.")
        : !value.choice ? t("Pilih dulu jawaban Anda yang baru.")
        : movers(s).some(({ id }) => id === value.moved) ? "" : t("Pilih dulu apa yang menggerakkan Anda."),
      summary: (value, s) => [
        h("p", null, h("strong", null, value.keep ? t("Tetap: {choice}", { choice: option(s, value.choice).text }) : option(s, value.choice).text)),
        h("p", null, t("Yang menggerakkan: {what}", { what: (movers(s).find(({ id }) => id === value.moved) || { text: "–" }).text }))],
    });
    const vote = {
      key: (s) => [again(s), again(s) && s.dealt, (again(s) ? second : first).key(s)],
      draw: (s) => (again(s) ? second : first).draw(s),
    };
    first.redraw = second.redraw = () => vote.redraw();

    const chart = (s) => {
      const { rounds, suppressed } = s.results;
      const marks = (id) => rounds.filter((r) => (((s.mine || {})[r.round] || {}).answer || {}).choice === id).map((r) => r.name);
      return ui.bars({
        names: rounds.map((r) => r.name), suppressed, total: Math.max(0, ...rounds.map((r) => r.n)),
        rows: s.content.options.map(({ id, short }) => ({
          label: short, values: rounds.map((r) => r.counts[id]),
          mark: marks(id).length ? t("Pilihan Anda: {rounds}", { rounds: marks(id).join(", ") }) : null,
        })),
      });
    };
    /** Who moved from where to where: words for everybody, a table of cells with bars where there is room. */
    const transition = (s) => {
      if (!s.results.shift) return null;
      const { ids, matrix, n } = s.results.shift, name = (i) => option(s, ids[i]).short;
      const flows = matrix.flatMap((row, i) => row.map((people, j) => ({ people, i, j }))).filter(({ people, i, j }) => people && i !== j);
      flows.sort((one, two) => two.people - one.people);
      const changed = flows.reduce((sum, { people }) => sum + people, 0);
      const most = Math.max(...matrix.flat()), { rounds } = s.results;
      const head = (scope, i, round) => h("th", { scope }, name(i), round.counts[ids[i]] !== null && ` (${ui.number(round.counts[ids[i]])})`);
      const cell = (people, i, j) => {
        const bar = h("i", { class: i === j ? "etika-bar etika-earlier" : "etika-bar" });
        bar.style.width = `${(4 * people) / most}em`; // columns differ in width, bars must not
        return h("td", { class: i === j && "etika-stayed" }, people ? [h("b", null, ui.number(people)), bar] : "–");
      };
      return [
        h("p", { class: "etika-moved" }, t("{n} dari {m} orang mengubah pilihannya.", { n: ui.number(changed), m: ui.number(n) })),
        s.role !== "participant" && h("div", { class: "etika-shift", role: "region", tabindex: 0, "aria-label": t("Perpindahan suara") },
          h("table", null, h("caption", null, t("Dari baris ke kolom; dalam kurung jumlah suara; garis-garis berarti tetap")),
            h("tr", null, h("td"), ids.map((_, j) => head("col", j, rounds[rounds.length - 1]))),
            matrix.map((row, i) => h("tr", null, head("row", i, rounds[rounds.length - 2]), row.map((people, j) => cell(people, i, j)))))),
        flows.length > 0 && h("ul", { class: s.role === "participant" ? "etika-flows" : "etika-hidden" }, flows.map(({ people, i, j }) =>
          h("li", null, t("{n} orang dari “{from}” ke “{to}”", { n: ui.number(people), from: name(i), to: name(j) }))))];
    };
    const why = (s) => {
      const { n, counts } = s.results.moved;
      if (s.results.rounds.length < 2) return null;
      const names = { reason: t("Alasan orang lain"), talk: t("Pembicaraan di kelas"), none: t("Tidak ada") };
      if (s.role === "projector") {
        const said = (id) => `${names[id]} ${counts[id] === null ? t("disembunyikan") : ui.number(counts[id])}`;
        return h("p", null, h("strong", null, t("Yang menggerakkan")), ": ", Object.keys(names).map(said).join(" · "));
      }
      return ui.bars({ caption: t("Yang menggerakkan"), total: n, rows: Object.keys(names).map((id) => ({ label: names[id], values: [counts[id]] })) });
    };
    const voices = (s) => s.results.reasons.length > 0 && h("ul", { class: "etika-quotes" }, s.results.reasons.map(({ text, choice, votes }) =>
      h("li", null, text, h("p", { class: "etika-hint" }, [choice && t("memilih: {choice}", { choice: option(s, choice).short }),
        votes > 0 && t("menggerakkan {n} orang", { n: ui.number(votes) })].filter(Boolean).join(" · ")))));
    // On the shared screen the table has to fit; it holds the counts of both votes.
    const figures = (s) => [(s.role !== "projector" || !s.results.shift) && chart(s), transition(s), why(s)];

    const opened = {
      key: (s) => [s.phase, s.results, s.reveal, s.mine && s.results && s.mine],
      draw: (s) => s.results && [question(s), figures(s), voices(s),
        s.reveal && ui.box(s.reveal.html, s.role === "projector" ? "etika-rich" : "etika-rich etika-card")],
    };
    const asked = {
      key: (s) => [s.phase, s.round, s.content, !!s.results],
      draw: (s) => !s.results && [question(s),
        s.phase === "discussing" && h("p", null, t("Baca alasan orang lain di ponsel Anda. Apa yang belum Anda pikirkan?")),
        s.phase === "open" && s.round > 1 && h("p", null, t("Pertimbangkan ulang: tetap atau berubah? Alasan mana yang menggerakkan Anda?")),
        s.phase !== "reading" && list(s)],
    };
    const body = (row) => [said(row.text), h("div", { class: "etika-review-do" },
      ui.button([row.hidden ? t("Bagikan lagi") : t("Jangan bagikan"), h("span", { class: "etika-hidden" }, ` ${row.text.slice(0, 60)}`)], {
        key: `hide:${row.id}`, on: () => model.send({ kind: "hide", payload: { id: row.id, on: !row.hidden } }),
      }),
      h("span", { class: "etika-hint" }, t("dibaca {n} orang", { n: ui.number(row.readers) }),
        row.votes > 0 && ` · ${t("menggerakkan {n} orang", { n: ui.number(row.votes) })}`))];
    const read = {
      key: (s) => [s.results, s.content],
      draw: (s) => s.results && [figures(s), s.results.listed.length > 0 && [ui.heading(t("Alasan peserta"), true),
        h("p", { class: "etika-hint" }, t("Periksa sebelum diskusi dimulai: alasan dibagikan kepada peserta lain.")),
        ui.voices(model, s.results.listed.map((row) => ({
          ...row, note: [row.choice && option(s, row.choice).short, row.hidden && t("tidak dibagikan")].filter(Boolean).join(" · "), body: body(row),
        })), "answer")]],
    };
    const parts = { participant: [top, heard, vote, opened], projector: [top, asked, opened, ui.counted], facilitator: [read] };
    return ui.live(model, el, parts[model.get("state").role]);
  },
};
