"""The page and all it loads come from this machine, and a run's name is only a name in it."""

from __future__ import annotations

import re

from tui.serve.page import assets, page, policy

ADDRESS = re.compile(rb"(?:https?|wss?)://")


def test_nothing_served_names_an_address() -> None:
    for name, asset in assets().items():
        assert asset.content, name
        if not name.endswith(".ttf"):
            assert ADDRESS.findall(asset.content) == [], name


def test_the_page_names_only_its_own_server() -> None:
    text = page("race", "127.0.0.1:8000").encode()
    assert ADDRESS.findall(text) == [b"ws://"]
    assert b'"ws://127.0.0.1:8000/ws"' in text


def test_everything_the_page_and_its_style_ask_for_is_there() -> None:
    known = assets()
    text = page("race", "127.0.0.1:8000") + "".join(
        known[name].content.decode() for name in ("page.css", "page.js", "xterm.css")
    )
    asked = set(re.findall(r"/static/([\w.-]+)", text))
    assert asked == set(known)


def test_a_name_cannot_break_out_of_the_page() -> None:
    text = page('"><script>alert(1)</script>$host', "127.0.0.1:8000")
    assert "<script>alert" not in text
    assert "&lt;script&gt;" in text


def test_the_policy_lets_in_no_other_site() -> None:
    text = policy("127.0.0.1:8000")
    assert re.findall(r"\w+://\S+", text) == ["ws://127.0.0.1:8000;"]
    assert "script-src 'self';" in text


def test_keys_reach_the_terminal_without_a_click() -> None:
    """At once, when the window is come back to, and the button's once the tab no longer watches."""
    known = assets()
    script = known["page.js"].content.decode()
    assert b"xterm-helper-textarea" in known["textual.js"].content, "where it takes its keys"
    assert '".xterm-helper-textarea")?.focus()' in script
    made, _, after = script.partition("window.onload(new Event")
    assert made, "the terminal is made there"
    assert "focusWhatTakesKeys();" in after
    assert 'window.addEventListener("focus", focusWhatTakesKeys)' in after
    assert "observe(document.body" in after


def test_where_the_server_has_gone_the_page_itself_says_so_and_hides_nothing() -> None:
    known = assets()
    script = known["page.js"].content.decode()
    assert 'await fetch("/")' in script
    assert "fwdash serve has ended" in script
    style = known["page.css"].content.decode()
    closed = style.partition("body.-closed .notice.closed {")[2].partition("}")[0]
    assert "inset: auto 0 0 0" in closed, "the reason may stand on the last screen"
