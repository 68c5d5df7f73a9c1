// Randomized response: the device throws a die that nobody else ever sees, or a harmless statement hides the answer.
// The estimate is worked out in the open, step by step, with the numbers of the room.

export default {
  /** @param {{model: any, el: HTMLElement, ui: any}} world */
  render({ model, el, ui }) {
    const { h, t } = ui;
    const percent = (share) => ui.percent(share, 1);
    const whole = (n) => ui.number(Math.round(10 * n) / 10);
    const steps = (...lines) => h("ol", { class: "etika-given" }, lines.map((line) => h("li", null, line)));
    const sides = (from, to) => (from === to ? String(from) : `${from}–${to}`);
    const said = ({ options }) => `“${options[0].text.toLowerCase()}”`;

    /** Why it protects, and a small example that adds up. */
    const rule = ({ content }) => {
      const { method, truth, yes, sides: all, known, chance } = content;
      if (method === "crosswise") {
        const same = 20 * chance + 80 * (1 - chance);
        return [h("div", { class: "etika-card" }, h("p", null, h("b", null, "A. "), content.question), h("p", null, h("b", null, "B. "), known)),
          h("p", null, t("Jangan jawab satu per satu. Katakan saja apakah jawaban Anda untuk A dan B sama atau berbeda.")),
          h("ul", { class: "etika-given" },
            h("li", null, t("“Sama”: keduanya benar, atau keduanya tidak benar.")), h("li", null, t("“Berbeda”: hanya satu yang benar."))),
          example(t("Dari 100 orang, kalimat A benar bagi 20 orang. Kalimat B benar bagi kira-kira {p}. Yang menjawab “sama”: {one} orang (A dan B benar) ditambah {two} orang (keduanya tidak), jadi {sum}. Dari angka {sum} itu kelas dapat menghitung kembali 20, tanpa tahu siapa orangnya.",
            { p: percent(chance), one: whole(20 * chance), two: whole(80 * (1 - chance)), sum: whole(same) }))];
      }
      return [h("p", null, t("Dadu dilempar di perangkat ini. Hasilnya hanya Anda yang melihat.")),
        h("ul", { class: "etika-given" },
          h("li", null, t("Mata {sides}: jawab jujur.", { sides: sides(1, truth) })),
          h("li", null, t("Mata {sides}: jawab “ya”, apa pun kenyataannya.", { sides: sides(truth + 1, truth + yes) })),
          h("li", null, t("Mata {sides}: jawab “tidak”, apa pun kenyataannya.", { sides: sides(truth + yes + 1, all) }))),
        example(t("Dari 60 orang, dadu menyuruh kira-kira {yes} orang berkata “ya” dan {truth} orang menjawab jujur. Bila {seen} orang berkata “ya”, kira-kira {honest} di antaranya jujur: {honest} dari {truth}, yaitu 30%. Siapa mereka, tidak ada yang tahu.",
          { yes: 10 * yes, truth: 10 * truth, seen: 10 * yes + 3 * truth, honest: 3 * truth }))];
    };
    const example = (text) => h("details", { open: model.get("state").role === "projector" }, h("summary", null, t("Mengapa jawaban saya aman? Lihat contohnya")), h("p", null, text));
    /** One of six, each as likely as the others: the four highest of 256 bytes would favour low numbers. */
    const throwDie = () => {
      const byte = new Uint8Array(1);
      do crypto.getRandomValues(byte); while (byte[0] >= 252);
      return 1 + (byte[0] % 6);
    };

    // What was thrown and chosen lives in this function only: not in a draft, not in any message.
    let thrown = 0, chosen = "", sending = false;
    const line = ui.delivery(model);
    const told = ({ truth, yes }) => (thrown <= truth ? t("Jawab jujur.") : thrown <= truth + yes ? t("Jawab “ya”, apa pun kenyataannya.") : t("Jawab “tidak”, apa pun kenyataannya."));
    const status = () => (model.get("delivery") || {}).status;
    const done = (s) => Object.keys(s.mine || {}).length > 0;
    const part = {
      key: (s) => [s.phase, s.content, done(s), thrown, sending, status()],
      draw(s) {
        if (s.results) return null;
        const { content } = s, away = ["waiting", "sent"].includes(status()) || (sending && status() !== "refused");
        if (!away) sending = false;
        line.hidden = !away && status() !== "refused";
        if (done(s) || away) return [ui.heading(content.question), line, h("p", { class: "etika-calm" }, t("Jawaban Anda sudah dikirim dan tidak dapat diubah: menjawab dua kali mengurangi perlindungan Anda."))];
        if (s.phase !== "open") return [ui.heading(content.question), rule(s), line, h("p", { class: "etika-calm" },
          s.phase === "reading" ? t("Baca dulu dengan tenang. Jawaban dibuka oleh fasilitator.") : t("Jawaban ditutup. Hasil tampil bila fasilitator membukanya."))];
        const forced = content.method === "forced", problem = h("p", { class: "etika-problem", role: "alert" });
        const submit = (event) => {
          event.preventDefault();
          if (!chosen) return void (problem.textContent = t("Pilih dulu satu jawaban."));
          sending = true;
          model.send({ kind: "answer", payload: { said: chosen } });
          part.redraw();
        };
        return h("form", { class: "etika-form", novalidate: true, on: { submit } }, ui.notice(s), ui.heading(content.question), rule(s),
          forced && thrown > 0 && h("p", { class: "etika-thrown", role: "status" }, h("b", null, t("Mata dadu: {n}.", { n: thrown })), " ", told(content)),
          (!forced || thrown > 0) && ui.choices({ legend: t("Jawaban Anda"), name: "said", options: content.options, chosen: [chosen], onChange: ([id]) => ((chosen = id), (problem.textContent = "")) }),
          h("div", { class: "etika-actions" }, problem, line, forced && !thrown
            ? ui.button(t("Lempar dadu"), { primary: true, on: () => ((thrown = throwDie()), part.redraw()) })
            : ui.button(t("Kirim jawaban"), { primary: true, type: "submit" })));
      },
      redraw: () => {},
    };

    const worked = (s) => {
      const { n, count, estimate } = s.results, { method, truth, yes, sides: all, chance } = s.content, { seen, raw } = estimate;
      const range = t("Karena kebetulan, yang berkata {said} dapat berkisar {low}–{high}. Dengan langkah yang sama batasnya {from}–{to}.",
        { said: said(s.content), low: percent(seen.low), high: percent(seen.high), from: percent(estimate.low), to: percent(estimate.high) });
      const cut = raw !== estimate.share && t("Hitungannya {raw}; kebetulan dapat membawanya melewati batas, jadi ditulis {share}.", { raw: percent(raw), share: percent(estimate.share) });
      const lines = method === "forced" ? [
        t("{n} orang menjawab; {count} berkata “ya”.", { n: ui.number(n), count: ui.number(count) }),
        t("Dadu menyuruh {yes} dari {all} orang berkata “ya”: {n} × {yes}/{all} = {forced}.", { n, yes, all, forced: whole((n * yes) / all) }),
        t("Sisanya jujur: {count} − {forced} = {rest}.", { count, forced: whole((n * yes) / all), rest: whole(count - (n * yes) / all) }),
        t("Yang disuruh jujur: {n} × {truth}/{all} = {asked}.", { n, truth, all, asked: whole((n * truth) / all) }),
        t("{rest} dari {asked} = {share}.", { rest: whole(count - (n * yes) / all), asked: whole((n * truth) / all), share: percent(raw) }), cut, range,
      ] : [
        t("{n} orang menjawab; {count} berkata “sama”, yaitu {seen}.", { n: ui.number(n), count: ui.number(count), seen: percent(seen.share) }),
        t("Bila A tidak benar bagi siapa pun, kira-kira {none} berkata “sama”. Bila A benar bagi semua, {all}.", { none: percent(1 - chance), all: percent(chance) }),
        `(${percent(1 - chance)} − ${percent(seen.share)}) ÷ (${percent(1 - chance)} − ${percent(chance)}) = ${percent(raw)}.`, cut, range,
      ];
      return steps(...lines.filter(Boolean));
    };
    const chart = (s) => {
      const { n, count, estimate, why } = s.results;
      if (why === "few") return h("p", { class: "etika-card" }, t("Baru {n} jawaban; taksiran perlu sedikitnya {least}. Dengan lebih sedikit orang, kebetulan lebih besar daripada kenyataannya.", { n: ui.number(n), least: s.content.least }));
      if (why) return h("p", { class: "etika-card" }, t("{count} dari {n} berkata {said}. Angka itu tidak cocok dengan aturan undiannya, jadi tidak ada taksiran. Mungkin banyak orang tidak mengikuti undian.", { count: ui.number(count), n: ui.number(n), said: said(s.content) }));
      const bar = h("i", { class: "etika-range" }), point = h("i", { class: "etika-point" });
      bar.style.left = `${100 * estimate.low}%`;
      bar.style.width = `${100 * (estimate.high - estimate.low)}%`;
      point.style.left = `${100 * estimate.share}%`;
      return [h("p", { class: "etika-estimate" }, h("b", null, percent(estimate.share)), " ",
          t("taksiran untuk kelas ini; batas 95%: {low} sampai {high}", { low: percent(estimate.low), high: percent(estimate.high) })),
        h("div", { class: "etika-line", "aria-hidden": "true" }, bar, point), h("div", { class: "etika-ends", "aria-hidden": "true" }, h("span", null, "0%"), h("span", null, "100%")),
        ui.heading(t("Cara menghitungnya"), true), worked(s)];
    };
    return ui.asking(model, el, { answer: part, preview: rule, chart });
  },
};
