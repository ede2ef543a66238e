"""The image and its stack of containers do what the contract says of them."""

import json
import ssl
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import httpx
import pytest

from .projects import FRAMEWORKS, ROOT, Case, generate
from .recipes import commands_under
from .slow_clients import SLOW, seconds_until_cut
from .stacks import ADMIN_EMAIL, ADMIN_PASSWORD, Stack, free_port, make_stack

pytestmark = [pytest.mark.docker, pytest.mark.xdist_group("docker")]

FIRST, *OTHERS = [Case(framework, {"worker": True}) for framework in FRAMEWORKS]
# Tests of some cases take them from the front: pytest keeps the tests of one case together by its position.
CASES = [FIRST, Case("fastapi", {"database": "sqlite"}), *OTHERS]
# The rights with which a server takes over the files of its volume, before it goes on as a user of its own
OWNERSHIP = {"CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETPCAP", "SETUID"}

one_case = pytest.mark.parametrize("stack", CASES[:1], indirect=True, ids=str)
one_of_each_database = pytest.mark.parametrize("stack", CASES[:2], indirect=True, ids=str)


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


def test_containers_cannot_write_or_rise(stack: Stack) -> None:
    for name, container in stack.inspect_all().items():
        host = container["HostConfig"]
        assert host["ReadonlyRootfs"], name
        assert host["CapDrop"] == ["ALL"], name
        assert not host["Privileged"], name
        assert set(host["CapAdd"] or ()) <= (OWNERSHIP if name in {"database", "redis"} else set()), name
        assert host["SecurityOpt"] == ["no-new-privileges:true"], name


def test_containers_have_limits(stack: Stack) -> None:
    for name, container in stack.inspect_all().items():
        host = container["HostConfig"]
        assert host["Memory"] > 0, name
        assert host["NanoCpus"] > 0, name
        assert host["PidsLimit"] > 0, name
        assert host["LogConfig"]["Config"].keys() == {"max-size", "max-file"}, name


def test_servers_come_back_and_are_watched(stack: Stack) -> None:
    servers = {name: one for name, one in stack.inspect_all().items() if name != "migrate"}
    assert {one["HostConfig"]["RestartPolicy"]["Name"] for one in servers.values()} == {"unless-stopped"}
    assert {name: one["State"]["Health"]["Status"] for name, one in servers.items()} == dict.fromkeys(
        servers, "healthy"
    )


def test_no_process_belongs_to_root(stack: Stack) -> None:
    for name in stack.compose("ps", "--services").split():
        users = [line.split()[0] for line in stack.compose("top", name).splitlines()[2:] if line]
        assert not {"root", "0"} & set(users), name


def test_service_has_a_user_of_its_own(stack: Stack) -> None:
    assert stack.containers("web")[0]["Config"]["User"] == "10001:10001"
    assert stack.containers("proxy")[0]["Config"]["User"] == "101:101"


def test_only_the_proxy_is_published(stack: Stack) -> None:
    published = {name for name, one in stack.inspect_all().items() if one["HostConfig"]["PortBindings"]}
    assert published == {"proxy"}


@one_case
def test_data_is_out_of_the_proxys_reach(stack: Stack) -> None:
    networks = {name: set(one["NetworkSettings"]["Networks"]) for name, one in stack.inspect_all().items()}
    assert not networks["proxy"] & networks["database"]
    (data,) = networks["database"]
    assert networks["redis"] == {data}
    assert json.loads(stack.project.must("docker", "network", "inspect", data))[0]["Internal"]


def test_image_holds_no_build_tools(stack: Stack) -> None:
    stack.compose("exec", "--no-TTY", "web", "sh", "-c", "! command -v uv gcc cc make")


def test_image_gives_nobody_more_rights(stack: Stack) -> None:
    find = "find / -xdev -type f -perm /6000 2>/dev/null || true"
    assert stack.compose("exec", "--no-TTY", "web", "sh", "-c", find) == ""


def test_image_holds_no_secret(stack: Stack) -> None:
    image = stack.containers("web")[0]["Image"]
    history = stack.project.must("docker", "history", "--no-trunc", "--format", "{{.CreatedBy}}", image)
    variables = stack.project.must("docker", "inspect", "--format", "{{.Config.Env}}", image)
    assert not any(word in history + variables for word in ("SECRET_KEY", "PASSWORD"))


def test_image_says_what_it_is(stack: Stack) -> None:
    image = stack.containers("web")[0]["Image"]
    (inspected,) = json.loads(stack.project.must("docker", "inspect", image))
    labels = {name.removeprefix("org.opencontainers.image.") for name in inspected["Config"]["Labels"]}
    assert labels >= {"title", "description", "licenses", "source", "version", "revision", "created"}


def test_contract_holds_through_the_proxy(stack: Stack) -> None:
    runner = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(ROOT / "contract"))
    target = (f"--base-url={stack.url}", f"--mail-dir={stack.mail}", "--through-proxy")
    stack.project.must(*runner, *target, f"--admin-email={ADMIN_EMAIL}", f"--admin-password={ADMIN_PASSWORD}")


@one_case
def test_slow_clients_are_cut(stack: Stack) -> None:
    with ThreadPoolExecutor() as pool:
        waits = list(pool.map(lambda drip: seconds_until_cut(drip, stack.port, patience=30), SLOW))
    assert max(waits) < 30


@one_case
def test_invented_client_is_not_believed(stack: Stack) -> None:
    body = {"email": "nobody@example.com", "password": "a password of nobody"}
    invented = {"X-Forwarded-For": "203.0.113.7", "X-Request-ID": "invented"}
    httpx.post(f"{stack.url}/api/v1/auth/login", json=body, headers=invented, timeout=10)
    log = stack.project.must("docker", "logs", stack.containers("web")[0]["Id"])
    events = [json.loads(line) for line in log.splitlines()]
    clients = {event["client"] for event in events if event.get("request_id") == "invented"}
    assert len(clients) == 1
    assert clients != {"203.0.113.7"}


def test_proxy_finds_new_containers(stack: Stack) -> None:
    stack.up("--scale", "web=3", "--no-recreate")
    answers = {stack.get("/health/live").status_code for _ in range(30)}
    assert answers == {200}


@one_of_each_database
def test_backup_brings_back_what_was_saved(stack: Stack) -> None:
    page = stack.project.path / "docs/operations.md"
    stack.shell(commands_under(page, "Back up"))
    stack.make_admin("later@example.com")
    stack.compose("down", "--volumes", "--timeout", "10")
    stack.shell(commands_under(page, "Restore"))
    assert stack.log_in_as_admin().status_code == 200
    assert stack.log_in_as_admin("later@example.com").status_code == 401


@one_case
def test_tls_is_one_file_away(stack: Stack) -> None:
    folder = stack.project.path / "deploy/tls"
    folder.mkdir()
    names = ("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost")
    files = ("-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem"))
    stack.project.must("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", *names, *files)
    (folder / "privkey.pem").chmod(0o644)
    secured = replace(stack, more_files=("compose.tls.yaml",), tls_port=free_port())
    secured.up()
    trusted = ssl.create_default_context(cafile=folder / "fullchain.pem")
    answer = httpx.get(f"https://localhost:{secured.tls_port}/health/live", verify=trusted, timeout=10)
    assert answer.status_code == 200


def test_stop_is_quick_and_clean(stack: Stack) -> None:
    began = time.monotonic()
    stack.compose("stop")
    assert time.monotonic() - began < 30
    codes = {name: one["State"]["ExitCode"] for name, one in stack.inspect_all().items()}
    assert codes == dict.fromkeys(codes, 0)
