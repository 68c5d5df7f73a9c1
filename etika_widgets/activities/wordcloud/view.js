// Word cloud: a few words from everybody, in sizes by how many people wrote them.

const ROOM = { projector: 620, participant: 520 }; // what a cloud may cover, in squares of the type size
const SPREADS = [1.8, 1.4, 1, 0.7, 0.4, 0.2]; // how much larger than the smallest the largest word may be

/** Sizes in which the words fit; the projector leaves out those that would be too small. @param {{text: string, n: number}[]} words @param {string} role */
function fitted(words, role) {
  const [most, least] = [words[0].n, words[words.length - 1].n].map(Math.sqrt);
  const size = ({ n }, spread) => 1 + (most > least ? (spread * (Math.sqrt(n) - least)) / (most - least) : spread / 2);
  const area = (list, spread) => list.reduce((sum, word) => sum + 1.25 * (0.6 * word.text.length + 0.6) * size(word, spread) ** 2, 0);
  const spread = SPREADS.find((one) => area(words, one) <= ROOM[role]) || SPREADS[SPREADS.length - 1];
  let count = words.length;
  if (role === "projector") while (count > 1 && area(words.slice(0, count), spread) > ROOM[role]) count -= 1;
  return words.slice(0, count).map((word) => ({ ...word, size: size(word, spread) }));
}

export default {
  /** @param {{model: any, el: HTMLElement, ui: any}} world */
  render({ model, el, ui }) {
    const { h, t } = ui;
    const frozen = (s) => !!(s.board && s.board.frozen);
    const own = (s) => ((s.mine || {})[s.round] || {}).answer;

    const top = {
      key: (s) => [s.phase, s.title, s.intro_html, s.content],
      draw: (s) => [ui.top(s), ui.heading(s.content.question)],
    };

    /** @type {any} */
    const answer = ui.answer(model, {
      label: t("Kirim kata"), keep: true, start: () => ({ words: [] }),
      fields: (value, save, { content }) => Array.from({ length: content.max_words }, (_, i) => ui.field({
        label: content.max_words > 1 ? t("Kata {n}", { n: i + 1 }) : t("Kata Anda"),
        hint: i ? "" : t("Satu kata atau frasa pendek. Jangan tulis nama orang."),
        value: value.words[i] || "", length: content.limit,
        onInput: (text) => ((value.words = Array.from({ length: content.max_words }, (_, k) => (k === i ? text : value.words[k] || ""))), save()),
      })),
      check: (value) => (value.words.some((word) => word.trim()) ? "" : t("Tulis sedikitnya satu kata.")),
      summary: (value) => h("p", { class: "etika-said" }, value.words.filter((word) => word.trim()).join(" · ")),
    });
    const { key, draw } = answer;
    const stopped = (s) => frozen(s) && s.phase === "open";
    answer.key = (s) => [stopped(s), key(s)];
    answer.draw = (s) => !stopped(s) ? draw(s) : [own(s) && ui.card(h("p", { class: "etika-label" }, t("Kata Anda")), h("p", null, own(s).words.join(" · "))),
      h("p", { class: "etika-calm" }, t("Awan kata dibekukan. Kata baru tidak diterima lagi."))];

    const cloud = {
      key: (s) => [s.results || s.board, s.phase, s.role === "participant" && !own(s)],
      draw(s) {
        const { words, least, more = 0 } = s.results || s.board || {};
        // Who has not written yet should not copy what others wrote.
        if (!words || s.phase === "reading" || (s.role === "participant" && s.phase === "open" && !own(s) && !frozen(s))) return null;
        const rule = h("p", { class: "etika-hint" }, t("Tampil setelah ditulis sedikitnya {n} orang.", { n: least }));
        if (!words.length) return [h("p", { class: "etika-calm" }, t("Belum ada kata yang tampil.")), rule];
        const drawn = fitted(words, s.role);
        return [h("ol", { class: "etika-wordcloud-words", "aria-label": t("Awan kata, dari yang paling sering") }, drawn.map(({ text, n, size }) => {
          const word = h("li", { dataset: { often: n * 2 >= words[0].n ? "yes" : "no" } }, text, h("span", { class: "etika-hidden" }, t("{n} orang", { n: ui.number(n) })));
          word.style.fontSize = `${size}em`;
          return word;
        })), ui.cards.rest(words.length - drawn.length + more), s.role !== "projector" && rule];
      },
    };
    const closing = { key: (s) => s.reveal, draw: (s) => s.reveal && ui.box(s.reveal.html) };

    const send = (kind, payload) => () => model.send({ kind, payload });
    const lead = {
      key: (s) => [s.phase, s.results && [s.results.edits, s.results.pairs]],
      draw(s) {
        if (!s.results || ["hidden", "reading"].includes(s.phase)) return null;
        const { edits, pairs } = s.results;
        return [h("div", { class: "etika-review-top" }, ui.button(t("Bekukan awan kata"), {
          pressed: edits.frozen, key: "freeze", on: send("freeze", { on: !edits.frozen }),
        }), pairs.map(({ text, n }) => ui.button(t("Jadikan frasa: {text} ({n} orang)", { text, n: ui.number(n) }), { key: `phrase:${text}`, on: send("phrase", { text, on: true }) })),
        edits.phrases.map((text) => ui.button(t("Frasa: {text}", { text }), { pressed: true, key: `phrase:${text}`, on: send("phrase", { text, on: false }) })))];
      },
    };
    const state = (row) => ({ shown: t("Tampil"), few: t("Belum tampil: terlalu sedikit orang"), banned: t("Dilarang") })[row.state];
    const list = {
      key: (s) => s.results && [s.results.all, s.results.rest, s.results.edits.apart],
      draw(s) {
        if (!s.results) return null;
        const { all, rest, edits } = s.results;
        if (!all.length) return h("p", { class: "etika-calm" }, t("Belum ada kata."));
        return [h("ul", { class: "etika-voices etika-review" }, all.map((row) => {
          const banned = row.state === "banned", apart = edits.apart.includes(row.text);
          const about = h("span", { class: "etika-hidden" }, row.text);
          return h("li", null, h("div", { class: "etika-review-text" }, h("p", null, h("strong", null, row.text), " ",
            ui.tag(row.n === null ? t("kurang dari 5 orang") : t("{n} orang", { n: ui.number(row.n) }))),
          h("p", { class: "etika-hint" }, [state(row), row.forms.length > 1 && t("termasuk {forms}", { forms: row.forms.slice(1).join(", ") })].filter(Boolean).join(" · "))),
          h("div", { class: "etika-review-do" },
            (row.forms.length > 1 || apart) && ui.button([apart ? t("Gabungkan lagi") : t("Pisahkan bentuk"), about.cloneNode(true)], { key: `split:${row.text}`, on: send("split", { text: row.text, on: !apart }) }),
            ui.button([t("Larang"), about], { pressed: banned, key: `ban:${row.text}`, on: send("ban", { text: row.text, on: !banned }) })));
        })), ui.cards.rest(rest)];
      },
    };
    const parts = {
      participant: [top, answer, cloud, closing], projector: [top, cloud, closing, ui.counted], facilitator: [lead, list],
    };
    return ui.live(model, el, parts[model.get("state").role]);
  },
};
