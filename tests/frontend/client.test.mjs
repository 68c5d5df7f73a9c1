import assert from "node:assert/strict";
import { test } from "node:test";
import { FakeStorage, load } from "./load.mjs";
import { fakeTimers } from "./timers.mjs";

const { createClient } = await load("frontend/client.js");
const { createOutbox } = await load("frontend/outbox.js");

function setUp({ storage = new FakeStorage() } = {}) {
  const sent = [], gone = [];
  const transport = { up: false, stopped: false, send: (frame) => transport.up && (sent.push(frame), true), stop: () => (transport.stopped = true) };
  const client = createClient({ transport, storage, code: "K7PQ4M", page: "p1", createOutbox, onGone: (frame) => gone.push(frame) });
  const open = () => ((transport.up = true), transport.onState("open"));
  const close = () => ((transport.up = false), transport.onState("closed"));
  return { client, transport, sent, gone, open, close, give: (frame) => transport.onFrame(frame) };
}
const room = (rev, me = { id: "p1" }) => ({ t: "room", rev, room: { role: me ? "participant" : "facilitator", me } });
const activity = (rev, fields = {}) => ({ t: "activity", rev, id: "poll_1", state: { id: "poll_1", round: 1, mine_seq: 0, ...fields } });
const intents = (sent) => sent.filter(({ t }) => t === "intent");

function entered(options) {
  const page = setUp(options);
  page.open();
  for (const frame of [room(5), activity(5), { t: "live", rev: 5 }]) page.give(frame);
  return page;
}

test("the first frame says hello with the last revision of which everything came", () => {
  const page = entered();
  assert.deepEqual(page.sent, [{ t: "hello", rev: 0, page: "p1" }]);
  page.give(activity(9));
  page.close(); // perhaps in the middle of revision 9
  page.open();
  assert.deepEqual(page.sent.at(-1), { t: "hello", rev: 5, page: "p1" });
  for (const frame of [room(9), activity(9), { t: "live", rev: 9 }]) page.give(frame);
  page.close();
  page.open();
  assert.deepEqual(page.sent.at(-1), { t: "hello", rev: 9, page: "p1" });
});

test("a model hears about its own activity and about the class, not about others", () => {
  const page = entered(), heard = [];
  page.client.model("poll_1").on("change:state", () => heard.push("poll_1"));
  page.client.model("quiz_1").on("change:state", () => heard.push("quiz_1"));
  page.client.model(null).on("change:states change:room", () => heard.push("class"));
  page.give(activity(6));
  assert.deepEqual(heard, ["poll_1", "class"]);
  page.give(room(7));
  assert.deepEqual(heard, ["poll_1", "class", "class"]);
});

test("an older picture that arrives late is dropped", () => {
  const page = entered();
  page.give(activity(9, { phase: "open" }));
  page.give(activity(8, { phase: "reading" }));
  assert.equal(page.client.model("poll_1").get("state").phase, "open");
});

test("a host that was set back to a backup is believed", () => {
  const page = entered();
  page.give(activity(90, { phase: "revealed" }));
  page.close();
  page.open();
  page.give(room(40));
  page.give(activity(40, { phase: "open" }));
  assert.equal(page.client.model("poll_1").get("state").phase, "open");
  page.give({ t: "live", rev: 40 });
  page.close();
  page.open();
  assert.equal(page.sent.at(-1).rev, 40);
});

test("an answer carries the round that was seen and a number above the stored one", () => {
  const page = entered();
  page.give(activity(6, { round: 2, mine_seq: 7 }));
  page.client.model("poll_1").send({ kind: "answer", payload: { choices: ["a"] } });
  const [frame] = intents(page.sent);
  assert.deepEqual([frame.round, frame.seq, frame.activity, frame.kind], [2, 8, "poll_1", "answer"]);
});

test("a facilitator's intents carry no round", () => {
  const page = setUp();
  page.open();
  for (const frame of [room(5, null), activity(5), { t: "live", rev: 5 }]) page.give(frame);
  page.client.model("poll_1").send({ kind: "move", payload: { to: "open", rev: 5 } });
  page.client.model(null).send({ kind: "feature", activity: "poll_1", payload: {} });
  assert.deepEqual(intents(page.sent).map(({ round, activity }) => [round, activity]), [[null, "poll_1"], [null, "poll_1"]]);
});

test("what was not acknowledged waits while the line is down and is repeated when everything was received", () => {
  const page = entered(), model = page.client.model("poll_1");
  model.send({ kind: "answer", payload: {} });
  assert.equal(model.get("delivery").status, "sent");
  page.close();
  assert.deepEqual(model.get("delivery"), { status: "waiting", message: "", offline: true });
  model.send({ kind: "answer", payload: { late: true } });
  page.open();
  assert.equal(intents(page.sent).length, 1, "not before the page is up to date");
  page.give(room(6));
  page.give({ t: "live", rev: 6 });
  const frames = intents(page.sent);
  assert.deepEqual(frames.slice(1).map(({ id }) => id), page.client.pending().map(({ id }) => id));
  assert.equal(frames[1].id, frames[0].id);
  for (const { id } of frames.slice(1)) page.give({ t: "ack", id, ok: true, rev: 7 });
  assert.deepEqual(model.get("delivery"), { status: "stored", message: "" });
  assert.deepEqual(page.client.pending(), []);
});

test("a host that could not write is asked again after a moment", () => {
  const time = fakeTimers();
  try {
    const page = entered();
    page.client.model("poll_1").send({ kind: "answer", payload: {} });
    const [{ id }] = intents(page.sent);
    page.give({ t: "busy", id, message: "Penyimpanan sedang sibuk." });
    time.tick(500);
    assert.equal(intents(page.sent).length, 1);
    time.tick(3000);
    assert.deepEqual(intents(page.sent).map((frame) => frame.id), [id, id]);
    page.give({ t: "ack", id, ok: true, rev: 6 });
    time.tick(60000);
    assert.equal(intents(page.sent).length, 2);
  } finally {
    time.restore();
  }
});

test("somebody else on this device does not send what the one before left", () => {
  const storage = new FakeStorage();
  const first = entered({ storage });
  first.close();
  first.client.model("poll_1").send({ kind: "answer", payload: {} });
  const second = setUp({ storage });
  second.open();
  second.give(room(8, { id: "p2" }));
  second.give({ t: "live", rev: 8 });
  assert.deepEqual(intents(second.sent), []);
});

test("sent away: the line is left for good and the page is told why", () => {
  const page = entered();
  page.give({ t: "gone", code: "removed", message: "Anda dikeluarkan." });
  assert.equal(page.transport.stopped, true);
  assert.equal(page.gone[0].code, "removed");
  assert.equal(page.client.gone().code, "removed");
});

test("a host that says goodbye is quoted until it is back", () => {
  const page = entered(), model = page.client.model(null), heard = [];
  model.on("change:connection", () => heard.push(model.get("bye")));
  page.give({ t: "bye", message: "Server berhenti sebentar." });
  page.close();
  page.open();
  assert.deepEqual(heard, ["Server berhenti sebentar.", "Server berhenti sebentar.", ""]);
});

test("frames nobody knows are passed over, and a listener can leave", () => {
  const page = entered(), heard = [], model = page.client.model("poll_1");
  const one = () => heard.push("one"), two = () => heard.push("two");
  model.on("change:state", one);
  model.on("change:state", two);
  model.off("change:state", one);
  page.give({ t: "what" });
  page.give(activity(6));
  assert.deepEqual(heard, ["two"]);
  model.off();
  page.give(activity(7));
  assert.deepEqual(heard, ["two"]);
});
