"""HTTP and websocket as a phone speaks them, in as few instructions as Python allows.

Tornado's client costs 0.6 ms of processor time per request and 2,000 phones make some 20,000 of them at once: the
generator would be slower than the server it measures. Only what our server sends is understood; anything else raises.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import secrets
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, cast

GZIP: Final = 16 + zlib.MAX_WBITS
MAGIC: Final = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
TEXT, CLOSE, PING, PONG = 0x1, 0x8, 0x9, 0xA


class WireError(ConnectionError):
    """The server hung up, or said something that is not part of the protocol."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where the server listens."""

    host: str
    port: int

    @property
    def origin(self) -> str:
        """Return the origin of its pages."""
        return f"http://{self.host}:{self.port}"


@dataclass(slots=True)
class Traffic:
    """What went over the wire, headers included."""

    requests: int = 0
    received: int = 0
    sent: int = 0


@dataclass(frozen=True, slots=True)
class Response:
    """An answer as it came; ``body`` is still compressed."""

    status: int
    headers: Mapping[str, str]
    cookies: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def text(self) -> str:
        """Return the body's text."""
        zipped = self.headers.get("content-encoding") == "gzip"
        return (zlib.decompress(self.body, GZIP) if zipped else self.body).decode()


def head_of(method: str, path: str, address: Address, cookies: Mapping[str, str], headers: Mapping[str, str]) -> bytes:
    """Return a request's head with the headers a phone's browser sends."""
    lines = [
        f"{method} {path} HTTP/1.1",
        f"Host: {address.host}:{address.port}",
        "User-Agent: Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Mobile",
        "Accept: */*",
        "Accept-Language: id-ID,id;q=0.9",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    if cookies:
        lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in cookies.items()))
    return "\r\n".join([*lines, "", ""]).encode()


def parse_head(head: bytes) -> tuple[int, dict[str, str], tuple[tuple[str, str], ...]]:
    """Return status, headers (names in lower case) and cookies of an answer's head."""
    first, *lines = head.decode("latin-1").split("\r\n")
    headers: dict[str, str] = {}
    cookies: list[tuple[str, str]] = []
    for line in lines:
        name, _, value = line.partition(":")
        name, value = name.lower(), value.strip()
        if name == "set-cookie":
            cookie, _, text = value.partition(";")[0].partition("=")
            cookies.append((cookie, text))
        else:
            headers[name] = value
    return int(first.split(" ", 2)[1]), headers, tuple(cookies)


