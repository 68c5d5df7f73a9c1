// Daily practice: the day's questions one by one, the key right after each answer, then what comes back when.

export default {
  /** @param {{model: any, el: HTMLElement, ui: any}} world */
  render({ model, el, ui }) {
    const { h, t } = ui;
    const role = model.get("state").role;
    const items = (s) => s.dealt.items || [];
    const open = (s) => items(s).find((item) => !item.solution);
    const word = (item, id) => (item.options.find((one) => one.id === id) || { text: "–" }).text;
    const date = (day, length = "long") => new Date(day).toLocaleDateString(ui.language,
      { weekday: length, day: "numeric", month: length === "long" ? length : "numeric", timeZone: "UTC" });
    /** Whether a new day can begin: no day yet, or the one dealt is over by the server's clock. */
    const over = (s) => !s.dealt.until || model.get("now") >= Date.parse(s.dealt.until);

    // One question
    const stem = (s, item) => h("div", { class: "etika-stem" },
      h("p", { class: "etika-label" }, t("Soal {n} dari {m}", { n: items(s).findIndex(({ id }) => id === item.id) + 1, m: items(s).length }),
        item.seen > 0 && [" ", ui.tag(t("Ulangan"))]), ui.box(item.text_html));
    const forms = {}; // one for each question of a day, so that no draft wanders from one to the next
    const slot = (s, item) => `answer:${s.dealt.day}:${item.id}`;
    const form = (s, item) => {
      const name = slot(s, item);
      const one = forms[name] || (forms[name] = ui.answer(model, {
        slot: name, own: () => null, start: () => ({ item: item.id, option: "" }), label: t("Jawab"),
        final: t("Kunci dan alasannya muncul setelah jawaban tersimpan."), heading: (now) => stem(now, item),
        fields: (value, save, now) => ui.choices({
          legend: stem(now, item), name: item.id, options: item.options, chosen: [value.option],
          onChange: ([id]) => ((value.option = id), save()),
        }),
        check: (value) => (value.option ? "" : t("Pilih dulu satu jawaban.")),
        summary: (value) => h("p", null, h("strong", null, word(item, value.option))),
      }));
      one.redraw = () => today.redraw();
      return one;
    };
    const solved = (s, item) => {
      const { given, key, rationales, reference, remember } = item.solution;
      return [
        h("p", { class: "etika-verdict", role: "status" }, given === key ? t("Tepat.") : t("Ada jawaban yang lebih dapat dipertahankan.")),
        h("ul", { class: "etika-solved" }, item.options.map(({ id, text }) => h("li", { class: id === key ? "etika-right" : "" },
          h("p", null, text, " ", id === key && ui.tag(t("Kunci")), " ", id === given && ui.tag(t("Jawaban Anda"))),
          rationales[id] && h("p", { class: "etika-hint" }, rationales[id])))),
        remember && h("p", { class: "etika-remember" }, remember),
        reference && h("p", { class: "etika-hint" }, t("Rujukan: {reference}", { reference })),
      ];
    };

    // The day
    let at = ""; // the question on the screen; after its answer its key, until somebody goes on
    let begun = false;
    const begin = (s) => {
      const waiting = begun && ["waiting", "sent"].includes(model.get("delivery").status);
      const start = () => ((begun = true), model.send({ kind: "start", payload: {} }), today.redraw());
      return ui.card(ui.heading(t("{n} soal untuk hari ini", { n: s.content.per_day })),
        h("p", null, t("Sekitar {n} menit, sendiri. Kunci dan alasannya muncul setelah setiap jawaban.", { n: s.content.minutes })),
        s.dealt.days > 0 && h("p", { class: "etika-hint" }, t("Anda sudah berlatih {n} hari.", { n: s.dealt.days })),
        !s.dealt.day && ui.notice(s),
        h("div", { class: "etika-actions" }, ui.button(t("Mulai"), { primary: true, key: "start", disabled: waiting, on: start }), begun && ui.delivery(model)));
    };
    const tomorrow = (s) => {
      const right = items(s).filter(({ solution }) => solution.given === solution.key).length, { back, fresh } = s.dealt;
      const kept = items(s).map(({ solution }) => solution.remember).filter(Boolean), shown = back.slice(0, 5);
      const later = back.slice(5).reduce((sum, { n }) => sum + n, 0);
      return [
        ui.card(ui.heading(t("Sampai besok")),
          items(s).length ? h("p", null, t("{n} dari {m} jawaban Anda tepat. Hanya Anda yang melihat ini.", { n: right, m: items(s).length }))
            : h("p", null, t("Hari ini tidak ada soal yang jatuh tempo.")),
          kept.length > 0 && [h("p", { class: "etika-label" }, t("Untuk dibawa hari ini")), h("ul", null, kept.map((text) => h("li", null, text)))],
          h("p", { class: "etika-label" }, t("Yang kembali, dan kapan")),
          h("ul", null, shown.map(({ day, n }) => h("li", null, t("{day}: {n} soal", { day: date(day), n: ui.number(n) }))),
            later > 0 && h("li", null, t("sesudah itu: {n} soal", { n: ui.number(later) })),
            h("li", null, t("belum pernah Anda jawab: {n} soal", { n: ui.number(fresh) }))),
          h("p", { class: "etika-hint" }, t("Jawaban tepat kembali makin jarang, yang keliru kembali besok."))),
        items(s).map((item, i) => h("details", null, h("summary", null, t("Soal {n}: kunci dan alasan", { n: i + 1 })), ui.box(item.text_html), solved(s, item))),
      ];
    };
    const next = (s, item) => ui.button(open(s) ? t("Soal berikutnya") : t("Selesai untuk hari ini"), {
      primary: true, key: "next",
      on: () => (ui.draft(model, slot(s, item)).clear(), (at = ""), today.redraw(), requestAnimationFrame(() => el.scrollIntoView())),
    });
    const closed = (s) => [
      s.phase === "reading" && h("p", { class: "etika-calm" }, t("Baca dulu dengan tenang. Jawaban dibuka oleh fasilitator.")),
      ["closed", "discussing"].includes(s.phase) && h("p", { class: "etika-calm" }, t("Latihan sedang ditutup. Tunggu fasilitator membukanya lagi.")),
      items(s).length > 0 && !open(s) && tomorrow(s)];
    const today = {
      key(s) {
        if (!items(s).some(({ id }) => id === at)) at = (open(s) || { id: "" }).id;
        const item = open(s);
        return [s.phase, s.dealt, over(s), at, over(s) && begun && model.get("delivery").status, ...(item && s.phase === "open" ? form(s, item).key(s) : [])];
      },
      draw(s) {
        const item = items(s).find(({ id }) => id === at);
        if (s.phase !== "open") return closed(s);
        if (item && item.solution) return [stem(s, item), solved(s, item), next(s, item)];
        if (over(s)) return begin(s);
        return item ? form(s, item).draw(s) : tomorrow(s);
      },
      redraw: () => {},
    };

    // What the room sees
    const days = (s) => ui.bars({ caption: t("Peserta yang berlatih, per hari"), total: s.results.n,
      rows: s.results.days.slice(role === "projector" ? -5 : -14).map(({ day, n }) => ({ label: date(day, role === "projector" ? "short" : "long"), values: [n] })) });
    const told = (label, { text, why }) => [h("p", null, ui.tag(label), " ", text), why && h("p", { class: "etika-hint" }, why)];
    const hard = ({ text_html, n, right, key, taken }) => [ui.box(text_html),
      h("p", { class: "etika-share" }, t("{n} dari {m} tepat", { n: ui.number(right), m: ui.number(n) })),
      key && h("details", null, h("summary", null, t("Kunci dan alasan")), told(t("Kunci"), key), taken && told(t("Sering dipilih"), taken))];
    const hardest = (s) => s.results.hardest.length > 0 && h("section", { class: "etika-hardest" },
      ui.heading(t("Soal tersulit, menurut jawaban pertama"), true),
      role === "projector" ? hard(s.results.hardest[0]) : h("ol", null, s.results.hardest.map((one) => h("li", null, hard(one)))));
    const again = ({ results: { again: r } }) => r && h("p", null,
      t("Soal yang diulang: {n}. Tepat pada kali pertama {first}, pada kali terakhir {last}.", { n: ui.number(r.n), first: ui.number(r.first), last: ui.number(r.last) }));
    const room = {
      key: (s) => [s.phase, s.results, s.reveal],
      draw(s) {
        if (!s.results) return role === "projector" && ui.heading(t("{n} soal setiap pagi. Kerjakan sendiri, di ponsel masing-masing.", { n: s.content.per_day }));
        return [h("div", { class: "etika-room" }, h("div", null, s.results.days.length ? days(s) : h("p", { class: "etika-calm" }, t("Belum ada yang berlatih.")), again(s)),
          hardest(s) || h("p", { class: "etika-hint" }, t("Soal tersulit tampil setelah sedikitnya 5 orang menjawab soal yang sama."))),
          role !== "facilitator" && s.reveal && ui.box(s.reveal.html)];
      },
    };
    const top = { key: (s) => [s.phase, s.title, s.intro_html], draw: (s) => ui.top(s) };

    const parts = { participant: [top, today, room], projector: [top, room, ui.counted], facilitator: [room] };
    const end = ui.live(model, el, parts[role]);
    if (role !== "participant") return end;
    // A page that stays open overnight offers the new day without being told by the server.
    let was = over(model.get("state"));
    const look = () => over(model.get("state")) !== was && ((was = !was), today.redraw());
    const clock = setInterval(look, 20000);
    document.addEventListener("visibilitychange", look);
    return () => (clearInterval(clock), document.removeEventListener("visibilitychange", look), end());
  },
};
