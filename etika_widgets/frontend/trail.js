// What a participant did in a class beside being right or wrong, counted, on no page but their own: once the class has
// ended, in a self-paced one at any time. Asked for when the box is opened, so that nobody pays for it before.

/** @typedef {Record<string, any>} Data */

/**
 * @param {{place: any, client: any, ui: Data}} page @returns what draws it, for a `room`; for null nothing stands
 */
export function createTrail({ place, client, ui }) {
  const { h, t } = ui, model = client.model(null), body = h("div");
  const ask = () => box.open && client.ask("trail");
  const box = h("details", { class: "etika-card etika-trail", on: { toggle: ask } }, h("summary", null, t("Jejak Anda di kelas ini")), body);
  model.on("change:trail", () => {
    const { rows, note } = model.get("trail");
    body.replaceChildren(
      h("ul", null, rows.map((/** @type {Data} */ row) => h("li", null, `${row.label}: `, h("b", null, ui.number(row.n))))),
      h("p", { class: "etika-hint" }, note));
  });
  model.on("change:connection", ask); // what was asked on a line that went down is lost
  let ended = false;
  return (/** @type {Data | null} */ room) => {
    const due = room && room.me && (room.ended || room.pace);
    if (!due) return void box.remove();
    if (!box.isConnected) place.append(box);
    if (room.ended && !ended) [ended, box.open] = [true, true]; // folded away once, it stays so
  };
}
