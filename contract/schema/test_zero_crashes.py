"""After all that was sent to it, the service has answered no request with a 5xx of its own."""

from contract.figures import Figure
from contract.server import Service

UNKNOWN_CODING = 501
"""What HTTP wants answered to a transfer coding that nobody knows (RFC 9112, section 6.1)."""


def test_nothing_ended_in_5xx(service: Service, figure: Figure) -> None:
    requests = [event for event in service.events() if "duration_ms" in event]
    failed = [event for event in requests if event["status"] >= 500 and event["status"] != UNKNOWN_CODING]
    figure(f"responses >= 500 of {len(requests)}, database up", "0", len(failed))
    assert failed == []


def test_no_error_was_logged(service: Service) -> None:
    errors = [event for event in service.events() if event["level"].lower() in {"error", "critical"}]
    assert errors == []
