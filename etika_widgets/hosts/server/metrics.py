"""Numbers about the running server in Prometheus's text format: no names, no class codes, no addresses."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import psutil
from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from etika_widgets.errors import EtikaError, NoSuchClass, Refused, StoreError
from etika_widgets.room import Outcome, Role

if TYPE_CHECKING:
    from etika_widgets.hosts.server.context import Context

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
ACK_SECONDS: Final = (0.005, 0.01, 0.02, 0.035, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 5.0)
BATCH_SIZES: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500)
FAILED: Final = "failed"
"""Code of an intent that was turned down for a mistake of ours."""
OUTCOMES: Final = ("ok", "refused", "gone", "unavailable", "failed")
RENDERS: Final = ("light", "kernel", "failed")
ROLES: Final = {Role.PARTICIPANT: "participant", Role.FACILITATOR: "facilitator", Role.PROJECTOR: "projector"}

disable_created_metrics()  # type: ignore[no-untyped-call]


class Metrics:
    """What is counted while the server runs. Every label has a fixed, small set of values."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.intents = Counter(
            "etika_intents", "What people and facilitators sent", ["outcome"], registry=self.registry
        )
        self.ack = Histogram(
            "etika_ack_seconds", "From arrival to stored", buckets=ACK_SECONDS, registry=self.registry
        )
        self.batch = Histogram(
            "etika_commit_batch_size", "Intents that share a commit", buckets=BATCH_SIZES, registry=self.registry
        )
        self._counters = {outcome: self.intents.labels(outcome) for outcome in OUTCOMES}
        self._current = time.monotonic()

    def settled(self, outcome: Outcome, seconds: float) -> None:
        """Count how an intent went, and how long its sender waited to hear it."""
        self.ack.observe(seconds)
        self._counters[_label(outcome.error)].inc()

    def current(self, asked: float) -> None:
        """Note that all rooms show what the store held at the monotonic second ``asked``."""
        self._current = asked

    def feed_lag(self) -> float:
        """Return how many seconds old the state is that browsers are shown; about 0.1 where all is well."""
        return max(0.0, time.monotonic() - self._current)


def _label(error: EtikaError | None) -> str:
    if error is None:
        return "ok"
    if isinstance(error, NoSuchClass):
        return "gone"
    if isinstance(error, StoreError):
        return "unavailable"
    return "failed" if isinstance(error, Refused) and error.code == FAILED else "refused"


class Exposition:
    """Everything there is to say of a server, put together when somebody asks.

    Args:
        context: the server's parts.
    """

    def __init__(self, context: Context) -> None:
        self.context = context
        self.process = psutil.Process()

    def collect(self) -> Iterable[Metric]:
        """Return the gauges; counters and histograms are in the registry already."""
        hub = self.context.hub
        lines = [line.viewer.role for live in hub.rooms.values() for line in live.lines]
        running = sum(live.room.rev > 0 and not live.room.ended for live in hub.rooms.values())
        sockets = GaugeMetricFamily("etika_sockets", "Room sockets by what they may do", labels=["role"])
        for role, name in ROLES.items():
            sockets.add_metric([name], lines.count(role))
        yield sockets
        renders = CounterMetricFamily("etika_page_renders", "Workbooks rendered", labels=["kind"])
        for kind in RENDERS:
            renders.add_metric([kind], self.context.pages.renders[kind])
        yield renders
        for name, meaning, value in (
            ("people_connected", "Participants with a live line to this server", hub.people_online()),
            ("classes_running", "Classes open on this server that have not ended", running),
            ("queue_length", "Intents that wait to be stored", hub.queue_length()),
            ("feed_lag_seconds", "Age of the state that browsers are shown", hub.metrics.feed_lag()),
            (
                "kernels",
                "Kernels of pages and of rendering",
                len(list(self.context.pages.app.kernel_manager.list_kernel_ids())),
            ),
            ("resident_memory_bytes", "Memory of the server without its kernels", self.process.memory_info().rss),
        ):
            yield GaugeMetricFamily(f"etika_{name}", meaning, value=value)

    def text(self) -> bytes:
        """Return everything as text in the format 0.0.4."""
        gauges = CollectorRegistry()
        gauges.register(self)
        return generate_latest(gauges) + generate_latest(self.context.hub.metrics.registry)
