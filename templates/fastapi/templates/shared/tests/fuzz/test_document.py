"""Try generated requests on every operation of the service's own document, valid and hostile.

No answer may be a 5xx, nor be anything that the document does not name.
"""

from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from schemathesis import Case
from schemathesis.specs.openapi.checks import positive_data_acceptance

from .service import document

# A schema cannot say which cursors, links and passwords are good ones
BEYOND_SCHEMAS = (positive_data_acceptance,)
# A generated query may be longer than the longest request line
document.config.checks.negative_data_rejection.expected_statuses.append("414")


# Behind an answer, mails are sent, and draw their ids while the next request is generated
@pytest.mark.filterwarnings("ignore:Do not use the `random` module inside strategies")
@document.parametrize()
@settings(max_examples=20, database=None, deadline=None, suppress_health_check=list(HealthCheck))
def test_operation_keeps_its_document(case: Case[Any], caller: dict[str, str]) -> None:
    case.call_and_validate(headers=caller, excluded_checks=[*BEYOND_SCHEMAS])
