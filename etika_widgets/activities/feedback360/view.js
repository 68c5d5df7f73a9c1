// Feedback from all sides: one's own rating, two codes to hand out, forms for others, and a summary for oneself alone.

export default {
  /** @param {{model: any, el: HTMLElement, ui: any}} world */
  render({ model, el, ui }) {
    const { h, t } = ui;
    const mine = (s) => (s.mine || {})[s.round] || {};
    const tasks = (s) => Object.entries(mine(s)).filter(([slot]) => slot !== "self").map(([slot, task]) => ({ slot, ...task }));
    const relation = (task) => ({ peer: t("rekan"), superior: t("atasan"), subordinate: t("bawahan") })[task.relation];
    const led = (s) => s.content.sources.includes("subordinates");
    const running = (s) => ["open", "closed", "discussing"].includes(s.phase);
    const scaled = ({ labels, anchors }) => h("ol", { class: "etika-given" }, labels.map((label, i) => h("li", null, h("b", null, label), `: ${anchors[i]}`)));
    const list = ({ behaviours }) => h("ul", { class: "etika-given" }, behaviours.map(({ text }) => h("li", null, text)));

    const top = {
      key: (s) => [s.phase, s.title, s.intro_html, s.content],
      draw: (s) => [ui.top(s), (s.role === "participant" || s.phase === "reading") && ui.box(s.content.case_html, "etika-case"),
        s.role === "participant" && s.phase === "reading" && [ui.heading(s.content.question), list(s.content), ui.notice(s)]],
    };

    // One form, for oneself or for somebody else
    const behaviour = (value, save, { id, text }, i, { labels, anchors }, nothing) => {
      const word = h("p", { class: "etika-word", "aria-hidden": "true" }), level = () => value.scores[id];
      const field = ui.points({ legend: h("span", null, h("b", null, `${i + 1}. `), text), name: id, labels, value: level(), onChange: (n) => set(n) });
      const unseen = ui.button(nothing, { pressed: level() === null, on: () => set(null) });
      const tell = () => {
        word.textContent = level() ? `${labels[level() - 1]}: ${anchors[level() - 1]}` : level() === null ? t("{nothing}: tidak ikut dihitung", { nothing }) : t("Belum dipilih");
        unseen.setAttribute("aria-pressed", String(level() === null));
      };
      const set = (n) => {
        value.scores[id] = n;
        if (n === null) for (const input of field.querySelectorAll("input")) input.checked = false;
        tell();
        save();
      };
      tell();
      field.append(word);
      return h("div", { class: "etika-behaviour" }, field, unseen);
    };
    const fields = (value, save, { content }, nothing) => [scaled(content), content.behaviours.map((one, i) => behaviour(value, save, one, i, content, nothing))];
    const check = (value, { content }) => {
      const open = content.behaviours.map(({ id }, i) => (value.scores[id] === undefined ? i + 1 : 0)).filter(Boolean);
      return open.length ? t("Belum dijawab: nomor {list}.", { list: open.join(", ") }) : "";
    };
    const summary = (value, { content }) => h("details", null, h("summary", null, t("Lihat yang Anda kirim")),
      h("ul", { class: "etika-given" }, content.behaviours.map(({ id, text }) => h("li", null, text, " ", h("b", null, value.scores[id] ? content.labels[value.scores[id] - 1] : "–")))));

    // About me, or about others
    let tab = "";
    const about = (s) => (tab || (mine(s).self || !tasks(s).length ? "me" : "others")) === "me";
    const redraw = () => [tabs, own, codes, entry, given, form].forEach((part) => part.redraw && part.redraw());
    const turn = (to) => ((tab = to), redraw());
    const tabs = {
      key: (s) => [s.phase, about(s)],
      draw: (s) => s.phase === "open" && h("div", { class: "etika-tabs", role: "group", "aria-label": t("Siapa yang dinilai?") },
        ui.button(t("Tentang saya"), { pressed: about(s), key: "me", on: () => turn("me") }),
        ui.button(t("Menilai orang lain"), { pressed: !about(s), key: "others", on: () => turn("others") })),
    };
    /** A part of which nothing is seen while the other side is open. */
    const side = (part, wanted) => {
      const whole = { key: (s) => [wanted(s), part.key(s)], draw: (s) => wanted(s) && part.draw(s), redraw: () => {} };
      part.redraw = () => whole.redraw();
      return whole;
    };
    const own = side(ui.answer(model, {
      kind: "self", slot: "self", label: t("Simpan nilai diri dan minta kode"), keep: true,
      own: (s) => (mine(s).self ? { scores: mine(s).self.scores } : null),
      start: () => ({ scores: {} }),
      fields: (value, save, s) => [ui.notice(s), ui.heading(t("Nilai diri Anda sendiri")), h("p", null, s.content.question), fields(value, save, s, t("Belum ada kesempatan"))],
      check, summary, heading: () => ui.heading(t("Nilai diri Anda sendiri")),
    }), (s) => running(s) && (s.phase !== "open" || about(s)));
    const came = {
      peers: (n, least) => (n < least ? t("Rekan: {n} sudah menilai, menunggu {m} penilai lagi.", { n: ui.number(n), m: ui.number(least - n) }) : t("Rekan: {n} sudah menilai, cukup.", { n: ui.number(n) })),
      subordinates: (n, least) => (!n ? t("Bawahan: belum menilai.") : n < least ? t("Bawahan: {n} sudah menilai, menunggu {m} penilai lagi.", { n: ui.number(n), m: ui.number(least - n) }) : t("Bawahan: {n} sudah menilai, cukup.", { n: ui.number(n) })),
    };
    const codes = {
      key: (s) => [s.phase, s.round, about(s), mine(s).self && mine(s).self.codes, s.dealt.asked],
      draw(s) {
        const { asked } = s.dealt, self = mine(s).self;
        if (!self || !asked || !running(s) || (s.phase === "open" && !about(s))) return null;
        const state = h("ul", { class: "etika-given" }, h("li", null, came.peers(asked.peers, s.content.least)),
          h("li", null, asked.superior ? t("Atasan: sudah menilai.") : t("Atasan: belum menilai.")),
          led(s) && h("li", null, came.subordinates(asked.subordinates, s.content.least)));
        const code = (title, text, hint) => h("div", { class: "etika-card" }, h("p", { class: "etika-label" }, title), h("p", { class: "etika-code" }, text), h("p", { class: "etika-hint" }, hint));
        return [ui.heading(t("Kode umpan balik Anda")),
          s.phase === "open" && [code(t("Untuk rekan"), self.codes.peer, t("Berikan kepada 3 rekan atau lebih yang melihat Anda bekerja, bukan hanya teman dekat.")),
            code(t("Untuk atasan langsung"), self.codes.superior, t("Hanya untuk satu orang. Nilainya akan Anda baca sebagai nilai atasan.")),
            self.codes.subordinate && code(t("Untuk bawahan"), self.codes.subordinate, t("Hanya bila Anda memimpin 3 orang atau lebih. Nilai dari kurang dari 3 bawahan tidak pernah tampil."))],
          state, h("p", { class: "etika-calm" }, t("Isinya baru terbuka sesudah penilaian ditutup, supaya tidak terlihat siapa memberi nilai apa."))];
      },
      redraw: () => {},
    };

    // Others
    const others = (s) => s.phase === "open" && !about(s);
    const line = ui.delivery(model);
    let chosen = "", typed = "", sent = "";
    const open = (s) => tasks(s).find(({ code }) => code === chosen);
    const entry = {
      key: (s) => [others(s), !!open(s), tasks(s).length],
      draw(s) {
        const fresh = sent && tasks(s).find(({ code }) => code.replace("-", "") === sent);
        if (fresh) {
          [chosen, typed, sent] = [fresh.code, "", ""];
          setTimeout(redraw);
        }
        if (!others(s) || open(s)) return null;
        const problem = h("p", { class: "etika-problem", role: "alert" });
        const submit = (event) => {
          event.preventDefault();
          sent = typed.toUpperCase().replace(/[^A-Z0-9]/g, "");
          if (!sent) return void (problem.textContent = t("Tulis dulu kodenya."));
          const known = tasks(s).find(({ code }) => code.replace("-", "") === sent);
          if (known) return (([chosen, typed, sent] = [known.code, "", ""]), redraw());
          problem.textContent = "";
          model.send({ kind: "begin", payload: { code: typed.trim() } });
        };
        return h("form", { class: "etika-form", novalidate: true, on: { submit } }, ui.heading(t("Menilai orang lain")),
          ui.field({ label: t("Kode dari orang yang Anda nilai"), hint: led(s) ? t("Contoh: R-7KD2M9. R untuk rekan, A untuk atasan, B untuk bawahan.") : t("Contoh: R-7KD2M9. R untuk rekan, A untuk atasan."), value: typed, length: 20, onInput: (text) => ((typed = text), (problem.textContent = "")) }),
          h("div", { class: "etika-actions" }, problem, ui.button(t("Buka lembar penilaian"), { primary: true, type: "submit" }), line));
      },
      redraw: () => {},
    };
    const given = {
      key: (s) => [others(s), chosen, tasks(s)],
      draw: (s) => others(s) && !open(s) && tasks(s).length > 0 && [ui.heading(t("Yang Anda nilai"), true), h("ul", { class: "etika-tasks" }, tasks(s).map((task) =>
        h("li", null, ui.button(`${task.code} · ${relation(task)} · ${task.scores ? t("tersimpan") : t("belum dikirim")}`, { key: task.code, on: () => ((chosen = task.code), redraw()) }))))],
      redraw: () => {},
    };
    const read = {
      peer: t("Anda menilai sebagai rekan. Orang itu hanya membaca rata-rata dari 3 rekan atau lebih, sesudah penilaian ditutup."),
      superior: t("Anda menilai sebagai atasan. Nilai Anda tidak anonim: orang itu membacanya sebagai nilai atasan."),
      subordinate: t("Anda menilai sebagai bawahan. Orang itu hanya membaca rata-rata dari 3 bawahan atau lebih, sesudah penilaian ditutup. Anda boleh tidak mengirim."),
    };
    const forms = {};
    const sheet = ({ slot, code }) => forms[slot + code] || (forms[slot + code] = ui.answer(model, {
      kind: "rate", slot, label: t("Kirim penilaian"),
      own: (s) => { const task = mine(s)[slot]; return task && task.scores ? { code, scores: task.scores } : null; },
      start: () => ({ code, scores: {} }),
      heading: () => ui.heading(t("Anda menilai {code}", { code })),
      fields: (value, save, s) => [ui.heading(t("Anda menilai {code}", { code })), h("p", { class: "etika-notice" }, h("strong", null, t("Siapa yang melihat?")), " ",
        read[(mine(s)[slot] || {}).relation]),
      h("p", null, s.content.question), h("p", { class: "etika-hint" }, t("Nilai yang Anda lihat dan dengar sendiri, bukan kabar dari orang lain.")), fields(value, save, s, t("Belum terlihat"))],
      check, summary,
    }));
    const form = {
      key: (s) => { const task = others(s) && open(s); return task && [task.code, sheet(task).key(s), !!task.scores]; },
      draw(s) {
        const task = others(s) && open(s);
        if (!task) return null;
        sheet(task).redraw = () => form.redraw();
        const back = () => ((chosen = ""), redraw());
        const withdraw = () => (ui.draft(model, task.slot).clear(), model.send({ kind: "withdraw", payload: { code: task.code } }), back());
        return [sheet(task).draw(s), h("div", { class: "etika-tabs" }, ui.button(t("Kembali ke daftar kode"), { key: "back", on: back }),
          ui.button(t("Tarik penilaian ini"), { key: "withdraw", on: withdraw }))];
      },
      redraw: () => {},
    };

    // Levels of oneself and of others, side by side
    const names = { self: [t("Diri sendiri"), "etika-bar etika-earlier"], peers: [t("Rekan"), "etika-bar"], superior: [t("Atasan"), "etika-bar etika-above"], subordinates: [t("Bawahan"), "etika-bar etika-below"] };
    const one = (n, least = 0) => (n === null ? "–" : new Intl.NumberFormat(ui.language, { minimumFractionDigits: least, maximumFractionDigits: 1 }).format(n));
    const levels = (s, shown, rows, whole) => h("div", { class: "etika-levels" }, rows.map((row) => h("div", { class: "etika-card" },
      h("p", null, h("b", null, (s.content.behaviours.find(({ id }) => id === row.id) || { text: t("Semua perilaku") }).text)),
      h("dl", null, shown.map((name) => {
        const [label, look] = names[name], exact = !whole && (name === "self" || name === "superior");
        const bar = h("i", { class: look, "aria-hidden": "true" });
        bar.style.width = `${25 * row[name]}%`;
        return h("div", null, h("dt", null, label), h("dd", null, h("b", null, one(row[name], exact ? 0 : 1)), h("span", { class: "etika-track" }, row[name] !== null && bar)));
      })))));
    const givenBy = {
      peers: (n, least) => (n < least ? t("Rata-rata rekan tidak ditampilkan: {n} rekan menilai, perlu 3.", { n: ui.number(n) }) : t("Dari {n} rekan.", { n: ui.number(n) })),
      superior: (n) => (n ? t("Atasan sudah menilai.") : t("Atasan tidak menilai.")),
      subordinates: (n, least) => (!n ? "" : n < least ? t("Rata-rata bawahan tidak ditampilkan: {n} bawahan menilai, perlu 3.", { n: ui.number(n) }) : t("Dari {n} bawahan.", { n: ui.number(n) })),
    };
    const apartFrom = {
      peers: (n) => (n > 0 ? t("Anda menilai diri {n} tingkat lebih tinggi daripada rekan. Mungkin ada yang belum Anda lihat.", { n: one(n) })
        : t("Anda menilai diri {n} tingkat lebih rendah daripada rekan. Mungkin rekan melihat yang Anda anggap biasa.", { n: one(-n) })),
      subordinates: (n) => (n > 0 ? t("Anda menilai diri {n} tingkat lebih tinggi daripada bawahan. Mungkin ada yang belum Anda lihat.", { n: one(n) })
        : t("Anda menilai diri {n} tingkat lebih rendah daripada bawahan. Mungkin bawahan melihat yang Anda anggap biasa.", { n: one(-n) })),
    };
    const received = {
      key: (s) => [s.phase, s.dealt.received, s.content],
      draw: (s) => s.dealt.received.slice(-1).map(({ round, forms: sent, behaviours, gap }) => [
        ui.heading(round > 1 ? t("Ringkasan untuk Anda, putaran {n}", { n: ui.number(round) }) : t("Ringkasan untuk Anda")), h("p", { class: "etika-hint" }, t("Hanya Anda yang melihat bagian ini. Tutup layar bila ada orang di dekat Anda.")),
        h("p", null, Object.keys(sent).map((name) => [givenBy[name](sent[name], s.content.least), " "])),
        Object.keys(gap).filter((name) => Math.abs(gap[name]) >= 0.5).map((name) => h("div", { class: "etika-card" }, apartFrom[name](gap[name]))),
        levels(s, s.content.sources.filter((name) => name !== "subordinates" || sent[name]), behaviours), h("p", { class: "etika-hint" }, t("1 = {low}, 4 = {high}. Tanda – berarti belum cukup penilai yang melihatnya.", { low: s.content.labels[0].toLowerCase(), high: s.content.labels[3].toLowerCase() }))]),
    };
    const closing = { key: (s) => [s.phase, s.reveal], draw: (s) => s.phase === "revealed" && s.reveal && ui.box(s.reveal.html, "etika-rich etika-card") };

    // The class: means only
    const forClass = (s) => {
      const found = s.results && s.results.rounds[s.results.rounds.length - 1];
      if (!found) return null;
      const any = found.behaviours.some((row) => s.content.sources.some((name) => row[name] !== null));
      const large = s.role === "projector", far = (self, theirs = null) => (self === null || theirs === null ? 0 : Math.abs(self - theirs));
      const apart = ({ self, peers, subordinates }) => Math.max(far(self, peers), far(self, subordinates));
      const rows = large ? [...found.behaviours].sort((a, b) => apart(b) - apart(a)).slice(0, 4) : found.behaviours; // all of them are on the phones
      const title = [ui.heading(rows.length < found.behaviours.length ? t("Rata-rata kelas: paling berbeda") : t("Rata-rata kelas"), !large),
        h("p", { class: "etika-hint" }, t("Tiap angka paling sedikit dari 5 orang. Nilai orang per orang tidak ada di sini."))];
      if (!any) return [title, h("p", { class: "etika-calm" }, t("Belum cukup orang untuk menampilkan angka."))];
      if (s.role === "participant") return h("details", null, h("summary", null, t("Rata-rata kelas")), title[1], levels(s, s.content.sources, rows, true)); // no room for a table
      return [title, h("table", { class: "etika-means" },
        h("thead", null, h("tr", null, h("th", { scope: "col" }, t("Perilaku")), s.content.sources.map((name) => h("th", { scope: "col" }, names[name][0])))),
        h("tbody", null, rows.map((row) => h("tr", null, h("th", { scope: "row" }, s.content.behaviours.find(({ id }) => id === row.id).text),
          s.content.sources.map((name) => h("td", null, one(row[name], 1)))))))];
    };
    const shared = { key: (s) => [s.phase, s.results], draw: (s) => s.phase === "revealed" && forClass(s) };
    const counts = {
      key: (s) => [s.phase, s.board],
      draw: (s) => running(s) && h("ul", { class: led(s) ? "etika-counts etika-two" : "etika-counts" },
        h("li", null, t("{n} orang menilai diri", { n: ui.number(s.board.people) })), h("li", null, t("{n} orang dinilai 3 rekan atau lebih", { n: ui.number(s.board.complete.peers) })),
        h("li", null, t("{n} orang dinilai atasan", { n: ui.number(s.board.complete.superior) })),
        led(s) && h("li", null, t("{n} orang dinilai 3 bawahan atau lebih", { n: ui.number(s.board.complete.subordinates) }))),
    };
    const asked = { key: (s) => [s.phase, s.content], draw: (s) => s.phase !== "revealed" && [ui.heading(s.content.question), s.phase === "reading" ? list(s.content) : h("p", null, t("Isi di ponsel: dulu diri sendiri, lalu orang lain dengan kodenya."))] };
    const lead = {
      key: (s) => [s.phase, s.results],
      draw: (s) => [running(s) && h("p", { class: "etika-calm" }, t("Anda hanya melihat berapa lembar yang selesai. Angka kelas terbuka bagi semua sesudah hasil dibuka; ringkasan orang per orang tidak pernah terbuka bagi Anda.")), forClass(s)],
    };

    if (model.get("state").role === "projector") return ui.live(model, el, [top, asked, shared, counts]);
    if (model.get("state").role === "facilitator") return ui.live(model, el, [counts, lead]);
    return ui.live(model, el, [top, tabs, own, codes, entry, form, given, received, closing, shared]);
  },
};
