"""A schemathesis hook: the run makes no second administrator.

Generated requests take the ids of accounts from the lists that they read. With a second administrator
they sooner or later demote, disable or delete the one who calls, and every answer after that is 401 or 403.
As long as he is the last, the service itself protects him (409), and everything else may be tried.
"""

from typing import Any

import schemathesis


@schemathesis.hook
def filter_case(_context: schemathesis.HookContext, case: Any) -> bool:  # noqa: ANN401  (generic in schemathesis)
    """Drop a request that would make an administrator."""
    return not (isinstance(case.body, dict) and case.body.get("role") == "admin")
