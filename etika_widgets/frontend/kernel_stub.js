// Waits for the Etika module, which travels once per page, and lets it draw this widget.
const shelf = globalThis.etikaShelf || (globalThis.etikaShelf = new Map());

function fetched(model) {
  const name = model.get("module");
  if (!shelf.has(name)) {
    const entry = { done: false };
    entry.ready = new Promise((resolve) => (entry.take = resolve));
    shelf.set(name, entry);
    model.send({ etika: { t: "module" } });
  }
  const entry = shelf.get(name);
  if (entry.done) return entry.ready;
  const take = (message) => {
    const frame = message && message.etika;
    if (!frame || frame.t !== "module" || entry.done) return;
    entry.done = true;
    const url = URL.createObjectURL(new Blob([frame.js], { type: "text/javascript" }));
    entry.take(import(url).then((module) => module.start(frame.css)));
  };
  model.on("msg:custom", take);
  // A question asked while the line is down is lost, and whoever asked first may be gone: so everybody repeats.
  const timer = setInterval(() => (entry.done ? clearInterval(timer) : model.send({ etika: { t: "module" } })), 2000);
  return entry.ready.then((page) => {
    clearInterval(timer);
    model.off("msg:custom", take);
    return page;
  });
}

export default {
  async render({ model, el }) {
    return (await fetched(model)).attach({ model, el });
  },
};
