// The line of one seat over the comms of widgets.
//
// A comm gives no sign when it is down, and what is sent then is lost (measured in stock Voilà). So every question
// is repeated until something comes back, frames are numbered, and a gap leads to a fresh hello.

const ASK_AGAIN = 3000; // ms
const GIVE_UP = 7000;
const QUIET = 20000;
const REPEAT = 4000;

/** A name for an intent; pages on plain http have no `crypto.randomUUID`. */
export const uuid = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** localStorage where the browser allows it; a preview keeps nothing. @param {boolean} keep */
export function storageFor(keep) {
  try {
    return keep ? window.localStorage : null;
  } catch {
    return null;
  }
}

/**
 * The line of one seat: what `client.js` calls a transport, over whichever widget of this seat still answers.
 * @param {string} seat @param {any} parts @param {any} views
 */
export function createLine(seat, parts, views) {
  /** @type {Map<any, (message: any) => void>} */
  const carriers = new Map();
  const listeners = new Set();
  const line = { info: null, client: null, ui: null, live: false, problem: "", gone: null, typed: {}, on: listeners, scope: { code: "", me: "" } };
  let asked = 0, since = 0, heard = 0, number = 0, repeated = 0, state = "closed", stopped = false, timer = 0, first = null, entry = null;

  const emit = () => [...listeners].forEach((f) => f());
  const post = (frame) => {
    const model = carriers.has(first) ? first : (first = carriers.keys().next().value);
    if (!model) return false;
    model.send({ etika: frame, seat });
    return true;
  };
  const ask = (frame) => {
    const now = Date.now();
    [asked, since] = [now, since || now];
    post(frame);
  };
  const transport = {
    send(frame) {
      if (frame.t === "hello") [asked, since] = [Date.now(), since || Date.now()];
      return state === "open" && post(frame);
    },
    onFrame(_frame) {},
    onState(_state) {},
    stop: () => (stopped = true),
  };
  const turn = (to) => {
    if (state === to) return;
    state = to;
    transport.onState(to);
    emit();
  };

  function remember() {
    const storage = storageFor(true);
    const key = `etika:door:${line.info.book}`;
    return {
      get() {
        try {
          return JSON.parse(storage.getItem(key));
        } catch {
          return null;
        }
      },
      set(value) {
        try {
          storage.setItem(key, JSON.stringify(value));
        } catch { /* then a reload asks again */ }
      },
    };
  }

  /** The host says who sits here: with a class the client starts, without one the door opens. */
  function seated(info) {
    line.info = info;
    const storage = storageFor(!info.preview);
    if (!line.ui || line.ui.language !== info.language) {
      line.ui = parts.shared.createUi({ language: info.language, messages: info.messages, storage, scope: line.scope });
      line.ui.view = (type) => Promise.resolve(views[type] && views[type].default);
      line.ui.parts = parts.control_parts.parts;
    }
    line.scope.code = info.code;
    if (!info.joined) return knock();
    if (!line.client) {
      line.client = parts.client.createClient({
        transport, storage, code: info.code, page: info.book, createOutbox: parts.outbox.createOutbox,
        onGone: (frame) => ((line.gone = frame), emit()),
        onPage: (room) => (line.scope.me = (room.me && room.me.id) || room.role),
      });
      line.client.model(null).on("change:room change:states change:connection", emit);
    }
    [state, line.live] = ["closed", false];
    turn("open");
  }

  /** Somebody who was here before gets back to their place; everybody else sees the form. */
  function knock() {
    const known = remember().get();
    const fits = known && (!line.info.code || line.info.code === known.code);
    if (fits && known.resume) enter("resume", { class: known.code, code: known.resume });
    else if (fits && known.join) enter("join", { class: known.code, name: known.name }, known.join);
    emit();
  }

  /** @param {"join" | "resume"} kind @param {any} payload @param {string} [id] */
  function enter(kind, payload, id = uuid()) {
    line.problem = "";
    line.typed = payload;
    entry = { t: "intent", id, seq: 0, activity: null, round: null, kind, payload };
    if (kind === "join") remember().set({ code: payload.class, name: payload.name, join: id });
    ask(entry);
    emit();
  }

  function entered(frame) {
    const { payload } = entry;
    entry = null;
    if (frame.ok) {
      remember().set({ code: frame.data.code, resume: frame.data.resume || payload.code });
      return ask({ t: "seat" });
    }
    line.problem = frame.message;
    remember().set(null);
    emit();
  }

  function take(message) {
    if (!message || message.seat !== seat || !message.etika) return;
    const frame = message.etika;
    const gap = number && message.n > number + 1;
    number = message.n;
    heard = Date.now();
    asked = since = 0;
    if (frame.t === "seat") {
      if (!line.client || state === "closed" || !frame.joined) seated(frame);
      return;
    }
    if (entry && frame.t === "ack" && frame.id === entry.id) return entered(frame);
    if (!line.client) return;
    if (frame.t === "live") line.live = true;
    transport.onFrame(frame);
    if (state === "closed" && !stopped) turn("open");
    else if (gap) transport.send({ t: "hello", rev: 0, page: "" });
    if (frame.t === "live") emit();
  }

  function tick() {
    if (stopped || document.visibilityState === "hidden") return;
    const now = Date.now();
    if (asked && now - since > GIVE_UP) turn("closed");
    if (asked && now - asked > ASK_AGAIN) {
      const all = [...carriers.keys()];
      first = all[(all.indexOf(first) + 1) % all.length];
      return ask(entry || (line.client && state === "open" ? { t: "ping" } : line.client ? { t: "hello", rev: 0 } : { t: "seat" }));
    }
    if (asked || !line.client || state !== "open") return;
    if (line.client.pending().length) {
      if (now - heard > REPEAT && now - repeated > REPEAT) {
        repeated = now;
        transport.onFrame({ t: "live" }); // the outbox sends again what nobody has acknowledged
        ask({ t: "ping" });
      }
    } else if (now - heard > QUIET) ask({ t: "ping" });
  }

  /** @param {any} model a widget that can carry this line; returns how to let go of it */
  line.join = (model) => {
    const seats = carriers.size;
    carriers.set(model, take);
    model.on("msg:custom", take);
    if (!seats) {
      timer = window.setInterval(tick, 1000);
      ask(line.client ? { t: "hello", rev: 0 } : { t: "seat" });
    }
    return () => {
      model.off("msg:custom", take);
      carriers.delete(model);
      if (!carriers.size) window.clearInterval(timer);
    };
  };
  line.enter = enter;
  line.again = () => {
    [stopped, line.gone, line.client, state] = [false, null, null, "closed"];
    remember().set(null);
    ask({ t: "seat" });
    emit();
  };
  line.waiting = () => entry !== null;
  return line;
}
