"""Runs' folders made up of random numbers: quick to make, of any size, with the columns of real ones."""

import json
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from sim.grievance.category import load_categories
from sim.measure.definitions import definitions
from sim.report import write_report

DISTRICTS = [
    ("420106", "武昌区"),
    ("420102", "江岸区"),
    ("420111", "洪山区"),
    ("420116", "黄陂区"),
    ("420103", "江汉区"),
]


@pytest.fixture(scope="session")
def make_run():
    """Give the function that writes such a folder."""
    return _make_run


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    """One street, with its report in Chinese."""
    folder = _make_run(tmp_path_factory.mktemp("made") / "run", days=120, tickets=1500)
    write_report(folder, "zh")
    return folder


def _make_run(
    folder: Path,
    *,
    communities: int = 12,
    districts: int = 1,
    days: int = 365,
    warmup: int = 60,
    tickets: int = 4000,
    seed: int = 1,
    graph: nx.DiGraph | None = None,
    **scenario: object,
) -> Path:
    """Write the folder; `scenario` are keys of the scenario in the manifest."""
    random = np.random.default_rng(seed)
    folder.mkdir(parents=True, exist_ok=True)
    start = pd.Timestamp(2016, 1, 1)
    places = _communities(random, communities, districts)
    rows = _tickets(random, tickets, start, days, communities)
    rows.to_parquet(folder / "tickets.parquet")
    _handovers(random, rows).to_parquet(folder / "handovers.parquet")
    places.to_parquet(folder / "communities.parquet")
    _daily(random, start, days, warmup).to_parquet(folder / "daily.parquet")
    nx.write_graphml(graph if graph is not None else _graph(places), folder / "city.graphml")
    whole = {"name": "baseline", "start": "2016-01-01", "days": days, "warmup": warmup, "policy": {}, "parameters": {}}
    manifest = {"huying": "0.1.0", "scenario": whole | scenario, "machine": {}, "time": {}}
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
    (folder / "summary.json").write_text(json.dumps(_summary(rows, places, days, warmup), ensure_ascii=False), "utf-8")
    return folder


def _communities(random, n, districts):
    district = np.arange(n) % districts
    frame = pd.DataFrame(
        {
            "code": [f"{DISTRICTS[d][0]}001{k:03d}" for k, d in enumerate(district)],
            "name": [f"第{k + 1}社区居委会" for k in range(n)],
            "street": [f"{DISTRICTS[d][1][:2]}街道" for d in district],
            "street_code": [f"{DISTRICTS[d][0]}001" for d in district],
            "district": [DISTRICTS[d][1] for d in district],
            "district_code": [DISTRICTS[d][0] for d in district],
            "residents": random.integers(900, 9000, n),
        }
    )
    for name, one in definitions().items():
        frame[name] = random.random(n) if one.unit.startswith("share") else 10.0 * random.random(n)
    frame["tickets"] = random.integers(0, 300, n).astype(float)
    frame["troubles"] = 5.0 * frame.tickets
    return frame


def _tickets(random, n, start, days, communities):
    ids = [name for name, row in zip(load_categories().ids, load_categories().table, strict=True) if not row["enquiry"]]
    category = random.choice(ids, n)
    outcome = random.choice(
        ["solved", "pseudo", "unresolved", "open", "lapsed", "merged"], n, p=[0.5, 0.15, 0.15, 0.1, 0.05, 0.05]
    )
    reported = start + pd.to_timedelta(random.uniform(0, 24 * days, n), unit="h")
    hours = np.exp(random.normal(3.0 + 0.1 * pd.Categorical(category).codes, 1.2))
    closed = pd.Series(reported + pd.to_timedelta(hours, unit="h"))
    late = closed >= start + pd.Timedelta(days=days)
    outcome = np.where(late & (outcome != "merged"), "open", outcome)
    closed[np.isin(outcome, ["open", "merged"])] = pd.NaT
    return pd.DataFrame(
        {
            "ticket": np.arange(n, dtype=np.int64),
            "trouble": random.integers(0, max(1, n), n),
            "category": pd.Categorical(category),
            "channel": pd.Categorical(
                random.choice(["firm_desk", "grid", "walk_in", "hotline", "board", "petition"], n)
            ),
            "official": random.random(n) < 0.7,
            "level": pd.Categorical(random.choice(["compound", "community", "street", "district", "city"], n)),
            "outcome": pd.Categorical(outcome),
            "solved_true": outcome == "solved",
            "solved_reported": np.isin(outcome, ["solved", "pseudo", "lapsed"]),
            "rating": pd.array(np.where(random.random(n) < 0.3, random.integers(1, 6, n), 0), dtype="Int8").astype(
                "Int8"
            ),
            "handovers": random.integers(1, 6, n),
            "onset": reported - pd.to_timedelta(random.uniform(0, 48, n), unit="h"),
            "reported": reported,
            "first_response": reported,
            "closed": closed.astype("datetime64[ns]"),
            "deadline": reported + pd.Timedelta(days=5),
        }
    )


