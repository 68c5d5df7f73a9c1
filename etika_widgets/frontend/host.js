// A participant's page: the workbook as Voilà rendered it, its activities attached to the room socket.

import { createPulse, createUnit } from "./news.js";
import { openPage, post } from "./page.js";

const { config, storage, transport, client, model, ui } = openPage({ role: "peserta", onGone });
const { h, t } = ui;
const byId = (id) => document.getElementById(id);
const book = byId("buku");
const mounted = new Map();
const drawPulse = createPulse({ place: byId("denyut"), client, ui });
const drawUnit = createUnit({ place: byId("unit"), client, ui, storage, code: config.code });

/** Mounts an activity's view in an element, once. */
async function mount(el) {
  const { activity, type } = el.dataset;
  if (mounted.has(el)) return;
  mounted.set(el, null);
  try {
    const view = await ui.view(type);
    mounted.set(el, view.render({ model: client.model(activity), el, ui }));
  } catch {
    mounted.delete(el); // fetched again at the next change or reconnect
  }
}

const elements = () => [...book.querySelectorAll(".etika-activity")];
const sectionOf = (activity) => {
  const el = elements().find((node) => node.dataset.activity === activity);
  return el ? el.closest(".cell") : null;
};

/** Makes elements for activities that the rendered workbook does not show. */
function complete(room) {
  for (const { id, type } of room.order) {
    if (sectionOf(id) || id === room.pulse) continue;
    const el = h("div", { class: "etika-activity", dataset: { activity: id, type } });
    book.append(h("section", { class: "cell" }, el));
  }
}

let tab = "now";
function showTab(next) {
  tab = next;
  document.body.dataset.tab = next;
  for (const button of byId("tab").querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.dataset.tab === next));
  }
  if (next === "book") elements().forEach(mount);
}

let walk = null, coming = null;
/** Where the class stands or, in a self-paced one, its reader; undefined until that is known. @param {any} room */
function presentOf(room) {
  if (!room.pace) return room.present;
  if (walk) return walk(room);
  coming = coming || import("./pace.js").then(({ createWalk }) => {
    walk = createWalk({ ui, model, storage, code: config.code, stage: byId("tahap"), book, redraw: draw });
  }, () => (coming = null)).then(() => setTimeout(draw, walk ? 0 : 2000)); // not fetched: tried again
}

const trail = h("div");
let drawTrail = null, fetching = null;
/** What one did in the class, once there is something to look back on; fetched only then. @param {any} room */
function showTrail(room) {
  if (room.ended && byId("tahap").nextSibling !== trail) byId("tahap").after(trail);
  else if (!trail.isConnected) book.parentNode.append(trail);
  if (drawTrail) drawTrail(room);
  else if (room.ended || room.pace) {
    fetching = fetching || import("./trail.js").then(({ createTrail }) => {
      drawTrail = createTrail({ place: trail, client, ui });
      showTrail(model.get("room"));
    }, () => (fetching = null)); // not fetched: tried again at the next change
  }
}

let shown = null;
function draw() {
  const room = model.get("room");
  if (!room) return;
  complete(room);
  drawPulse(room);
  showTrail(room);
  const present = presentOf(room);
  if (present === undefined) return;
  const active = present && present.activity;
  for (const section of book.querySelectorAll(".cell")) section.classList.remove("now");
  const section = active && sectionOf(active);
  if (section) {
    section.classList.add("now");
    mount(section.querySelector(".etika-activity"));
  }
  const stage = byId("tahap");
  const key = JSON.stringify([present, room.ended]);
  if (key !== shown) {
    stage.replaceChildren(
      ...(room.ended
        ? [h("h2", null, t("Kelas sudah diakhiri")), h("p", null, t("Terima kasih. Jawaban Anda tersimpan. Buku kerja masih dapat dibaca."))]
        : present && !active
          ? [h("h2", null, present.title), ui.rich(present.screen_html || ""), h("p", { class: "quiet" }, "note" in present ? present.note : t("Perhatikan layar. Halaman ini berganti sendiri."))]
          : present
            ? []
            : [h("h2", null, t("Anda sudah di kelas")), h("p", null, t("Tunggu fasilitator memulai. Halaman ini berganti sendiri."))]),
    );
    if (shown !== null && tab === "now") scrollTo({ top: 0 });
    shown = key;
  }
  const me = room.me;
  byId("nama").textContent = me ? me.name : "";
  const groupLine = byId("kelompok");
  groupLine.hidden = !(me && me.group);
  if (me && me.group) {
    groupLine.textContent = t("Kelompok {n}: {names}", { n: me.group, names: me.members.join(", ") });
  }
  drawUnit(room);
  byId("kode-lanjut").textContent = me && me.resume ? `${me.resume.slice(0, 4)} ${me.resume.slice(4)}` : "–";
  setTimeout(() => elements().forEach(mount), 1500); // later activities, once the present one is usable
}

const WORDS = { open: t("Tersambung"), closed: t("Terputus, jawaban Anda aman"), connecting: t("Menyambung…") };
function drawConnection() {
  const state = model.get("connection"), room = model.get("room");
  const waiting = client.pending().length;
  const line = byId("sambungan");
  document.body.dataset.connection = state;
  const ended = state === "open" && room && room.ended;
  const words = ended
    ? t("Kelas sudah diakhiri")
    : state !== "open" && waiting
      ? t("Terputus, {n} jawaban menunggu dikirim", { n: waiting })
      : model.get("bye") || WORDS[state];
  if (line.textContent !== words) line.textContent = words;
}

function onGone(frame) {
  if (frame.code === "not_joined") {
    location.replace(`/gabung/${config.code}`);
    return;
  }
  document.body.dataset.connection = "gone";
  byId("sambungan").textContent = t("Selesai");
  byId("tahap").replaceChildren(
    h("h2", null, frame.message),
    h("p", null, h("a", { href: "/" }, t("Masukkan kode kelas"))),
  );
  document.body.dataset.tab = "now";
  for (const section of book.querySelectorAll(".cell")) section.classList.remove("now");
}

/** Forgets this class on this device: cookie, drafts, journal, queue. */
async function finish() {
  const waiting = client.pending().length;
  const warning = byId("selesai-peringatan");
  if (waiting && warning.hidden) {
    warning.hidden = false;
    warning.textContent = t("{n} jawaban belum terkirim. Tekan sekali lagi untuk tetap selesai.", { n: waiting });
    return;
  }
  try {
    const answer = await post(`/keluar/${config.code}`);
    if (!answer.ok) throw new Error(String(answer.status));
  } catch {
    warning.hidden = false;
    warning.textContent = t("Belum bisa selesai karena tidak tersambung. Coba lagi saat tersambung.");
    return;
  }
  transport.stop();
  const keys = Array.from({ length: storage.length }, (_, n) => storage.key(n));
  for (const key of keys) if (key && key.startsWith(`etika:${config.code}:`)) storage.removeItem(key);
  location.replace("/?selesai=1");
}

for (const button of byId("tab").querySelectorAll("button")) {
  button.addEventListener("click", () => showTab(button.dataset.tab));
}
byId("selesai").addEventListener("click", finish);
model.on("change:room", draw);
model.on("change:room", drawConnection);
model.on("change:states", draw);
model.on("change:connection", drawConnection);
model.on("change:delivery", drawConnection);
model.on("ack", drawConnection);
showTab("now");
drawConnection();
transport.start();
