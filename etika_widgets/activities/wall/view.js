// Wall: everybody writes cards and, where asked to, replies; the facilitator lets them up; all see them, in columns or not.

const ON_SCREEN = 12; // cards that the projector shows large enough; phones list more
const REPLIES_ON_SCREEN = 3; // of each card
const BEGINNING = 60; // characters by which a card is known again

export default {
  /** @param {{model: any, el: HTMLElement, ui: any}} world */
  render({ model, el, ui }) {
    const { h, t } = ui;
    const shown = (s) => s.results || s.board || {};
    const hidden = (text) => h("span", { class: "etika-hidden" }, text);
    const name = (s, id) => (s.content.columns.find((column) => column.id === id) || {}).text;

    const top = {
      key: (s) => [s.phase, s.title, s.intro_html, s.content],
      draw: (s) => [ui.top(s), ui.heading(s.content.prompt)],
    };

    const [write, mine] = ui.cards.writing(model, {
      label: t("Kartu Anda"), hint: t("Satu gagasan per kartu. Jangan tulis nama orang."), title: t("Kartu yang Anda tulis"),
      action: t("Kirim kartu"), full: t("Kartu Anda sudah sebanyak yang boleh. Tarik salah satu bila ingin menulis yang lain."),
      closed: t("Kartu baru tidak diterima sekarang."),
      open: (s) => s.phase === "open", withdraws: (s) => s.phase !== "reading", leads: (s) => !target(s),
      extra: (value, save, s) => s.content.columns.length > 0 && ui.choices({
        legend: h("strong", null, t("Masuk ke kolom")), name: "column", options: s.content.columns, chosen: [value.column],
        onChange: ([id]) => ((value.column = id), save()),
      }),
      check: (value) => model.get("state").content.columns.length && !value.column ? t("Pilih dulu kolomnya.") : "",
      mark: (own) => own.column && h("span", { class: "etika-hint" }, name(model.get("state"), own.column)),
    });

    const takes = (s) => s.role === "participant" && s.phase === "open" && s.content.replies > 0;
    const target = (s) => (takes(s) && answer.left(s) > 0 && answer.get().to) || "";
    const there = (s, id) => (seen(s).cards || []).find((card) => card.id === id);
    const own = (s) => [...((s.dealt && s.dealt.replies) || []), ...answer.sent()];
    const begins = (text) => (text.length > BEGINNING ? `${text.slice(0, BEGINNING).trim()}…` : text);
    const [reply, replies, answer] = ui.cards.writing(model, {
      replies: true, label: t("Balasan Anda"), hint: t("Beberapa kata saja. Jangan tulis nama orang."), title: t("Balasan yang Anda tulis"),
      action: t("Kirim balasan"), open: (s) => !!target(s), withdraws: (s) => s.phase !== "reading",
      mark(one) {
        const card = there(model.get("state"), one.to);
        return [card && h("span", { class: "etika-hint" }, t("Membalas: {text}", { text: begins(card.text) })),
          one.state === "off" && h("p", { class: "etika-hint" }, t("Kartu itu ditarik penulisnya atau disembunyikan. Balasan Anda tetap tersimpan di sini."))];
      },
    });
    reply.redraw = () => wall.redraw();

    /** While somebody writes a reply, nothing new moves the page under their fingers; what was taken off goes at once. */
    let known = null;
    const seen = (s) => {
      const now = shown(s), all = (now.cards || []).flatMap((card) => [card, ...(card.replies || [])]);
      known = target(s) ? known || new Set(all.map(({ id }) => id)) : null;
      const kept = (list) => list.filter(({ id }) => known.has(id));
      return known ? { ...now, cards: kept(now.cards || []).map((card) => ({ ...card, replies: kept(card.replies) })) } : now;
    };

    const thread = (s, card) => {
      const big = s.role === "projector", list = big ? card.replies.slice(-REPLIES_ON_SCREEN) : card.replies;
      const earlier = card.more + card.replies.length - list.length, mine = own(s).filter(({ to }) => to === card.id), key = `reply:${card.id}`;
      return [
        earlier > 0 && h("p", { class: "etika-hint" }, t("{n} balasan sebelumnya", { n: ui.number(earlier) })),
        list.length > 0 && h("ul", { class: "etika-replies", "aria-label": t("Balasan") }, list.map((one) => h("li", null, ui.cards.said(one.text),
          mine.some(({ id }) => id === one.id) && h("p", { class: "etika-hint" }, t("balasan Anda"))))),
        target(s) === card.id ? reply.draw(s) : takes(s) && [
          mine.filter(({ state }) => state !== "shown").map(({ state }) => h("p", { class: "etika-hint", tabindex: -1, dataset: { key } }, t("Balasan Anda"), ": ", ui.cards.words(state))),
          !target(s) && answer.left(s) > 0 && ui.button([t("Balas"), hidden(card.text)], { key, on: () => answer.put({ text: "", to: card.id }) })],
      ];
    };
    const item = (s, card) => h("li", { class: "etika-card" }, ui.cards.said(card.text), s.content.replies > 0 && thread(s, card));
    const wall = {
      key: (s) => [s.phase, s.content, takes(s) && [reply.key(s), target(s), own(s)], seen(s)],
      draw(s) {
        const { cards: all = [], more = 0 } = seen(s), { columns } = s.content, big = s.role === "projector";
        if (s.phase === "reading") return null;
        const lost = target(s) && !there(s, target(s)) && h("div", { class: "etika-card" },
          h("p", { class: "etika-calm" }, t("Kartu yang Anda balas tidak tampil lagi. Salin tulisan Anda bila masih perlu.")), reply.draw(s));
        if (!all.length) return [lost, h("p", { class: "etika-calm" }, t("Belum ada kartu yang tampil."))];
        const cut = (list, most) => (big ? list.slice(0, most) : list);
        const drawn = columns.length
          ? columns.map((column) => cut(all.filter((card) => card.column === column.id), Math.floor(ON_SCREEN / columns.length)))
          : [cut(all, ON_SCREEN)];
        return [lost, takes(s) && h("p", { class: "etika-hint" }, answer.left(s) > 0 ? t("Masih boleh {n} balasan.", { n: ui.number(answer.left(s)) }) : t("Balasan Anda sudah sebanyak yang boleh. Tarik salah satu bila ingin membalas yang lain.")),
          h("div", { class: "etika-wall-columns", dataset: { columns: columns.length, threads: s.content.replies > 0 ? "yes" : "no" } }, drawn.map((list, i) =>
            h("section", null, columns[i] && ui.heading(columns[i].text, true), h("ul", { class: "etika-cards" }, list.map((card) => item(s, card)))))),
          ui.cards.rest(all.length - drawn.flat().length + more)];
      },
      redraw: () => {},
    };
    const closing = { key: (s) => s.reveal, draw: (s) => s.reveal && ui.box(s.reveal.html) };

    const review = ui.cards.review(model, {
      empty: t("Belum ada kartu."),
      note: (row) => row.column ? ` · ${name(model.get("state"), row.column)}`
        : "answers" in row && ` · ${row.answers ? t("Membalas: {text}", { text: row.answers }) : t("Membalas kartu yang sudah ditarik")}`,
      decide: (row) => row.state === "off" ? [] : [
        { label: t("Tampilkan"), to: "shown", pressed: row.state === "shown" }, { label: t("Sembunyikan"), to: "hidden", pressed: row.state === "hidden" }],
    });
    const parts = {
      participant: [top, write, mine, replies, wall, closing], projector: [top, wall, closing, ui.counted], facilitator: review,
    };
    return ui.live(model, el, parts[model.get("state").role]);
  },
};
