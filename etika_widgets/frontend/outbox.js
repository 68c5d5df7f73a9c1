// What a participant sends, kept until the host has stored it. Used over websocket and over comm.
//
// Every intent is one entry of localStorage under a key of its own, so that two tabs of the same participant can
// add and remove without overwriting each other, and a tab that opens later sends what a closed one left behind.

/** @typedef {Record<string, any>} Data */
/** @typedef {{t: "intent", id: string, seq: number, activity: string | null, round: number | null, kind: string, payload: Data}} Intent */
/** @typedef {{status: "idle" | "waiting" | "sent" | "stored" | "refused", message: string}} Delivery */

const WINDOW = 8; // entries on their way at the same time

const t = (/** @type {string} */ id) => id; // marks a text; ui.delivery translates it
const NOT_KEPT = t("Perangkat ini tidak dapat menyimpan. Jangan tutup halaman sebelum tersimpan");

/** 32 hex digits; pages on plain http have no crypto.randomUUID. @param {(bytes: Uint8Array) => Uint8Array} random */
const uuid = (random) => [...random(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/**
 * @param {object} options
 * @param {Storage | null} options.storage localStorage, or null where it is blocked.
 * @param {string} options.key prefix of the entries: one class and one participant.
 * @param {(frame: Intent) => boolean | void} options.send hands a frame over; `false` when there is no connection.
 * @param {() => number} [options.now] milliseconds.
 * @param {() => void} [options.onChange] called after every change of `pending` or `status`.
 * @param {(bytes: Uint8Array) => Uint8Array} [options.random] fills bytes, as crypto.getRandomValues.
 */
export function createOutbox({
  storage, key, send, now = Date.now, onChange = () => {}, random = (bytes) => crypto.getRandomValues(bytes),
}) {
  const prefix = `${key}:i:`;
  /** @type {Map<string, string>} entries that the device could not keep */
  const memory = new Map();
  /** @type {Map<string, string | null>} id → activity of what was handed over on this connection */
  const flying = new Map();
  /** @type {Map<string | null, Delivery>} */
  const outcomes = new Map();
  /** @type {Map<string, string>} id → why the host could not store it yet */
  const postponed = new Map();

  const names = () => {
    try {
      return storage ? Array.from({ length: storage.length }, (_, i) => storage.key(i) || "") : [];
    } catch {
      return [];
    }
  };
  /** @param {string} name */
  const read = (name) => {
    try {
      return memory.get(name) || (storage && storage.getItem(name)) || "";
    } catch {
      return "";
    }
  };
  /** @param {string} name @param {string} text */
  const write = (name, text) => {
    try {
      if (!storage) throw new Error("no storage");
      storage.setItem(name, text);
      memory.delete(name);
    } catch {
      memory.set(name, text);
    }
  };
  /** @param {string} name */
  const remove = (name) => {
    memory.delete(name);
    try {
      if (storage) storage.removeItem(name);
    } catch { /* blocked storage holds nothing */ }
  };
  /** The frame under a name, or null when the text there is damaged. @param {string} name @returns {(Intent & {at?: number}) | null} */
  const parse = (name) => {
    try {
      const item = JSON.parse(read(name));
      const sound = item && item.t === "intent" && name === prefix + item.id && Number.isSafeInteger(item.seq)
        && typeof item.kind === "string" && item.payload && typeof item.payload === "object";
      return sound ? item : null;
    } catch {
      return null;
    }
  };

  /** Everything not yet acknowledged, oldest first. @returns {Intent[]} */
  function pending() {
    const items = [];
    for (const name of new Set([...names(), ...memory.keys()])) {
      if (!name.startsWith(prefix)) continue;
      const item = parse(name);
      if (item) items.push(item);
      else remove(name);
    }
    return items.sort((a, b) => a.seq - b.seq || (a.at || 0) - (b.at || 0) || (a.id < b.id ? -1 : 1))
      .map(({ id, seq, activity, round, kind, payload }) => ({ t: "intent", id, seq, activity, round, kind, payload }));
  }

  /** Hands over what is not on its way, in order, a few at a time. */
  function flush() {
    for (const item of pending().slice(0, WINDOW)) {
      if (flying.has(item.id)) continue;
      if (send(item) === false) break;
      flying.set(item.id, item.activity);
    }
  }

  return {
    /**
     * Keeps an intent and sends it if there is a connection.
     * @param {{activity?: string | null, round?: number | null, kind: string, payload: Data, after?: number}} intent after: `state.mine_seq`.
     * @returns {string} its id
     */
    add({ activity = null, round = null, kind, payload, after = 0 }) {
      const last = Number.parseInt(read(`${key}:seq`), 10) || 0;
      const seq = Math.max(last, after, ...pending().map((item) => item.seq)) + 1;
      const id = uuid(random);
      write(`${key}:seq`, String(seq));
      write(prefix + id, JSON.stringify({ t: "intent", id, seq, activity, round, kind, payload, at: now() }));
      outcomes.delete(activity);
      flush();
      onChange();
      return id;
    },

    /** Takes an `ack` frame; returns the intent it belongs to, or null. @param {Data} frame */
    ack(frame) {
      const item = parse(prefix + frame.id);
      if (!item && !flying.has(frame.id)) return null;
      remove(prefix + frame.id); // another tab may have been told first
      const activity = item ? item.activity : flying.get(frame.id) || null;
      flying.delete(frame.id);
      postponed.delete(frame.id);
      outcomes.set(activity, frame.ok
        ? { status: "stored", message: "" } : { status: "refused", message: String(frame.message || "") });
      flush();
      onChange();
      return item;
    },

    /** Takes a `busy` frame: not stored, it is sent again at the next `resend`. @param {Data} frame */
    busy(frame) {
      if (!parse(prefix + frame.id)) return;
      postponed.set(frame.id, String(frame.message || ""));
      onChange();
    },

    pending,

    /** Call when a connection opens or closes: what was not acknowledged is sent again, or waits. */
    resend() {
      flying.clear();
      flush();
      onChange();
    },

    /** Forgets everything of this participant, for example when signed out. */
    clear() {
      for (const { id } of pending()) remove(prefix + id);
      remove(`${key}:seq`);
      flying.clear();
      postponed.clear();
      outcomes.clear();
      onChange();
    },

    /** How the newest intent of an activity (null: the class) is doing. @param {string | null} activity @returns {Delivery} */
    status(activity) {
      const items = pending().filter((item) => item.activity === activity);
      if (!items.length) return outcomes.get(activity) || { status: "idle", message: "" };
      const late = items.find((item) => postponed.has(item.id));
      return {
        status: items.every((item) => flying.has(item.id)) && !late ? "sent" : "waiting",
        message: items.some((item) => memory.has(prefix + item.id)) ? NOT_KEPT : (late && postponed.get(late.id)) || "",
      };
    },
  };
}
