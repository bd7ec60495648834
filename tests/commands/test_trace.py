"""`huying trace`: a ticket's life in words, and what is said where there is none."""

import shutil

import pandas as pd
import pytest
from rich.cells import cell_len


@pytest.fixture(scope="module")
def tickets(tiny_run):
    return pd.read_parquet(tiny_run / "tickets.parquet")


def _told(huying, *words):
    code, out, err = huying("trace", *words)
    assert (code, err) == (0, "")
    assert all(cell_len(line) <= 80 for line in out.splitlines())
    return " ".join(out.split())


def test_every_ticket_can_be_told_in_both_languages(huying, tiny_run, tickets):
    for ticket in tickets.groupby("outcome", observed=True).head(4).itertuples():
        for lang, times in (("en", "the trouble begins"), ("zh", "困难发生")):
            words = _told(huying, tiny_run, ticket.ticket, "--lang", lang)
            assert times in words
            for time in (ticket.onset, ticket.reported, ticket.closed):
                assert pd.isna(time) or time.strftime("%Y-%m-%d %H:%M") in words


def test_reported_and_true_stand_side_by_side(huying, tiny_run, tickets):
    pseudo = tickets[tickets.outcome == "pseudo"].iloc[0]
    assert "Reported: solved; true: not solved" in _told(huying, tiny_run, pseudo.ticket, "--lang", "en")
    solved = tickets[tickets.outcome == "solved"].iloc[0]
    assert "上报：已解决；实际：已解决" in _told(huying, tiny_run, solved.ticket, "--lang", "zh")


def test_an_open_ticket_ends_with_the_run(huying, tiny_run, tickets):
    one = tickets[tickets.outcome == "open"].iloc[0]
    words = _told(huying, tiny_run, one.ticket, "--lang", "en")
    assert "2016-12-31 00:00" in words
    assert "still open, with the" in words


@pytest.mark.parametrize("official", [True, False])
def test_a_merged_contact_is_told_and_joined_and_no_more(huying, tiny_run, tickets, official):
    merged = tickets[(tickets.outcome == "merged") & (tickets.official == official)]
    one = pd.read_parquet(tiny_run / "tickets.parquet", filters=[("ticket", "==", merged.ticket.iloc[0])]).iloc[0]
    assert one.merged_into in set(tickets.ticket[tickets.trouble == one.trouble]) - {one.ticket}
    words = _told(huying, tiny_run, one.ticket, "--lang", "en")
    story, _, _ = words.partition("Other tickets about the same trouble")
    assert f": joined to ticket {one.merged_into}" in story
    assert not any(word in story for word in ("NaT", "deadline", "still open", "closed by", "no platform"))
    assert f"：并入工单 {one.merged_into}" in _told(huying, tiny_run, one.ticket, "--lang", "zh")


def test_every_handover_is_told_with_its_reason_and_names(huying, tiny_run):
    moves = pd.read_parquet(tiny_run / "handovers.parquet")
    up = moves[moves.reason == "no_authority"].iloc[0]
    words = _told(huying, tiny_run, up.ticket, "--lang", "en")
    for time in moves.time[moves.ticket == up.ticket]:
        assert time.strftime("%Y-%m-%d %H:%M") in words
    assert "no authority" in words
    assert "双园社区" in words
    assert "community:XZ116" not in words


def test_a_late_ticket_shows_when_its_deadline_passed(huying, tiny_run, tickets):
    late = tickets[tickets.closed > tickets.deadline].iloc[0]
    words = _told(huying, tiny_run, late.ticket, "--lang", "en")
    assert words.index("the deadline passes") < words.index("closed by")
    in_time = tickets[tickets.closed <= tickets.deadline]
    for ticket in in_time.ticket.head(3):
        assert "the deadline passes" not in _told(huying, tiny_run, ticket, "--lang", "en")


def test_it_picks_a_typical_one_or_the_longest(huying, tiny_run, tickets):
    mine = tickets[tickets.official & tickets.closed.notna()]
    longest = mine.loc[(mine.closed - mine.reported).idxmax()]
    assert str(longest.ticket) in _told(huying, tiny_run, "--longest")
    assert "工单" in _told(huying, tiny_run, "--typical", "--lang", "zh")


def test_an_unknown_ticket_names_the_nearest(huying, tiny_run, tickets):
    last = int(tickets.ticket.max())
    code, out, err = huying("trace", tiny_run, last + 1)
    assert (code, out) == (2, "")
    assert str(last) in err


@pytest.mark.parametrize("words", [(), ("--typical", "--longest"), ("1", "--typical")])
def test_one_ticket_has_to_be_meant(huying, tiny_run, words, tickets):
    code, out, err = huying("trace", tiny_run, *words)
    assert (code, out) == (2, "")
    assert str(tickets.ticket.min()) in err


def test_a_folder_that_is_no_run_is_named(huying, tiny_run, tmp_path):
    code, _, err = huying("trace", tmp_path, "1", "--lang", "en")
    assert (code, "no folder of a run" in err) == (2, True)
    bare = tmp_path / "bare"
    bare.mkdir()
    shutil.copy(tiny_run / "manifest.json", bare)
    code, _, err = huying("trace", bare, "1", "--lang", "en")
    assert (code, "no table of tickets" in err) == (2, True)
