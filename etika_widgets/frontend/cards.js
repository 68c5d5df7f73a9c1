// Texts that wait for the facilitator: writing them, one's own with what became of them, and the list that lets them up.

/** @typedef {Record<string, any>} Data */

/** @param {Data} ui what `createUi` has made so far */
export function createCards({ h, t, button, textarea, draft, delivery, notice, heading, tag, number }) {
  const words = (/** @type {string} */ state) => ({
    waiting: t("Menunggu fasilitator"), shown: t("Tampil"), hidden: t("Tidak ditampilkan"), pinned: t("Disematkan"),
    answered: t("Dijawab"), archived: t("Diarsipkan"), sent: t("Dikirim"), off: t("Kartunya tidak tampil lagi"),
  })[/** @type {"sent"} */ (state)] || state;
  const hidden = (/** @type {string} */ text) => h("span", { class: "etika-hidden" }, text);
  const said = (/** @type {string} */ text) => h("p", { class: "etika-said" }, text);
  const rest = (/** @type {number} */ more) => more > 0 && h("p", { class: "etika-hint etika-cards-more" }, t("dan {n} lainnya", { n: number(more) }));

  /** The line of each view that says how its newest text is doing: one at a time. @type {WeakMap<any, any>} */
  const lines = new WeakMap();

  /**
   * The parts in which a participant writes texts and sees their own, and what a view does with the form of replies,
   * which it draws in the card that is answered. What was sent stays on this device until it is stored; refused, it
   * returns to the form.
   * @param {any} model
   * @param {{label: string, hint?: string, title: string, action: string, full?: string, closed?: string, open(s: Data): boolean, counted?(own: Data): boolean,
   *   withdraws(s: Data): boolean, extra?(value: Data, save: () => void, s: Data): any, check?(value: Data): string, mark?(own: Data): any,
   *   leads?(s: Data): boolean, replies?: boolean}} spec leads: whether this is the main thing to do just now; replies: not cards but replies to them, `{to, text}`
   */
  const writing = (model, spec) => {
    const { replies } = spec, kind = replies ? "reply" : "add";
    const kept = draft(model, replies ? "reply" : "card", ""), line = delivery(model), fresh = { text: "" };
    const load = () => ({ now: fresh, sent: [], ...kept.get() });
    const dealt = (/** @type {Data} */ s, /** @type {string} */ name) => (s.dealt && s.dealt[name]) || [];
    const own = (/** @type {Data} */ s) => dealt(s, replies ? "replies" : "cards");
    const most = (/** @type {Data} */ s) => s.content[replies ? "replies" : "per_person"];
    const left = (/** @type {Data} */ s) => most(s) - own(s).filter(spec.counted || (() => true)).length - load().sent.length;
    const speak = () => {
      if (lines.has(model)) lines.get(model).hidden = true;
      lines.set(model, line);
      line.hidden = false;
    };
    const leads = spec.leads || (() => true);
    let returned = 0;
    line.hidden = true;
    /** Nothing is on its way any more: what did not become a card returns to the form. @param {Data} s */
    const settle = (s) => {
      const held = load(), { status } = model.get("delivery") || {};
      if (!held.sent.length || ["waiting", "sent"].includes(status)) return;
      const lost = held.sent.filter((/** @type {Data} */ one) => !own(s).some((/** @type {Data} */ card) => card.text === one.text.trim() && card.to === one.to)).pop();
      const back = status === "refused" && lost && !held.now.text;
      if (back) returned += 1;
      kept.set({ sent: [], now: back ? lost : held.now });
    };
    const write = {
      // Not drawn anew when a text is stored: the next one is being typed by then.
      key: (/** @type {Data} */ s) => (settle(s), [spec.open(s), left(s) > 0, leads(s), s.content, returned]),
      draw(/** @type {Data} */ s) {
        if (!spec.open(s)) return !replies && [spec.closed && s.phase !== "reading" && h("p", { class: "etika-calm" }, spec.closed), line];
        if (left(s) <= 0) return [h("p", { class: "etika-calm" }, spec.full), line];
        const held = load(), value = { ...held.now }, problem = h("p", { class: "etika-problem", role: "alert" });
        const first = !dealt(s, "cards").length && !dealt(s, "replies").length && !held.sent.length, key = replies ? `reply:${value.to}` : "add";
        const save = () => ((problem.textContent = ""), kept.set({ ...load(), now: value }));
        const submit = (/** @type {Event} */ event) => {
          event.preventDefault();
          const wrong = value.text.trim() ? spec.check && spec.check(value) : t("Tulis dulu, lalu kirim.");
          if (wrong) return void (problem.textContent = wrong);
          speak();
          kept.set({ now: fresh, sent: [...load().sent, value] });
          model.send({ kind, payload: value });
          write.redraw();
        };
        return h("form", { class: "etika-form", novalidate: true, on: { submit } }, first && notice(s),
          spec.extra && spec.extra(value, save, s),
          textarea({ label: spec.label, hint: spec.hint, value: value.text, max: s.content.max, rows: 2, key: replies && key, onInput: (/** @type {string} */ text) => ((value.text = text), save()) }),
          h("div", { class: "etika-actions" }, problem, button(spec.action, { primary: leads(s), type: "submit", key }),
            replies && button(t("Batal"), { key, on: () => form.put(fresh) }), line));
      },
      redraw: () => {},
    };
    const mine = {
      key: (/** @type {Data} */ s) => [own(s), load().sent, spec.withdraws(s), spec.open(s)],
      draw(/** @type {Data} */ s) {
        const sent = form.sent(), more = left(s);
        const hint = !replies && spec.open(s) && more > 0 && h("p", { class: "etika-hint" }, t("Masih boleh {n} lagi.", { n: number(more) }));
        const tail = replies && most(s) > 0 && !spec.open(s) && line; // it must not leave the page: then it would stop listening
        return !own(s).length && !sent.length ? [hint, tail] : [heading(spec.title, true), hint, h("ul", { class: "etika-cards" }, [...own(s), ...sent].map((one) =>
          h("li", { class: "etika-card" }, said(one.text), h("p", null, tag(words(one.state)), " ", spec.mark && spec.mark(one)),
            one.here && spec.withdraws(s) && button([t("Tarik kembali"), hidden(one.text)], {
              key: `withdraw:${one.id}`, on: () => (speak(), model.send({ kind: "withdraw", payload: { id: one.id } })),
            })))), tail];
      },
    };
    const form = {
      left, get: () => load().now, sent: () => load().sent.map((/** @type {Data} */ one) => ({ ...one, state: "sent" })),
      put: (/** @type {Data} */ value) => ((line.hidden = true), kept.set({ ...load(), now: value }), write.redraw()),
    };
    return [write, mine, form];
  };

  /**
   * The parts in which a facilitator decides: how many wait, those that came meanwhile, and one list, the newest first.
   * While the pointer is on them, or the focus in the list, no row comes by itself: what is let up was there to be read.
   * @param {any} model
   * @param {{decide(row: Data): {label: string, pressed?: boolean, to?: string, send?: Data}[], note?(row: Data): any, before?(row: Data): any, also?(s: Data): any, empty: string}} spec
   */
  const review = (model, spec) => {
    /** @type {Set<string>} */ let known = new Set();
    /** @type {any} */ let list = null, bar = null;
    const all = (/** @type {Data} */ s) => (s.results ? s.results.review.cards : []);
    const late = (/** @type {Data} */ s) => all(s).filter((/** @type {Data} */ one) => !known.has(one.id)).length;
    const rows = (/** @type {Data} */ s) => all(s).filter((/** @type {Data} */ one) => known.has(one.id));
    const take = () => (known = new Set(all(model.get("state")).map((/** @type {Data} */ one) => one.id)));
    const over = (/** @type {any} */ node) => node && node.isConnected && node.matches(":hover");
    const watched = () => over(bar) || over(list) || (list && list.contains(list.getRootNode().activeElement));
    const decide = (/** @type {string[]} */ ids, /** @type {string} */ to) => model.send({ kind: "moderate", payload: { ids, to } });
    const summary = {
      key: (/** @type {Data} */ s) => (watched() || take(), [s.results && { ...s.results.review, cards: 0 }, late(s)]),
      draw(/** @type {Data} */ s) {
        if (!s.results) return null;
        const { waiting, shown } = s.results.review, ids = () => rows(model.get("state")).filter((/** @type {Data} */ one) => one.state === "waiting").map((/** @type {Data} */ one) => one.id);
        return (bar = h("div", { class: "etika-review-top" }, h("p", { class: "etika-count" }, t("{n} menunggu, {m} tampil", { n: number(waiting), m: number(shown) })),
          waiting > 0 && button(t("Tampilkan semua yang menunggu"), { key: "all", on: () => ids().length && decide(ids(), "shown") }),
          late(s) > 0 && button(t("Ada {n} baru. Masukkan ke daftar", { n: number(late(s)) }), { key: "late", on: () => (take(), summary.redraw(), board.redraw()) })));
      },
      redraw: () => {},
    };
    const board = {
      key: (/** @type {Data} */ s) => [rows(s), s.results && s.results.review.more, spec.also && spec.also(s)],
      draw(/** @type {Data} */ s) {
        const shown = rows(s);
        /** Deciding moves a row away: the focus goes to the same button of its neighbour. @param {any} event @param {number} at @param {number} place @param {Data} choice */
        const press = (event, at, place, { to, send }) => {
          if (event.detail > 1) return; // the second half of a double click would fall on the next row
          const next = shown[at + 1] || shown[at - 1];
          if (next) event.currentTarget.dataset.key = `review:${place}:${next.id}`;
          to ? decide([shown[at].id], to) : model.send(send);
        };
        list = shown.length ? h("ul", { class: "etika-voices etika-review" }, shown.map((one, at) => h("li", { dataset: { state: one.state } },
          h("div", { class: "etika-review-text" }, h("p", { class: "etika-hint" }, one.name && h("strong", null, one.name), one.name && " ", tag(words(one.state)), spec.note && spec.note(one)),
            spec.before ? spec.before(one) : said(one.text)),
          h("div", { class: "etika-review-do" }, spec.decide(one).map((choice, place) => button([choice.label, hidden(one.text)], {
            pressed: choice.pressed, key: `review:${place}:${one.id}`, on: (/** @type {any} */ event) => press(event, at, place, choice),
          })))))) : null;
        return [list || h("p", { class: "etika-calm" }, spec.empty), s.results && rest(s.results.review.more)];
      },
      redraw: () => {},
    };
    return [summary, board];
  };

  return { writing, review, rest, said, words };
}
