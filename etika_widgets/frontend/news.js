// What a class asks of a participant beside its activities, in all hosts: a pulse, and once where people come from.

/** @typedef {Record<string, any>} Data */

/**
 * A pulse stands in `place` until the facilitator puts it away.
 * @param {{place: any, client: any, ui: Data}} page @returns what draws it, for a `room`; for null nothing stands
 */
export function createPulse({ place, client, ui }) {
  let standing = null, end = null;
  return async (/** @type {Data | null} */ room) => {
    const id = (room && room.pulse) || null;
    if (id === standing) return;
    standing = id;
    place.replaceChildren();
    if (end) end();
    end = null;
    if (!id) return;
    try {
      const view = await ui.view("pulse");
      if (standing !== id) return; // another one came while the view was fetched
      const el = ui.h("div", { class: "etika-activity", dataset: { activity: id, type: "pulse" } });
      end = view.render({ model: client.model(id), el, ui });
      place.replaceChildren(el);
    } catch {
      if (standing === id) standing = null; // tried again at the next change
    }
  };
}

/**
 * The question which unit somebody comes from, if the facilitator wants to deal groups by it; asked once on a device.
 * @param {{place: any, client: any, ui: Data, storage: any, code: string}} page @returns what draws it, for a `room`
 */
export function createUnit({ place, client, ui, storage, code }) {
  const { h, t } = ui, model = client.model(null), name = `etika:${code}:unit`;
  let asked = false;
  try {
    asked = storage.getItem(name) !== null;
  } catch { /* blocked storage remembers nothing */ }
  const done = (/** @type {string | null} */ unit) => {
    asked = true;
    try {
      storage.setItem(name, "1");
    } catch { /* then a reload asks again */ }
    if (unit) model.send({ kind: "unit", payload: { unit } });
    place.replaceChildren();
  };
  return (/** @type {Data | null} */ room) => {
    const wanted = room && room.units.length > 0 && room.me && !room.me.unit && !asked && !room.ended;
    if (!wanted) return void place.replaceChildren();
    if (place.dataset.key === JSON.stringify(room.units) && place.firstChild) return;
    place.dataset.key = JSON.stringify(room.units);
    place.replaceChildren(ui.card(h("h2", null, t("Anda dari unit mana?")),
      h("p", { class: "etika-hint" }, t("Dipakai hanya untuk membagi kelompok. Fasilitator melihatnya di samping nama samaran Anda.")),
      room.units.map((/** @type {string} */ unit) => ui.button(unit, { on: () => done(unit) })),
      ui.button(t("Lewati"), { on: () => done(null) })));
  };
}
