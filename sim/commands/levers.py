"""`huying levers`: what a policy can change."""

from typing import Annotated, Any

import typer
from rich.cells import cell_len, set_cell_size

from sim.commands.listing import show
from sim.commands.options import Json, Lang, chosen, told
from sim.commands.printing import print_heading, print_rows
from sim.policy import BUNDLES, LEVERS, Bundle, Lever
from sim.policy.facts import bundle_facts, lever_facts
from sim.scenario.names import lever_id, names_of_levers
from sim.text import Language, text


def levers(
    wanted: Annotated[
        str | None, typer.Argument(metavar="NAME", help=told("argument.lever"), show_default=False)
    ] = None,
    as_json: Json = False,
    lang: Lang = None,
) -> None:
    """List the levers by section, or tell all about one, or about a bundle."""
    things: dict[str, Lever | Bundle] = {**LEVERS, **BUNDLES}
    show(
        things, wanted, as_json, chosen(lang), find=lever_id,
        names=names_of_levers, unknown="levers.unknown", facts=_facts, print_all=_print_list, story=_story,
    )  # fmt: skip


def _print_list(lang: Language) -> None:
    ids = max(map(len, [*LEVERS, *BUNDLES]))
    ranges = max(cell_len(_range(lever, lang)) for lever in LEVERS.values())
    for section in dict.fromkeys(lever.section for lever in LEVERS.values()):
        print_heading(text(f"section.{section}", lang))
        print_rows(
            (f"  {lever.id.ljust(ids)}", set_cell_size(_range(lever, lang), ranges), _name(lever, lang))
            for lever in LEVERS.values()
            if lever.section == section
        )
    print_heading(text("levers.bundles", lang))
    print_rows(
        (f"  {bundle.id.ljust(ids)}", f"{_name(bundle, lang)} ({text('levers.count', lang, count=len(bundle.doses))})")
        for bundle in BUNDLES.values()
    )


def _name(one: Lever | Bundle, lang: Language) -> str:
    return one.zh if lang == "zh" else one.en


def _range(lever: Lever, lang: Language) -> str:
    return f"{lever.low:g} … {lever.high:g} {text(f'unit.{lever.unit}', lang)}"


def _facts(one: Lever | Bundle) -> dict[str, Any]:
    return lever_facts(one) if isinstance(one, Lever) else bundle_facts(one)


def _story(one: Lever | Bundle, lang: Language) -> list[tuple[str, str]]:
    """Return all that a lever or bundle tells of itself, as (what, text)."""
    rows = _rows_of_lever(one, lang) if isinstance(one, Lever) else _rows_of_bundle(one, lang)
    return [("id", one.id), *((text(f"lever.{key}", lang), value) for key, value in rows.items())]


def _rows_of_bundle(bundle: Bundle, lang: Language) -> dict[str, str]:
    doses = (f"{LEVERS[lever].zh if lang == 'zh' else LEVERS[lever].en} ({lever}): {amount:g}"
             for lever, amount in bundle.intensities.items())  # fmt: skip
    return {
        "name": f"{bundle.zh} / {bundle.en}",
        "mechanisms": ", ".join(bundle.mechanisms),
        "levers": "; ".join(doses),
    }


def _beside(lever: Lever, lang: Language) -> dict[str, str]:
    """Return what it cannot do without, and what it cannot stand beside; nothing, of most."""
    needs = ", ".join(lever.needs) or (text("lever.a_shock", lang) if lever.needs_shock else "")
    same = ", ".join(lever.same_as)
    return {key: value for key, value in (("needs", needs), ("same_as", same)) if value}


def _rows_of_lever(lever: Lever, lang: Language) -> dict[str, str]:
    chinese, price = lang == "zh", lever.cost
    cost = text(
        "lever.cost_of",
        lang,
        once=f"{price.once:,.0f}",
        a_year=f"{price.a_year:,.0f}",
        hours=f"{price.hours_a_year:,.0f}",
        per=text(f"per.{price.per}", lang),
        source=price.source,
    )
    mechanisms = ", ".join(lever.mechanisms) + (text("lever.partial", lang) if lever.partial else "")
    return {
        "name": f"{lever.zh} / {lever.en}",
        "mechanisms": mechanisms,
        "date": lever.date,
        "works_on": text(f"table.{lever.table}", lang),
        "benefits": ", ".join(text(f"group.{group}", lang) for group in lever.benefits),
        "range": _range(lever, lang),
        "neutral": f"{lever.neutral:g}",
        "default": f"{lever.default:g} ({text(f'confidence.{lever.confidence}', lang)})",
        "expected": lever.expected_zh if chinese else lever.expected_en,
        "side_effect": lever.side_effect_zh if chinese else lever.side_effect_en,
        "cost": cost,
        **_beside(lever, lang),
        "writes": ", ".join(lever.writes),
        "read_by": ", ".join(lever.read_by),
        "source": lever.source,
    }
