// Reflection: a private journal. The text lives in this browser only; the host learns how many paragraphs there are,
// and a text only when its writer shares it.


const paragraphs = (text) => text.split(/\n\s*\n/).filter((part) => part.trim()).length;
const toMarkdown = (title, text) => `# ${title}\n\n${text.trim()}\n`;
const toHtml = (title, text, language = "id") => {
  const safe = (raw) =>
    raw.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const body = text.trim().split(/\n\s*\n/).map((part) => `<p>${safe(part).replace(/\n/g, "<br>")}</p>`).join("\n");
  return `<!doctype html>\n<html lang="${safe(language)}">\n<meta charset="utf-8">\n<title>${safe(title)}</title>\n`
    + `<body style="max-width:40em;margin:2em auto;padding:0 1em;font:18px/1.6 sans-serif">\n<h1>${safe(title)}</h1>\n${body}\n</body>\n</html>\n`;
};

export default {
  paragraphs, toMarkdown, toHtml,

  /** @param {{model: any, el: HTMLElement, ui: any}} world */
  render({ model, el, ui }) {
    const { h, t } = ui;
    const mine = (s) => (s.mine || {})[s.round] || {};
    const kept = ui.draft(model, "jurnal", ""); // the same text in every round
    const said = (text) => h("p", { class: "etika-said" }, text);
    const row = (...buttons) => h("div", { class: "etika-saves" }, buttons);
    const problem = () => h("p", { class: "etika-problem", role: "alert" });
    const writable = (s) => !["hidden", "reading"].includes(s.phase);
    const line = ui.delivery(model);
    let step = ""; // of sharing: "", "write", "confirm"

    const top = {
      key: (s) => [s.phase, s.title, s.intro_html],
      draw: (s) => ui.top(s),
    };
    const task = {
      key: (s) => s.content,
      draw: (s) => [ui.box(s.content.prompt_html, "etika-rich etika-prompt"), s.role === "participant"
        && h("ul", { class: "etika-hints" }, s.content.hints.map((hint) => h("li", null, hint)))],
    };

    const write = {
      key: () => 0,
      draw() {
        const told = h("p", { class: "etika-hint", role: "status" });
        const tell = (safe) => {
          const text = kept.get() || "";
          told.textContent = [t("{n} dari 3–5 paragraf.", { n: paragraphs(text) }), text && (safe ? t("Tersimpan di perangkat ini.")
            : t("Perangkat ini tidak dapat menyimpan. Unduh tulisan Anda sebelum menutup halaman."))].join(" ");
        };
        const field = ui.textarea({
          label: t("Jurnal saya"), hint: t("Hanya Anda yang membacanya. Jangan tulis nama orang."), rows: 9, value: kept.get() || "",
          onInput: (text) => tell(kept.set(text)),
        });
        tell(true);
        return [field, told, h("p", { class: "etika-notice" },
          t("Tulisan ini tinggal di perangkat ini dan tidak dikirim. Ponsel atau peramban lain tidak mendapatkannya; unduh bila ingin membawanya."))];
      },
    };

    const wrote = {
      key: (s) => [s.phase, mine(s).wrote, !!step],
      draw(s) {
        const { wrote: done } = mine(s), wrong = problem();
        const tell = () => {
          const n = Math.min(50, paragraphs(kept.get() || ""));
          if (n) model.send({ kind: "wrote", payload: { paragraphs: n } });
          else wrong.textContent = t("Tulis dulu di jurnal Anda.");
        };
        return [h("p", { class: "etika-calm" }, done ? t("Ditandai selesai: {n} paragraf.", { n: done.paragraphs })
          : t("Fasilitator hanya tahu bahwa Anda sudah menulis dan jumlah paragrafnya.")), wrong,
        writable(s) && ui.button(done ? t("Perbarui tanda selesai") : t("Tandai selesai menulis"), { primary: !done && !step, key: "wrote", on: tell }), line];
      },
    };

    const keep = {
      key: (s) => s.title,
      draw: ({ title }) => row(
        ui.button(t("Unduh Markdown"), { on: () => ui.download("jurnal.md", "text/markdown", toMarkdown(title, kept.get() || "")) }),
        ui.button(t("Unduh HTML"), { on: () => ui.download("jurnal.html", "text/html", toHtml(title, kept.get() || "", ui.language)) })),
    };

    /** @type {any} */
    const share = {
      key: (s) => [writable(s), s.content, mine(s).shared],
      draw(s) {
        const { shared } = mine(s), { allowed, prompt: asks } = s.content.share;
        const draft = ui.draft(model, "bagikan"), text = (draft.get() || "").trim(), wrong = problem();
        const go = (next) => ((step = next), share.redraw(), /** @type {any} */ (wrote).redraw());
        if (!allowed || !writable(s)) return null;
        if (step === "confirm") {
          const send = () => (model.send({ kind: "share", payload: { text } }), draft.clear(), go(""));
          return ui.card(ui.heading(t("Kirim tulisan ini?"), true), h("blockquote", { class: "etika-said" }, text), ui.notice(s),
            h("p", { class: "etika-calm" }, t("Hanya teks di atas yang dikirim. Selebihnya tetap di perangkat ini.")),
            row(ui.button(t("Ya, bagikan"), { primary: true, on: send }), ui.button(t("Kembali"), { on: () => go("write") })));
        }
        if (step) {
          const check = () => (draft.get() || "").trim() ? go("confirm") : (wrong.textContent = t("Tulis dulu yang ingin dibagikan."));
          return ui.card(ui.textarea({
            label: t("Yang ingin dibagikan"), hint: [asks, t("Jangan tulis nama orang.")].filter(Boolean).join(" "), value: draft.get() || "",
            max: 5000, rows: 4, onInput: (value) => ((wrong.textContent = ""), draft.set(value)),
          }), wrong, row(ui.button(t("Periksa dulu"), { primary: true, on: check }), ui.button(t("Batal"), { on: () => go("") })));
        }
        if (!shared) return [asks && h("p", null, asks), ui.button(t("Bagikan sebagian"), { key: "share", on: () => go("write") })];
        return ui.card(h("p", { class: "etika-label" }, t("Yang Anda bagikan")), said(shared.text),
          row(ui.button(t("Ubah yang dibagikan"), { key: "share", on: () => (draft.set(shared.text), go("write")) }),
            ui.button(t("Tarik kembali"), { on: () => model.send({ kind: "unshare", payload: {} }) })));
      },
    };

    const counted = {
      key: (s) => [s.results, s.answered, s.expected, s.phase],
      draw: (s) => [s.results && ui.quotes(s.results.texts.map(({ text }) => text)), s.role === "projector" && s.phase !== "reading"
        && h("p", { class: "etika-count" }, t("{n} dari {m} sudah menulis", { n: s.answered, m: s.expected }))],
    };
    const read = {
      key: (s) => s.results,
      draw: (s) => s.results && [h("p", null, t("{n} sudah menulis, {m} membagikan tulisan.", { n: s.results.wrote, m: s.results.shared })),
        ui.voices(model, s.results.texts.map((row) => ({ ...row, body: said(row.text) })), "shared")],
    };
    const parts = { participant: [top, ui.recalled(model), task, write, wrote, keep, share, counted], projector: [top, task, counted], facilitator: [read] };
    return ui.live(model, el, parts[model.get("state").role]);
  },
};
