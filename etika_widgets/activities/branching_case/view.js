// Branching case: a story that goes on by vote; the debrief shows one tree and replays the way not taken.

export default {
  /** @param {{model: any, el: HTMLElement, ui: any}} world */
  render({ model, el, ui }) {
    const { h, t } = ui;
    const role = model.get("state").role;
    const me = () => (model.get("room") || {}).me || {};
    const here = (s) => (s.content.decide === "room" ? s.board : s.dealt) || {};
    const replayed = (s) => ["discussing", "revealed"].includes(s.phase) && s.board.replay;
    const said = (text) => h("p", { class: "etika-said" }, text);
    const question = (p) => ui.heading(p.node.question || t("Apa langkah Anda?"), true);
    const listed = (p) => h("ul", { class: "etika-options" }, p.node.choices.map(({ text }) => h("li", null, text)));
    const word = (p, id) => (p.node.choices.find((one) => one.id === id) || { text: "–" }).text;
    const ending = (node) => node.end && h("p", null, ui.tag(t("Akhir")), " ", h("strong", null, node.end));

    // The story so far
    const opens = {}; // what somebody unfolded stays open when new votes come in
    const fold = (key, label, body, { open = false, kind = "etika-paper" } = {}) =>
      h("details", { class: kind, open: key in opens ? opens[key] : open },
        // on click: the event `toggle` comes later, when a new vote may already have redrawn the page
        h("summary", { dataset: { key }, on: { click: ({ currentTarget }) => (opens[key] = !currentTarget.parentElement.open) } }, label), body);
    const papers = (p) => p.documents.map(({ id, title, body_html, fresh }) =>
      fold(`paper:${id}`, [title, fresh && [" ", ui.tag(t("baru"))]], ui.box(body_html)));
    const scene = (p) => [
      p.consequence_html && h("div", { class: "etika-after" }, h("p", { class: "etika-label" }, t("Akibatnya")), ui.box(p.consequence_html)),
      ui.heading(p.node.title), ui.box(p.node.html, "etika-case"), role !== "projector" && papers(p), ending(p.node)];
    const stage = (left, right) => h("div", { class: right ? "etika-stage etika-wide" : "etika-stage" }, h("div", null, left), right && h("div", null, right));
    const outcome = ({ text, counts, by, choice }) => {
      const sum = counts && Object.values(counts).reduce((all, n) => all + n, 0);
      return [h("strong", null, text), counts && " · ", counts && t("{n} dari {m} suara", { n: ui.number(counts[choice]), m: ui.number(sum) }),
        by === "tie" && [" · ", t("seri, diputuskan fasilitator")], by === "facilitator" && [" · ", t("diputuskan fasilitator, bukan suara terbanyak")]];
    };
    const trail = (p) => h("ol", { class: "etika-trail" }, p.came.map((one) => h("li", null, h("span", null, one.title), " → ", outcome(one))));
    const last = (p) => p.came.length > 0 && p.came[p.came.length - 1].counts &&
      h("p", { class: "etika-chosen" }, t("Kelas memilih:"), " ", outcome(p.came[p.came.length - 1]));
    const again = (s) => {
      const r = s.board.replay;
      return h("section", { class: "etika-replay" }, h("p", { class: "etika-label" }, t("Putar ulang: bagaimana bila …?")),
        role === "projector" ? r.came.slice(-1).map((one) => h("p", null, one.title, " → ", outcome(one))) : trail(r), stage(scene(r), !r.node.end && listed(r)));
    };

    // Voting: every step has a form of its own, so that no draft wanders from one node to the next.
    const forms = {};
    const stepwise = (kind, make) => {
      const part = {
        key: (s) => [s.phase, !!replayed(s), me().group, me().is_writer, ...(here(s).node ? part.inner(s) : [])],
        inner: (s) => [part.name(s), ...part.form(s).key(s)],
        name: (s) => [s.round, kind, here(s).step, here(s).node.id, ...here(s).node.choices.map(({ id }) => id)].join(),
        form(s) {
          const p = here(s), name = part.name(s);
          const form = forms[name] || (forms[name] = make(`${kind}:${p.step}:${p.node.id}`, p, s));
          form.redraw = () => part.redraw();
          return form;
        },
        redraw: () => {},
      };
      return part;
    };
    const at = (p, choice) => ({ step: p.step, node: p.node.id, choice, reason: "" });
    const fields = (value, save, s, legend, choices, reason) => [
      ui.choices({ legend, name: "vote", options: choices, chosen: [value.choice], onChange: ([id]) => ((value.choice = id), save()) }),
      reason && s.content.reason !== "none" && ui.textarea({
        label: s.content.reason === "required" ? t("Mengapa?") : t("Mengapa? (boleh dikosongkan)"),
        hint: t("Satu atau dua kalimat. Jangan tulis nama orang."), value: value.reason, max: 500, rows: 2,
        onInput: (text) => ((value.reason = text), save()),
      })];
    const check = (value, s, reason) => !here(s).node.choices.some(({ id }) => id === value.choice) ? t("Pilih dulu satu langkah.")
      : reason && s.content.reason === "required" && !value.reason.trim() ? t("Tulis alasan Anda dengan singkat.") : "";
    const summary = (value, p) => [h("p", null, h("strong", null, word(p, value.choice))), value.reason && said(value.reason)];

    const voting = stepwise("vote", (slot, p, first) => {
      const alone = first.content.decide === "each", reason = first.content.decide !== "group";
      return ui.answer(model, {
        kind: "vote", slot, label: alone ? t("Ambil langkah ini") : t("Kirim suara"),
        own(s) {
          const stored = ((s.mine || {})[s.round] || {})[slot];
          return stored && p.node.choices.some(({ id }) => id === stored.choice) ? { ...at(p, stored.choice), reason: stored.reason } : null;
        },
        start: () => at(p, ""), heading: () => question(p), preview: () => listed(p),
        fields: (value, save, s) => fields(value, save, s, question(p), p.node.choices, reason),
        check: (value, s) => check(value, s, reason), summary: (value) => summary(value, p),
      });
    });
    voting.draw = (s) => {
      const p = here(s);
      if (!p.node || !p.node.choices.length || s.phase === "revealed" || replayed(s)) return null;
      return voting.form(s).draw(s);
    };

    const deciding = stepwise("decide", (slot, p) =>
      ui.answer(model, {
        kind: "decide", slot, label: t("Tetapkan untuk kelompok"), own: () => null, start: () => at(p, ""),
        fields: (value, save, s) =>
          fields(value, save, s, ui.heading(t("Apa putusan kelompok?"), true), p.node.choices.filter(({ id }) => s.dealt.may.includes(id)), true),
        check: (value, s) => check(value, s, true), summary: (value) => summary(value, p),
      }));
    const inner = deciding.inner;
    deciding.inner = (s) => s.content.decide === "group" ? [s.dealt.counts, s.dealt.voted, s.dealt.members, s.dealt.may, ...inner(s)] : [];
    deciding.draw = (s) => {
      const p = s.dealt;
      if (s.content.decide !== "group" || !p.node || !p.counts || s.phase !== "open") return null;
      return h("section", { class: "etika-group" }, ui.heading(t("Putusan Kelompok {n}", { n: me().group }), true),
        h("p", { class: "etika-hint" }, t("{n} dari {m} anggota sudah memilih", { n: ui.number(p.voted), m: ui.number(p.members) })),
        ui.bars({ caption: t("Suara kelompok Anda"), total: p.members, rows: p.node.choices.map(({ id, text }) => ({ label: text, values: [p.counts[id]] })) }),
        p.may.length ? deciding.form(s).draw(s) : h("p", { class: "etika-calm" }, t("Juru tulis menetapkan putusan, atau siapa pun bila lebih dari separuh memilih yang sama.")),
        !me().is_writer && ui.button(t("Ambil alih sebagai juru tulis"), { key: "pen", on: () => model.send({ kind: "take_pen", payload: {}, activity: null }) }));
    };

    const top = {
      key: (s) => [s.phase, s.title, s.intro_html],
      draw: (s) => [ui.top(s), role === "projector" && s.phase === "reading" && ui.box(s.intro_html)],
    };
    let stood = ""; // where this page stood: when the story moves on, it starts at its top again
    const story = {
      key(s) {
        const { step, node, documents, came } = replayed(s) || here(s);
        return [s.phase, !!replayed(s), step, node, documents, came, me().group];
      },
      draw(s) {
        const p = here(s), now = `${s.round}:${p.step}`;
        if (stood && stood !== now && p.came) requestAnimationFrame(() => el.scrollIntoView());
        stood = now;
        if (replayed(s)) return again(s);
        if (s.phase === "revealed") return null;
        if (!p.node) return ui.card(ui.heading(t("Diskusi kelompok"), true), h("p", { class: "etika-calm" }, t("Fasilitator belum membagi kelompok.")));
        return [last(p), scene(p), p.came.length > 0 && fold("trail", t("Jalan sejauh ini"), trail(p))];
      },
    };

    // The tree
    const played = (s) => s.results && s.results.rounds.find((row) => row.round === s.round);
    /** Which choice draws a node: first along ways that were taken, then the others, so that each stands there once. */
    const parents = (nodes, start, row) => {
      const found = { [start]: "" };
      const took = (node, id) => row.nodes[node].choices[id].taken > 0;
      const walk = (node) => nodes[node].choices.forEach(({ id, to }) => {
        if (took(node, id) && !(to in found)) (found[to] = `${node}/${id}`), walk(to);
      });
      walk(start);
      const queue = Object.keys(found);
      for (const node of queue) {
        for (const { id, to } of nodes[node].choices) if (!(to in found)) (found[to] = `${node}/${id}`), queue.push(to);
      }
      return found;
    };
    const taken = (s, n) => ({ room: t("jalan kelas"), group: t("{n} kelompok", { n: ui.number(n) }), each: t("{n} orang", { n: ui.number(n) }) })[s.content.decide];
    const tree = (s, row) => {
      const nodes = Object.fromEntries(s.reveal.nodes.map((node) => [node.id, node]));
      const from = parents(nodes, s.reveal.start, row);
      const mine = new Set(Object.values((s.mine || {})[row.round] || {}).map(({ node, choice }) => `${node}/${choice}`));
      const named = (node) => [h("span", { class: "etika-node" }, node.label), node.end && [" ", ui.tag(t("Akhir: {name}", { name: node.end }))]];
      const drawn = (node) => {
        const { visits, seconds, choices } = row.nodes[node.id];
        const most = Math.max(1, ...Object.values(choices).map(({ votes }) => votes));
        const facts = [visits > 0 && s.content.decide !== "room" && taken(s, visits), seconds !== null && t("{n} detik", { n: ui.number(seconds) })].filter(Boolean);
        const title = [named(node), facts.length > 0 && h("span", { class: "etika-hint" }, ` ${facts.join(" · ")}`)];
        return [role === "projector" ? h("p", null, title) : fold(`node:${node.id}`, title, ui.box(node.html), { kind: "" }),
          node.choices.length > 0 && h("ul", null, node.choices.map((one) => {
            const seen = choices[one.id], own = `${node.id}/${one.id}`, next = nodes[one.to];
            if (role === "projector" && !seen.votes && !seen.taken) return null;
            const bar = h("i", { class: "etika-bar", "aria-hidden": "true" });
            bar.style.width = `${(4 * seen.votes) / most}em`;
            const way = debrief(s) && s.results.routes && (s.results.routes[node.id] || {})[one.id];
            const whole = from[one.to] === own && (role !== "projector" || seen.taken > 0);
            return h("li", { class: seen.taken ? "etika-taken" : "etika-untaken" },
              h("p", { class: "etika-way" }, h("span", null, role === "projector" ? one.short : one.text), bar, h("b", null, t("{n} suara", { n: ui.number(seen.votes) })),
                seen.taken > 0 && ui.tag(taken(s, seen.taken)), mine.has(own) && ui.tag(t("Pilihan Anda")),
                row.undone.some(([place, id]) => `${place}/${id}` === own) && ui.tag(t("sempat diambil, lalu mundur")),
                !whole && h("span", { class: "etika-hint" }, "→ ", next.end || next.label),
                way && ui.button(t("Putar ulang"), { key: `replay:${own}`, on: () => replay([...way, one.id]) })),
              whole && drawn(next));
          }))];
      };
      const whole = drawn(nodes[s.reveal.start]);
      if (role === "facilitator") return fold(`tree:${debrief(s)}`, t("Pohon keputusan"), whole, { open: debrief(s), kind: "etika-tree" });
      return h("div", { class: "etika-tree" }, ui.heading(role === "projector" ? t("Pohon keputusan: cabang yang mendapat suara") : t("Pohon keputusan"), true), whole);
    };
    const debrief = (s) => ["discussing", "revealed"].includes(s.phase);
    const replay = (choices) => model.send({ kind: "replay", payload: { choices } });
    const endings = (s, row) => s.content.decide !== "room" && ui.bars({
      caption: t("Akhir yang tercapai"), total: row.walkers,
      rows: s.reveal.nodes.filter(({ end }) => end).map(({ id, end }) => ({ label: end, values: [row.endings[id]] })),
    });
    const opened = {
      key: (s) => [s.phase, s.results, s.reveal, !!replayed(s), s.results && s.mine],
      draw(s) {
        const rows = (s.results || {}).rounds || [], row = rows[rows.length - 1];
        if (!s.results || !s.reveal || (role === "projector" && replayed(s))) return null;
        return [row && [endings(s, row), tree(s, row), ui.quotes(row.shown.map(({ text }) => text))],
          s.reveal.html && ui.box(s.reveal.html, role === "projector" ? "etika-rich" : "etika-rich etika-card")];
      },
    };

    // Projector
    const shared = {
      key: (s) => [s.phase, s.board, ((model.get("room") || {}).groups || []).length],
      draw(s) {
        const p = here(s), { walkers, ended, groups } = s.board;
        if (replayed(s)) return again(s);
        if (s.phase === "revealed") return null;
        if (s.content.decide === "room") {
          const voices = p.voices.filter(({ node }) => node === p.node.id).map(({ text }) => text);
          return [last(p), stage(scene(p), p.node.choices.length > 0 && [question(p), listed(p)]), ui.quotes(voices)];
        }
        if (s.content.decide === "each") return ui.heading(t("{n} sudah melangkah, {m} sudah sampai di akhir", { n: ui.number(walkers), m: ui.number(ended) }));
        const known = Object.fromEntries((groups || []).map((one) => [one.group, one]));
        return h("ul", { class: "etika-options" }, ((model.get("room") || {}).groups || []).map(({ number }) => {
          const one = known[number] || { steps: 0 };
          return h("li", null, h("strong", null, t("Kelompok {n}", { n: number })), ": ", one.ended ? t("sudah sampai di akhir") : t("langkah {n}", { n: ui.number(one.steps + 1) }));
        }));
      },
    };

    // Control page
    const lead = {
      key: (s) => [s.phase, s.round, s.board, s.results, s.expected],
      draw(s) {
        const running = ["open", "closed", "discussing"].includes(s.phase), row = played(s), p = s.board;
        if (s.content.decide !== "room") {
          const groups = (id) => row.paths.filter(({ node }) => node === id).flatMap((path) => path.groups).join(", ");
          return row && h("ul", { class: "etika-trail" }, s.reveal.nodes.filter(({ id }) => row.nodes[id].here).map((node) => h("li", null,
            h("strong", null, node.label), node.end && ` (${node.end})`, ": ",
            s.content.decide === "group" ? t("Kelompok {n}", { n: groups(node.id) }) : t("{n} orang", { n: ui.number(row.nodes[node.id].here) }))));
        }
        if (!p.node) return null;
        const live = row && row.live, counts = (live && live.counts) || {}, first = (live && live.leading) || [];
        const go = (kind, more) => model.send({ kind, payload: { step: p.step, ...more } });
        return [h("p", { class: "etika-label" }, t("Langkah {n}", { n: ui.number(p.step + 1) })), ui.heading(p.node.title, true),
          fold(`read:${p.node.id}`, t("Baca bagian ini"), ui.box(p.node.html)), ending(p.node),
          p.node.choices.length > 0 && [
            ui.bars({ caption: t("{n} dari {m} sudah memilih", { n: ui.number(p.voted), m: ui.number(s.expected) }), total: p.voted,
              rows: p.node.choices.map(({ id, text }) => ({ label: text, values: [counts[id] || 0] })) }),
            first.length > 1 && h("p", { class: "etika-chosen" }, t("Suara seri. Minta satu alasan dari tiap sisi, lalu pilih langkahnya.")),
            running && h("div", { class: "etika-leads" }, p.node.choices.map(({ id, text }) => h("p", null,
              ui.button(t("Lanjut: {text}", { text }), { key: `advance:${id}`, on: () => go("advance", { node: p.node.id, choice: id }) }),
              first.includes(id) && [" ", ui.tag(first.length > 1 ? t("seri") : t("suara terbanyak"))])))],
          running && p.step > 0 && ui.button(t("Mundur satu langkah"), { key: "back", on: () => go("back", {}) }),
          running && h("p", { class: "etika-hint" }, t("Bahas di tengah kasus saat Terbuka atau Tertutup. Fase Diskusi untuk akhir: sesudahnya, Buka memulai kasus dari awal."))];
      },
    };
    const rerun = {
      key: (s) => [s.phase, s.board.replay],
      draw(s) {
        const r = replayed(s);
        if (!r) return debrief(s) && h("p", { class: "etika-hint" }, t("Pilih “Putar ulang” pada satu cabang di pohon: layar dan ponsel menampilkan jalan itu."));
        return h("section", { class: "etika-replay" }, h("p", { class: "etika-label" }, t("Sedang diputar ulang di layar")), trail(r), ui.heading(r.node.title, true), ending(r.node),
          h("div", { class: "etika-leads" }, r.node.choices.map(({ id, text }) =>
            ui.button(t("Lanjut: {text}", { text }), { key: `on:${id}`, on: () => replay([...r.choices, id]) })),
          ui.button(t("Selesai memutar ulang"), { key: "off", primary: true, on: () => replay(null) })));
      },
    };
    const reasons = {
      key: (s) => [s.results, s.round],
      draw(s) {
        const row = played(s);
        if (!row || !row.reasons.length) return null;
        const nodes = Object.fromEntries(s.reveal.nodes.map((node) => [node.id, node]));
        const slots = [...new Set(row.reasons.map(({ slot }) => slot))].reverse();
        return [ui.heading(t("Alasan peserta"), true), slots.map((slot, i) => {
          const own = row.reasons.filter((one) => one.slot === slot);
          const label = slot.startsWith("step:") ? t("Putusan kelompok, langkah {n}", { n: +slot.slice(5) + 1 }) : nodes[own[0].node].label;
          return fold(`reasons:${slot}`, label,
            ui.voices(model, own.map((one) => ({ ...one, name: one.group ? t("Kelompok {n}", { n: one.group }) : one.name,
              note: (nodes[one.node].choices.find(({ id }) => id === one.choice) || {}).short, body: said(one.text) })), slot), { open: !i });
        })];
      },
    };

    const parts = { participant: [top, story, voting, deciding, opened], projector: [top, shared, opened], facilitator: [lead, rerun, reasons, opened] };
    return ui.live(model, el, parts[role]);
  },
};
