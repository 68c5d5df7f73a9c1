// What activities share that ask several things at once: lists to choose from, points of a scale, tables shaded by
// pattern, and the frame of a view that asks and later opens the results.

/** @typedef {Record<string, any>} Data */

let serial = 0;

/** @param {Data} ui what `createUi` has made so far */
export function createGrids({ h, t, heading, box, top, live, counted, choices, number }) {
  /** A list that opens, for one of several; nothing is chosen at first. @param {{label: any, options: {id: string, text: string}[], value?: string | null, empty?: string, onChange: (id: string) => void}} options */
  const select = ({ label, options, value, empty = t("Pilih …"), onChange }) => {
    const id = `etika-grid-${++serial}`;
    const list = h("select", { id, on: { change: () => onChange(list.value) } },
      h("option", { value: "" }, empty), options.map((one) => h("option", { value: one.id }, one.text)));
    list.value = value || "";
    return h("div", { class: "etika-field" }, h("label", { for: id }, label), list);
  };

  /** Choices with short words, side by side where they fit. @param {Data} options as for `ui.choices`, texts only */
  const compact = (options) => {
    const field = choices(options), longest = Math.max(...options.options.map((/** @type {Data} */ { text }) => text.length));
    field.classList.add("etika-compact");
    field.style.setProperty("--etika-box", `calc(${longest}ch + 2.75em)`);
    return field;
  };

  /** Points from 1 on in a row, one per label; only those at the ends are seen. @param {{legend: any, name: string, labels: string[], value?: number, onChange: (point: number) => void}} options */
  const points = ({ legend, name, labels, value, onChange }) => {
    const field = choices({
      legend, name, chosen: value ? [String(value)] : [],
      options: labels.map((label, i) => ({ id: String(i + 1), text: [h("b", null, i + 1), h("i", { class: "etika-hidden" }, ` ${label}`)] })),
      onChange: (/** @type {string[]} */ [point]) => onChange(Number(point)),
    });
    field.classList.add("etika-scale");
    field.style.setProperty("--etika-points", String(labels.length));
    field.append(h("p", { class: "etika-ends", "aria-hidden": "true" }, h("span", null, labels[0]), h("span", null, labels[labels.length - 1])));
    return field;
  };

  /**
   * A table whose cells are shaded by pattern and number, so that it is its own text alternative. `share` is 0 to 1,
   * null where the number is hidden; rows have their label above them, or beside them with `side`.
   * @param {{caption: any, columns: (string | number)[], corner?: any, side?: boolean, rows: {label: any, note?: any, cells: {text: any, share: number | null, marks?: string[]}[]}[]}} options
   */
  const heat = ({ caption, columns, corner, side, rows }) => {
    const many = !side && columns.length > 3; // too many for a phone, which then shows the heading in every cell
    const cell = (/** @type {Data} */ { text, share, marks = [] }, /** @type {number} */ at) =>
      h("td", { class: `etika-heat-${Math.min(4, Math.ceil((share || 0) * 4 - 1e-9))}` }, many && h("span", { class: "etika-heat-label" }, columns[at]),
        h("b", null, text === null ? h("span", null, "–", h("i", { class: "etika-hidden" }, ` ${t("disembunyikan")}`)) : text),
        marks.map((mark) => h("small", null, mark)));
    const told = (/** @type {Data} */ { label, note }) => [label, note && [" ", h("span", { class: "etika-hint" }, note)]];
    const heads = columns.map((column) => h("th", { scope: "col" }, column));
    return h("table", { class: ["etika-heat", side && "etika-heat-side", many && "etika-heat-many"].filter(Boolean).join(" ") },
      caption && h("caption", null, caption),
      h("thead", null, h("tr", null, side && h("td", null, corner), heads)),
      side ? h("tbody", null, rows.map((row) => h("tr", null, h("th", { scope: "row" }, told(row)), row.cells.map(cell))))
        : rows.map((row) => h("tbody", null, h("tr", null, h("th", { scope: "rowgroup", colspan: columns.length }, told(row))), h("tr", null, row.cells.map(cell)))));
  };
  /** A cell with people: their number, hidden or not. @param {number | null} n @param {number} whole @param {string[]} [marks] */
  const people = (n, whole, marks) => ({ text: n === null ? null : number(n), share: n === null || !whole ? null : n / whole, marks });
  const suppressed = () => h("p", { class: "etika-hint" }, t("Jumlah kecil disembunyikan agar orang tidak dapat dikenali."));

  /** How far people part over something: of 100 pairs, those who differ. @param {number | null} apart */
  const apart = (apart) => apart !== null && t("{n} dari 100 pasang berbeda", { n: number(apart) });

  /**
   * The whole view of an activity that asks and opens its results later.
   * @param {any} model @param {any} el
   * @param {{answer: any, preview(state: Data): any, chart(state: Data): any}} spec `chart` draws `state.results`, and `state.reveal` where it is there
   */
  const asking = (model, el, { answer, preview, chart }) => {
    const question = (/** @type {Data} */ s) => heading(s.content.question);
    const head = {
      key: (/** @type {Data} */ s) => [s.phase, s.title, s.intro_html, s.content],
      draw: (/** @type {Data} */ s) => [top(s), (s.role === "participant" || s.phase === "reading") && box(s.content.case_html, "etika-case")],
    };
    const opened = {
      key: (/** @type {Data} */ s) => [s.phase, s.results, s.reveal, s.results && s.mine],
      draw: (/** @type {Data} */ s) => s.results && [question(s), chart(s), s.reveal && box(s.reveal.html, s.role === "projector" ? "etika-rich" : "etika-rich etika-card")],
    };
    const asked = { key: (/** @type {Data} */ s) => [s.phase, s.content, !!s.results], draw: (/** @type {Data} */ s) => !s.results && [question(s), preview(s)] };
    const read = { key: (/** @type {Data} */ s) => [s.results, s.content, s.reveal], draw: (/** @type {Data} */ s) => s.results && chart(s) };
    const parts = { participant: [head, answer, opened], projector: [head, asked, opened, counted], facilitator: [read] };
    return live(model, el, parts[/** @type {"projector"} */ (model.get("state").role)]);
  };

  return { select, compact, points, heat, people, suppressed, apart, asking };
}
