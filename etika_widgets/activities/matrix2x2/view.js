// Matrix: every item on two axes by two rows of radio buttons; results as one grid of counts per item.

export default {
  /** @param {{model: any, el: HTMLElement, ui: any}} world */
  render({ model, el, ui }) {
    const { h, t } = ui;
    const AXES = [["x", "across"], ["y", "up"]];
    const text = (s, id) => (s.content.items.find((one) => one.id === id) || { text: "–" }).text;
    const step = ({ steps }, { low, high }, at) => (steps === 2 ? [low, high][at - 1] : at === 1 ? `1 · ${low}` : at === steps ? `${at} · ${high}` : String(at));
    const told = (content, place) => AXES.map(([key, axis]) => place && place[key] && step(content, content[axis], place[key])).filter(Boolean).join(" · ");
    const preview = ({ content: { items, across, up } }) => [
      h("ol", { class: "etika-given" }, items.map((one) => h("li", null, one.text))),
      h("dl", { class: "etika-axes" }, [across, up].map(({ label, low, high }) => h("div", null, h("dt", null, label), h("dd", null, `${low} – ${high}`))))];

    const row = (value, save, id, key, { label, low, high }, { steps }) => {
      const place = (value.places[id] = value.places[id] || {}), set = (at) => ((place[key] = at), save());
      if (steps > 2) return ui.points({ legend: label, name: `${id}-${key}`, labels: [low, ...Array(steps - 2).fill(""), high], value: place[key], onChange: set });
      return ui.compact({ legend: label, name: `${id}-${key}`, options: [{ id: "1", text: low }, { id: "2", text: high }],
        chosen: [String(place[key])], onChange: ([at]) => set(Number(at)) });
    };
    const answer = ui.answer(model, {
      start: () => ({ places: {} }),
      heading: (s) => ui.heading(s.content.question),
      preview,
      fields: (value, save, { content }) => [ui.heading(content.question), content.items.map(({ id, text: said }, i) => {
        const name = `etika-matrix-${i}`;
        return h("div", { class: "etika-placed", role: "group", "aria-labelledby": name },
          h("p", { id: name }, h("b", null, `${i + 1}. `), said), AXES.map(([key, axis]) => row(value, save, id, key, content[axis], content)));
      })],
      check(value, { content: { items } }) {
        const open = items.map(({ id }, i) => (value.places[id] && value.places[id].x && value.places[id].y ? 0 : i + 1)).filter(Boolean);
        return open.length ? t("Belum diisi: nomor {list}.", { list: open.join(", ") }) : "";
      },
      summary: (value, { content }) => h("ol", { class: "etika-given" }, content.items.map(({ id, text: said }) =>
        h("li", null, said, " ", h("strong", null, told(content, value.places[id]))))),
    });

    const chart = (s) => {
      const { steps, across, up, corners } = s.content, { rounds, suppressed } = s.results;
      const own = (((s.mine || {})[s.round] || {}).answer || {}).places || {};
      const four = steps === 2;
      const places = Array.from({ length: steps }, (_, i) => i + 1);
      const grid = (one) => {
        const sum = Object.values(one.cells).reduce((all, n) => all + (n || 0), 0), mine = own[one.id] || {};
        const cell = (x, y) => ui.people(one.cells[`${x}_${y}`], sum, [
          corners.length > 0 && corners[x - 1 + 2 * (y - 1)], mine.x === x && mine.y === y && t("Anda")].filter(Boolean));
        return h("div", null, ui.heat({
          side: true, caption: [text(s, one.id), one.apart !== null && [" ", h("span", { class: "etika-hint" }, ui.apart(one.apart))]],
          columns: places.map((x) => (four ? step(s.content, across, x) : x)),
          rows: [...places].reverse().map((y) => ({ label: four ? step(s.content, up, y) : y, cells: places.map((x) => cell(x, y)) })),
        }));
      };
      // Only what splits the room most is large enough to be read from the last row.
      const shown = ({ items }) => (s.role === "projector" ? items.slice(0, 2) : items);
      const table = (entry) => [
        h("p", { class: "etika-caption" }, entry.n !== null && t("{n} jawaban", { n: ui.number(entry.n) }), rounds.length > 1 && ` · ${t("Putaran {n}", { n: entry.round })}`),
        !four && h("p", { class: "etika-hint" }, [["→", across], ["↑", up]].map(([arrow, axis]) => h("span", null, `${arrow} ${axis.label}: 1 ${axis.low} – ${steps} ${axis.high}`))),
        four && h("p", { class: "etika-hint" }, `↓ ${up.label} · → ${across.label}`),
        h("div", { class: four ? "etika-matrices" : "etika-matrices etika-five" }, shown(entry).map(grid)),
        shown(entry).length < entry.items.length && h("p", { class: "etika-hint" }, t("Dua yang paling terbelah. Yang lain ada di ponsel Anda."))];
      return [table(rounds[rounds.length - 1]),
        s.role !== "projector" && rounds.length > 1 && h("details", null, h("summary", null, t("Putaran sebelumnya")), rounds.slice(0, -1).map(table)),
        suppressed && ui.suppressed()];
    };
    return ui.asking(model, el, { answer, preview, chart });
  },
};
