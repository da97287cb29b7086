"""The service's figures, as Prometheus reads them. Labels are names of ours: nothing of a person is in them."""

from collections.abc import Callable, Iterable
from typing import Any

from assistant.web.operations.work import Work

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 2.5, 5, 10, 20, 40, 80)


class Metrics:
    """Counters and histograms of one service."""

    def __init__(self, gauges: dict[str, tuple[str, Callable[[], float]]]) -> None:
        """Take what is measured when somebody asks: name → (description, measure)."""
        from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector

        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._requests = Counter(
            "jury_coach_requests", "Requests by route and status", ("route", "status"), registry=self._registry
        )
        self._request_seconds = Histogram(
            "jury_coach_request_seconds",
            "Durations of requests; streams last as long as they are listened to",
            ("route",),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._work_seconds = Histogram(
            "jury_coach_work_seconds",
            "Durations of work (ask, read, review, questions, assess…) by how it ended",
            ("kind", "outcome"),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._registry.register(_Measured(gauges))

    def count_request(self, route: str, status: int, seconds: float) -> None:
        """Count a request."""
        self._requests.labels(route, str(status)).inc()
        self._request_seconds.labels(route).observe(seconds)

    def count_work(self, work: Work) -> None:
        """Count a piece of work that ended."""
        self._work_seconds.labels(work.kind, work.outcome).observe(work.seconds)

    def text(self) -> bytes:
        """Return all figures in Prometheus' own form."""
        from prometheus_client import generate_latest

        return bytes(generate_latest(self._registry))


class _Measured:
    """Gauges that are measured when they are asked for."""

    def __init__(self, gauges: dict[str, tuple[str, Callable[[], float]]]) -> None:
        self._gauges = gauges

    def collect(self) -> Iterable[Any]:
        """Measure."""
        from prometheus_client.core import GaugeMetricFamily

        for name, (description, measure) in self._gauges.items():
            yield GaugeMetricFamily(name, description, value=measure())
