import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeStorage, load } from "./load.mjs";

const { createUi } = await load("frontend/shared.js");
const { default: reflection } = await load("activities/reflection/view.js");
const scope = { code: "K7PQ4M", me: "p1" };
const model = (state = {}) => ({ get: (name) => ({ state: { id: "jurnal", round: 1, ...state } })[name] });
const make = (options = {}) => createUi({ language: "id", storage: new FakeStorage(), scope, ...options });

test("texts are Indonesian unless the catalogue knows better; fields are filled in", () => {
  const ui = make({ language: "en", messages: { "{n} dari {m} menjawab": "{n} of {m} answered" } });
  assert.equal(ui.t("{n} dari {m} menjawab", { n: 3, m: 9 }), "3 of 9 answered");
  assert.equal(ui.t("Kirim jawaban"), "Kirim jawaban");
  assert.equal(ui.t("constructor"), "constructor");
  assert.equal(ui.t("{lain} {n}", { n: "{m}", m: 1 }), "{lain} {m}");
});

test("numbers, shares and times are written as the language does", () => {
  assert.equal(make().number(2000), "2.000");
  assert.equal(make({ language: "en" }).number(2000), "2,000");
  assert.equal(make().percent(21, 31), "68%");
  assert.equal(make().percent(0, 0), "–");
  assert.match(make().time("2026-11-22T14:05:00"), /^14\.05$/);
  assert.equal(make().time("kapan"), "");
});

test("every phase has words", () => {
  const words = ["hidden", "reading", "open", "closed", "discussing", "revealed"].map((phase) => make().phase({ phase }));
  assert.deepEqual(words, ["Belum dibuka", "Baca dulu", "Terbuka", "Tertutup", "Diskusi", "Hasil dibuka"]);
});

test("a draft belongs to class, participant, activity, round and name", () => {
  const storage = new FakeStorage();
  const ui = make({ storage });
  assert.equal(ui.draft(model(), "a").set({ text: "satu" }), true);
  assert.deepEqual(ui.draft(model(), "a").get(), { text: "satu" });
  for (const other of [ui.draft(model(), "b"), ui.draft(model({ round: 2 }), "a"), ui.draft(model({ id: "x" }), "a"),
    make({ storage, scope: { code: "K7PQ4M", me: "p2" } }).draft(model(), "a")]) assert.equal(other.get(), null);
  ui.draft(model(), "a").clear();
  assert.equal(storage.items.size, 0);
});

test("a draft survives storage that is full, blocked or damaged", () => {
  const storage = new FakeStorage();
  const draft = make({ storage }).draft(model(), "a");
  draft.set("lama");
  storage.full = true;
  assert.equal(draft.set("baru"), false);
  assert.equal(draft.get(), "baru");
  storage.full = false;
  assert.equal(draft.set("akhir"), true);
  storage.items.set([...storage.items.keys()][0], "{");
  assert.equal(draft.get(), null);
  const blocked = make({ storage: null }).draft(model(), "a");
  assert.equal(blocked.set("x"), false);
  assert.equal(blocked.get(), "x");
  blocked.clear();
  assert.equal(blocked.get(), null);
});

test("a journal is counted and exported as text, markup included", () => {
  const text = "Saya <b>ingat</b> & \"diam\".\nLalu pulang.\n\n\n  \nDua.";
  assert.equal(reflection.paragraphs(text), 2);
  assert.equal(reflection.paragraphs("  \n\n "), 0);
  assert.equal(reflection.toMarkdown("Jurnal", text), `# Jurnal\n\n${text}\n`);
  const html = reflection.toHtml("<script>", text);
  assert.match(html, /^<!doctype html>\n<html lang="id">/);
  assert.match(html, /<p>Saya &#60;b&#62;ingat&#60;\/b&#62; &#38; &#34;diam&#34;\.<br>Lalu pulang\.<\/p>/);
  assert.doesNotMatch(html, /<script|<b>/);
});
