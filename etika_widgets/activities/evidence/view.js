// Evidence: a table to filter, sort and search, documents to open, and the vote beside them.

export default {
  /** @param {{model: any, el: HTMLElement, ui: any}} world */
  render({ model, el, ui }) {
    const { h, t } = ui;
    const question = (s) => ui.heading(s.content.question);
    const option = (s, id) => s.content.options.find((one) => one.id === id) || { text: "–", short: "–" };
    const list = (s) => h("ul", { class: "etika-options" }, s.content.options.map(({ text }) => h("li", null, text)));
    const released = (s) => (s.board && s.board.documents) || [];
    const everyDocument = (s) => [...s.content.documents, ...released(s)];

    // What this person looked at stays on this device until the answer is sent; the search text never leaves it.
    const kept = ui.draft(model, "seen", "");
    const look = { columns: [], filters: {}, documents: [], sort: null, search: "", ...(kept.get() || {}) };
    const note = (kind, id) => (look[kind].includes(id) || look[kind].push(id), kept.set(look));
    const seen = (s) => {
      const columns = s.content.table ? s.content.table.columns.map(({ id }) => id) : [];
      const there = everyDocument(s).map(({ id }) => id);
      return {
        columns: columns.filter((id) => look.columns.includes(id)),
        filters: Object.fromEntries(columns.filter((id) => id in look.filters).map((id) => [id, look.filters[id]])),
        documents: there.filter((id) => look.documents.includes(id)),
      };
    };

    const top = {
      key: (s) => [s.phase, s.round, s.title, s.intro_html, s.content],
      draw: (s) => [ui.top(s, s.round > 1 && t("Putaran {n}", { n: s.round })),
        (s.role === "participant" || s.phase === "reading") && ui.box(s.content.case_html, "etika-case")],
    };

    const grid = {
      key: (s) => [s.content.table],
      draw(s) {
        if (!s.content.table) return null;
        const { caption, source, columns, rows } = s.content.table;
        const shown = (value, { type }) => (value === null ? "–" : type === "number" ? ui.number(value) : value);
        const fits = (row, id, i) => {
          const want = look.filters[id];
          if (!want) return true;
          if (Array.isArray(want)) return want.includes(row[i]);
          return row[i] !== null && (want.min === null || row[i] >= want.min) && (want.max === null || row[i] <= want.max);
        };
        const compare = (one, two) => (one === null ? 1 : two === null ? -1 : typeof one === "number" ? one - two : one.localeCompare(two, ui.language));
        const body = h("tbody"), told = h("p", { role: "status" }), sums = h("dl", { class: "etika-sums" });
        const update = () => {
          const words = look.search.trim().toLowerCase();
          const left = rows.filter((row) => columns.every(({ id }, i) => fits(row, id, i))
            && (!words || row.some((value, i) => String(shown(value, columns[i])).toLowerCase().includes(words))));
          if (look.sort) {
            const i = columns.findIndex(({ id }) => id === look.sort.id), by = look.sort.down ? -1 : 1;
            if (i >= 0) left.sort((one, two) => (one[i] === null || two[i] === null ? compare(one[i], two[i]) : by * compare(one[i], two[i])));
          }
          body.replaceChildren(...left.map((row) => h("tr", null, row.map((value, i) =>
            h("td", { class: columns[i].type === "number" && "etika-number" }, shown(value, columns[i]))))));
          told.textContent = t("{n} dari {m} baris", { n: ui.number(left.length), m: ui.number(rows.length) });
          sums.replaceChildren(...columns.flatMap(({ label, unit, summary }, i) => {
            const values = left.map((row) => row[i]).filter((value) => value !== null);
            if (summary === "none") return [];
            const total = values.reduce((sum, value) => sum + value, 0);
            const said = summary === "total" ? ui.number(total) : values.length ? ui.number(Math.round((100 * total) / values.length) / 100) : "–";
            return [h("dt", null, summary === "total" ? t("Jumlah: {label}", { label }) : t("Rata-rata: {label}", { label })),
              h("dd", null, said, unit && ` ${unit}`)];
          }));
          heads.forEach(({ head, mark }, i) => {
            const sorted = look.sort && look.sort.id === columns[i].id;
            if (sorted) head.setAttribute("aria-sort", look.sort.down ? "descending" : "ascending");
            else head.removeAttribute("aria-sort");
            mark.textContent = sorted ? (look.sort.down ? " ↓" : " ↑") : "";
          });
        };
        const filter = (id, value) => {
          if (value) look.filters[id] = value;
          else delete look.filters[id];
          note("columns", id);
          update();
        };
        const heads = columns.map(({ id, label, unit, type }) => {
          const mark = h("span", { "aria-hidden": "true" });
          const sort = () => {
            look.sort = { id, down: look.sort && look.sort.id === id ? !look.sort.down : type === "number" };
            note("columns", id);
            update();
          };
          const head = h("th", { scope: "col", class: type === "number" && "etika-number" },
            h("button", { type: "button", class: "etika-sort", title: t("Urutkan menurut {label}", { label }), on: { click: sort } },
              label, unit && h("small", null, ` (${unit})`), mark));
          return { head, mark };
        });
        const range = (id) => {
          const now = look.filters[id] || { min: null, max: null };
          const bound = (end, label) => ui.field({
            label, type: "number", step: "any", value: now[end] === null ? "" : now[end],
            onInput(text) {
              now[end] = text === "" || !isFinite(+text) ? null : +text;
              filter(id, now.min === null && now.max === null ? null : { ...now });
            },
          });
          return h("div", { class: "etika-range" }, bound("min", t("Dari")), bound("max", t("Sampai")));
        };
        const values = (i) => [...new Set(rows.map((row) => row[i]))].filter((value) => value !== null);
        const control = ({ id, label, type }, i) => type !== "text" && h("details", { open: id in look.filters }, h("summary", null, label),
          type === "number" ? h("fieldset", null, h("legend", { class: "etika-hidden" }, label), range(id)) : ui.choices({
            legend: h("span", { class: "etika-hidden" }, label), name: id, multiple: true, chosen: look.filters[id] || [],
            options: values(i).map((value) => ({ id: value, text: value })), onChange: (chosen) => filter(id, chosen.length ? chosen : null),
          }));
        const clear = () => {
          Object.assign(look, { filters: {}, sort: null, search: "" });
          kept.set(look);
          grid.redraw();
        };
        update();
        return h("section", { class: "etika-data" },
          ui.heading(caption, true), source && h("p", { class: "etika-hint" }, t("Sumber: {source}", { source })),
          h("details", { class: "etika-document", open: Object.keys(look.filters).length > 0 || !!look.search },
            h("summary", null, t("Saring dan cari")),
            h("div", { class: "etika-filters" },
              ui.field({ label: t("Cari dalam tabel"), type: "search", value: look.search, onInput: (text) => ((look.search = text), kept.set(look), update()) }),
              columns.map(control), ui.button(t("Hapus semua saringan"), { key: "clear", on: clear }))),
          h("div", { class: "etika-scroll", role: "region", tabindex: 0, "aria-label": caption },
            h("table", null, h("thead", null, h("tr", null, heads.map(({ head }) => head))), body)),
          h("div", { class: "etika-card" }, h("p", { class: "etika-label" }, t("Data yang saya lihat")), told, sums));
      },
      redraw: () => {},
    };

    const nodes = new Map(); // an open document stays open when another one is released
    const documents = {
      key: (s) => [everyDocument(s)],
      draw: (s) => everyDocument(s).length > 0 && h("section", { class: "etika-papers" }, everyDocument(s).map(({ id, title, body_html }) => {
        const place = id + body_html;
        if (!nodes.has(place)) {
          const node = h("details", { class: "etika-document", on: { toggle: () => node.open && note("documents", id) } },
            h("summary", null, title), ui.box(body_html));
          nodes.set(place, node);
        }
        return nodes.get(place);
      })),
    };

    const answer = ui.answer(model, {
      start: () => ({ choice: "", reason: "" }),
      heading: question, preview: list,
      fields: (value, save, { content }) => [
        ui.choices({
          legend: ui.heading(content.question), name: "evidence", options: content.options, chosen: [value.choice],
          onChange: ([id]) => ((value.choice = id), save()),
        }),
        content.reason !== "none" && ui.textarea({
          label: content.reason === "required" ? t("Mengapa?") : t("Mengapa? (boleh dikosongkan)"),
          hint: t("Satu atau dua kalimat. Jangan tulis nama orang."), value: value.reason, max: 500, rows: 2,
          onInput: (text) => ((value.reason = text), save()),
        })],
      check(value, s) {
        if (!value.choice) return t("Pilih dulu satu jawaban.");
        if (s.content.reason === "required" && value.choice !== "unsure" && !value.reason.trim()) return t("Tulis alasan Anda dengan singkat.");
        value.seen = seen(s); // what was looked at up to this very moment goes along
        return "";
      },
      summary: (value, s) => [h("p", null, h("strong", null, option(s, value.choice).text)), value.reason && h("p", { class: "etika-said" }, value.reason)],
    });

    const chart = (s) => {
      const { rounds, suppressed } = s.results;
      const mark = (id) => rounds.some((r) => (((s.mine || {})[r.round] || {}).answer || {}).choice === id) && t("Pilihan Anda");
      return ui.bars({
        names: rounds.map((r) => r.name), suppressed, total: Math.max(0, ...rounds.map((r) => r.n)),
        rows: s.content.options.map(({ id, short }) => ({ label: short, values: rounds.map((r) => r.counts[id]), mark: mark(id) || null })),
      });
    };
    const sliced = (s) => {
      const cut = s.results.slice;
      if (!cut) return null;
      return h("section", { class: "etika-slice" }, ui.heading(cut.label, true),
        !cut.groups.length && h("p", { class: "etika-calm" }, t("Belahan ini tidak ditampilkan karena salah satu kelompoknya kurang dari 5 orang. Grafik di atas memuat semua jawaban.")),
        h("div", { class: "etika-groups" }, cut.groups.map((group) => ui.bars({
          caption: group.seen ? t("Memeriksa (n = {n})", { n: ui.number(group.n) }) : t("Tidak memeriksa (n = {n})", { n: ui.number(group.n) }),
          total: group.n, rows: s.content.options.map(({ id, short }) => ({ label: short, values: [group.counts[id]] })),
        }))));
    };
    const opened = {
      key: (s) => [s.phase, s.results, s.reveal, s.mine && s.results && s.mine],
      draw: (s) => s.results && [question(s), s.role === "projector" && s.results.slice && s.results.slice.groups.length ? sliced(s) : [chart(s), sliced(s)], ui.quotes(s.results.shown.map(({ text }) => text)),
        s.reveal && ui.box(s.reveal.html, s.role === "projector" ? "etika-rich" : "etika-rich etika-card")],
    };
    const asked = {
      key: (s) => [s.phase, s.content, s.board, !!s.results],
      draw: (s) => !s.results && [question(s), s.phase !== "reading" && list(s),
        h("p", null, t("Tabel dan dokumen ada di ponsel Anda.")),
        released(s).map(({ title }) => h("p", null, ui.tag(t("Dokumen baru")), " ", title))],
    };

    const lead = {
      key: (s) => [s.results, s.content],
      draw(s) {
        if (!s.results) return null;
        const { cuts, slice, documents: papers, reasons } = s.results;
        return [chart(s),
          ui.heading(t("Belah jawaban menurut yang diperiksa"), true),
          h("p", { class: "etika-hint" }, t("Belahan yang dipilih ikut tampil di layar setelah hasil dibuka.")),
          h("div", { class: "etika-cuts" }, cuts.map(({ by, label, n }) => {
            const pressed = !!slice && slice.by === by;
            return ui.button(`${label} (${n === null ? "< 5" : ui.number(n)})`, {
              pressed, key: `cut:${by}`, on: () => model.send({ kind: "slice", payload: { by: pressed ? null : by } }),
            });
          })),
          sliced(s),
          papers.length > 0 && [ui.heading(t("Dokumen"), true), papers.map(({ id, title, body_html, released: out }) =>
            h("div", { class: "etika-paper" }, h("details", { class: "etika-document" }, h("summary", null, title), ui.box(body_html)),
              out ? ui.tag(t("Sudah dibagikan")) : ui.button([t("Bagikan dokumen"), h("span", { class: "etika-hidden" }, ` ${title}`)], {
                key: `release:${id}`, on: () => model.send({ kind: "release", payload: { document: id } }),
              })))],
          reasons.length > 0 && [ui.heading(t("Alasan peserta"), true), ui.voices(model, reasons.map((row) => ({
            ...row, note: [option(s, row.choice).short, ...row.looked].join(" · "), body: h("p", { class: "etika-said" }, row.text),
          })), "answer")]];
      },
    };
    const parts = { participant: [top, opened, grid, documents, answer], projector: [top, asked, opened, ui.counted], facilitator: [lead] };
    return ui.live(model, el, parts[model.get("state").role]);
  },
};
