// A self-paced class on a participant's page: where its reader stands, how far that is, back and on.
//
// The place follows from the answers that are stored, so that it is found again on any phone. This device remembers
// the page last looked at as well; that counts as long as no answer came from elsewhere.

/** @typedef {Record<string, any>} Data */

/**
 * @param {{ui: any, model: any, storage: Storage, code: string, stage: any, book: any, redraw: () => void}} page
 * @returns {(room: Data) => Data | null | undefined} what stands for `room.present`; undefined until all is here
 */
export function createWalk({ ui, model, storage, code, stage, book, redraw }) {
  const { h, t } = ui;
  const line = h("p", { tabindex: -1 }), bar = h("progress", { "aria-hidden": "true" }), until = h("p", { class: "quiet" });
  const head = h("div", { class: "langkah" }, line, bar);
  const end = h("p", { class: "quiet" }, t("Anda sampai di akhir dan sudah mengerjakan semuanya. Terima kasih."));
  const back = ui.button(t("Kembali"), { on: () => go(at - 1) }), on = ui.button(t("Lanjut"), { on: () => go(at + 1) });
  const open = ui.button(t("Ke kegiatan yang belum dijawab"), { primary: true, on: () => go(pages.findIndex(misses)) });
  const nav = h("nav", { class: "langkah", "aria-label": t("Langkah") }, end, h("div", null, back, on, open), until);
  stage.before(head);
  book.after(nav);
  /** @type {Data[]} */
  let pages = [];
  let at = -1;

  const done = (/** @type {Data} */ { activity }) => !!activity && !!model.get("states")[activity].done;
  /** Whether there is something to do again, or still: a daily practice whose next day has begun. @param {Data} page */
  const again = ({ activity }) => {
    const { waits, until } = (activity && model.get("states")[activity].dealt) || {};
    return !!waits || (!!until && model.get("now") >= Date.parse(until));
  };
  const misses = (/** @type {Data} */ page) => page.activity && (!done(page) || again(page));
  const go = (/** @type {number} */ to) => {
    at = to;
    redraw();
    line.focus({ preventScroll: true });
  };

  /** @param {string} key @param {string} stand */
  function find(key, stand) {
    let known = -1;
    try {
      const kept = JSON.parse(storage.getItem(key) || "{}");
      if (kept.stand === stand) known = pages.findIndex(({ step }) => step === kept.step);
    } catch { /* damaged: the answers tell */ }
    if (known < 0) known = pages.findIndex(again);
    return known < 0 ? Math.min(pages.length - 1, 1 + pages.map(done).lastIndexOf(true)) : known;
  }

  return (room) => {
    pages = room.pace.pages;
    head.hidden = nav.hidden = room.ended || !pages.length;
    if (head.hidden) return null;
    const states = model.get("states");
    if (!room.me || !pages.every(({ activity }) => !activity || states[activity])) return undefined;
    const sent = pages.filter(done).length, key = `etika:${code}:${room.me.id}:langkah`;
    const stand = `${sent} ${pages.filter(again).length}`;
    at = Math.min(at < 0 ? find(key, stand) : at, pages.length - 1);
    const here = pages[at], own = (/** @type {Data} */ page) => !page.in_class, last = at === pages.length - 1;
    try {
      storage.setItem(key, JSON.stringify({ step: here.step, stand }));
    } catch { /* full: then the answers tell */ }
    [bar.max, bar.value] = [pages.filter(own).length, pages.slice(0, at + 1).filter(own).length];
    line.textContent = t("{n} dari {m} langkah, {k} jawaban terkirim", { n: bar.value, m: bar.max, k: sent });
    until.hidden = !room.pace.until;
    until.textContent = t("Ditutup {day} pukul {time}.", { day: ui.day(room.pace.until, 0), time: ui.time(room.pace.until) });
    back.hidden = at === 0;
    on.hidden = last;
    on.classList.toggle("etika-primary", !misses(here));
    open.hidden = !last || misses(here) || !pages.some(misses);
    end.hidden = !last || pages.some(misses);
    const note = here.in_class ? t("Kegiatan ini dikerjakan di kelas: {list}. Anda dapat melanjutkan.", { list: here.in_class.join(", ") }) : "";
    return { ...here, title: here.in_class ? t("Dikerjakan di kelas") : here.title, note };
  };
}
