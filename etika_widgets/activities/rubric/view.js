// Rubric: whoever is asked rates the present performance; the debrief shows the spread and the widest disagreements.

export default {
  /** @param {{model: any, el: HTMLElement, ui: any}} world */
  render({ model, el, ui }) {
    const { h, t } = ui;
    const role = model.get("state").role;
    const mine = (s, slot) => ((s.mine || {})[s.round] || {})[slot] || null;
    const running = (s) => ["open", "closed", "discussing"].includes(s.phase);
    const samples = (s) => s.content.of === "samples";
    const alone = (s) => s.content.of === "self" || samples(s); // nobody performs
    const now = (s) => (alone(s) ? 0 : s.board.performance);
    const subjects = (s) => (s.content.subjects.length ? s.content.subjects : [{ id: s.content.of === "self" ? "self" : "all", text: "" }]);
    const part = (s, id) => (s.content.subjects.find((one) => one.id === id) || { text: "" }).text;
    const named = (s, id) => (s.content.criteria.find((one) => one.id === id) || { label: "–", anchors: [] });
    const group = (s, number) => s.board.groups[number - 1];
    const turn = (number, own) => own ? t("Kelompok {n}", { n: ui.number(own) }) : t("Penampilan {n}", { n: ui.number(number) });
    const level = (value) => value === null || value === undefined ? "–" : ui.number(value);
    const anchors = (one) => h("ol", { class: "etika-anchors" }, one.anchors.map((text) => h("li", null, text)));
    const sheet = (s) => s.content.criteria.map((one) => h("details", { class: "etika-fold", open: role === "participant" && s.content.criteria.length < 2 },
      h("summary", null, one.label), anchors(one)));
    const labels = (s) => h("ul", { class: "etika-options" }, s.content.criteria.map(({ label }) => h("li", null, label)));

    // A rating: one form for each performance and subject, so that no draft wanders from one to the next
    const forms = {};
    const form = (kind, number, subject, own, more) => {
      const slot = `rate:${number}:${subject}`;
      return forms[slot] || (forms[slot] = ui.answer(model, {
        kind, slot, label: t("Kirim penilaian"), phases: kind === "score" ? ["open", "closed", "discussing"] : ["open"], keep: true,
        ...(own ? { own } : {}),
        start: () => ({ performance: number, subject, scores: {} }),
        fields: (value, save, s) => [more(s), s.content.criteria.map(({ id, label, anchors: texts }) => ui.choices({
          legend: ui.heading(label, true), name: id, chosen: [String(value.scores[id] || "")],
          options: texts.map((text, i) => ({ id: String(i + 1), text: `${i + 1} · ${text}` })),
          onChange: ([chosen]) => ((value.scores[id] = +chosen), save()),
        }))],
        check: (value, s) => {
          const empty = s.content.criteria.filter(({ id }) => !value.scores[id]).map(({ label }) => label);
          return empty.length ? t("Belum dinilai: {labels}.", { labels: empty.join(", ") }) : "";
        },
        summary: (value, s) => [more(s, true), h("ul", { class: "etika-given" }, s.content.criteria.map(({ id, label, anchors: texts }) =>
          h("li", null, h("strong", null, label, ": ", level(value.scores[id])), " ", h("span", { class: "etika-hint" }, texts[value.scores[id] - 1]))))],
      }));
    };
    const told = (number, subject, own) => (s, brief) => samples(s) ? [ui.heading(part(s, subject)), !brief && ui.box((s.content.subjects.find(({ id }) => id === subject) || {}).html, "etika-rich etika-card")]
      : s.content.of === "self" ? ui.heading(t("Nilai diri Anda sendiri"))
      : ui.heading(part(s, subject) ? t("Nilai {who}, peran: {role}", { who: turn(number, own), role: part(s, subject) }) : t("Nilai {who}", { who: turn(number, own) }));
    const unsent = (number, subject) => {
      const held = ui.draft(model, `rate:${number}:${subject}`).get();
      return held && !held.sent;
    };
    /** The part for one subject: a rating begun for an earlier performance first, then the one asked for now. */
    const rate = (place) => {
      const inner = (s) => {
        const subject = (subjects(s)[place] || {}).id, number = now(s);
        if (!subject || number === null || s.phase === "reading" || s.phase === "revealed") return null;
        if (samples(s) && subjects(s).slice(0, place).some(({ id }) => !mine(s, `rate:0:${id}`))) return null; // one after the other
        const begun = s.board.groups.map((_, i) => i + 1).find((n) => n < number && unsent(n, subject) && !mine(s, `rate:${n}:${subject}`));
        const n = begun === undefined ? number : begun;
        if (n === number && !s.dealt.asked.includes(subject) && !unsent(n, subject) && !mine(s, `rate:${n}:${subject}`)) return null;
        if (n === number && s.dealt.performs) return null;
        const one = form("rate", n, subject, null, told(n, subject, group(s, n)));
        one.redraw = () => whole.redraw();
        return { one, late: begun !== undefined && (() => (ui.draft(model, `rate:${n}:${subject}`).clear(), whole.redraw())) };
      };
      const whole = {
        key: (s) => { const found = inner(s); return found && [now(s), !!found.late, found.one.key(s)]; },
        draw(s) {
          const found = inner(s);
          return found && [found.late && h("div", { class: "etika-card" }, h("p", null, t("Penilaian ini belum Anda kirim, dan penampilan berikutnya sudah mulai.")),
            ui.button(t("Lewati penilaian ini"), { key: "skip", on: found.late })), found.one.draw(s)];
        },
        redraw: () => {},
      };
      return whole;
    };

    const top = { key: (s) => [s.phase, s.title, s.intro_html], draw: (s) => ui.top(s) };
    const scene = {
      key: (s) => [s.phase, s.board, s.dealt, s.content],
      draw(s) {
        if (s.phase === "reading") return [h("p", { class: "etika-calm" }, t("Baca dulu tingkat 1 sampai 4 pada tiap kriteria.")), sheet(s), ui.notice(s)];
        if (s.phase !== "open" || alone(s)) return null;
        if (!s.board.performance) return [h("p", { class: "etika-calm" }, t("Tunggu giliran pertama. Bila Anda diminta menilai, formulirnya muncul di sini.")), sheet(s), ui.notice(s)];
        const asked = s.dealt.asked.length > 0;
        return h("div", { class: "etika-card" }, h("p", null, h("strong", null, t("Sekarang tampil: {who}", { who: turn(s.board.performance, group(s, s.board.performance)) }))),
          h("p", { role: "status" }, s.dealt.performs ? t("Giliran Anda tampil. Anda tidak menilai.")
            : asked ? t("Anda diminta menilai. Dengarkan dulu, lalu pilih tingkatnya.") : t("Anda belum diminta menilai kali ini. Perhatikan saja.")));
      },
    };

    // The debrief
    const phone = role === "participant"; // no room for wide tables: labels stand above the numbers
    const spread = (s, rows) => {
      const gaps = !phone && rows.some(({ gap }) => gap !== null);
      return h("div", { class: "etika-scroll" }, h("table", { class: "etika-spread" },
        h("caption", null, t("Berapa kali tiap tingkat diberikan")),
        h("tr", null, !phone && h("td"), [1, 2, 3, 4].map((one) => h("th", { scope: "col" }, ui.number(one))), h("th", { scope: "col" }, t("Nilai tengah")),
          gaps && h("th", { scope: "col" }, t("Fasilitator − rekan"))),
        rows.map(({ id, n, counts, median, gap }) => {
          const cells = [Object.values(counts).map((count) => {
            const bar = h("i", { class: "etika-bar", "aria-hidden": "true" });
            bar.style.width = `${n ? (100 * count) / n : 0}%`;
            return h("td", null, h("span", null, ui.number(count)), bar);
          }), h("td", null, h("strong", null, level(median))), gaps && h("td", null, gap === null ? "–" : gap > 0 ? `+${ui.number(gap)}` : ui.number(gap))];
          const label = named(s, id).label;
          return phone ? h("tbody", null, h("tr", null, h("th", { scope: "rowgroup", colspan: 5 }, label)), h("tr", null, cells))
            : h("tr", null, h("th", { scope: "row" }, label), cells);
        })));
    };
    const share = (part) => ui.percent(part, 1);
    const agreed = (found) => found && [ui.heading(t("Seberapa sepakat penilai?"), true), found.exact === null ? h("p", null, found.why) : [
      h("p", null, t("{exact} pasangan penilai memberi tingkat yang sama; {adjacent} berselisih paling banyak satu tingkat.", { exact: share(found.exact), adjacent: share(found.adjacent) })),
      h("p", { class: "etika-hint" }, found.icc === null ? found.why
        : t("ICC({kind}) = {icc}, dari {n} penilaian.", { kind: found.kind, icc: ui.number(found.icc), n: ui.number(found.n) }), " ",
      found.icc !== null && (found.enough ? t("Di atas patokan latihan 0,60.") : t("Di bawah patokan latihan 0,60: samakan dulu arti tiap tingkat sebelum memakai nilainya.")))]];
    const widest = (s, rows) => rows.length > 0 && [ui.heading(t("Selisih paling lebar"), true),
      h("ul", { class: "etika-widest" }, (role === "projector" ? rows.slice(0, 2) : rows).map(({ performance, group: own, subject, criterion, counts, low, high }) => h("li", { class: "etika-card" },
        h("p", null, h("strong", null, named(s, criterion).label), " · ", [(own || performance > 0) && turn(performance, own), part(s, subject)].filter(Boolean).join(" · ")),
        [low, high].map((one) => h("p", null, ui.tag(t("{n} penilai: tingkat {level}", { n: ui.number(counts[one]), level: ui.number(one) })), " ", named(s, criterion).anchors[one - 1])))))];
    const by = (s, rows, title) => rows.length > 0 && [ui.heading(title, true), h("ul", { class: "etika-given" }, rows.map(({ group: own, subject, performance, medians }) =>
      h("li", { class: "etika-card" }, h("strong", null, [(own || performance > 0) && turn(performance, own), part(s, subject)].filter(Boolean).join(" · ")),
        h("ul", { class: "etika-medians" }, s.content.criteria.map(({ id, label }) => h("li", null, label, ": ", h("strong", null, level(medians[id]))))))))];
    // Samples: how close one comes to the reference, and what the reference says
    const close = (own) => own && h("div", { class: "etika-card" }, h("p", null, own.kappa === null ? own.why
      : t("Kesepakatan Anda dengan nilai acuan: κ = {kappa}.", { kappa: ui.number(own.kappa) })),
    own.kappa !== null && h("p", null, h("strong", null, own.passed ? t("Mencapai batas 0,60. Skor Anda boleh dihitung.") : t("Belum mencapai batas 0,60. Bahas bedanya, lalu ikuti putaran kedua."))),
    h("p", { class: "etika-hint" }, t("Hanya Anda yang melihat angka ini di layar.")));
    const judged = (found) => found && h("div", { class: "etika-card" },
      h("p", null, h("strong", null, t("{n} dari {m} penilai mencapai batas 0,60 terhadap nilai acuan.", { n: ui.number(found.passed), m: ui.number(found.n) }))),
      found.kappas.length > 0 && h("p", { class: "etika-hint" }, t("Kappa dari yang terendah, tanpa nama: {values}.", { values: found.kappas.map((one) => ui.number(one)).join(" · ") })));
    const referred = (s) => s.reveal && (s.reveal.samples || []).length > 0 && [ui.heading(t("Nilai acuan"), true), h("ul", { class: "etika-given" }, s.reveal.samples.map((one) =>
      h("li", { class: "etika-card" }, h("strong", null, part(s, one.id)),
        h("ul", { class: "etika-medians" }, s.content.criteria.map(({ id, label }) => h("li", null, label, ": ", h("strong", null, level(one.levels[id]))))),
        role !== "projector" && one.html && ui.box(one.html, "etika-rich"))))];
    const opened = {
      key: (s) => [s.phase, s.results, s.reveal, (s.dealt || {}).received, (s.dealt || {}).own],
      draw(s) {
        const found = s.results, received = (s.dealt || {}).received || [];
        if (!found || (role === "facilitator" ? s.phase === "reading" : s.phase !== "revealed")) return null;
        const any = found.criteria.some(({ n }) => n > 0);
        return [judged(found.calibration), close((s.dealt || {}).own), received.length > 0 && [by(s, received, t("Nilai tengah yang Anda terima")), h("p", { class: "etika-hint" }, t("Hanya yang tampil melihat bagian ini."))],
          ui.heading(t("Hasil kelas"), role !== "projector"),
          widest(s, found.widest), any ? spread(s, found.criteria) : h("p", { class: "etika-calm" }, t("Nilai ditampilkan bila sedikitnya 3 rekan menilai.")),
          found.hidden > 0 && any && h("p", { class: "etika-hint" }, t("{n} penampilan tidak dihitung: kurang dari 3 rekan menilai.", { n: ui.number(found.hidden) })),
          s.content.of !== "self" && agreed(found.agreement), role !== "projector" && by(s, found.subjects, samples(s) ? t("Nilai tengah tiap contoh") : t("Nilai tengah tiap kelompok atau peran")),
          referred(s), s.reveal && s.reveal.html && ui.box(s.reveal.html, role === "projector" ? "etika-rich" : "etika-rich etika-card")];
      },
    };

    // Projector
    const shared = {
      key: (s) => [s.phase, s.board, s.content, s.answered, s.expected],
      draw(s) {
        if (s.phase === "revealed") return null;
        const { performance, came, wanted } = s.board;
        const self = alone(s);
        return [performance && running(s) && [ui.heading(t("Sekarang tampil: {who}", { who: turn(performance, group(s, performance)) })),
          h("p", { class: "etika-count" }, t("{n} dari {m} penilaian masuk", { n: ui.number(came), m: ui.number(wanted) }))],
          self && s.phase !== "reading" && ui.count(s), labels(s)];
      },
    };

    // Control page
    const perform = (payload) => model.send({ kind: "perform", payload });
    const lead = {
      key: (s) => [s.phase, s.board, (model.get("room") || {}).groups, ((model.get("room") || {}).roster || []).map(({ id, name }) => [id, name])],
      draw(s) {
        const { groups = [], roster = [] } = model.get("room") || {}, { performance, came, wanted } = s.board;
        if (alone(s)) return ui.count(s);
        if (s.phase !== "open") return s.phase === "reading" && h("p", { class: "etika-hint" }, t("Buka kegiatan ini, lalu tentukan siapa yang tampil."));
        return [performance && h("p", { class: "etika-label" }, t("Sekarang tampil: {who}", { who: turn(performance, group(s, performance)) }), " · ", t("{n} dari {m} penilaian masuk", { n: ui.number(came), m: ui.number(wanted) })),
          h("div", { class: "etika-leads" },
            ui.button(groups.length ? t("Giliran kelompok berikutnya") : t("Giliran orang berikutnya"), { primary: !performance || came >= wanted, key: "next", on: () => perform({}) }),
            groups.map(({ number }) => ui.button(t("Kelompok {n}", { n: ui.number(number) }), { key: `group:${number}`, pressed: number === group(s, performance), on: () => perform({ group: number }) }))),
          s.content.of === "groups" && roster.length > 0 && h("details", { class: "etika-fold" }, h("summary", null, t("Satu orang tampil")),
            h("div", { class: "etika-leads" }, roster.map(({ id, name }) => ui.button(name, { key: `one:${id}`, on: () => perform({ participant: id }) }))))];
      },
    };
    const scored = (place) => {
      const inner = (s) => {
        const subject = (subjects(s)[place] || {}).id, number = now(s);
        if (!subject || !number || !running(s)) return null;
        const stored = (x) => ((x.results || {}).turns || []).find((one) => one.performance === number && one.subject === subject && one.scores);
        const own = (x) => { const one = stored(x); return one ? { performance: number, subject, scores: one.scores } : null; };
        const one = form("score", number, subject, own, told(number, subject, group(s, number)));
        one.redraw = () => whole.redraw();
        return one;
      };
      const whole = {
        key: (s) => { const one = inner(s); return one && [now(s), one.key(s)]; },
        draw: (s) => { const one = inner(s); return one && h("details", { class: "etika-fold", open: true }, h("summary", null, t("Penilaian Anda sebagai fasilitator")), one.draw(s)); },
        redraw: () => {},
      };
      return whole;
    };
    const turns = {
      key: (s) => [s.results && s.results.turns],
      draw(s) {
        const rows = (s.results || {}).turns || [];
        return rows.length > 0 && [ui.heading(t("Penilaian yang masuk"), true), h("ul", { class: "etika-given" }, rows.map(({ performance, group: own, subject, peers, scores }) =>
          h("li", null, h("strong", null, [turn(performance, own), part(s, subject)].filter(Boolean).join(" · ")), ": ",
            t("{n} rekan", { n: ui.number(peers) }), scores && [" + ", t("fasilitator")])))];
      },
    };

    if (role === "projector") return ui.live(model, el, [top, shared, opened]);
    if (role === "facilitator") return ui.live(model, el, [top, lead, ...[0, 1, 2, 3].map(scored), turns, opened, { key: (s) => [s.content], draw: sheet }]);
    return ui.live(model, el, [top, scene, ...[0, 1, 2, 3].map(rate), opened]);
  },
};
