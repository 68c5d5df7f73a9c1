// Timers that pass only when a test says so; Node 18 has none of its own that suffice.
const real = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout };

export function fakeTimers() {
  const waiting = new Map();
  let now = 0, last = 0;
  globalThis.setTimeout = (f, ms = 0) => (waiting.set(++last, { f, at: now + ms }), last);
  globalThis.clearTimeout = (id) => void waiting.delete(id);
  return {
    tick(ms) {
      const until = now + ms;
      for (;;) {
        const due = [...waiting].filter(([, { at }]) => at <= until).sort((a, b) => a[1].at - b[1].at || a[0] - b[0])[0];
        if (!due) break;
        waiting.delete(due[0]);
        now = due[1].at;
        due[1].f();
      }
      now = until;
    },
    restore: () => Object.assign(globalThis, real),
  };
}
