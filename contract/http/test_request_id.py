"""Request ids: taken when sane, else made, and always echoed."""

import httpx
import pytest

from contract.problems import check_problem

SANE = ["a", "0", "A.b_c-D", "x" * 128]
NOT_SANE = ["", "x" * 129, "a b", "a/b", "<script>", "\u00e9", "a,b", "{}"]


@pytest.mark.parametrize("name", SANE)
def test_sane_id_is_taken(site: httpx.Client, name: str) -> None:
    assert site.get("/health/live", headers={"X-Request-ID": name}).headers["x-request-id"] == name


@pytest.mark.parametrize("name", NOT_SANE)
def test_other_id_is_replaced(site: httpx.Client, name: str) -> None:
    headers = {b"X-Request-ID": name.encode("latin-1")}
    made = site.get("/health/live", headers=headers).headers["x-request-id"]
    assert made not in {"", name}


def test_missing_id_is_made(site: httpx.Client) -> None:
    ids = {site.get("/health/live").headers["x-request-id"] for _ in range(5)}
    assert len(ids) == 5


def test_error_holds_the_id(site: httpx.Client) -> None:
    answer = site.get("/nowhere", headers={"X-Request-ID": "find-me"})
    assert check_problem(answer, 404)["request_id"] == "find-me"
