"""The image and its stack of containers do what the contract says of them."""

import sys
from collections.abc import Iterator

import pytest

from .projects import FRAMEWORKS, ROOT, Case, generate
from .stacks import ADMIN_EMAIL, ADMIN_PASSWORD, Stack, make_stack

pytestmark = [pytest.mark.docker, pytest.mark.xdist_group("docker")]

CASES = [*(Case(framework, {"worker": True}) for framework in FRAMEWORKS), Case("fastapi", {"database": "sqlite"})]


@pytest.fixture(scope="module", params=CASES, ids=str)
def stack(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Start the stack of a fresh project as its owner does, once for all tests of a case."""
    folder = tmp_path_factory.mktemp("stack")
    project = generate(request.param, folder)
    project.must("uv", "lock")
    stack = make_stack(project, folder / "mail")
    try:
        stack.up()
        stack.make_admin()
        yield stack
    finally:
        stack.down()


def test_proxy_passes_requests_on(stack: Stack) -> None:
    assert stack.get("/health/ready").json()["status"] == "ok"


def test_service_runs_without_privileges(stack: Stack) -> None:
    container = stack.containers("web")[0]
    assert container["Config"]["User"] == "10001:10001"
    assert container["HostConfig"]["ReadonlyRootfs"]
    assert container["HostConfig"]["CapDrop"] == ["ALL"]


def test_only_the_proxy_is_published(stack: Stack) -> None:
    services = stack.compose("ps", "--services").split()
    published = {name for name in services for one in stack.containers(name) if one["HostConfig"]["PortBindings"]}
    assert published == {"proxy"}


def test_image_holds_no_build_tools(stack: Stack) -> None:
    stack.compose("exec", "--no-TTY", "web", "sh", "-c", "! command -v uv gcc cc make")


def test_image_holds_no_secret(stack: Stack) -> None:
    image = stack.containers("web")[0]["Image"]
    history = stack.project.must("docker", "history", "--no-trunc", "--format", "{{.CreatedBy}}", image)
    assert not any(word in history for word in ("SECRET_KEY", "PASSWORD"))


def test_contract_holds_through_the_proxy(stack: Stack) -> None:
    runner = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(ROOT / "contract"))
    target = (f"--base-url={stack.url}", "--through-proxy", f"--mail-dir={stack.mail}")
    stack.project.must(*runner, *target, f"--admin-email={ADMIN_EMAIL}", f"--admin-password={ADMIN_PASSWORD}")


def test_proxy_finds_new_containers(stack: Stack) -> None:
    stack.up("--scale", "web=3", "--no-recreate")
    answers = {stack.get("/health/live").status_code for _ in range(30)}
    assert answers == {200}


def test_stop_is_clean(stack: Stack) -> None:
    stack.compose("stop", "web")
    assert [one["State"]["ExitCode"] for one in stack.containers("web")] == [0] * len(stack.containers("web"))
