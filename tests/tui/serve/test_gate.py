"""Who gets in: one browser, by this machine's own name, from no other site."""

from __future__ import annotations

import pytest
from aiohttp.test_utils import make_mocked_request

from tui.serve.gate import Gate


def request(**headers: str) -> object:
    return make_mocked_request("GET", "/", headers=headers)


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000"])
def test_this_machine_by_its_own_names(host: str) -> None:
    gate = Gate(8000)
    assert gate.why_not(request(Host=host)) == ""
    assert gate.why_not(request(Host=host, Origin=f"http://{host}")) == ""


@pytest.mark.parametrize("host", ["evil.example:8000", "127.0.0.1", "127.0.0.1:80", "[::1]:8000"])
def test_no_other_name_that_points_here(host: str) -> None:
    assert "This is not" in Gate(8000).why_not(request(Host=host))


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "null", "https://127.0.0.1:8000", "http://127.0.0.1:9000", ""],
)
def test_no_page_of_another_site(origin: str) -> None:
    assert "Another site" in Gate(8000).why_not(request(Host="127.0.0.1:8000", Origin=origin))


def test_a_websocket_must_say_where_it_comes_from() -> None:
    gate = Gate(8000)
    assert "Another site" in gate.why_not(request(Host="127.0.0.1:8000", Upgrade="WebSocket"))


def test_tokens_differ_from_server_to_server() -> None:
    assert len({Gate(8000).address for _ in range(20)}) == 20
