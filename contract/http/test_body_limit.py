"""Bodies over a mebibyte are refused, without being read whole."""

import json

from contract.client import Session
from contract.raw import open_socket, read_answer, request_bytes, send

MEBIBYTE = 1_048_576
PATH = "/api/v1/users/me"


def patch(session: Session, body: bytes) -> bytes:
    base_url = f"http://{session.http.base_url.netloc.decode()}"
    return request_bytes(base_url, method="PATCH", path=PATH, headers=fields(session), body=body)


def fields(session: Session) -> tuple[str, ...]:
    return (f"Authorization: Bearer {session.access_token}", "Content-Type: application/json")


def root(session: Session) -> str:
    return str(session.http.base_url.join("/")).rstrip("/")


def test_largest_body_is_read(alice: Session) -> None:
    body = json.dumps({"surprise": ""}).encode()
    body = body.replace(b'""', b'"' + b"x" * (MEBIBYTE - len(body)) + b'"')
    assert len(body) == MEBIBYTE
    assert send(root(alice), patch(alice, body))[0] == 422


def test_larger_body_is_413(alice: Session) -> None:
    status, answer = send(root(alice), patch(alice, b" " * (MEBIBYTE + 1)))
    assert status == 413
    assert json.loads(answer)["status"] == 413


def test_announced_length_is_413(alice: Session) -> None:
    request = patch(alice, b"{}").replace(b"Content-Length: 2", b"Content-Length: 99999999999")
    with open_socket(root(alice)) as connection:
        connection.sendall(request)
        assert read_answer(connection)[0] == 413


def test_chunked_body_is_413(alice: Session) -> None:
    request = patch(alice, b"x").removesuffix(b"x")
    request = request.replace(b"Content-Length: 1", b"Transfer-Encoding: chunked")
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    assert send(root(alice), request + chunk * 17 + b"0\r\n\r\n")[0] == 413


def test_endless_body_is_cut(alice: Session) -> None:
    request = patch(alice, b"x").removesuffix(b"x")
    request = request.replace(b"Content-Length: 1", b"Transfer-Encoding: chunked")
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    assert send(root(alice), request + chunk * 40)[0] == 413


def test_small_chunks_are_read(alice: Session) -> None:
    request = patch(alice, b"x").removesuffix(b"x")
    request = request.replace(b"Content-Length: 1", b"Transfer-Encoding: chunked")
    assert send(root(alice), request + b"1\r\n{\r\n1\r\n}\r\n0\r\n\r\n")[0] == 200
