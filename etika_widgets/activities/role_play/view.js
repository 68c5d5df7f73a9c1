// Role play: a private card behind a button, a clock, the observers' notes; the control page leads and deals.

export default {
  /** @param {{model: any, el: HTMLElement, ui: any}} world */
  render({ model, el, ui }) {
    const { h, t } = ui;
    const role = model.get("state").role;
    const running = (s) => ["open", "closed", "discussing"].includes(s.phase);
    const known = (s, id) => s.content.roles.find((one) => one.id === id) || { title: "–", line: "" };
    const named = (s, n) => (s.content.scenes[n - 1] || { name: "" }).name;
    const titled = (s, n) => t("Putaran {n} dari {m}: {name}", { n: ui.number(n), m: ui.number(s.content.scenes.length), name: named(s, n) });
    const mine = (s, slot) => ((s.mine || {})[s.round] || {})[slot];
    const fold = (title, open, ...inner) => h("details", { class: "etika-fold", open }, h("summary", null, title), inner);
    const said = (rows) => h("dl", { class: "etika-notes" }, rows.map(({ prompt, text }) => [h("dt", null, prompt), h("dd", { class: "etika-said" }, text)]));
    const cast = (s) => h("ul", { class: "etika-options" }, s.content.roles.map(({ title, line }) => h("li", null, h("strong", null, title), h("br"), line)));
    const sides = [["wants_html", t("Yang Anda inginkan"), t("Yang diinginkan")], ["knows_html", t("Yang hanya Anda tahu"), t("Yang hanya ia tahu")],
      ["withholds_html", t("Yang tidak Anda katakan"), t("Yang tidak ia katakan")], ["twist_html", t("Baru Anda ketahui"), ""]];
    const faces = (card, own) => sides.map(([side, mineTitle, title]) => card[side] &&
      [h("p", { class: "etika-label" }, own ? mineTitle : title), ui.box(card[side])]);

    // Everybody
    const top = { key: (s) => [s.phase, s.title, s.intro_html], draw: (s) => ui.top(s) };
    const scene = {
      key: (s) => [s.phase, s.content, !!s.board.round],
      draw(s) {
        if (s.phase === "revealed") return null;
        const story = ui.box(s.content.scenario_html, "etika-case");
        if (role !== "participant" || !s.board.round) return [story, role !== "facilitator" && s.phase === "reading" && cast(s)];
        return fold(t("Baca lagi kejadiannya"), false, story);
      },
    };
    const clock = {
      key: (s) => [s.phase, s.board],
      draw: (s) => running(s) && s.board.round && [ui.heading(titled(s, s.board.round), role !== "projector"),
        ui.countdown(model, s.board.ends, t("Waktu putaran ini habis"))],
    };

    // Participant: the card
    let open = "";
    const card = {
      key: (s) => [s.phase, s.dealt, open, !!mine(s, `ready:${(s.dealt || {}).round}`)],
      draw(s) {
        const dealt = s.dealt || {};
        if (s.phase === "revealed" || s.phase === "reading") return null;
        if (!dealt.round) return [cast(s), h("p", { class: "etika-calm" }, t("Tunggu fasilitator memulai putaran. Kartu Anda akan muncul di sini."))];
        if (!dealt.role) return h("p", { class: "etika-calm" }, t("Anda belum masuk kelompok yang bermain. Lihat dulu; fasilitator akan membagi kelompok."));
        const here = `${dealt.round}:${dealt.role}`, who = known(s, dealt.role), shown = open === here;
        const flip = () => {
          open = shown ? "" : here;
          if (!shown && (mine(s, `ready:${dealt.round}`) || {}).role !== dealt.role) model.send({ kind: "ready", payload: { round: dealt.round } });
          card.redraw();
        };
        const watching = who.many && mine(s, `ready:${dealt.round}`);
        return h("section", { class: "etika-role" },
          h("p", { class: "etika-label" }, t("Peran Anda")), ui.heading(who.title), h("p", null, who.line),
          ui.button(shown ? t("Tutup kartu saya") : t("Buka kartu saya"), { key: "card", primary: !shown && !watching, on: flip }),
          shown && h("div", { class: "etika-card" }, faces(dealt.card, true)), // below: the button stays under the thumb, to close quickly
          !shown && h("p", { class: "etika-hint" }, t("Hanya Anda yang mendapat kartu ini. Miringkan layar sebelum membukanya.")),
          h("p", { class: "etika-label" }, t("Di kelompok Anda")),
          h("ul", { class: "etika-cast" }, dealt.cast.map(({ role: id, name, me }) =>
            h("li", null, h("strong", null, known(s, id).title), ": ", name, me && ` (${t("Anda")})`))));
      },
      redraw: () => {},
    };

    // Observers: notes of each round, kept on the phone until they are sent
    const note = (n) => {
      const slot = `note:${n}`;
      const form = ui.answer(model, {
        kind: "note", slot, label: t("Kirim catatan"), phases: ["open", "discussing"], keep: true,
        primary: (s) => !!mine(s, `ready:${s.dealt.round}`),
        own: (s) => mine(s, slot) || null, start: () => ({ round: n, notes: {} }),
        fields: (value, save, s) => [ui.heading(t("Catatan pengamat, putaran {n}", { n: ui.number(n) }), true),
          h("p", { class: "etika-hint" }, t("Tulis apa yang terlihat dan terdengar, bukan siapa orangnya. Belum terkirim sebelum Anda menekan tombol.")),
          s.content.prompts.map(({ id, text }) => ui.textarea({
            label: text, value: value.notes[id] || "", max: s.content.note_limit, rows: 2, onInput: (words) => ((value.notes[id] = words), save()),
          }))],
        check: (value) => Object.values(value.notes).some((words) => words.trim()) ? "" : t("Isi dulu paling sedikit satu catatan."),
        summary: (value, s) => said(s.content.prompts.filter(({ id }) => value.notes[id]).map(({ id, text }) => ({ prompt: text, text: value.notes[id] }))),
      });
      const watches = (s) => s.dealt.round === n && s.dealt.role && known(s, s.dealt.role).many;
      const waits = (s) => s.dealt.round !== n && ui.draft(model, slot).get();
      const due = (s) => running(s) && s.content.scenes.length >= n && (watches(s) || waits(s));
      const part = { key: (s) => due(s) && form.key(s), draw: (s) => due(s) && form.draw(s), redraw: () => {} };
      form.redraw = () => part.redraw();
      return part;
    };

    // The debrief
    const heard = (s) => s.results && s.results.shown.length > 0 && [ui.heading(t("Yang dilihat pengamat"), true),
      h("ul", { class: "etika-quotes" }, s.results.shown.map(({ round, notes: rows }) => h("li", null, h("p", { class: "etika-hint" }, named(s, round)), said(rows))))];
    const cards = (s) => s.reveal.cards.map((one) => h("section", { class: "etika-card" },
      ui.heading(known(s, one.id).title, true), h("p", { class: "etika-hint" }, known(s, one.id).line), faces(one, false)));
    const wanted = (s) => s.reveal.cards.filter(({ id }) => !known(s, id).many).map((one) => h("section", { class: "etika-card" }, ui.heading(known(s, one.id).title, true), ui.box(one.wants_html)));
    const twists = (s) => s.reveal.twists.map(({ round, to, html }) => h("section", { class: "etika-card" },
      h("p", { class: "etika-label" }, t("Kabar pada putaran {n}, hanya untuk: {roles}", { n: ui.number(round), roles: to.map((id) => known(s, id).title).join(", ") })), ui.box(html)));
    const debrief = {
      key: (s) => [s.phase, s.results && s.results.shown, s.reveal],
      draw(s) {
        if (s.phase !== "revealed" || !s.reveal) return null;
        if (role === "projector") return [heard(s), ui.heading(t("Yang diinginkan tiap peran")), h("div", { class: "etika-wanted" }, wanted(s)), ui.box(s.reveal.html)];
        return [ui.heading(t("Kartu semua peran")), cards(s), twists(s), heard(s), ui.box(s.reveal.html, "etika-rich etika-card")];
      },
    };

    // Control page
    const direct = (kind, payload) => model.send({ kind, payload });
    const roster = () => Object.fromEntries(((model.get("room") || {}).roster || []).map((one) => [one.id, one]));
    const lead = {
      key: (s) => [s.phase, s.board, s.content.scenes, ((model.get("room") || {}).groups || []).length],
      draw(s) {
        if (s.phase !== "open") return s.phase === "reading" && h("p", { class: "etika-hint" }, t("Buka kegiatan ini, lalu mulai putaran pertama."));
        if (!((model.get("room") || {}).groups || []).length) return h("p", { class: "etika-problem" }, t("Bagi kelompok dulu, 5 atau 6 orang."));
        const now = s.board.round || 0, next = s.content.scenes[now];
        return h("div", { class: "etika-leads" },
          next && ui.button(t("Mulai putaran {n}: {name} ({m} menit)", { n: ui.number(now + 1), name: next.name, m: ui.number(next.minutes) }),
            { primary: true, key: "start", on: () => direct("start_round", { round: now + 1 }) }),
          now > 0 && [ui.button(t("Tambah 1 menit"), { key: "more", on: () => direct("extend", { minutes: 1 }) }),
            ui.button(t("Hentikan waktu"), { key: "stop", on: () => direct("stop", {}) }),
            ui.button(t("Ulangi putaran {n}", { n: ui.number(now) }), { key: "again", on: () => direct("start_round", { round: now }) })]);
      },
    };
    const seats = {
      key: (s) => [s.phase, s.results && s.results.groups, (model.get("room") || {}).roster],
      draw(s) {
        const groups = running(s) && s.results ? s.results.groups : [], people = roster();
        if (!groups.length) return null;
        return [ui.heading(t("Kursi putaran ini"), true), h("div", { class: "etika-tables" }, groups.map(({ group, seats: ring }) => {
          const absent = ring.filter((seat) => !known(s, seat.role).many && !(people[seat.participant] || {}).online);
          const empty = s.content.roles.filter(({ id, many }) => !many && !ring.some((seat) => seat.role === id));
          return h("section", { class: "etika-card" }, h("p", { class: "etika-label" }, t("Kelompok {n}", { n: ui.number(group) })),
            h("ul", { class: "etika-cast" }, ring.map(({ participant, role: id, opened }) => {
              const { name, online } = people[participant] || { name: "–", online: false };
              return h("li", null, h("strong", null, known(s, id).title), ": ", name, " ",
                h("span", { class: "etika-hint" }, !online ? t("terputus") : opened ? t("kartu sudah dibuka") : t("belum membuka kartu")));
            })),
            empty.length > 0 && h("p", { class: "etika-hint" }, t("Tidak terisi: {roles}", { roles: empty.map(({ title }) => title).join(", ") })),
            absent.length > 0 && s.phase === "open" && ui.button(t("Bagi ulang kartu Kelompok {n}", { n: ui.number(group) }), { key: `redeal:${group}`, on: () => direct("redeal", { group }) }));
        }))];
      },
    };
    const written = {
      key: (s) => [s.results && s.results.notes],
      draw(s) {
        const rows = (s.results || {}).notes || [];
        return rows.length > 0 && [ui.heading(t("Catatan pengamat"), true), s.content.scenes.map((_, i) => {
          const own = rows.filter(({ play }) => play === i + 1);
          return own.length > 0 && ui.voices(model, own.map((one) => ({ ...one, note: named(s, i + 1), body: said(one.notes) })), `note:${i + 1}`);
        })];
      },
    };
    const secrets = { key: (s) => [s.reveal], draw: (s) => s.reveal && fold(t("Semua kartu dan kabar"), false, cards(s), twists(s)) };

    if (role === "projector") return ui.live(model, el, [top, clock, scene, debrief]);
    if (role === "facilitator") return ui.live(model, el, [top, lead, clock, seats, written, scene, secrets]);
    const told = { key: (s) => [s.phase, s.notice, !!s.board.round], draw: (s) => ["reading", "open"].includes(s.phase) && ui.notice(s) };
    return ui.live(model, el, [top, clock, scene, card, told, ...[1, 2, 3, 4, 5, 6, 7, 8].map(note), debrief]);
  },
};