def _handovers(random, tickets):
    levels = ["compound", "community", "street", "district", "city"]
    rows = []
    for ticket in tickets.itertuples():
        until = ticket.closed if pd.notna(ticket.closed) else ticket.reported + pd.Timedelta(days=20)
        level = None
        for k in range(ticket.handovers):
            to = levels[random.integers(0, 5)]
            reason = (
                "dispatched"
                if k == 0
                else str(random.choice(["no_authority", "misrouted", "failed", "overdue", "joint"]))
            )
            rows.append((ticket.ticket, ticket.reported + (until - ticket.reported) * (k / ticket.handovers) ** 2 * 0.9,
                         level, None, None, to, None, "office", reason))  # fmt: skip
            level = to
    names = ["ticket", "time", "from_level", "from_node", "from_desk", "to_level", "to_node", "to_desk", "reason"]
    return pd.DataFrame(rows, columns=names)


def _daily(random, start, days, warmup):
    dates = pd.date_range(start - pd.Timedelta(days=warmup), periods=days + warmup)
    n = len(dates)
    tickets = random.poisson(40 * np.where(dates.weekday < 5, 1.2, 0.5))
    closed = random.binomial(tickets, 0.9)
    grow = 1 - np.exp(-np.arange(n) / 20)
    frame = pd.DataFrame({"date": dates.date, "measured": np.arange(n) >= warmup, "tickets": tickets, "closed": closed})
    frame["solved_true"] = random.binomial(closed, 0.7)
    frame["solved_reported"] = frame.solved_true + random.binomial(closed - frame.solved_true, 0.5)
    frame["troubles"], frame["contacts"], frame["enquiries"] = 6 * tickets, 2 * tickets, tickets // 2
    frame["petitions"] = random.poisson(0.3, n)
    frame["open_tickets"] = (400 * grow + random.normal(0, 10, n)).clip(0)
    for k, level in enumerate(("compound", "community", "street", "district", "city")):
        frame[f"queue_{level}"] = random.poisson((20 + 60 * k) * grow)
    ends = pd.Series(dates).dt.is_month_end
    for k, name in enumerate(("trust_firm", "trust_community", "trust_platform")):
        frame[name] = np.where(ends, 0.4 + 0.1 * k, np.nan)
    return frame


def _graph(places):
    graph = nx.DiGraph()
    graph.add_node("city:420100", kind="city", name="武汉市")
    for place in places.itertuples():
        district, street, community = (
            f"district:{place.district_code}",
            f"street:{place.street_code}",
            f"community:{place.code}",
        )
        graph.add_node(district, kind="district", name=place.district)
        graph.add_node(street, kind="street", name=place.street)
        graph.add_node(community, kind="community", name=place.name)
        graph.add_edges_from([("city:420100", district), (district, street), (street, community)], kind="parent")
        department = f"department:{place.district_code}:housing"
        graph.add_node(department, kind="department", name="住房", field="housing")
        graph.add_edge(department, district, kind="serves")
        firm = f"firm:{place.code}"
        graph.add_node(firm, kind="firm", name="合成物业0001", synthetic=True)
        for k in range(3):
            compound = f"compound:{place.code}-{k:03d}"
            graph.add_node(
                compound, kind="compound", name=f"合成小区{k + 1:02d}", residents=100 * (k + 1), synthetic=True
            )
            graph.add_edge(community, compound, kind="parent")
            graph.add_edge(firm, compound, kind="contract")
        graph.add_node(f"committee:{place.code}-000", kind="committee", name="业委会", synthetic=True)
        graph.add_edge(f"compound:{place.code}-000", f"committee:{place.code}-000", kind="parent")
    return graph


def _summary(tickets, places, days, warmup):
    mine = tickets[tickets.official & (tickets.outcome != "merged")]
    closed = mine[mine.closed.notna()]
    n = len(mine)
    values = {name: None if one.unit == "hours" else 0.5 for name, one in definitions().items()} | {
        "troubles": 8.0 * len(tickets), "voiced_share": 0.24, "informal_share": 0.1, "silent_share": 0.6, "tickets": n,
        "closure_rate": len(closed) / n if n else None, "backlog_end": n - len(closed),
        "resolution_rate_reported": closed.solved_reported.mean() if len(closed) else None,
        "resolution_rate_true": closed.solved_true.mean() if len(closed) else None,
        "hours_to_close_median": 53.0 if n else None, "hours_to_close_p90": 400.0 if n else None,
        "burden_per_resident": 7.25, "petitions_per_10k": 12.5, "contacts": 9000.0,
    }  # fmt: skip
    indicators = {
        name: {"value": None if value is None else float(value), "unit": definitions()[name].unit,
               "kind": definitions()[name].kind, "zh": definitions()[name].zh, "en": definitions()[name].en}
        for name, value in values.items()
    }  # fmt: skip
    return {
        "scenario": "baseline", "seed": 1, "area": {"code": "420106001", "name": "积玉桥街道", "level": "street"},
        "start": "2016-01-01", "days": days, "residents": int(places.residents.sum()), "communities": len(places),
        "compounds": 3 * len(places), "warmup": {"days": warmup, "mser5": min(45, warmup)},
        "replications": {"runs": 1, "seeds": [1], "confidence": 0.95}, "indicators": indicators,
    }  # fmt: skip
