// Pulse: one tap is the answer; a further tap changes it.

export default {
  /** @param {{model: any, el: HTMLElement, ui: any}} world */
  render({ model, el, ui }) {
    const { h, t } = ui;
    const question = (s) => ui.heading(s.content.question);
    const own = (s) => (((s.mine || {})[s.round] || {}).answer || {}).choice;
    let tapped = "", round = NaN; // the tap on its way
    const chosen = (s) => {
      const { status } = model.get("delivery") || {};
      if (round !== s.round || status === "refused") [round, tapped] = [s.round, ""];
      return tapped || own(s);
    };

    const top = { key: (s) => [s.phase, s.title], draw: (s) => ui.top(s) };
    const answer = {
      key: (s) => [s.phase, s.round, s.content, chosen(s)],
      draw: (s) => s.phase === "revealed" ? null : s.phase !== "open" ? h("p", { class: "etika-calm" }, t("Jawaban ditutup. Hasil tampil bila fasilitator membukanya.")) : [
        question(s), !own(s) && ui.notice(s),
        h("div", { class: "etika-taps" }, s.content.options.map(({ id, text }) => ui.button(text, {
          pressed: chosen(s) === id, key: id,
          on: () => ((tapped = id), model.send({ kind: "answer", payload: { choice: id } }), answer.redraw()),
        }))), ui.delivery(model)],
      redraw: () => {},
    };

    const chart = (s) => s.results.n !== 0 && [ui.bars({
      caption: s.results.n === null ? t("Sebaran jawaban") : t("{n} jawaban", { n: ui.number(s.results.n) }), total: s.results.n || 0, suppressed: s.results.suppressed,
      rows: s.content.options.map(({ id, text }) => ({
        label: text, mark: own(s) === id ? t("Pilihan Anda") : null, values: [s.results.counts[id]], hands: s.results.hands && [s.results.hands.counts[id] || 0] })),
    }), ui.handsCounted([{ name: "", hands: s.results.hands }])];
    const opened = {
      key: (s) => [s.phase, s.results, s.mine && s.results && s.mine],
      draw: (s) => s.results && [question(s), chart(s)],
    };
    const asked = {
      key: (s) => [s.phase, s.content, !!s.results],
      draw: (s) => !s.results && [question(s), h("ul", { class: "etika-options" }, s.content.options.map(({ text }) => h("li", null, text)))],
    };
    const read = { key: (s) => [s.results, s.content], draw: (s) => s.results && chart(s) };
    const parts = { participant: [top, answer, opened], projector: [top, asked, opened, ui.counted], facilitator: [read] };
    return ui.live(model, el, parts[model.get("state").role]);
  },
};
