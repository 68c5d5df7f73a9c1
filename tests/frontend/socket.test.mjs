import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { load } from "./load.mjs";
import { fakeTimers } from "./timers.mjs";

const { createSocket } = await load("frontend/socket.js");

class FakeSocket {
  static OPEN = 1;
  static made = [];
  constructor(url) {
    this.url = String(url);
    this.readyState = 0;
    this.sent = [];
    FakeSocket.made.push(this);
  }
  send(text) { this.sent.push(JSON.parse(text)); }
  open() { this.readyState = 1; this.onopen(); }
  take(frame) { this.onmessage({ data: JSON.stringify(frame) }); }
  close() { this.readyState = 3; }
  cut() { this.readyState = 3; if (this.onclose) this.onclose(); }
}

const world = { window: {}, document: {} };
const listen = (where) => (name, f) => { where[name] = f; };
let states, frames, socket, time;

beforeEach(() => {
  time = fakeTimers();
  FakeSocket.made = [];
  states = [];
  frames = [];
  Object.assign(globalThis, {
    WebSocket: FakeSocket, location: { href: "http://192.168.1.5:8866/kelas/K7PQ4M" }, addEventListener: listen(world.window),
    document: { visibilityState: "visible", addEventListener: listen(world.document) },
  });
  socket = createSocket("/soket/K7PQ4M/peserta");
  socket.onState = (state) => states.push(state);
  socket.onFrame = (frame) => frames.push(frame);
  socket.start();
});
afterEach(() => time.restore());

const latest = () => FakeSocket.made.at(-1);
const count = () => FakeSocket.made.length;

/** Lets time pass until the next attempt; returns how long that took. */
function untilNext() {
  const before = count();
  let waited = 0;
  for (; count() === before && waited < 60000; waited += 10) time.tick(10);
  return waited;
}

test("it connects to the page's own host", () => {
  assert.equal(latest().url, "ws://192.168.1.5:8866/soket/K7PQ4M/peserta");
  assert.equal(socket.send({ t: "ping" }), false, "not before it is open");
  latest().open();
  assert.equal(socket.send({ t: "ping" }), true);
  latest().take({ t: "pong" });
  assert.deepEqual([states, frames], [["open"], [{ t: "pong" }]]);
});

test("it reconnects for ever, ever later, never later than fifteen seconds", () => {
  const waits = Array.from({ length: 40 }, () => {
    latest().cut();
    return untilNext();
  });
  assert.ok(waits[0] <= 1000 && waits[3] >= 4000 && waits[20] >= 7500, String(waits));
  assert.ok(Math.max(...waits) <= 15000, String(waits));
  latest().open();
  latest().cut();
  assert.ok(untilNext() <= 1000, "after a good connection it starts quickly again");
});

test("not everybody comes back at the same moment", () => {
  const waits = new Set();
  for (let tries = 0; tries < 20; tries += 1) {
    latest().open();
    latest().cut();
    const waited = untilNext();
    waits.add(waited);
    assert.ok(waited >= 500 && waited <= 1000, String(waited));
  }
  assert.ok(waits.size > 5);
});

test("a line that does not answer a ping is left", () => {
  const first = latest();
  first.open();
  time.tick(25000);
  assert.deepEqual(first.sent, [{ t: "ping" }]);
  time.tick(8000);
  assert.deepEqual([count(), states], [2, ["open", "closed"]]);
  first.onmessage({ data: '{"t":"late"}' });
  assert.deepEqual(frames, [], "what it says later is not heard");
});

test("a line that answers is kept", () => {
  latest().open();
  for (let i = 0; i < 10; i += 1) {
    time.tick(25000);
    latest().take({ t: "pong" });
  }
  assert.deepEqual([count(), states], [1, ["open"]]);
});

test("a connection that never comes about is given up", () => {
  time.tick(10000);
  time.tick(1000);
  assert.equal(count(), 2);
});

test("a phone that wakes asks at once whether the line still stands", () => {
  latest().open();
  document.visibilityState = "hidden";
  world.document.visibilitychange();
  assert.deepEqual(latest().sent, []);
  document.visibilityState = "visible";
  world.document.visibilitychange();
  assert.deepEqual(latest().sent, [{ t: "ping" }]);
  latest().cut();
  world.window.pageshow();
  assert.equal(count(), 2, "and reconnects at once when there is none");
});

test("going offline is noticed at once, coming back too", () => {
  latest().open();
  world.window.offline();
  assert.deepEqual(states, ["open", "closed"]);
  world.window.online();
  assert.equal(count(), 2);
  latest().open();
  assert.deepEqual(states, ["open", "closed", "open"]);
});

test("once stopped it stays away", () => {
  latest().open();
  const last = latest();
  socket.stop();
  last.cut();
  world.window.online();
  time.tick(60000);
  assert.deepEqual([count(), states], [1, ["open"]]);
});