class HttpLine(asyncio.Protocol):
    """One kept-alive connection; one request at a time."""

    def __init__(self, traffic: Traffic) -> None:
        self.traffic = traffic
        self.transport: asyncio.Transport | None = None
        self._buffer = bytearray()
        self._head: tuple[int, dict[str, str], tuple[tuple[str, str], ...]] | None = None
        self._answer: asyncio.Future[Response] | None = None

    @property
    def usable(self) -> bool:
        """Tell whether another request can be sent."""
        return self.transport is not None and not self.transport.is_closing()

    async def ask(self, request: bytes) -> Response:
        """Send a request and return its answer.

        Raises:
            WireError: the line went down.
        """
        if self.transport is None or self.transport.is_closing():
            raise WireError("the line is closed")
        self._answer = asyncio.get_running_loop().create_future()
        self.traffic.requests += 1
        self.traffic.sent += len(request)
        self.transport.write(request)
        return await self._answer

    def close(self) -> None:
        """Hang up."""
        if self.transport is not None:
            self.transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take over the connection."""
        self.transport = cast(asyncio.Transport, transport)

    def connection_lost(self, error: Exception | None) -> None:
        """Tell who waits."""
        self._fail(WireError(str(error or "the server hung up")))

    def data_received(self, data: bytes) -> None:
        """Collect an answer."""
        self.traffic.received += len(data)
        self._buffer += data
        if self._head is None:
            end = self._buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            self._head = parse_head(bytes(self._buffer[:end]))
            del self._buffer[: end + 4]
        status, headers, cookies = self._head
        bare = status in (204, 304)
        if not bare and "content-length" not in headers:
            self._fail(WireError(f"{status} without a length"))
            self.close()
            return
        size = 0 if bare else int(headers["content-length"])
        if len(self._buffer) < size:
            return
        body = bytes(self._buffer[:size])
        del self._buffer[:size]
        self._head = None
        answer, self._answer = self._answer, None
        if answer is not None and not answer.done():
            answer.set_result(Response(status, headers, cookies, body))

    def _fail(self, error: WireError) -> None:
        answer, self._answer = self._answer, None
        if answer is not None and not answer.done():
            answer.set_exception(error)


@dataclass(slots=True)
class Handshake:
    """What is needed to open a websocket."""

    address: Address
    path: str
    cookies: Mapping[str, str]
    key: str = field(default_factory=lambda: base64.b64encode(secrets.token_bytes(16)).decode())

    def request(self) -> bytes:
        """Return the request that asks for the upgrade."""
        wanted = {
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Origin": self.address.origin,
            "Sec-WebSocket-Key": self.key,
            "Sec-WebSocket-Version": "13",
        }
        return head_of("GET", self.path, self.address, self.cookies, wanted)

    def check(self, status: int, headers: Mapping[str, str]) -> None:
        """Make sure that the server agreed.

        Raises:
            WireError: it did not.
        """
        digest = hashlib.sha1(self.key.encode() + MAGIC, usedforsecurity=False).digest()
        if status != 101 or headers.get("sec-websocket-accept") != base64.b64encode(digest).decode():
            raise WireError(f"no websocket: {status}")


class SocketLine(asyncio.Protocol):
    """One websocket.

    Args:
        handshake: what to ask for.
        traffic: where to count.
        on_open: called once the server agreed.
        on_text: called with every message and the loop's time at which it arrived.
        on_lost: called once when the line is down, for whatever reason.
    """

    def __init__(
        self,
        handshake: Handshake,
        traffic: Traffic,
        on_open: Callable[[], None],
        on_text: Callable[[bytes, float], None],
        on_lost: Callable[[], None],
    ) -> None:
        self.handshake, self.traffic = handshake, traffic
        self.on_open, self.on_text, self.on_lost = on_open, on_text, on_lost
        self.transport: asyncio.Transport | None = None
        self.open = False
        self._buffer = bytearray()
        self._parts = b""
        self._loop = asyncio.get_running_loop()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the upgrade."""
        self.transport = cast(asyncio.Transport, transport)
        request = self.handshake.request()
        self.traffic.requests += 1
        self.traffic.sent += len(request)
        self.transport.write(request)

    def connection_lost(self, error: Exception | None) -> None:
        """Tell the owner."""
        self.open = False
        self.on_lost()

    def data_received(self, data: bytes) -> None:
        """Hand over complete messages."""
        at = self._loop.time()
        self.traffic.received += len(data)
        self._buffer += data
        if not self.open:
            end = self._buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            status, headers, _ = parse_head(bytes(self._buffer[:end]))
            del self._buffer[: end + 4]
            try:
                self.handshake.check(status, headers)
            except WireError:
                self.drop()
                return
            self.open = True
            self.on_open()
        start = 0
        while (message := _frame(self._buffer, start)) is not None:
            final, kind, payload, start = message
            self._take(final, kind, payload, at)
        del self._buffer[:start]

    def _take(self, final: bool, kind: int, payload: bytes, at: float) -> None:
        if kind in (0, TEXT):
            self._parts += payload
            if final:
                whole, self._parts = self._parts, b""
                self.on_text(whole, at)
        elif kind == PING:
            self._send(PONG, payload)
        elif kind == CLOSE and self.transport is not None:
            self._send(CLOSE, payload[:2])
            self.transport.close()

    def send(self, text: str) -> bool:
        """Send a message; False if the line is down."""
        if not self.open or self.transport is None or self.transport.is_closing():
            return False
        self._send(TEXT, text.encode())
        return True

    def drop(self) -> None:
        """Lose the line as in a tunnel: no goodbye, and what was not sent yet is gone."""
        self.open = False
        if self.transport is not None:
            self.transport.abort()

    def _send(self, kind: int, payload: bytes) -> None:
        size = len(payload)
        if size < 126:
            head = bytes((0x80 | kind, 0x80 | size))
        elif size < 65536:
            head = bytes((0x80 | kind, 0xFE)) + size.to_bytes(2, "big")
        else:
            head = bytes((0x80 | kind, 0xFF)) + size.to_bytes(8, "big")
        mask = secrets.token_bytes(4)
        veil = (mask * (size // 4 + 1))[:size]
        masked = (int.from_bytes(payload, "big") ^ int.from_bytes(veil, "big")).to_bytes(size, "big")
        if self.transport is not None:
            self.traffic.sent += len(head) + 4 + size
            self.transport.write(head + mask + masked)


def _frame(buffer: bytearray, start: int) -> tuple[bool, int, bytes, int] | None:
    """Return whether it is the last part, the kind, the payload and the end of the frame at ``start``, if complete."""
    if len(buffer) - start < 2:
        return None
    first, size, begin = buffer[start], buffer[start + 1] & 0x7F, start + 2
    if size == 126:
        begin += 2
        size = int.from_bytes(buffer[start + 2 : begin], "big")
    elif size == 127:
        begin += 8
        size = int.from_bytes(buffer[start + 2 : begin], "big")
    if len(buffer) < begin + size:
        return None
    return bool(first & 0x80), first & 0x0F, bytes(buffer[begin : begin + size]), begin + size


async def connect(address: Address, line: asyncio.Protocol) -> None:
    """Connect ``line`` to the server.

    Raises:
        OSError: nobody answers there.
    """
    await asyncio.get_running_loop().create_connection(lambda: line, address.host, address.port)
