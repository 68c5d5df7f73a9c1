// Front-end files are ES modules named .js; a data: address loads them in every Node version without package.json.
import { readFileSync } from "node:fs";

const root = new URL("../../etika_widgets/", import.meta.url);
const address = (url) => {
  const text = readFileSync(url, "utf8").replace(/ from "(\.\/[\w]+\.js)"/g, (all, name) => ` from "${address(new URL(name, url))}"`);
  return `data:text/javascript;base64,${Buffer.from(text).toString("base64")}`;
};
export const load = (path) => import(address(new URL(path, root)));

/** localStorage in memory; `full` and `blocked` make it fail as browsers do. */
export class FakeStorage {
  items = new Map();
  full = false;
  blocked = false;
  check(writing) {
    if (this.blocked || (writing && this.full)) throw new DOMException("no", writing ? "QuotaExceededError" : "SecurityError");
  }
  get length() { this.check(); return this.items.size; }
  key(i) { this.check(); return [...this.items.keys()][i] ?? null; }
  getItem(name) { this.check(); return this.items.get(name) ?? null; }
  setItem(name, text) { this.check(true); this.items.set(name, String(text)); }
  removeItem(name) { this.check(); this.items.delete(name); }
}
