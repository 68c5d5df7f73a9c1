// Canvas: a sheet of fields in sections, filled alone or by a group; the rubric and follow-ups come later.

export default {
  /** @param {{model: any, el: HTMLElement, ui: any}} world */
  render({ model, el, ui }) {
    const { h, t } = ui;
    const WRITING = ["open", "discussing"];
    const me = () => (model.get("room") || {}).me || {};
    const grouped = (s) => s.content.by === "group";
    const writes = (s) => !grouped(s) || !!(me().group && me().is_writer);
    const follows = (s, round) => round > 1 && s.content.follow_up;
    const sectionsOf = (s, round) => follows(s, round) ? [{ title: waveTitle(s, round), fields: s.content.follow_up.fields }] : s.content.sections;
    const fieldsOf = (s, round) => sectionsOf(s, round).flatMap(({ fields }) => fields);
    const waveTitle = (s, round) => {
      const { days } = s.content.follow_up;
      return t("Tindak lanjut {n} hari", { n: days[Math.min(round - 2, days.length - 1)] });
    };
    /** What is stored of a round: {fields, at, levels}. */
    const stored = (s, round = s.round) => {
      if (grouped(s)) return ((s.group || {}).rounds || {})[round] || {};
      const { answer = {}, saved = {}, rubric = {} } = (s.mine || {})[round] || {};
      return { fields: answer.fields, at: saved.at, levels: rubric.levels };
    };
    const said = (text) => h("dd", { class: "etika-said" }, text);
    const sheet = (s, round, fields, at) => sectionsOf(s, round).map((section) => {
      const rows = section.fields.map((field) => [field.label, ui.words(field, fields[field.id], at)]).filter(([, text]) => text);
      return rows.length > 0 && h("section", { class: "etika-sheet-part" }, h("p", { class: "etika-label" }, section.title),
        h("dl", { class: "etika-sheet" }, rows.map(([label, text]) => [h("dt", null, label), said(text)])));
    });

    // One control per kind of field; `put` keeps the value.
    const rowsOf = (field, value, put) => {
      const node = h("div", { class: "etika-table" });
      const names = field.rows.map(({ text }) => text);
      const rows = [...(value || [])];
      while (rows.length < (names.length || 1)) rows.push({});
      const draw = () => node.replaceChildren(...rows.map((row, i) => h("fieldset", null,
        h("legend", null, names[i] || t("Baris {n}", { n: i + 1 })),
        field.columns.map(({ id, label, options, max }) => {
          const keep = (text) => ((row[id] = text), put(rows));
          return options.length ? ui.compact({ legend: label, name: id, options, chosen: [row[id]], onChange: ([one]) => keep(one) })
            : ui.field({ label, value: row[id] || "", length: max, onInput: keep });
        }),
        !names.length && rows.length > 1 && ui.button(t("Hapus baris {n}", { n: i + 1 }), {
          key: `drop${i}`, on: () => (rows.splice(i, 1), put(rows), draw()),
        }))), ...(names.length || rows.length >= field.most ? [] : [ui.button(t("Tambah baris"), {
        key: "more", on() {
          rows.push({});
          draw();
          node.children[rows.length - 1].querySelector("input").focus();
        },
      })]));
      draw();
      return h("div", { role: "group", "aria-label": field.label }, h("p", { class: "etika-table-name" }, field.label),
        field.hint && h("p", { class: "etika-hint" }, field.hint), node);
    };
    const control = (field, label, value, put) => {
      const { kind, hint, max, most } = field;
      if (kind === "table") return rowsOf({ ...field, label }, value, put);
      if (kind === "choice") {
        return ui.choices({ legend: label, hint, name: field.id, options: field.options, chosen: [value], onChange: ([id]) => put(id) });
      }
      if (kind === "list") {
        return ui.textarea({
          label, hint: [hint, t("Satu baris untuk satu hal, paling banyak {n}.", { n: most })].filter(Boolean).join(" "),
          rows: 3, value: (value || []).join("\n"), onInput: (text) => put(text.split("\n")),
        });
      }
      if (kind === "text") return ui.textarea({ label, hint, max, rows: max > 200 ? 3 : 2, value: value || "", onInput: put });
      const told = h("p", { class: "etika-hint" });
      const tell = (n) => (told.textContent = kind === "days" && n > 0 && n <= 365 ? ui.day(model.get("now"), n) : "");
      tell(value);
      return [ui.field({
        label: kind === "days" ? t("{label}: berapa hari lagi", { label }) : field.unit ? `${label} (${field.unit})` : label,
        hint, type: "number", value: value ?? "", min: field.least ?? (kind === "days" ? 1 : undefined), max: most ?? undefined,
        step: kind === "days" ? 1 : "any", onInput: (text) => (put(text === "" ? null : Number(text)), tell(Number(text))),
      }), told];
    };
    /** What a text lacks: friendly words, the required ones first. */
    const lacks = (field, value, required) => {
      const text = [].concat(value ?? "").join("\n").trim();
      return !text ? [] : field.checks.filter((check) => (!required || check.required)
        && (check.pattern ? !new RegExp(check.pattern, "i").test(text) : text.split(/\s+/).length < check.min_words)).map(({ advice }) => advice);
    };
    const filled = (field, value) => ui.words(field, value) !== "";
    const asked = (field, value, save) => {
      const advice = h("p", { class: "etika-advice", role: "status" });
      const tell = () => (advice.textContent = lacks(field, value.fields[field.id]).join(" "));
      const label = field.required ? field.label : t("{label} (boleh dikosongkan)", { label: field.label });
      tell();
      return h("div", { class: "etika-asked", on: { change: tell } },
        control(field, label, value.fields[field.id], (now) => ((value.fields[field.id] = now), save())), advice,
        field.example && h("details", { class: "etika-example" },
          h("summary", null, t("Contoh: {label}", { label: field.label })), h("p", { class: "etika-said" }, field.example)));
    };

    const toMarkdown = (s) => {
      const lines = [`# ${s.title}`];
      for (let round = 1; round <= s.round; round++) {
        const { fields, at } = stored(s, round);
        for (const section of fields ? sectionsOf(s, round) : []) {
          lines.push(`## ${section.title}`, ...section.fields.flatMap((field) =>
            [`**${field.label}**`, ui.words(field, fields[field.id], at).replace(/^– /gm, "- ").replace(/\n(?!- )/g, "  \n") || "–"]));
        }
      }
      return lines.join("\n\n") + "\n";
    };
    const exports = (s) => stored(s).at && h("div", { class: "etika-saves" },
      ui.button(t("Unduh Markdown"), { on: () => ui.download(`${s.id}.md`, "text/markdown", toMarkdown(s)) }),
      ui.sheets && h("a", { href: `${ui.sheets}/${s.id}.docx`, download: true }, t("Unduh DOCX")));
    const dates = (s, at) => s.content.follow_up && at && h("ul", { class: "etika-dates", "aria-label": t("Tanggal tindak lanjut") },
      s.content.follow_up.days.map((days) => h("li", null, t("{n} hari: {date}", { n: days, date: ui.day(at, days) }))));

    const top = { key: (s) => [s.phase, s.round, s.title, s.intro_html], draw: (s) => ui.top(s, follows(s, s.round) && waveTitle(s, s.round)) };
    const task = {
      key: (s) => [s.content, s.round, s.role, s.results && s.results.sheets.length],
      draw: (s) => !(s.role === "projector" && s.results && s.results.sheets.length) // the room for what is shown
        && [ui.box(s.content.prompt_html, "etika-rich etika-prompt"), ui.box(s.content.case_html, "etika-case")],
    };
    const before = {
      key: (s) => [s.round, s.mine, s.group],
      draw(s) {
        if (!s.content.follow_up) return null; // a further round without it begins with the sheet as it stands
        const shown = Array.from({ length: s.round - 1 }, (_, i) => i + 1).filter((round) => stored(s, round).fields);
        return [shown.map((round) => h("details", { class: "etika-recalled", open: true },
          h("summary", null, follows(s, round) ? waveTitle(s, round) : t("Yang Anda tulis tadi: {title}", { title: s.title })),
          sheet(s, round, stored(s, round).fields, stored(s, round).at))),
        shown.length > 0 && !stored(s).at && dates(s, stored(s, 1).at)];
      },
    };
    const answer = ui.answer(model, {
      label: t("Simpan"), phases: WRITING, keep: true,
      own: (s) => (stored(s).fields ? { fields: stored(s).fields } : null),
      start: (s) => ({ fields: JSON.parse(JSON.stringify((!follows(s, s.round) && stored(s, s.round - 1).fields) || {})) }),
      fields: (value, save, s) => [!stored(s).fields && ui.notice(s),
        follows(s, s.round) && s.content.follow_up.prompt && h("p", null, s.content.follow_up.prompt),
        sectionsOf(s, s.round).map((section) => h("section", { class: "etika-section" }, ui.heading(section.title, true),
          section.hint && h("p", { class: "etika-hint" }, section.hint), section.fields.map((field) => asked(field, value, save)))),
        h("p", { class: "etika-hint" }, t("Jangan tulis nama orang. Tulisan tetap di perangkat ini sampai Anda menekan Simpan."))],
      check(value, s) {
        const fields = fieldsOf(s, s.round);
        const open = fields.filter((field) => field.required && !filled(field, value.fields[field.id]));
        if (open.length) return t("Belum diisi: {list}.", { list: open.map(({ label }) => label).join(", ") });
        if (!fields.some((field) => filled(field, value.fields[field.id]))) return t("Isi dulu paling sedikit satu bagian.");
        const lacking = fields.find((field) => lacks(field, value.fields[field.id], true).length);
        return lacking ? `${lacking.label}: ${lacks(lacking, value.fields[lacking.id], true)[0]}` : "";
      },
      summary: (value, s) => [sheet(s, s.round, value.fields, stored(s).at), dates(s, stored(s, 1).at), exports(s)],
    });
    const writing = {
      key: (s) => [s.content.by, me().group, me().members, me().is_writer, s.phase, s.group && s.group.writer, writes(s) ? [answer.key(s), stored(s).at] : s.group],
      draw(s) {
        if (!grouped(s)) return answer.draw(s);
        if (s.phase === "reading") return null;
        if (!me().group) return ui.card(h("p", { class: "etika-calm" }, t("Fasilitator belum membagi kelompok.")));
        const { fields, at } = stored(s), writer = (s.group || {}).writer;
        return h("section", { class: "etika-group" }, ui.heading(t("Kelompok {n}", { n: me().group }), true),
          h("p", { class: "etika-hint" }, (me().members || []).join(", ")),
          writes(s) ? [WRITING.includes(s.phase) && h("p", { class: "etika-calm" }, t("Anda juru tulis kelompok. Anggota lain membaca setiap kali Anda menyimpan.")), answer.draw(s)]
            : [ui.card(fields ? sheet(s, s.round, fields, at) : h("p", { class: "etika-calm" }, t("Belum ada yang disimpan.")), exports(s)),
              writer && h("p", { class: "etika-hint" }, t("Juru tulis: {name}", { name: writer })),
              WRITING.includes(s.phase) && ui.button(t("Ambil alih sebagai juru tulis"), {
                key: "pen", on: () => model.send({ kind: "take_pen", payload: {}, activity: null }),
              })]);
      },
    };
    answer.redraw = () => writing.redraw();

    const level = (one, n) => `${n} · ${one.levels[n - 1]}`;
    const rubric = ui.answer(model, {
      kind: "check", slot: "rubric", label: t("Simpan penilaian diri"), phases: ["revealed"], keep: true,
      own: (s) => (stored(s).levels ? { levels: stored(s).levels } : null),
      start: () => ({ levels: {} }),
      fields: (value, save, s) => [ui.heading(t("Lihat lagi lembar ini"), true),
        h("p", { class: "etika-calm" }, t("Ini untuk Anda sendiri. Fasilitator hanya melihat jumlahnya, tanpa nama.")),
        s.reveal.rubric.map((one) => ui.choices({
          legend: one.text, name: one.id, options: [1, 2, 3, 4].map((n) => ({ id: String(n), text: level(one, n) })), chosen: [String(value.levels[one.id])],
          onChange: ([n]) => ((value.levels[one.id] = Number(n)), save()),
        }))],
      check: (value) => (Object.keys(value.levels).length ? "" : t("Pilih dulu satu tingkat.")),
      summary: (value, s) => h("dl", { class: "etika-sheet" }, s.reveal.rubric.filter(({ id }) => value.levels[id])
        .map((one) => [h("dt", null, one.text), said(level(one, value.levels[one.id]))])),
    });
    const assessing = {
      key: (s) => [s.phase, s.reveal, stored(s).levels, writes(s), rubric.key(s)],
      draw: (s) => s.phase === "revealed" && s.reveal && s.reveal.rubric.length > 0 && stored(s).fields && writes(s) && rubric.draw(s),
    };
    rubric.redraw = () => assessing.redraw();

    const owner = (s, row) => [row.group ? t("Kelompok {n}", { n: row.group }) : "", follows(s, row.round) ? waveTitle(s, row.round) : ""].filter(Boolean).join(" · ");
    const opened = {
      key: (s) => [s.results, s.reveal, s.content],
      draw: (s) => s.results && [s.results.sheets.map((row) =>
        ui.card(owner(s, row) && ui.heading(owner(s, row), true), sheet(s, row.round, row.fields, row.at))),
      s.reveal && ui.box(s.reveal.html, s.role === "projector" ? "etika-rich" : "etika-rich etika-card")],
    };
    const outline = {
      key: (s) => [s.content, s.round, !!s.results, s.answered, s.expected, s.phase],
      draw: (s) => [!s.results && h("ul", { class: "etika-outline" },
        sectionsOf(s, s.round).map(({ title, fields }, _, { length }) =>
          h("li", null, h("strong", null, title), length < 4 && ` ${fields.map(({ label }) => label).join(" · ")}`))),
      s.phase !== "reading" && ui.count(s)],
    };
    const unfolded = new Set(); // what the facilitator reads stays open when another sheet comes in
    const folded = (key, title, body) => h("details", {
      open: unfolded.has(key), on: { toggle: ({ target }) => (target.open ? unfolded.add(key) : unfolded.delete(key)) },
    }, h("summary", { dataset: { key: `read:${key}` } }, title), body);
    const read = {
      key: (s) => [s.results, s.content, s.reveal],
      draw: (s) => s.results && [h("p", null, t("{n} lembar tersimpan.", { n: s.results.n })),
        s.results.n > 0 && ui.bars({ caption: t("Lembar yang terisi, menurut isian"), total: s.results.n,
          rows: fieldsOf(s, 1).map(({ id, label }) => ({ label, values: [s.results.filled[id]] })) }),
        s.reveal.rubric.map((one) => (s.results.rubric[one.id] || []).some(Boolean) && ui.bars({ caption: one.text,
          rows: one.levels.map((_, i) => ({ label: level(one, i + 1), values: [s.results.rubric[one.id][i]] })) })),
        ui.sheets && s.results.sheets.length > 0 && h("div", { class: "etika-saves" },
          h("a", { href: `${ui.sheets}/${s.id}-semua.docx`, download: true }, t("Unduh semua lembar (DOCX)")),
          h("a", { href: `${ui.sheets}/${s.id}-ditampilkan.docx`, download: true }, t("Unduh yang ditampilkan (DOCX)"))),
        ui.voices(model, s.results.sheets.map((row) => ({ ...row, name: row.group ? owner(s, row) : row.name, note: row.group ? "" : owner(s, row),
          body: folded(`${row.participant}:${row.round}`, t("Baca lembar"), sheet(s, row.round, row.fields, row.at)) })), "answer")],
    };
    const parts = {
      participant: [top, ui.recalled(model), task, before, writing, assessing, opened],
      projector: [top, task, opened, outline], facilitator: [read],
    };
    return ui.live(model, el, parts[model.get("state").role]);
  },
};
