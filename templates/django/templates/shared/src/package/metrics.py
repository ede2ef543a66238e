"""Count requests, and serve the counts of all workers on a port of their own."""

from prometheus_client import CollectorRegistry, Counter, Histogram, start_http_server
from prometheus_client.multiprocess import MultiProcessCollector

REQUESTS = Counter(
    "http_requests_total", "Requests answered, by route template.", ["method", "route", "status"]
)
SECONDS = Histogram(
    "http_request_duration_seconds", "Time to answer, by route template.", ["method", "route"]
)
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
NO_ROUTE = "unmatched"


def count_request(method: str, route: str | None, status: int, seconds: float) -> None:
    """Count one answered request.

    Args:
        method: its method; an unknown one is counted as `other`, so that callers cannot grow the
            number of series.
        route: the template of its route, never its path; None where no route matched.
        status: the status it was answered with.
        seconds: the time it took.
    """
    labels = (method if method in METHODS else "other", route or NO_ROUTE)
    REQUESTS.labels(*labels, str(status)).inc()
    SECONDS.labels(*labels).observe(seconds)


def serve_metrics(port: int) -> None:
    """Serve the sum over all workers, from a thread, to Prometheus.

    Args:
        port: the port to listen on, on all addresses.
    """
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library does not type it
    start_http_server(port, registry=registry)
