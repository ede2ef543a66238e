import httpx
import pytest

from {{ cookiecutter.package_name }}.main import create_app
from {{ cookiecutter.package_name }}.settings import get_settings

from .callers import V1, Client

ORIGIN = "https://app.example"
ALLOWS = "Access-Control-Allow-Origin"


@pytest.fixture
def listed() -> Client:
    """Call a service that lists an origin."""
    return Client(create_app(get_settings().model_copy(update={"cors_origins": (ORIGIN,)})))


async def ask(client: Client, origin: str = ORIGIN, method: str = "POST") -> httpx.Response:
    headers = {"Origin": origin, "Access-Control-Request-Method": method}
    return await client.options(f"{V1}/auth/login", headers=headers)


async def test_listed_origin_reads_answers(listed: Client) -> None:
    answer = await listed.get("/nowhere", headers={"Origin": ORIGIN})
    assert answer.headers[ALLOWS] == ORIGIN
    assert "Access-Control-Allow-Credentials" not in answer.headers


async def test_preflight_is_answered(listed: Client) -> None:
    answer = await ask(listed)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers[ALLOWS] == ORIGIN
    assert "PATCH" in answer.headers["Access-Control-Allow-Methods"]


@pytest.mark.parametrize(
    ("origin", "method"), [("https://evil.example", "POST"), (ORIGIN, "TRACE")]
)
async def test_refusal_allows_nothing(listed: Client, origin: str, method: str) -> None:
    answer = await ask(listed, origin, method)
    assert (answer.status_code, answer.content) == (204, b"")
    assert not [name for name in answer.headers if name.startswith("access-control-")]


async def test_nobody_is_listed_at_first(anonymous: Client) -> None:
    answer = await anonymous.get("/health/live", headers={"Origin": ORIGIN})
    assert ALLOWS not in answer.headers
