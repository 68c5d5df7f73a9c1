// Wall: everybody writes cards; the facilitator lets them up; all see them, in columns or not.

const ON_SCREEN = 12; // cards that the projector shows large enough; phones list more

export default {
  /** @param {{model: any, el: HTMLElement, ui: any}} world */
  render({ model, el, ui }) {
    const { h, t } = ui;
    const shown = (s) => s.results || s.board || {};
    const name = (s, id) => (s.content.columns.find((column) => column.id === id) || {}).text;

    const top = {
      key: (s) => [s.phase, s.title, s.intro_html, s.content],
      draw: (s) => [ui.top(s), ui.heading(s.content.prompt)],
    };

    const [write, mine] = ui.cards.writing(model, {
      label: t("Kartu Anda"), hint: t("Satu gagasan per kartu. Jangan tulis nama orang."), title: t("Kartu yang Anda tulis"),
      action: t("Kirim kartu"), full: t("Kartu Anda sudah sebanyak yang boleh. Tarik salah satu bila ingin menulis yang lain."),
      closed: t("Kartu baru tidak diterima sekarang."),
      open: (s) => s.phase === "open", withdraws: (s) => s.phase !== "reading",
      extra: (value, save, s) => s.content.columns.length > 0 && ui.choices({
        legend: h("strong", null, t("Masuk ke kolom")), name: "column", options: s.content.columns, chosen: [value.column],
        onChange: ([id]) => ((value.column = id), save()),
      }),
      check: (value) => model.get("state").content.columns.length && !value.column ? t("Pilih dulu kolomnya.") : "",
      mark: (own) => own.column && h("span", { class: "etika-hint" }, name(model.get("state"), own.column)),
    });

    const cards = (list) => h("ul", { class: "etika-cards" }, list.map((card) => h("li", { class: "etika-card" }, ui.cards.said(card.text))));
    const wall = {
      key: (s) => [shown(s), s.content, s.phase],
      draw(s) {
        const { cards: all = [], more = 0 } = shown(s), { columns } = s.content, big = s.role === "projector";
        if (s.phase === "reading") return null;
        if (!all.length) return h("p", { class: "etika-calm" }, t("Belum ada kartu yang tampil."));
        const cut = (list, most) => (big ? list.slice(0, most) : list);
        const drawn = columns.length
          ? columns.map((column) => cut(all.filter((card) => card.column === column.id), Math.floor(ON_SCREEN / columns.length)))
          : [cut(all, ON_SCREEN)];
        return [h("div", { class: "etika-wall-columns", dataset: { columns: columns.length } }, drawn.map((list, i) =>
          h("section", null, columns[i] && ui.heading(columns[i].text, true), cards(list)))),
        ui.cards.rest(all.length - drawn.flat().length + more)];
      },
    };
    const closing = { key: (s) => s.reveal, draw: (s) => s.reveal && ui.box(s.reveal.html) };

    const review = ui.cards.review(model, {
      empty: t("Belum ada kartu."),
      note: (row) => row.column && ` · ${name(model.get("state"), row.column)}`,
      decide: (row) => [
        { label: t("Tampilkan"), to: "shown", pressed: row.state === "shown" }, { label: t("Sembunyikan"), to: "hidden", pressed: row.state === "hidden" }],
    });
    const parts = {
      participant: [top, write, mine, wall, closing], projector: [top, wall, closing, ui.counted], facilitator: review,
    };
    return ui.live(model, el, parts[model.get("state").role]);
  },
};
