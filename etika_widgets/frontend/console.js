// The control page and the projector page of `etika serve`: one view each, on a model of the whole class.

import { openPage, post } from "./page.js";

const kind = document.body.dataset.page;
const el = document.getElementById("papan");
const { client, config, transport, model, ui } = openPage({ role: /** @type {any} */ (kind), onGone });

async function fetchLinks() {
  try {
    const answer = await fetch(`/tautan/${config.code}`);
    if (answer.ok) ui.links = await answer.json();
  } catch {
    // Not connected: the page works without its links, and they are asked for again when the address changes.
  }
}

function onGone(frame) {
  el.replaceChildren(
    ui.h("div", { class: "etika-gone" }, ui.h("h1", null, frame.message), ui.h("p", null, ui.h("a", { href: "/kendali" }, ui.t("Ke daftar kelas")))),
  );
}

async function start() {
  await fetchLinks();
  ui.parts = (await import("./control_parts.js")).parts;
  const view = (await import(kind === "kendali" ? "./control.js" : "./projector.js")).default;
  ui.chooseAddress = (url) => post("/alamat", { alamat: url });
  model.on("address", async () => {
    await fetchLinks();
    client.announce("links");
  });
  view.render({ model, el, ui });
  transport.start();
}

start();
