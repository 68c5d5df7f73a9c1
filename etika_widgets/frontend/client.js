// The browser's side of a room, the same over a websocket and over a comm: keeps the latest snapshots, hands
// each view a model, queues what people send until it is acknowledged.

const BUSY_WAIT = 2000; // ms

/**
 * @typedef {{t: string, [key: string]: any}} Frame
 * @typedef {{send: (frame: Frame) => boolean, onFrame: (frame: Frame) => void,
 *            onState: (state: "open" | "closed") => void, stop: () => void}} Transport
 * @typedef {{get: (name: string) => any, on: (names: string, f: Function) => void,
 *            off: (names?: string, f?: Function) => void, send: (message: object) => string,
 *            activity: (id: string) => Model}} Model
 */

/**
 * @param {{transport: Transport, storage: Storage, code: string, page?: string, createOutbox: Function,
 *          onGone?: (frame: Frame) => void, onPage?: (room: object) => void}} options
 */
export function createClient({ transport, storage, code, page = "", createOutbox, onGone, onPage }) {
  /** @type {Map<string, any>} */
  const states = new Map();
  /** @type {Map<string, Set<Function>>} */
  const listeners = new Map();
  /** @type {Map<string, Model>} */
  const models = new Map();
  let room = null;
  let outbox = null;
  let owner = null;
  let rev = 0; // of the newest frame
  let whole = 0; // everything up to here has come: a line may go down between two frames of one revision
  let greeted = false; // on this line
  let connection = "connecting";
  let gone = null;
  let again;
  let ahead = 0; // of the host's clock before this device's, in ms
  let trail = null; // what this participant did, counted; only on request
  let bye = ""; // why the host goes, until it is back

  const emit = (event) => (listeners.get(event) || new Set()).forEach((f) => f());
  const deliveries = () => new Set(["", ...states.keys()]).forEach((id) => emit(`delivery:${id}`));

  function own(me) {
    const id = me ? me.id : (room && room.role) || "";
    if (outbox && owner === id) return;
    owner = id;
    outbox = createOutbox({
      storage,
      key: `etika:${code}:${id}:outbox`,
      send: (frame) => connection === "open" && transport.send(frame),
      now: () => Date.now(),
      onChange: deliveries,
    });
  }

  /** A frame of a later revision says that all frames of the one before have come. @param {number} to */
  function reach(to) {
    if (to <= rev) return;
    if (greeted) whole = rev;
    rev = to;
  }

  const handlers = {
    room(frame) {
      room = frame.room;
      own(room.me);
      // A host that knows less than before was set back, e.g. to a backup: its pictures count from now on.
      if (frame.rev < rev) {
        for (const entry of states.values()) entry.at = 0;
        rev = whole = 0;
      }
      reach(frame.rev);
      emit("room");
      if (onPage) onPage(room);
    },
    activity(frame) {
      const known = states.get(frame.id);
      if (known && known.at > frame.rev) return; // an older picture overtaken by a newer one
      states.set(frame.id, { at: frame.rev, state: frame.state });
      reach(frame.rev);
      emit(`state:${frame.id}`);
      emit("states");
    },
    live(frame) {
      greeted = true;
      ahead = frame.now ? Date.parse(frame.now) - Date.now() : 0;
      whole = rev = frame.rev;
      if (outbox) outbox.resend();
    },
    ack(frame) {
      const known = frame.own && states.get(frame.activity);
      if (known) {
        // The acknowledgement brings the sender's own answer along; a newer picture already holds it.
        if (known.at <= frame.rev) known.state = { ...known.state, ...frame.own };
        emit(`state:${frame.activity}`);
      }
      if (outbox) outbox.ack(frame);
      emit("ack");
    },
    gone(frame) {
      gone = frame;
      transport.stop();
      if (onGone) onGone(frame);
    },
    links() {
      emit("address");
    },
    busy(frame) {
      // Not stored: the host could not write just now.
      if (outbox) outbox.busy(frame);
      clearTimeout(again);
      again = setTimeout(() => outbox && outbox.resend(), BUSY_WAIT * (0.5 + Math.random()));
    },
    bye(frame) {
      bye = String(frame.message || "");
      emit("connection");
    },
    trail(frame) {
      trail = frame;
      emit("trail");
    },
    pong() {},
  };

  transport.onFrame = (frame) => {
    const handler = handlers[frame.t];
    if (handler) handler(frame);
  };
  transport.onState = (state) => {
    if (gone) return;
    connection = state;
    greeted = false;
    if (state === "open") bye = "";
    if (state === "open") transport.send({ t: "hello", rev: whole, page });
    else if (outbox) outbox.resend(); // nothing is on its way any more: it waits
    emit("connection");
    deliveries();
  };

  function delivery(id) {
    const status = outbox ? outbox.status(id || null) : { status: "idle", message: "" };
    return connection === "open" ? status : { ...status, offline: true };
  }

  /** @returns {Model} */
  function model(id) {
    const key = id || "";
    if (models.has(key)) return models.get(key);
    /** @type {Map<string, Function[]>} */
    const mine = new Map();
    const values = {
      state: () => (states.get(key) ? states.get(key).state : null),
      room: () => room,
      delivery: () => delivery(key),
      connection: () => connection,
      bye: () => bye,
      trail: () => trail,
      now: () => Date.now() + ahead,
      states: () => Object.fromEntries([...states].map(([name, entry]) => [name, entry.state])),
    };
    const event = (name) => {
      const what = name.replace(/^change:/, "");
      return what === "state" || what === "delivery" ? `${what}:${key}` : what;
    };
    const made = {
      get: (name) => (values[name] ? values[name]() : undefined),
      on(names, f) {
        for (const name of names.split(" ")) {
          const set = listeners.get(event(name)) || new Set();
          listeners.set(event(name), set.add(f));
          mine.set(name, [...(mine.get(name) || []), f]);
        }
      },
      off(names, f) {
        for (const name of names ? names.split(" ") : [...mine.keys()]) {
          const set = listeners.get(event(name));
          for (const g of f ? [f] : mine.get(name) || []) if (set) set.delete(g);
          mine.set(name, f ? (mine.get(name) || []).filter((g) => g !== f) : []);
        }
      },
      send(message) {
        const activity = message.activity === undefined ? key || null : message.activity;
        const state = activity && states.get(activity) ? states.get(activity).state : null;
        return outbox.add({
          activity,
          round: state && !(room && room.role === "facilitator") ? state.round : null,
          kind: message.kind,
          payload: message.payload || {},
          after: state && state.mine_seq ? state.mine_seq : 0,
        });
      },
      activity: (name) => model(name),
    };
    models.set(key, made);
    return made;
  }

  const ask = (t) => connection === "open" && transport.send({ t });

  return { model, ask, announce: emit, pending: () => (outbox ? outbox.pending() : []), gone: () => gone };
}
