// Front-end files are ES modules named .js; a data: address loads them in every Node version without package.json.
import { readFileSync } from "node:fs";

const root = new URL("../../etika_widgets/", import.meta.url);
export const load = (path) =>
  import(`data:text/javascript;base64,${readFileSync(new URL(path, root)).toString("base64")}`);

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
