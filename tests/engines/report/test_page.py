"""The page: whole in itself, the same each time, and safe whatever a log says."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from msgspec import structs

from engines.events import (
    Built,
    Crashed,
    Header,
    Logged,
    Marked,
    ModeChanged,
    Phase,
    Started,
    Steps,
)
from engines.recipe import LaneSpec
from engines.report.document import Document
from engines.report.made import make_report
from engines.report.page import html_page
from tests.engines.streams import header, steps
from tests.engines.written import finished, step_times, trained, write_log

SCRIPT = "</pre><script>alert('1')</script>{{ 7 * 7 }}"
NO_END_TAG = {"meta", "br", "hr", "link"}


class Page(HTMLParser):
    """What a browser would find."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in NO_END_TAG:
            self.open.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name in ("src", "href", "xlink:href", "srcset", "action", "data", "poster"):
                self.links.append(value or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in NO_END_TAG:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@pytest.fixture(scope="module")
def race(race_document: Document) -> str:
    return html_page(race_document)


def page_of(*logs: Path) -> Page:
    return Page(html_page(make_report(logs)))


def test_it_needs_nothing_beside_it(race: str) -> None:
    page = Page(race)
    assert page.open == []
    assert all(link.startswith("#") for link in page.links)
    assert not {"script", "link", "img", "iframe", "object", "embed", "base"} & set(page.tags)
    assert "://" not in race
    assert "@import" not in race
    assert re.findall(r"url\((?!#)", race) == []
    assert "default-src 'none'" in race


def test_ids_are_unique_and_all_that_is_pointed_at_is_there(race: str) -> None:
    page = Page(race)
    assert len(page.ids) == len(set(page.ids))
    pointed = {link[1:] for link in page.links} | set(re.findall(r"url\(#([^)]+)\)", race))
    assert pointed <= set(page.ids)


def test_it_is_the_same_each_time(tmp_path: Path) -> None:
    log = write_log(tmp_path / "a", *trained("torch", step_times(20)))
    assert html_page(make_report([log])) == html_page(make_report([log]))


def test_it_tells_the_whole_run(race: str) -> None:
    page = Page(race)
    assert page.tags.count("svg") == 9
    for word in (
        "torch+compile",
        "first use of compile",
        "cold",
        "mode eager → compile",
        "13 turn",
        "98.61 %",
        "AMD EPYC",
        "2.13.0+cpu",
        "fwdash run --headless --steps 2500 --change 500:torch=compile",
        "3.2e-06 at step 1,054",
        "0.792",  # with chunks weighed by their steps
    ):
        assert word in page.text, word


def test_texts_of_a_log_are_texts_and_nothing_else(tmp_path: Path) -> None:
    lane = LaneSpec(id=SCRIPT, framework=SCRIPT, device=SCRIPT, mode=SCRIPT)
    recipe = header("torch", workload=SCRIPT, lanes=(lane,)).training
    head = Header(
        **{
            **{name: getattr(header("torch"), name) for name in Header.__struct_fields__},
            "recipe": recipe,
            "host": {SCRIPT: SCRIPT},
            "versions": {SCRIPT: SCRIPT},
            "command": (SCRIPT,),
            "references": {SCRIPT: 1.0},
        }
    )
    log = write_log(
        tmp_path / "a",
        *trained(SCRIPT, step_times(20)),
        Marked(at=2.0, text=SCRIPT),
        Logged(lane=SCRIPT, at=2.0, line=SCRIPT),
        Crashed(lane=SCRIPT, at=3.0, reason=SCRIPT, last_lines=(SCRIPT,)),
        head=head,
    )
    text = html_page(make_report([log]))
    page = Page(text)
    assert "script" not in page.tags
    assert "<script" not in text
    assert page.open == []
    assert SCRIPT in page.text
    assert "49" not in re.findall(r"\b49\b", page.text)


def test_a_header_alone_is_a_page_that_says_so(tmp_path: Path) -> None:
    page = page_of(write_log(tmp_path / "a"))
    assert "Nothing was recorded after the header" in page.text
    assert "No step was made" in page.text
    assert "No compilation was recorded" in page.text
    assert "Memory: n/a" in page.text
    assert "svg" not in page.tags
    assert "nan" not in page.text.lower().split()


def test_a_crash_is_told_with_its_last_lines(tmp_path: Path) -> None:
    log = write_log(
        tmp_path / "a",
        *trained("torch", step_times(3)),
        Crashed(lane="torch", at=2.0, reason="killed by SIGSEGV", last_lines=("one", "two")),
    )
    page = page_of(log)
    assert "No lane finished" in page.text
    assert "crashed after 30 steps: killed by SIGSEGV" in page.text
    assert "one two" in page.text


def test_what_was_not_measured_is_not_available_and_never_zero(tmp_path: Path) -> None:
    log = write_log(tmp_path / "a", Phase(lane="torch", at=1.0, phase="importing"))
    rows = re.findall(
        r'<th scope="row">([^<]*)</th><td[^>]*>([^<]*)</td>', html_page(make_report([log]))
    )
    told = dict(rows)
    for name in ("step, median (ms)", "examples a second", "loss, last", "accuracy, last",
                 "lane time (s)", "compiling, all (s)", "peak own memory (MiB)", "parameters",
                 "clean samples (chunks)"):  # fmt: skip
        assert told[name] == "n/a", name
    assert told["status"] == "importing, cut off"


def test_a_loss_that_is_not_finite_is_a_gap_and_is_counted(tmp_path: Path) -> None:
    log = write_log(
        tmp_path / "a",
        steps("torch", 1, [2.0, 1.5], at=1.1),
        steps("torch", 3, [None, None], at=1.2),
        finished("torch"),
    )
    page = page_of(log)
    assert "The loss of lane torch was not finite at 2 steps" in page.text


def test_all_losses_not_finite_is_still_a_page(tmp_path: Path) -> None:
    log = write_log(
        tmp_path / "a",
        *(steps("torch", n * 10 + 1, [None] * 10, at=1 + n) for n in range(8)),
        finished("torch"),
    )
    assert "was not finite at 80 steps" in page_of(log).text


def test_a_damaged_log_says_up_to_where(tmp_path: Path) -> None:
    log = write_log(tmp_path / "a", *trained("torch", step_times(8)), tail=b"{broken}\n")
    assert "line 10 is damaged" in page_of(log).text


def test_free_scheduling_is_marked_as_contended(tmp_path: Path) -> None:
    log = write_log(tmp_path / "a", *trained("torch", step_times(8), left_out="contended"))
    page = page_of(log)
    assert "Contended" in page.text
    assert "no clean sample" in page.text


def test_a_machine_that_was_not_quiet_is_told_of_with_its_share(tmp_path: Path) -> None:
    log = write_log(
        tmp_path / "a",
        *trained("torch", step_times(60)),
        *(steps("torch", n, [1.0], at=9.0, left_out="disturbed") for n in range(601, 621)),
    )
    assert "Disturbed: other processes had the lanes' cores" in page_of(log).text
    assert "(torch 25 % of what would be samples)" in page_of(log).text


def test_the_processor_has_its_name_and_a_short_time_its_digits(tmp_path: Path) -> None:
    log = write_log(
        tmp_path / "a",
        Built(lane="torch", at=0.5, version="2", device_name="cpu", parameters=1, threads=1),
        ModeChanged(lane="torch", at=2.0, mode="compile", previous="eager", step=1, seconds=4.7e-6),
        head=structs.replace(header("torch"), host={"cpu": "Example 9000"}),
    )
    page = page_of(log)
    assert "cpu (Example 9000)" in page.text
    assert "switched in 4.7 µs" in page.text


def test_a_crash_before_the_last_start_is_told_before_the_figures(tmp_path: Path) -> None:
    log = write_log(
        tmp_path / "a",
        Crashed(lane="torch", at=1.0, reason="killed by SIGKILL"),
        Started(lane="torch", at=2.0, pid=1, attempt=2, device="cpu", mode="eager"),
        *trained("torch", step_times(8)),
        finished("torch"),
    )
    assert "started 2 times, after crashes: killed by SIGKILL" in page_of(log).text


def test_an_argument_of_the_command_is_never_broken(tmp_path: Path) -> None:
    head = structs.replace(header("torch"), command=("fwdash", "run", "--json", "a b"))
    text = html_page(make_report([write_log(tmp_path / "a", head=head)]))
    assert '<span class="word">--json</span> ' in text
    assert "fwdash run --json 'a b'" in Page(text).text


def test_runs_whose_steps_were_timed_otherwise_are_not_called_faster_outright(
    tmp_path: Path,
) -> None:
    logs = [
        write_log(
            tmp_path / f"{every}",
            *trained("torch", step_times(200, median)),
            head=header("torch", sync_every=every),
        )
        for every, median in ((1, 2e-3), (10, 1e-3))
    ]
    text = page_of(*logs).text
    assert "yes, faster (unlike: sync every)" in text
    assert "The runs are unlike in sync every, on which a step time depends" in text


def test_several_runs_are_compared(tmp_path: Path) -> None:
    logs = []
    for name, median in (("one", 1e-3), ("two", 1.3e-3)):
        events: list[Steps | Phase] = [
            *trained("torch", step_times(200, median)),
            finished("torch"),
        ]
        logs.append(write_log(tmp_path / f"{name}.fwdash.jsonl", *events))
    page = page_of(*logs)
    said = r"torch\+eager is (29.9|30.0|30.1) % slower, more than the noise within the runs"
    assert re.search(said, page.text)
    assert "Plan, host and versions of the two runs are alike" in page.text
    assert len(page.ids) == len(set(page.ids))


def test_what_is_read_is_never_an_escape(tmp_path: Path) -> None:
    """No-break spaces are ours in figures, and anybody's in a name, a mark or a reason."""
    name = "größe\u00a0des\u202fNetzes\u3000"
    logs = [
        write_log(
            tmp_path / f"{seed}.fwdash.jsonl",
            *trained("torch", step_times(200, median)),
            Marked(at=2.0, text=name),
            Crashed(lane="torch", at=3.0, reason=name, last_lines=(name,)),
            head=header("torch", workload=name, seed=seed),
        )
        for seed, median in enumerate((1e-3, 1.3e-3))
    ]
    page = page_of(*logs)
    assert "\\" not in page.text
    assert "größe des Netzes" in page.text
    assert re.search(r"[+]\d\d[.]\d %", page.text)


def test_a_run_compared_with_itself_says_so_and_has_two_names(tmp_path: Path) -> None:
    log = write_log(tmp_path / "one.fwdash.jsonl", *trained("torch", step_times(50)))
    page = page_of(log, log)
    assert "one (2) against one (1)" in page.text
    assert "Both are the same run" in page.text
    assert "how far apart two runs come out on this machine" not in page.text


def test_a_run_compared_with_one_of_other_lanes_says_that_nothing_compares(tmp_path: Path) -> None:
    one = write_log(tmp_path / "one", *trained("torch", step_times(50)))
    two = write_log(tmp_path / "two", *trained("jax", step_times(50)), head=header("jax"))
    page = page_of(one, two)
    assert "Nothing can be compared" in page.text
    assert "Timed only in one: torch+eager on cpu, batch 64" in page.text


def test_runs_of_different_workloads_are_not_called_faster_or_slower(tmp_path: Path) -> None:
    heads = [header("torch"), header("torch", workload="digits-cnn")]
    logs = [
        write_log(tmp_path / f"{number}", *trained("torch", step_times(50)), head=head)
        for number, head in enumerate(heads)
    ]
    page = page_of(*logs)
    assert "Nothing can be compared: the workloads differ" in page.text
    assert "Timed only in" not in page.text
    assert "slower" not in page.text
    assert "faster" not in page.text


def test_equal_lanes_have_no_parity_curve_and_it_says_why(tmp_path: Path) -> None:
    log = write_log(
        tmp_path / "a",
        *trained("torch", step_times(9)),
        *trained("jax", step_times(9)),
        head=header("torch", "jax"),
    )
    assert "losses were equal" in page_of(log).text
