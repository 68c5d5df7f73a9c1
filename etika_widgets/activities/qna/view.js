// Questions: everybody asks and supports; the most supported come first; the facilitator leads from one to the next.

const ON_SCREEN = 6; // questions that the projector shows large enough; phones list more

export default {
  /** @param {{model: any, el: HTMLElement, ui: any}} world */
  render({ model, el, ui }) {
    const { h, t } = ui;
    const shown = (s) => s.results || s.board || {};
    const support = (votes) => votes === null ? t("kurang dari 5 dukungan") : t("{n} dukungan", { n: ui.number(votes) });

    const top = {
      key: (s) => [s.phase, s.title, s.intro_html, s.content],
      draw: (s) => [ui.top(s), ui.heading(s.content.prompt)],
    };

    const [write, mine] = ui.cards.writing(model, {
      label: t("Pertanyaan Anda"), hint: t("Satu pertanyaan. Jangan tulis nama orang."), title: t("Pertanyaan yang Anda kirim"),
      action: t("Kirim pertanyaan"), full: t("Pertanyaan Anda yang belum terjawab sudah sebanyak yang boleh. Tunggu jawaban, atau tarik salah satu."),
      closed: t("Pertanyaan baru tidak diterima sekarang."),
      open: (s) => s.phase === "open", withdraws: (s) => s.phase !== "reading",
      counted: (own) => ["waiting", "shown", "pinned"].includes(own.state),
    });

    const item = (s, one) => {
      const dealt = s.dealt || { cards: [], votes: [] }, voted = dealt.votes.includes(one.id);
      const own = dealt.cards.some((card) => card.id === one.id);
      const votes = s.role === "participant" && s.phase === "open" && !own && one.state !== "answered";
      return h("li", { class: "etika-card", dataset: { state: one.state } },
        one.state === "pinned" && h("p", null, ui.tag(t("Sedang dijawab"))),
        ui.cards.said(one.text),
        h("p", { class: "etika-hint" }, one.state === "answered" && [ui.tag(t("Dijawab")), " "], support(one.votes), own && [" · ", t("pertanyaan Anda")]),
        votes && ui.button([voted ? t("Anda mendukung") : t("Dukung"), h("span", { class: "etika-hidden" }, one.text)], {
          pressed: voted, key: `vote:${one.id}`, on: () => model.send({ kind: "vote", payload: { id: one.id, on: !voted } }),
        }));
    };
    const board = {
      key: (s) => [shown(s).questions, shown(s).more, s.dealt, s.phase],
      draw(s) {
        const { questions = [], more = 0 } = shown(s), most = s.role === "projector" ? ON_SCREEN : questions.length;
        if (s.phase === "reading") return null;
        if (!questions.length) return h("p", { class: "etika-calm" }, t("Belum ada pertanyaan yang tampil."));
        return [h("ul", { class: "etika-cards" }, questions.slice(0, most).map((one) => item(s, one))),
          ui.cards.rest(Math.max(0, questions.length - most) + more)];
      },
    };

    const again = { label: t("Tampilkan lagi"), to: "shown" }, hide = { label: t("Sembunyikan"), to: "hidden" };
    const review = ui.cards.review(model, {
      empty: t("Belum ada pertanyaan."),
      note: (row) => row.state !== "waiting" && ` · ${support(row.votes)}`,
      decide: (row) => ({
        waiting: [{ label: t("Tampilkan"), to: "shown" }, hide],
        shown: [{ label: t("Jawab sekarang"), to: "pinned" }, hide],
        pinned: [{ label: t("Sudah dijawab"), to: "answered" }, { label: t("Jawab nanti"), to: "shown" }],
        answered: [{ label: t("Arsipkan"), to: "archived" }, again],
        archived: [again], hidden: [again],
      })[row.state],
    });
    const parts = { participant: [top, write, mine, board], projector: [top, board, ui.counted], facilitator: review };
    return ui.live(model, el, parts[model.get("state").role]);
  },
};
