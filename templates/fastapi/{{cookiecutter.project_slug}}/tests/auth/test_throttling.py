import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from {{ cookiecutter.package_name }}.auth.models import ThrottleWindow
from {{ cookiecutter.package_name }}.auth.throttling import get_limits
from {{ cookiecutter.package_name }}.throttle import Limits
from {{ cookiecutter.package_name }}.users.models import User

from ..callers import V1, Client, code_of
from ..factories import PASSWORD
from ..mailbox import Mailbox

AUTH = f"{V1}/auth"
WRONG = "not the right password"
REFUSED = (429, "too-many-requests")


@pytest.fixture
def stranger(app: FastAPI) -> Client:
    """Call from elsewhere."""
    return Client(app, address="198.51.100.7")


@pytest.fixture(autouse=True)
def _limits(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let an address be tried twice a minute, and so a client six times."""
    monkeypatch.setitem(app.dependency_overrides, get_limits, lambda: Limits(2, 20))


async def log_in(client: Client, email: str, password: str = WRONG) -> httpx.Response:
    body = {"email": email, "password": password}
    return await client.post(f"{AUTH}/login", json=body)


async def guess(client: Client, email: str, times: int) -> list[int]:
    return [(await log_in(client, email)).status_code for _ in range(times)]


@pytest.mark.parametrize("email", ["alice@example.com", "nobody@example.com"])
async def test_guesses_are_bounded(anonymous: Client, alice: User, email: str) -> None:
    del alice
    assert await guess(anonymous, email, 2) == [401] * 2
    answer = await log_in(anonymous, email, PASSWORD)
    assert code_of(answer) == REFUSED
    assert 50 <= int(answer.headers["Retry-After"]) <= 60


async def test_strangers_share_an_address(anonymous: Client, stranger: Client, alice: User) -> None:
    await guess(stranger, alice.email, 2)
    assert code_of(await log_in(anonymous, alice.email, PASSWORD)) == REFUSED


async def test_known_client_is_not_locked_out(
    anonymous: Client, stranger: Client, alice: User
) -> None:
    assert (await log_in(anonymous, alice.email, PASSWORD)).status_code == 200
    await guess(stranger, alice.email, 2)
    assert (await log_in(anonymous, alice.email, PASSWORD)).status_code == 200
    assert await guess(anonymous, alice.email, 3) == [401, 401, 429]


async def test_client_is_bounded(anonymous: Client) -> None:
    emails = [f"user-{number}@example.com" for number in range(7)]
    answers = [(await log_in(anonymous, email)).status_code for email in emails]
    assert answers == [401] * 6 + [429]


async def test_right_passwords_do_not_count(anonymous: Client, alice: User) -> None:
    for _ in range(7):
        assert (await log_in(anonymous, alice.email, PASSWORD)).status_code == 200


async def test_success_forgives_no_failure(anonymous: Client, alice: User) -> None:
    await log_in(anonymous, alice.email, PASSWORD)
    await guess(anonymous, alice.email, 1)
    await log_in(anonymous, alice.email, PASSWORD)
    assert await guess(anonymous, alice.email, 2) == [401, 429]


async def test_refused_attempt_counts_nowhere(anonymous: Client, db: AsyncSession) -> None:
    await guess(anonymous, "nobody@example.com", 2)
    hits = await db.scalar(select(func.sum(ThrottleWindow.hits)))
    assert await guess(anonymous, "nobody@example.com", 3) == [429] * 3
    assert await db.scalar(select(func.sum(ThrottleWindow.hits))) == hits


async def test_window_opens_again(anonymous: Client, db: AsyncSession) -> None:
    await guess(anonymous, "nobody@example.com", 3)
    await db.execute(update(ThrottleWindow).values(expires_at=0))
    await db.commit()
    assert await guess(anonymous, "nobody@example.com", 3) == [401, 401, 429]


async def test_reset_opens_the_login(anonymous: Client, alice: User, mails: Mailbox) -> None:
    await guess(anonymous, alice.email, 3)
    await anonymous.post(f"{AUTH}/forgot-password", json={"email": alice.email})
    body = {"token": mails.token(), "password": "another long password"}
    await anonymous.post(f"{AUTH}/reset-password", json=body)
    assert await guess(anonymous, alice.email, 1) == [401]


async def test_zero_limits_nothing(
    app: FastAPI, anonymous: Client, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.dependency_overrides, get_limits, lambda: Limits(0, 0))
    assert await guess(anonymous, alice.email, 7) == [401] * 7
    assert (await log_in(anonymous, alice.email, PASSWORD)).status_code == 200


@pytest.mark.parametrize(
    ("path", "body", "times"),
    [
        ("register", {"email": "new@example.com", "password": PASSWORD}, 2),
        ("forgot-password", {"email": "nobody@example.com"}, 2),
        ("verify-email", {"token": "x"}, 6),
        ("reset-password", {"token": "x", "password": PASSWORD}, 6),
        ("change-password", {"current_password": WRONG, "new_password": PASSWORD}, 2),
    ],
)
async def test_other_actions_are_bounded(
    client: Client, path: str, body: dict[str, str], times: int
) -> None:
    answers = [await client.post(f"{AUTH}/{path}", json=body) for _ in range(times + 1)]
    assert 429 not in {answer.status_code for answer in answers[:times]}
    assert code_of(answers[times]) == REFUSED


async def test_right_change_does_not_count(client: Client) -> None:
    body = {"current_password": PASSWORD, "new_password": PASSWORD}
    answers = [await client.post(f"{AUTH}/change-password", json=body) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {204}


async def test_form_and_json_count_together(anonymous: Client, alice: User) -> None:
    await guess(anonymous, alice.email, 2)
    form = {"username": alice.email.upper(), "password": PASSWORD}
    assert code_of(await anonymous.post(f"{AUTH}/token", data=form)) == REFUSED
