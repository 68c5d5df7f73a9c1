// Brainstorm: ideas in silence, duplicates put together, votes, a shortlist; the facilitator leads from stage to stage.

const STAGES = ["ideas", "merge", "vote", "shortlist"];
const ON_SCREEN = 12; // ideas that the projector shows large enough; phones list more

export default {
  /** @param {{model: any, el: HTMLElement, ui: any}} world */
  render({ model, el, ui }) {
    const { h, t } = ui;
    const stage = (s) => (s.phase === "revealed" ? "shortlist" : (s.board && s.board.stage) || "ideas");
    const ideas = (s) => (s.results || s.board || {}).ideas || [];
    const votes = (n) => n === null ? t("kurang dari 5 suara") : t("{n} suara", { n: ui.number(n) });
    const voters = (n) => h("p", null, n === null ? t("Kurang dari 5 orang sudah memilih.") : t("{n} orang sudah memilih.", { n: ui.number(n) }));
    const names = (id) => ({ ideas: t("Menulis"), merge: t("Menggabungkan"), vote: t("Memilih"), shortlist: t("Daftar pendek") })[id];

    const top = {
      key: (s) => [s.phase, s.title, s.intro_html, s.content, stage(s)],
      draw: (s) => [ui.top(s, s.phase === "open" && names(stage(s))), ui.heading(s.content.prompt)],
    };

    const [write, mine] = ui.cards.writing(model, {
      label: t("Gagasan Anda"), hint: t("Satu gagasan sekali kirim. Jangan menilai dulu."), title: t("Gagasan yang Anda tulis"),
      action: t("Kirim gagasan"), full: t("Gagasan Anda sudah sebanyak yang boleh. Tarik salah satu bila ingin menulis yang lain."),
      open: (s) => s.phase === "open" && stage(s) === "ideas",
      withdraws: (s) => s.phase !== "reading" && ["ideas", "merge"].includes(stage(s)),
    });

    const also = (one) => one.also.length > 0 && h("p", { class: "etika-hint" }, t("Digabung dengan: {texts}", { texts: one.also.join(" · ") }));
    const board = {
      key: (s) => [s.role, s.phase, stage(s), s.results || s.board],
      draw(s) {
        const now = stage(s), every = ideas(s), more = (s.results || s.board || {}).more || 0;
        if (s.phase === "reading") return null;
        if (now === "ideas") return [h("p", { class: "etika-calm" }, t("Tulis dulu sendiri. Gagasan tampil sesudah semua selesai menulis.")),
          s.role === "projector" && h("p", { class: "etika-brainstorm-n" }, t("{n} gagasan masuk", { n: ui.number(s.board.n) }))];
        if (now === "vote" && s.role === "participant" && s.phase === "open") return null; // they stand in the form
        const most = s.role === "projector" ? ON_SCREEN : every.length;
        return [now === "merge" && h("p", { class: "etika-calm" }, t("Gagasan yang serupa sedang digabungkan.")),
          now === "vote" && h("p", { class: "etika-calm" }, t("Pilih di ponsel, paling banyak {n}.", { n: s.content.votes })),
          every.length ? h("ol", { class: "etika-cards", dataset: { many: every.length > 6 ? "yes" : "no" } }, every.slice(0, most).map((one) => h("li", { class: "etika-card", dataset: { short: one.short ? "yes" : "no" } },
            ui.cards.said(one.text), s.role !== "projector" && also(one),
            "votes" in one && h("p", null, ui.tag(votes(one.votes)), one.short && s.phase === "revealed" && [" ", t("masuk daftar pendek")]))))
            : h("p", { class: "etika-calm" }, t("Belum ada gagasan yang tampil.")),
          ui.cards.rest(Math.max(0, every.length - most) + more), now === "vote" && s.role === "projector" && voters(s.board.voters)];
      },
    };

    /** @type {any} */
    const vote = ui.answer(model, {
      kind: "vote", slot: "votes", label: t("Kirim pilihan"), start: () => ({ ids: [] }),
      fields: (value, save, s) => {
        const there = ideas(s).map(({ id }) => id);
        value.ids = value.ids.filter((id) => there.includes(id)); // one may have been taken away meanwhile
        return ui.choices({
          legend: ui.heading(t("Gagasan mana yang sebaiknya dikerjakan?"), true), hint: t("Pilih paling banyak {n}.", { n: s.content.votes }),
          name: "idea", options: ideas(s), multiple: true, max: s.content.votes, chosen: value.ids,
          onChange: (ids) => ((value.ids = ids), save()),
        });
      },
      check: (value) => (value.ids.length ? "" : t("Pilih dulu sedikitnya satu gagasan.")),
      summary: (value, s) => ideas(s).filter(({ id }) => value.ids.includes(id)).map(({ text }) => h("p", { class: "etika-chosen" }, text)),
    });
    const { key, draw } = vote;
    const votable = (s) => stage(s) === "vote" && s.phase === "open" && ideas(s).length > 0;
    vote.key = (s) => [votable(s) && key(s), votable(s) && ideas(s)];
    vote.draw = (s) => votable(s) && draw(s);
    const closing = { key: (s) => s.reveal, draw: (s) => s.reveal && ui.box(s.reveal.html) };

    const picked = new Set();
    const merging = (s) => s.results && ["ideas", "merge"].includes(s.results.stage);
    const lead = {
      key: (s) => [s.phase, s.results && s.results.stage, s.results && s.results.review.waiting, s.board && s.board.voters, merging(s) && [...picked]],
      draw(s) {
        if (!s.results || s.phase === "revealed" || s.phase === "reading" || s.phase === "hidden") return null;
        const now = s.results.stage, chosen = s.results.review.cards.filter(({ id }) => picked.has(id)).map(({ id }) => id);
        return [h("p", { class: "etika-label", id: "etika-brainstorm-stage" }, t("Tahap")),
          h("div", { class: "etika-review-top", role: "group", "aria-labelledby": "etika-brainstorm-stage" }, STAGES.map((to) =>
            ui.button(names(to), { pressed: to === now, key: `stage:${to}`, on: () => model.send({ kind: "stage", payload: { to } }) }))),
          now === "ideas" && s.results.review.waiting > 0 && h("p", { class: "etika-hint" }, t("Yang masih menunggu tidak ikut dipilih.")),
          now === "vote" && voters(s.results.voters),
          merging(s) && h("div", { class: "etika-review-top" }, ui.button(t("Gabungkan yang dipilih ({n})", { n: chosen.length }), {
            disabled: chosen.length < 2, key: "merge", on: () => (picked.clear(), model.send({ kind: "merge", payload: { ids: chosen } }), lead.redraw()),
          }), h("span", { class: "etika-hint" }, t("Centang gagasan yang serupa.")))];
      },
      redraw: () => {},
    };
    const text = (s, id) => (s.results.review.cards.find((row) => row.id === id) || {}).text;
    const review = ui.cards.review(model, {
      empty: t("Belum ada gagasan."), also: (s) => [merging(s), [...picked].join(), ideas(s).map((one) => one.votes)],
      note(row) {
        const s = model.get("state"), idea = ideas(s).find(({ id }) => id === row.id);
        return [row.with && row.with !== row.id && ` · ${t("Digabung ke: {text}", { text: text(s, row.with) || "–" })}`,
          idea && !merging(s) && ` · ${votes(idea.votes)}`];
      },
      before: (row) => !merging(model.get("state")) || row.state !== "shown" ? ui.cards.said(row.text)
        : h("label", { class: "etika-brainstorm-pick" }, h("input", {
          type: "checkbox", checked: picked.has(row.id), dataset: { key: `pick:${row.id}` },
          on: { change: ({ target }) => (target.checked ? picked.add(row.id) : picked.delete(row.id), lead.redraw()) },
        }), h("span", { class: "etika-said" }, row.text)),
      decide: (row) => row.with === row.id && merging(model.get("state"))
        ? [{ label: t("Pisahkan"), send: { kind: "separate", payload: { id: row.id } } }, { label: t("Sembunyikan"), to: "hidden" }]
        : [{ label: t("Tampilkan"), to: "shown", pressed: row.state === "shown" }, { label: t("Sembunyikan"), to: "hidden", pressed: row.state === "hidden" }],
    });
    const parts = {
      participant: [top, write, vote, board, mine, closing], projector: [top, board, closing, ui.counted], facilitator: [lead, ...review],
    };
    return ui.live(model, el, parts[model.get("state").role]);
  },
};
