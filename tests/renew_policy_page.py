"""Write `docs/policy.md` anew from the levers, the mechanism table and the table of what the tests show of each lever.

.venv/bin/python tests/renew_policy_page.py
"""

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim.policy import BUNDLES, LEVERS, Lever
from sim.policy.mechanisms import MECHANISMS, stand_for
from sim.text import text

ROOT = Path(__file__).resolve().parent.parent
PAGE, SHOWN = ROOT / "docs" / "policy.md", ROOT / "tests" / "policy" / "directions.csv"
HEAD = """# Policy: every mechanism, and the lever that stands for it

Made by `tests/renew_policy_page.py` from the levers themselves; a test fails when it is out of date. *first* is what
a test shows a lever to move first, on eight seeds with the same troubles; *side* is a side effect that a test shows,
with what must be in force beside it. What each lever does alone, and what is lost without it:
[effects.md](effects.md). How to add one: [how-to-add-a-lever.md](how-to-add-a-lever.md).

A default called *seed* is a figure of the Hubei Daily report of 2021-07-05, *assumed* is ours; the date after the
mechanisms is the report's year where it names one, else our reading.

| | mechanism | in the report | stands for it |
| --- | --- | --- | --- |
"""


def shown() -> dict[str, list[dict[str, str]]]:
    """Return what the tests show, by lever."""
    found: dict[str, list[dict[str, str]]] = {}
    with SHOWN.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["lever"], []).append(row)
    return found


def _told(row: dict[str, str]) -> str:
    way = "up" if row["sign"] == "1" else "down"
    beside = f", beside {row['beside'].replace(';', ', ')}" if row["beside"] else ""
    return f"*{row['kind']}* `{row['quantity']}` {way}{beside}"


def _dose(dose: Mapping[str, Any]) -> str:
    areas = dose.get("where", {}).get("areas", ())
    return f"{dose['intensity']:g}" + (f" (in {', '.join(areas)})" if areas else "")


def _of_lever(lever: Lever, tests: list[dict[str, str]]) -> list[str]:
    price, per, unit = lever.cost, text(f"per.{lever.cost.per}", "en"), text(f"unit.{lever.unit}", "en")
    covers = "; the share of the units in which it is at work" if lever.covers else ""
    default = f"{lever.default:g} ({lever.confidence})"
    writes, read_by = (", ".join(f"`{name}`" for name in names) for names in (lever.writes, lever.read_by))
    yearly = f"{price.a_year:,.0f} yuan and {price.hours_a_year:,.0f} hours a year"
    facts = [
        f"For: {', '.join(text(f'group.{group}', 'en') for group in lever.benefits)}.",
        f"Intensity: {lever.low:g} to {lever.high:g} {unit}, neutral {lever.neutral:g}, default {default}{covers}.",
        f"Expected: {lever.expected_en} {lever.expected_zh}",
        f"Side effect: {lever.side_effect_en} {lever.side_effect_zh}",
        *([f"Needs one of {', '.join(lever.needs)} beside it."] if lever.needs else []),
        *(["Needs a shock."] if lever.needs_shock else []),
        *([f"Not beside {', '.join(lever.same_as)}: counted twice."] if lever.same_as else []),
        f"Writes {writes}; read by {read_by}.",
        f"Costs {price.once:,.0f} yuan once, {yearly} for each {per} ({price.source}).",
        f"Source: {lever.source}.",
        f"Shown by tests: {'; '.join(map(_told, tests)) or 'nothing yet'}.",
    ]
    title = f"{lever.zh} · {lever.en} · {', '.join(lever.mechanisms)} · {lever.date}"
    return ["", f"### {lever.id}", "", title, "", *(f"- {fact}" for fact in facts)]


def page() -> str:
    """Return the page as Markdown."""
    lines = [HEAD.rstrip("\n")]
    for one in MECHANISMS.values():
        who = ", ".join(f"[{thing.id}](#{thing.id})" for thing in stand_for(one.id))
        lines.append(f"| {one.id} | {one.zh}<br>{one.en} | {one.quantity} | {who} |")
    tests = shown()
    for section in dict.fromkeys(lever.section for lever in LEVERS.values()):
        lines += ["", f"## {text(f'section.{section}', 'en')} {text(f'section.{section}', 'zh')}"]
        for lever in LEVERS.values():
            if lever.section == section:
                lines += _of_lever(lever, tests.get(lever.id, []))
    lines += ["", "## Bundles 政策组合"]
    for bundle in BUNDLES.values():
        doses = ", ".join(f"{lever} {_dose(dose)}" for lever, dose in bundle.doses.items()) or "none"
        lines += ["", f"### {bundle.id}", "", f"{bundle.zh} · {bundle.en} · {', '.join(bundle.mechanisms)}", "",
                  f"Levers: {doses}."]  # fmt: skip
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
