// The websocket as a transport for client.js: reconnects for ever, with jitter, and at once when the phone wakes.

const PING_AFTER = 25000;
const PONG_WITHIN = 8000;
const LONGEST_WAIT = 15000;
const CONNECT_WITHIN = 10000;
const TRY_AGAIN_LATER = 1013; // the host let us go because we read too slowly

/** @param {string} url path of the room socket @returns {any} a Transport */
export function createSocket(url) {
  const address = new URL(url, location.href);
  address.protocol = address.protocol.replace("http", "ws");
  let socket = null;
  let attempt = 0;
  let retry = 0;
  let ping = 0;
  let pong = 0;
  let stopped = false;

  const transport = {
    onFrame: (_frame) => {},
    onState: (_state) => {},
    send(frame) {
      if (!socket || socket.readyState !== WebSocket.OPEN) return false;
      socket.send(JSON.stringify(frame));
      return true;
    },
    stop() {
      stopped = true;
      clearTimeout(retry);
      clearTimeout(ping);
      clearTimeout(pong);
      if (socket) socket.close();
    },
    start: connect,
  };

  function connect() {
    if (stopped || (socket && socket.readyState <= WebSocket.OPEN)) return;
    clearTimeout(retry);
    const fresh = new WebSocket(address);
    socket = fresh;
    clearTimeout(pong);
    pong = setTimeout(() => giveUp(fresh), CONNECT_WITHIN); // a weak network can leave it hanging for minutes
    fresh.onopen = () => {
      if (fresh !== socket) return;
      attempt = 0;
      transport.onState("open");
      listen();
    };
    fresh.onmessage = (event) => {
      if (fresh !== socket) return;
      listen();
      transport.onFrame(JSON.parse(event.data));
    };
    fresh.onclose = (event) => {
      if (event && event.code === TRY_AGAIN_LATER && fresh === socket) attempt = Math.max(attempt, 2);
      lost(fresh);
    };
    fresh.onerror = () => fresh.close();
  }

  function lost(which) {
    if (which !== socket) return;
    socket = null;
    clearTimeout(ping);
    clearTimeout(pong);
    if (stopped) return;
    transport.onState("closed");
    attempt += 1;
    const ceiling = Math.min(LONGEST_WAIT, 500 * 2 ** Math.min(attempt, 6));
    retry = setTimeout(connect, ceiling * (0.5 + Math.random() / 2));
  }

  function listen() {
    clearTimeout(ping);
    clearTimeout(pong);
    ping = setTimeout(check, PING_AFTER);
  }

  /** Ask whether the line still stands; a phone that slept often holds a dead one. */
  function check() {
    if (!socket) return;
    const asked = socket;
    transport.send({ t: "ping" });
    clearTimeout(pong);
    pong = setTimeout(() => giveUp(asked) && connect(), PONG_WITHIN);
  }

  /** Leaves a dead line without waiting for it to say so; true if there was one. */
  function giveUp(which) {
    if (!which || which !== socket) return false;
    which.onclose = null;
    which.close();
    lost(which);
    return true;
  }

  function wake() {
    if (stopped || document.visibilityState === "hidden") return;
    attempt = 0;
    if (socket && socket.readyState === WebSocket.OPEN) check();
    else if (!socket) connect();
  }

  addEventListener("online", wake);
  addEventListener("pageshow", wake);
  document.addEventListener("visibilitychange", wake);
  addEventListener("offline", () => {
    giveUp(socket);
  });
  return transport;
}
