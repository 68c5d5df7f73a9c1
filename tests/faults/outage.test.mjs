// A minute without network: the real socket, client and outbox of a phone, with a server and a clock made by hand.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { FakeStorage, load } from "../frontend/load.mjs";
import { fakeTimers } from "../frontend/timers.mjs";

const { createSocket } = await load("frontend/socket.js");
const { createClient } = await load("frontend/client.js");
const { createOutbox } = await load("frontend/outbox.js");

/** A host that stores by id and by number, and a network that can be down. */
class Host {
  up = true;
  rev = 1;
  seen = new Map(); // id → rev
  stored = null; // the one answer of this participant
  arrived = [];
  hellos = [];
  lines = [];
  acks = true; // whether acknowledgements reach the phone
  attempts = [];

  greet(line, hello) {
    this.hellos.push(hello.rev);
    const me = { id: "p1" };
    line.take({ t: "room", rev: this.rev, room: { role: "participant", me } });
    line.take({ t: "activity", rev: this.rev, id: "poll_1", state: { id: "poll_1", round: 1, mine_seq: this.stored ? this.stored.seq : 0 } });
    line.take({ t: "live", rev: this.rev });
  }
  get(line, frame) {
    if (frame.t === "hello") return this.greet(line, frame);
    if (frame.t !== "intent") return line.take({ t: "pong" });
    this.arrived.push(frame.id);
    if (!this.seen.has(frame.id)) {
      this.seen.set(frame.id, (this.rev += 1));
      if (!this.stored || frame.seq > this.stored.seq) this.stored = frame;
    }
    if (this.acks) line.take({ t: "ack", id: frame.id, ok: true, rev: this.seen.get(frame.id) });
  }
}

let host, time, clock, storage, client, world, gone;

class Wire {
  static OPEN = 1;
  constructor() {
    this.readyState = 0;
    host.attempts.push(clock());
    host.lines.push(this);
    setTimeout(() => {
      if (this.readyState) return;
      if (host.up) ((this.readyState = 1), this.onopen());
      else this.cut();
    }, 50);
  }
  send(text) {
    const frame = JSON.parse(text);
    if (host.up) host.get(this, frame);
  }
  take(frame) { if (this.readyState === 1) this.onmessage({ data: JSON.stringify(frame) }); }
  cut(code = 1006) { this.readyState = 3; if (this.onclose) this.onclose({ code }); }
  close() { this.readyState = 3; }
}

const line = () => host.lines.at(-1);
const delivery = () => client.model("poll_1").get("delivery");
const answer = (text) => client.model("poll_1").send({ kind: "answer", payload: { text } });
const wait = (ms) => { for (let passed = 0; passed < ms; passed += 50) ((elapsed += 50), time.tick(50)); };
let elapsed = 0;

beforeEach(() => {
  time = fakeTimers();
  elapsed = 0;
  clock = () => elapsed;
  host = new Host();
  storage = new FakeStorage();
  world = {};
  gone = [];
  const listen = (name, f) => { world[name] = f; };
  Object.assign(globalThis, {
    WebSocket: Wire, location: { href: "http://192.168.1.5:8866/kelas/K7PQ4M" }, addEventListener: listen,
    document: { visibilityState: "visible", addEventListener: listen },
  });
  enter();
});
afterEach(() => time.restore());

function enter() {
  const transport = createSocket("/soket/K7PQ4M/peserta");
  client = createClient({ transport, storage, code: "K7PQ4M", createOutbox, onGone: (frame) => gone.push(frame) });
  transport.start();
  wait(100);
}

test("a minute without network: every attempt is made in time, no two phones agree, all answers arrive once", () => {
  host.up = false;
  line().cut();
  const texts = ["satu", "dua", "tiga"];
  for (const text of texts) {
    wait(20000);
    answer(text);
    assert.equal(delivery().status, "waiting", "the person is told that it is kept here");
    assert.equal(delivery().offline, true);
  }
  wait(5000);
  const gaps = host.attempts.slice(1).map((at, i) => at - host.attempts[i]);
  assert.ok(host.attempts.length >= 7 && host.attempts.length <= 16, `${host.attempts.length} attempts in 65 s`);
  assert.ok(Math.max(...gaps) <= 15150, String(gaps));
  assert.deepEqual(host.arrived, []);
  host.up = true;
  wait(15200);
  assert.deepEqual(host.arrived, [...host.seen.keys()], "in order, each once");
  assert.equal(host.seen.size, 3);
  assert.equal(host.stored.payload.text, "tiga");
  assert.deepEqual(delivery(), { status: "stored", message: "" });
  assert.deepEqual(client.pending(), []);
});

