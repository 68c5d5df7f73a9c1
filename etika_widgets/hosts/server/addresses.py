"""The machine's addresses on the local network, and the QR code that leads to one of them."""

from __future__ import annotations

import io
import ipaddress
import re
import socket
from contextlib import suppress

import segno


def lan_addresses() -> list[str]:
    """Return the IPv4 addresses phones may reach this machine at, the likeliest first; loopback is left out."""
    found: list[str] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, suppress(OSError):
        # Connecting a datagram socket sends nothing; it only makes the system choose its way out.
        probe.connect(("192.0.2.1", 9))
        found.append(probe.getsockname()[0])
    with suppress(OSError):
        found += [str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    usable = (text for text in dict.fromkeys(found) if not ipaddress.ip_address(text).is_loopback)
    return [text for text in usable if not ipaddress.ip_address(text).is_unspecified]


def everywhere(bound: str) -> bool:
    """Tell whether a server bound to ``bound`` answers under all of the machine's addresses."""
    return bound in {"", "0.0.0.0"}  # noqa: S104 - compared, not bound


def reachable(bound: str, port: int) -> list[str]:
    """Return the base addresses under which a server bound to ``bound`` answers, for phones first."""
    hosts = [*lan_addresses(), "127.0.0.1"] if everywhere(bound) else [bound]
    return [f"http://{host}:{port}" for host in hosts]


def typed(url: str) -> str:
    """Return what people type to reach ``url``."""
    return re.sub(r"^https?://", "", url)


def qr_svg(address: str) -> str:
    """Return an SVG with the QR code of ``address``: black on white with its quiet zone, no fixed size."""
    buffer = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        buffer, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=4, light="#ffffff", dark="#000000"
    )
    return buffer.getvalue().decode()
