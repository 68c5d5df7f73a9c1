import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeStorage, load } from "./load.mjs";

const { createOutbox } = await load("frontend/outbox.js");

function setUp({ storage = new FakeStorage(), connected = true } = {}) {
  const line = { connected, frames: [], changes: 0 };
  const outbox = createOutbox({
    storage, key: "etika:K7PQ4M:p1:outbox", now: () => 1000, onChange: () => line.changes++,
    send: (frame) => line.connected && (line.frames.push(frame), true),
  });
  return { outbox, storage, line };
}
const vote = (choice, activity = "poll_1") => ({ activity, round: 1, kind: "answer", payload: { choices: [choice] } });
const ids = (frames) => frames.map(({ id }) => id);

test("an intent goes out as one frame with 32 hex digits and the next number", () => {
  const { outbox, line } = setUp();
  const id = outbox.add({ ...vote("a"), after: 41 });
  assert.match(id, /^[0-9a-f]{32}$/);
  assert.deepEqual(line.frames, [
    { t: "intent", id, seq: 42, activity: "poll_1", round: 1, kind: "answer", payload: { choices: ["a"] } }]);
  assert.deepEqual(outbox.status("poll_1"), { status: "sent", message: "" });
  assert.equal(line.changes, 1);
});

test("numbers grow beyond the stored one and beyond the own last one", () => {
  const { outbox, line } = setUp();
  outbox.add(vote("a"));
  outbox.add({ ...vote("b"), after: 9 });
  outbox.add({ ...vote("c"), after: 3 });
  assert.deepEqual(line.frames.map(({ seq }) => seq), [1, 10, 11]);
});

test("what is written offline waits in order and leaves after the connection is back", () => {
  const { outbox, line } = setUp({ connected: false });
  const made = [outbox.add(vote("a")), outbox.add(vote("b"))];
  assert.equal(outbox.status("poll_1").status, "waiting");
  assert.deepEqual(ids(outbox.pending()), made);
  line.connected = true;
  outbox.resend();
  assert.deepEqual(ids(line.frames), made);
  assert.equal(outbox.status("poll_1").status, "sent");
});

test("an intent is repeated until it is acknowledged, then never again", () => {
  const { outbox, line } = setUp();
  const id = outbox.add(vote("a"));
  outbox.resend();
  assert.deepEqual(ids(line.frames), [id, id]);
  assert.equal(outbox.ack({ t: "ack", id, ok: true, rev: 5 }).id, id);
  outbox.resend();
  assert.equal(line.frames.length, 2);
  assert.deepEqual(outbox.pending(), []);
  assert.deepEqual(outbox.status("poll_1"), { status: "stored", message: "" });
  assert.deepEqual(outbox.status("other"), { status: "idle", message: "" });
});

test("a refusal is told in the host's words and leaves the queue", () => {
  const { outbox } = setUp();
  const id = outbox.add(vote("a"));
  outbox.ack({ t: "ack", id, ok: false, code: "closed", message: "Jawaban sudah ditutup." });
  assert.deepEqual(outbox.status("poll_1"), { status: "refused", message: "Jawaban sudah ditutup." });
  assert.deepEqual(outbox.pending(), []);
});

test("the line went down: what was on its way waits", () => {
  const { outbox, line } = setUp();
  outbox.add(vote("a"));
  line.connected = false;
  outbox.resend();
  assert.equal(outbox.status("poll_1").status, "waiting");
});

test("no more than eight are on their way, and an acknowledgement makes room", () => {
  const { outbox, line } = setUp();
  const made = Array.from({ length: 10 }, (_, i) => outbox.add(vote(String(i))));
  assert.deepEqual(ids(line.frames), made.slice(0, 8));
  outbox.ack({ id: made[0], ok: true });
  assert.deepEqual(ids(line.frames), made.slice(0, 9));
});

test("a reload finds the queue again", () => {
  const { outbox, storage } = setUp({ connected: false });
  const id = outbox.add(vote("a"));
  const next = setUp({ storage });
  next.outbox.resend();
  assert.deepEqual(ids(next.line.frames), [id]);
  next.outbox.add(vote("b"));
  assert.equal(next.line.frames[1].seq, 2);
});

test("two tabs of one participant lose nothing and number on", () => {
  const first = setUp({ connected: false });
  const second = setUp({ storage: first.storage, connected: false });
  const made = [first.outbox.add(vote("a")), second.outbox.add(vote("b")), first.outbox.add(vote("c", "quiz_1"))];
  assert.deepEqual(ids(first.outbox.pending()), made);
  assert.deepEqual(first.outbox.pending().map(({ seq }) => seq), [1, 2, 3]);
  second.line.connected = true;
  second.outbox.resend();
  assert.deepEqual(ids(second.line.frames), made);
  for (const id of made) second.outbox.ack({ id, ok: true });
  assert.deepEqual(first.outbox.pending(), []);
});

test("both tabs hear about an intent that both have sent", () => {
  const first = setUp();
  const second = setUp({ storage: first.storage });
  const id = first.outbox.add(vote("a"));
  second.outbox.resend();
  second.outbox.ack({ id, ok: true });
  first.outbox.ack({ id, ok: true });
  assert.equal(first.outbox.status("poll_1").status, "stored");
  assert.equal(first.outbox.ack({ id: "0".repeat(32), ok: true }), null);
});

for (const [name, storage] of [["full", Object.assign(new FakeStorage(), { full: true })],
  ["blocked", Object.assign(new FakeStorage(), { blocked: true })], ["missing", null]]) {
  test(`${name} storage: the queue lives in memory and says so`, () => {
    const { outbox, line } = setUp({ storage, connected: false });
    const made = [outbox.add(vote("a")), outbox.add(vote("b"))];
    assert.deepEqual(outbox.pending().map(({ seq }) => seq), [1, 2]);
    assert.equal(outbox.status("poll_1").status, "waiting");
    assert.match(outbox.status("poll_1").message, /tidak dapat menyimpan/);
    line.connected = true;
    outbox.resend();
    assert.deepEqual(ids(line.frames), made);
    made.forEach((id) => outbox.ack({ id, ok: true }));
    assert.deepEqual(outbox.pending(), []);
  });
}

test("damaged entries are dropped, sound ones are kept", () => {
  const { outbox, storage } = setUp({ connected: false });
  const prefix = "etika:K7PQ4M:p1:outbox:i:";
  const id = outbox.add(vote("a"));
  for (const [name, text] of [["x", "{"], ["y", "null"], ["z", '{"t":"intent","id":"other","seq":1,"kind":"answer","payload":{}}'],
    ["w", '{"t":"intent","id":"w","seq":"1","kind":"answer","payload":{}}']]) storage.setItem(prefix + name, text);
  storage.setItem("etika:K7PQ4M:p1:outbox:seq", "banana");
  assert.deepEqual(ids(outbox.pending()), [id]);
  assert.equal([...storage.items.keys()].filter((name) => name.startsWith(prefix)).length, 1);
  outbox.add(vote("b"));
  assert.deepEqual(outbox.pending().map(({ seq }) => seq), [1, 2]);
});

test("clear forgets this participant and nobody else", () => {
  const { outbox, storage } = setUp({ connected: false });
  outbox.add(vote("a"));
  storage.setItem("etika:K7PQ4M:p2:outbox:seq", "4");
  outbox.clear();
  assert.deepEqual(outbox.pending(), []);
  assert.deepEqual([...storage.items.keys()], ["etika:K7PQ4M:p2:outbox:seq"]);
});