test("hundreds of phones cut off at the same moment come back spread over time", () => {
  const firsts = Array.from({ length: 300 }, () => {
    line().cut();
    const before = host.lines.length;
    let waited = 0;
    for (; host.lines.length === before; waited += 10) time.tick(10);
    time.tick(50); // it opens
    return waited;
  });
  assert.ok(Math.min(...firsts) >= 500 && Math.max(...firsts) <= 1010, `${Math.min(...firsts)} … ${Math.max(...firsts)}`);
  const fullest = Math.max(...Array.from({ length: 10 }, (_, n) => firsts.filter((ms) => Math.floor((ms - 500) / 50) === n).length));
  assert.ok(fullest < 75, `${fullest} of 300 within the same 50 ms`);
});

test("cut while sending, before the acknowledgement: sent again, stored once", () => {
  host.acks = false;
  answer("cepat");
  answer("cepat lagi");
  assert.equal(delivery().status, "sent");
  host.up = false;
  line().cut();
  assert.equal(delivery().status, "waiting");
  wait(60000);
  host.up = host.acks = true;
  wait(15200);
  assert.equal(host.arrived.length, 4, "each was sent twice");
  assert.equal(host.seen.size, 2);
  assert.equal(host.stored.payload.text, "cepat lagi");
  assert.deepEqual(client.pending(), []);
  assert.equal(delivery().status, "stored");
});

test("acknowledgements that come twice and out of order settle each answer once", () => {
  host.acks = false;
  const ids = ["a", "b", "c"].map(answer);
  const acks = ids.map((id, n) => ({ t: "ack", id, ok: true, rev: n + 2 }));
  for (const n of [2, 0, 2]) line().take(acks[n]);
  assert.deepEqual(client.pending().map(({ id }) => id), [ids[1]]);
  assert.equal(delivery().status, "sent", "one is still on its way");
  for (const n of [1, 1, 0]) line().take(acks[n]);
  assert.deepEqual(client.pending(), []);
  assert.equal(delivery().status, "stored");
});

test("a page closed during the cut leaves its answers to the next one", () => {
  host.up = false;
  line().cut();
  answer("dari halaman lama");
  wait(30000);
  const old = host.lines.length;
  enter();
  wait(30000);
  host.up = true;
  wait(16000);
  assert.ok(host.lines.length > old);
  assert.equal(host.seen.size, 1);
  assert.equal(host.stored.payload.text, "dari halaman lama");
});

test("cut in the middle of a picture: what was missing is asked for again", () => {
  host.rev = 8;
  line().take({ t: "room", rev: 8, room: { role: "participant", me: { id: "p1" } } });
  line().cut(); // before the activity of revision 8
  wait(1200);
  assert.deepEqual(host.hellos, [0, 1]);
});

test("a host that cannot write is asked again and the person reads why it takes so long", () => {
  host.acks = false;
  const id = answer("disk penuh");
  line().take({ t: "busy", id, message: "Komputer fasilitator sedang tidak dapat menyimpan." });
  assert.deepEqual(delivery(), { status: "waiting", message: "Komputer fasilitator sedang tidak dapat menyimpan." });
  host.acks = true;
  wait(3100);
  assert.deepEqual(host.arrived, [id, id]);
  assert.deepEqual(delivery(), { status: "stored", message: "" });
});

test("let go for reading too slowly: it comes back, later than usual; let go for too many pages: it stays away", () => {
  const lines = host.lines.length;
  line().cut(1013);
  wait(1900);
  assert.equal(host.lines.length, lines);
  wait(2300);
  assert.equal(host.lines.length, lines + 1);
  line().take({ t: "gone", code: "crowded", message: "Kelas ini terbuka di terlalu banyak halaman" });
  line().cut(1012);
  wait(120000);
  world.online();
  assert.equal(host.lines.length, lines + 1);
  assert.equal(gone[0].code, "crowded");
});
