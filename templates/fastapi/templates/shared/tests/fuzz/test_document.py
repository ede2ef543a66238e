"""Try generated requests on every operation of the service's own document, from valid to hostile."""

import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import load_all_checks

document = schemathesis.pytest.from_fixture("document")


@document.parametrize()
@settings(
    max_examples=20, database=None, deadline=None, suppress_health_check=list(HealthCheck)
)
def test_operation_keeps_its_document(case: schemathesis.Case, caller: dict[str, str]) -> None:
    case.call_and_validate(headers=caller)
