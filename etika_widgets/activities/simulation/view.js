// Simulation: an inbox in simulated time; one letter open at a time. The debrief shows which decision led to what.

export default {
  /** @param {{model: any, el: HTMLElement, ui: any}} world */
  render({ model, el, ui }) {
    const { h, t } = ui;
    const role = model.get("state").role;
    const me = () => (model.get("room") || {}).me || {};
    const moment = (iso) => `${new Date(iso).toLocaleDateString(ui.language, { weekday: "long", day: "numeric", month: "long" })}, ${ui.time(iso)}`;
    const said = (text) => h("p", { class: "etika-said" }, text);
    const calm = (text) => h("p", { class: "etika-calm" }, text);
    const who = (s, n) => (s.content.by === "group" ? t("{n} kelompok", { n: ui.number(n) }) : t("{n} orang", { n: ui.number(n) }));
    const opens = {}; // what somebody unfolded stays open when news comes in
    const fold = (key, label, ...body) =>
      h("details", { class: "etika-paper", open: !!opens[key], on: { toggle: ({ target }) => (opens[key] = target.open) } },
        h("summary", { dataset: { key } }, label), body);
    const papers = (letter) => letter.attachments.map(({ id, title, body_html }) => fold(`paper:${letter.id}:${id}`, title, ui.box(body_html)));

    const top = {
      key: (s) => [s.phase, s.title, s.intro_html, s.content.choices_only, reading(s)],
      draw: (s) => [ui.top(reading(s) ? { ...s, intro_html: null } : s), role === "projector" && s.phase === "reading" && ui.box(s.intro_html),
        s.content.choices_only && h("p", { class: "etika-warning" }, h("strong", null, t("Semua kejadian ini fiktif. Jangan tulis kasus nyata."))),
      ],
    };
    const countdown = (s) => s.board.ends && s.phase === "open" && ui.countdown(model, s.board.ends, t("Waktu putaran habis."));
    const face = (now) => h("p", { class: "etika-clock" }, h("span", { class: "etika-label" }, t("Waktu simulasi")), " ", h("b", null, moment(now)));
    const gauge = (meter, step) => h("li", null, h("span", null, meter.text, " ", h("b", null, meter.words[step])),
      h("span", { class: "etika-steps", "aria-hidden": "true" }, meter.words.map((_, i) => h("i", { class: i <= step ? "etika-on" : "" }))));
    const gauges = (s, steps) => s.content.meters.length > 0 && h("ul", { class: "etika-meters" }, s.content.meters.map((meter) => gauge(meter, steps[meter.id])));

    // The desk of a participant or a group
    const kept = ui.draft(model, "desk", "");
    let desk = { opened: "", read: [], round: 0, ...kept.get() };
    const seen = (s) => {
      if (desk.round !== s.round) desk = { opened: "", read: [], round: s.round };
      return desk;
    };
    const inbox = (s) => (s.dealt || {}).inbox || [];
    const opened = (s) => inbox(s).find(({ id }) => id === seen(s).opened);
    const running = (s) => s.phase !== "revealed";
    const reading = (s) => role === "participant" && running(s) && !!opened(s);
    const fresh = (s) => inbox(s).filter(({ id, decided }) => !decided && !seen(s).read.includes(id)).map(({ id }) => id);
    const show = (id) => {
      const before = desk.opened;
      desk.opened = id;
      if (id && !desk.read.includes(id)) desk.read.push(id);
      kept.set(desk);
      list.redraw();
      const next = el.querySelector(`[data-key="${id ? "back" : `mail:${before}`}"]`);
      if (next) (next.focus({ preventScroll: true }), id ? el.scrollIntoView() : next.scrollIntoView({ block: "nearest" }));
    };
    const left = ({ deadline, decided, decisions }) => {
      if (decided) return decided.late ? t("Diputuskan, lewat tenggat") : t("Sudah diputuskan");
      if (!decisions.length) return t("Untuk diketahui");
      if (!deadline) return t("Menunggu putusan");
      if (deadline.late) return t("Tenggat terlewat");
      if (deadline.unit === "hours") return t("Sisa {n} jam", { n: ui.number(deadline.left) });
      return deadline.left ? t("Sisa {n} hari kerja", { n: ui.number(deadline.left) }) : t("Tenggat hari ini pukul {time}", { time: ui.time(deadline.at) });
    };
    const urgent = ({ deadline, decided }) => deadline && !decided && (deadline.late || deadline.left <= (deadline.unit === "hours" ? 12 : 0));

    const clock = {
      key: (s) => [s.phase, s.dealt.now, s.dealt.meters, s.board.ends, !!pending(s)],
      draw: (s) => running(s) && s.dealt.now && [face(s.dealt.now), countdown(s), !pending(s) && gauges(s, s.dealt.meters)],
    };
    const list = {
      key: (s) => [s.phase, s.dealt, seen(s), me().group],
      draw(s) {
        if (!running(s)) return null;
        if (!s.dealt.now) return ui.card(ui.heading(t("Diskusi kelompok"), true), calm(t("Fasilitator belum membagi kelompok.")));
        if (opened(s)) return null;
        return [ui.heading(s.content.by === "group" ? t("Kotak masuk Kelompok {n}", { n: me().group }) : t("Kotak masuk"), true),
          h("ul", { class: "etika-inbox" }, inbox(s).map((mail) => h("li", null,
            h("button", { type: "button", class: "etika-mail", dataset: { key: `mail:${mail.id}` }, on: { click: () => show(mail.id) } },
              h("span", { class: "etika-hint" }, mail.from, " · ", moment(mail.at)),
              h("span", { class: "etika-subject" }, fresh(s).includes(mail.id) && [ui.tag(t("Baru")), " "], h("b", null, mail.subject)),
              h("span", { class: urgent(mail) ? "etika-left etika-urgent" : "etika-left" }, left(mail)))))),
          s.dealt.waitable && s.phase === "open" && s.dealt.may && [
            ui.button(t("Biarkan waktu berjalan"), { key: "wait", on: () => model.send({ kind: "wait", payload: { now: s.dealt.now } }) }),
            h("p", { class: "etika-hint" }, t("Jam melompat ke kejadian atau tenggat berikutnya. Yang belum diputuskan tetap menunggu."))],
          s.dealt.done && h("p", { class: "etika-calm" }, s.content.lead === "self"
            ? t("Semua sudah diputuskan dan tidak ada yang menyusul. Tunggu bahasan bersama.") : t("Semua sudah diputuskan. Kejadian berikutnya datang saat fasilitator memajukan jam."))];
      },
    };
    const letter = {
      key: (s) => [s.phase, opened(s), fresh(s)],
      draw(s) {
        const mail = running(s) && opened(s);
        if (!mail) return null;
        const more = fresh(s).length;
        return [ui.button(more ? t("← Kotak masuk ({n} baru)", { n: ui.number(more) }) : t("← Kotak masuk"), { key: "back", on: () => show("") }),
          h("article", { class: "etika-letter" }, ui.heading(mail.subject),
            h("p", { class: "etika-hint" }, t("Dari: {name}", { name: mail.from }), " · ", moment(mail.at)),
            mail.cause && h("p", { class: "etika-cause" }, mail.cause.choice
              ? t("Menyusul putusan Anda: {choice}", { choice: mail.cause.choice }) : t("Menyusul tenggat yang terlewat: {subject}", { subject: mail.cause.subject })),
            ui.box(mail.html, "etika-case"), papers(mail),
            h("p", { class: urgent(mail) ? "etika-left etika-urgent" : "etika-left" }, left(mail),
              mail.deadline && !mail.decided && !mail.deadline.late && h("span", { class: "etika-hint" }, ` (${moment(mail.deadline.at)})`)),
            mail.missed_html && after(t("Karena tenggat terlewat"), mail.missed_html)),
          mail.decided && ui.card(h("p", { class: "etika-label" }, t("Putusan, {moment}", { moment: moment(mail.decided.at) })),
            h("p", null, h("strong", null, word(mail, mail.decided.id))), mail.decided.reply && said(mail.decided.reply),
            mail.decided.html && after(t("Yang terjadi kemudian"), mail.decided.html))];
      },
    };
    const after = (label, html) => h("div", { class: "etika-after" }, h("p", { class: "etika-label" }, label), ui.box(html));
    const word = (mail, id) => (mail.decisions.find((one) => one.id === id) || { text: "–" }).text;

    const forms = {}; // a form for every letter, so that no draft wanders from one to the next
    const form = (s, { id, decisions, reply }) => {
      const name = `${id}:${s.round}`;
      const made = forms[name] || (forms[name] = ui.answer(model, {
        kind: "decide", slot: `decide:${id}`, label: t("Putuskan"), final: t("Putusan terkirim. Putusan tidak dapat diubah."),
        own: (state) => ((state.mine || {})[state.round] || {})[`decide:${id}`] || null,
        start: () => ({ event: id, choice: "", reply: "" }),
        preview: () => options(decisions),
        fields: (value, save, state) => [
          !Object.keys(state.mine || {}).length && ui.notice(state), // once, before the first decision
          ui.choices({ legend: ui.heading(t("Apa putusan Anda?"), true), hint: t("Putusan tidak dapat diubah. Akibatnya bisa datang kemudian."), name: "decide", options: decisions, chosen: [value.choice],
            onChange: ([choice]) => ((value.choice = choice), save()) }),
          reply && ui.textarea({ label: reply, hint: t("Boleh dikosongkan. Jangan tulis nama orang sungguhan."), value: value.reply, max: state.content.reply_limit, rows: 3,
            onInput: (text) => ((value.reply = text), save()) })],
        check: (value) => (value.choice ? "" : t("Pilih dulu satu putusan.")),
        summary: (value) => [h("p", null, h("strong", null, word({ decisions }, value.choice))), value.reply && said(value.reply)],
      }));
      made.redraw = () => deciding.redraw();
      return made;
    };
    const options = (decisions) => h("ul", { class: "etika-options" }, decisions.map(({ text }) => h("li", null, text)));
    const pending = (s) => running(s) && opened(s) && opened(s).decisions.length && !opened(s).decided && opened(s);
    const deciding = {
      key: (s) => (pending(s) ? [opened(s).id, s.dealt.may, ...form(s, opened(s)).key(s)] : []),
      draw(s) {
        const mail = pending(s);
        if (!mail) return null;
        if (s.dealt.may) return form(s, mail).draw(s);
        return [ui.heading(t("Bahas bersama. Juru tulis yang memutuskan."), true), options(mail.decisions),
          s.phase === "open" && ui.button(t("Ambil alih sebagai juru tulis"), { key: "pen", on: () => model.send({ kind: "take_pen", payload: {}, activity: null }) })];
      },
      redraw: () => {},
    };

    // The debrief
    const round = (s) => s.results && s.results.rounds.find((one) => one.round === s.round);
    const event = (s, id) => s.reveal.events.find((one) => one.id === id);
    const own = (s, id) => { const mail = inbox(s).find((one) => one.id === id); return mail && mail.decided && mail.decided.id; };
    const share = (row) => row.kept + row.late + row.missed > 0 && h("p", null, t("Tepat waktu: {n} dari {m} ({share})",
      { n: ui.number(row.kept), m: ui.number(row.kept + row.late + row.missed), share: ui.percent(row.kept, row.kept + row.late + row.missed) }));
    const led = (s, label, outcome) => {
      const subjects = outcome.leads.map((id) => event(s, id).subject);
      return (subjects.length > 0 || outcome.note_html) && h("li", null, h("strong", null, label),
        subjects.length > 0 && h("p", null, t("Menyusul: {subjects}", { subjects: subjects.join("; ") })), ui.box(outcome.note_html));
    };
    const row_of = (s, row) => {
      const { decisions, missed } = event(s, row.id), brief = role === "projector";
      return [decisions.length > 0 && ui.bars({
          caption: who(s, row.came), total: row.came, rows: [
            ...decisions.map((one) => ({ label: brief ? one.short : one.text, values: [row.counts[one.id]], mark: own(s, row.id) === one.id ? t("Pilihan Anda") : null })),
            ...(row.missed ? [{ label: t("Belum diputuskan sampai tenggat"), values: [row.missed] }] : [])] }),
        share(row), !brief && row.hours !== null && h("p", { class: "etika-hint" }, t("Median sampai diputuskan: {n} jam simulasi", { n: ui.number(row.hours) }),
          row.seconds !== null && t(", {n} detik nyata", { n: ui.number(row.seconds) })),
        h("ul", { class: "etika-led" }, decisions.map((one) => led(s, brief ? one.short : one.text, one)), missed && led(s, t("Bila tenggat terlewat"), missed))];
    };
    const spread = (s, row) => s.content.meters.map((meter) => ui.bars({ caption: meter.text, total: row.walkers,
      rows: meter.words.map((text, i) => ({ label: text, values: [row.meters[meter.id][i]] })) }));
    const debrief = {
      key: (s) => [s.phase, s.results && s.results.rounds, s.board.spot],
      draw(s) {
        if (s.phase !== "revealed") return null;
        const row = round(s);
        if (!row) return [calm(t("Belum ada putusan pada putaran ini.")), ui.box(s.reveal.html)];
        const came = row.events.filter((one) => one.came);
        const spot = row.events.find(({ id }) => id === s.board.spot);
        if (role === "projector" && spot) return [ui.heading(event(s, spot.id).subject), row_of(s, spot)];
        const times = came.filter((one) => one.kept + one.late + one.missed > 0);
        return [ui.heading(t("Hasil bersama")), h("p", null, who(s, row.walkers)),
          role === "projector" ? share(Object.fromEntries(["kept", "late", "missed"].map((name) => [name, times.reduce((sum, one) => sum + one[name], 0)])))
          : times.length > 0 && ui.bars({ caption: t("Diputuskan sebelum tenggat"), total: row.walkers, rows: times.map((one) => ({ label: event(s, one.id).subject, values: [one.kept], mark: t("dari {n}", { n: ui.number(one.kept + one.late + one.missed) }) })) }),
          h("div", { class: "etika-spread" }, spread(s, row)), ui.quotes(row.shown.map(({ text }) => text)),
          role !== "projector" && [ui.heading(t("Apa yang terjadi, menurut waktu"), true),
            came.map((one) => fold(`event:${one.id}`, [h("span", { class: "etika-hint" }, moment(one.at), " "), event(s, one.id).subject],
              role === "facilitator" && ui.button(s.board.spot === one.id ? t("Turunkan dari layar") : t("Tampilkan di layar"), { key: `spot:${one.id}`, pressed: s.board.spot === one.id,
                on: () => model.send({ kind: "spot", payload: { event: s.board.spot === one.id ? null : one.id } }) }),
              ui.box(event(s, one.id).html), row_of(s, one)))],
          ui.box(s.reveal.html)];
      },
    };

    // Projector
    const progress = (s) => t("{n} putusan dari {who}", { n: ui.number(s.board.decided), who: who(s, s.board.walkers) });
    const screen = {
      key: (s) => [s.phase, s.board],
      draw(s) {
        if (!running(s) || s.phase === "reading") return null;
        if (s.content.lead === "self") return h("p", null, h("strong", null, progress(s)));
        const { now, newest, decided } = s.board;
        return [face(now), countdown(s), h("article", { class: "etika-letter" }, ui.heading(newest.subject), h("p", { class: "etika-hint" }, t("Dari: {name}", { name: newest.from })), ui.box(newest.html, "etika-case")),
          s.content.by === "group" && h("p", null, h("strong", null, t("{who} sudah memutuskan", { who: who(s, decided) }))),
          calm(t("Kejadian lain ada di ponsel masing-masing."))];
      },
    };
    const counted = { key: (s) => [s.phase, s.answered, s.expected], draw: (s) => running(s) && s.phase !== "reading" && s.content.by === "person" && s.content.lead === "facilitator" && ui.count(s) };

    // Control page
    const lead = {
      key: (s) => [s.phase, s.round, s.board, s.results.next, s.answered, s.expected],
      draw(s) {
        if (!running(s)) return null;
        if (s.content.lead === "self") return h("p", null, progress(s));
        const go = (to) => () => model.send({ kind: "advance", payload: { to, now: s.board.now } });
        const moves = ["open", "closed", "discussing"].includes(s.phase);
        return [face(s.board.now), countdown(s), h("p", null, h("strong", null, s.board.newest.subject), " – ", t("{who} sudah memutuskan", { who: who(s, s.board.decided) })),
          moves && [h("div", { class: "etika-leads" }, ui.button(t("Ke kejadian berikutnya"), { key: "event", primary: true, on: go("event") }),
            ui.button(t("Maju 4 jam"), { key: "hours", on: go("hours") }), ui.button(t("Ke hari kerja berikutnya"), { key: "workday", on: go("workday") })),
            h("p", { class: "etika-hint" }, s.results.round !== s.round ? "" : s.results.next ? t("Kejadian berikutnya: {moment}.", { moment: moment(s.results.next) }) : t("Belum ada kejadian yang menyusul."), " ", t("Jam tidak dapat dimundurkan."))]];
      },
    };
    const live = {
      key: (s) => [s.phase, s.results],
      draw(s) {
        const row = running(s) && round(s);
        if (!row) return null;
        return [s.results.boards.length > 0 && [ui.heading(t("Meja kelompok"), true), h("ul", { class: "etika-boards" }, s.results.boards.map((one) => h("li", { class: "etika-card" },
            h("p", null, h("strong", null, t("Kelompok {n}", { n: one.group })), " ", one.done && ui.tag(t("Selesai"))),
            h("p", null, t("{n} diputuskan, {m} menunggu", { n: ui.number(one.decided), m: ui.number(one.waiting.length) }), one.late.length > 0 && [", ", t("{n} lewat tenggat", { n: ui.number(one.late.length) })]),
            gauges(s, one.meters), one.last && h("p", { class: "etika-hint" }, event(s, one.last.event).subject, " → ", event(s, one.last.event).decisions.find(({ id }) => id === one.last.choice).short))))],
          ui.heading(t("Putusan sejauh ini"), true),
          row.events.filter((one) => one.came).map((one) => fold(`live:${one.id}`, [event(s, one.id).subject, h("span", { class: "etika-hint" }, ` ${t("{n} dari {m} diputuskan", { n: ui.number(one.decided), m: ui.number(one.came) })}`)], row_of(s, one)))];
      },
    };
    const replies = {
      key: (s) => [s.results.replies],
      draw(s) {
        const events = [...new Set(s.results.replies.map((one) => one.event))];
        return events.length > 0 && [ui.heading(t("Balasan peserta"), true), events.map((id) => fold(`replies:${id}`, event(s, id).subject,
          ui.voices(model, s.results.replies.filter((one) => one.event === id).map((one) => ({ ...one, name: one.group ? t("Kelompok {n}", { n: one.group }) : one.name, body: said(one.text) })), `decide:${id}`)))];
      },
    };

    const parts = { participant: [top, clock, list, letter, deciding, debrief], projector: [top, screen, counted, debrief], facilitator: [top, lead, live, replies, debrief] };
    return ui.live(model, el, parts[role]);
  },
};
