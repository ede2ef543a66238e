"""The grade that Mozilla's HTTP Observatory would give an answer (its scoring, version 5).

What it cannot see of one answer of an API without cookies and redirections counts nothing.
"""

import re
from dataclasses import dataclass

import httpx

HALF_YEAR = 15_768_000
BASE, BONUS_FROM, A_PLUS = 100, 90, 100
PRIVATE_REFERRERS = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}

Policy = dict[str, set[str]]


@dataclass(frozen=True)
class Grade:
    """The points of an answer, and what each rule gave or took."""

    points: int
    rules: dict[str, int]


def grade(answer: httpx.Response) -> Grade:
    """Grade an answer by its header fields."""
    fields = answer.headers
    policy = read_policy(fields.get("content-security-policy", ""))
    rules = {
        "content-security-policy": score_policy(policy),
        "strict-transport-security": score_transport(fields.get("strict-transport-security", "")),
        "x-content-type-options": 0 if fields.get("x-content-type-options") == "nosniff" else -5,
        "x-frame-options": score_frames(fields.get("x-frame-options", ""), policy),
        "referrer-policy": score_referrer(fields.get("referrer-policy")),
        "cross-origin-resource-policy": score_resources(fields.get("cross-origin-resource-policy")),
        "cross-origin-resource-sharing": -50 if fields.get("access-control-allow-origin") == "*" else 0,
        "cookies": 0 if "set-cookie" not in fields or "secure" in fields["set-cookie"].lower() else -40,
    }
    lost = sum(points for points in rules.values() if points < 0)
    won = sum(points for points in rules.values() if points > 0) if BASE + lost >= BONUS_FROM else 0
    return Grade(BASE + lost + won, rules)


def read_policy(field: str) -> Policy:
    """Return the sources of each directive."""
    directives = [directive.split() for directive in field.lower().split(";") if directive.strip()]
    return {name: set(sources) for name, *sources in directives}


def score_policy(policy: Policy) -> int:
    """Score `Content-Security-Policy`."""
    if not policy:
        return -25
    default = policy.get("default-src", {"*"})
    scripts, styles = policy.get("script-src", default), policy.get("style-src", default)
    is_hashed = any(source.startswith(("'nonce-", "'sha")) for source in scripts)
    broad = {"*", "http:", "https:", "data:"} & (scripts | policy.get("object-src", default))
    if broad or ("'unsafe-inline'" in scripts and not is_hashed):
        return -20
    if "'unsafe-eval'" in scripts | styles:
        return -10
    if "'unsafe-inline'" in styles:
        return 0
    return 10 if default == {"'none'"} else 5


def score_transport(field: str) -> int:
    """Score `Strict-Transport-Security`."""
    age = re.search(r"max-age=(\d+)", field)
    if not age:
        return -20
    return 0 if int(age[1]) >= HALF_YEAR else -10


def score_frames(field: str, policy: Policy) -> int:
    """Score `X-Frame-Options`, or the directive in its place."""
    if policy.get("frame-ancestors", {"*"}) <= {"'none'", "'self'"}:
        return 5
    return 0 if field.upper() in {"DENY", "SAMEORIGIN"} else -20


def score_referrer(field: str | None) -> int:
    """Score `Referrer-Policy`."""
    if field is None:
        return 0
    return 5 if field.split(",")[-1].strip() in PRIVATE_REFERRERS else -5


def score_resources(field: str | None) -> int:
    """Score `Cross-Origin-Resource-Policy`."""
    if field in {"same-origin", "same-site"}:
        return 10
    return 0 if field in {None, "cross-origin"} else -5
