"""Limits of the operating system that a large class would run into."""

from __future__ import annotations

ENOUGH = 65_536
"""Open files: a phone holds one in the server, two while it loads the page."""


def raise_file_limit() -> int | None:
    """Allow this process, and those it starts, as many open files as it may need; return the limit."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return None
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = ENOUGH if hard == resource.RLIM_INFINITY else min(hard, ENOUGH)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return soft
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return wanted
