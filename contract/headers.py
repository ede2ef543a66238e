"""The security header fields that every answer carries (OWASP Secure Headers Project)."""

import re

import httpx

REQUIRED = (
    "content-security-policy",
    "permissions-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
)


def check_headers(response: httpx.Response) -> None:
    """Assert that a response carries the security header fields and no version banner.

    A proxy may put its bare name into `Server`; a version may stand in no field.
    """
    fields = response.headers
    missing = [name for name in REQUIRED if not fields.get(name)]
    assert not missing, f"{response.request.url} lacks {missing}"
    assert fields.get("x-content-type-options") == "nosniff"
    assert fields.get("referrer-policy") in {
        "no-referrer",
        "same-origin",
        "strict-origin",
        "strict-origin-when-cross-origin",
    }
    assert _denies_frames(fields), f"{response.request.url} may be framed"
    assert "x-powered-by" not in fields
    assert not re.search(r"\d", fields.get("server", "")), fields["server"]


def _denies_frames(fields: httpx.Headers) -> bool:
    framed = "frame-ancestors 'none'" in fields["content-security-policy"]
    return framed or fields.get("x-frame-options", "").upper() == "DENY"
