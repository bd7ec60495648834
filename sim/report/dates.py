"""The dates at which the policy of a run changes, as its figures mark and its page lists them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sim.report.folder import Run
from sim.report.names import dose_words, lever_name
from sim.text import Language, text


@dataclass(frozen=True, slots=True)
class Change:
    """What changes on a day: levers that begin, and levers that ended the day before.

    Attributes:
        number: as in figures; counts from 1.
        begins: lever, least and greatest intensity, longest ramp in days.
        inside: whether the day lies in the measured time and is not its first, so that there is a before and an after.
    """

    number: int
    day: date
    begins: tuple[tuple[str, float, float, int], ...]
    ends: tuple[str, ...]
    inside: bool

    def words(self, lang: Language) -> str:
        """Say it; a lever that is dosed differently from place to place is named once."""
        joint = text("report.joint", lang)
        begun = [
            f"{lever_name(lever, lang)} {dose_words(lever, least, most, lang)}"
            + (text("report.ramp", lang, days=days) if days else "")
            for lever, least, most, days in self.begins
        ]
        ended = [lever_name(lever, lang) for lever in self.ends]
        parts = [text("report.date_begins", lang, levers=joint.join(begun))] if begun else []
        parts += [text("report.date_ends", lang, levers=joint.join(ended))] if ended else []
        return text("report.date_parts", lang).join(parts)


def _is_taken_over(dose: dict[str, Any], doses: list[dict[str, Any]]) -> bool:
    """Say whether a later dose of the same lever goes over from this one, so that nothing ends."""
    return any(
        other.get("takes_over") and other is not dose and str(other.get("start", "")) <= str(dose["end"])
        for other in doses
    )


def changes(run: Run) -> list[Change]:
    """Return the days of a run, warm-up included, on which its policy changes, in their order."""
    begins: dict[date, dict[str, tuple[float, float, int]]] = {}
    ends: dict[date, dict[str, None]] = {}
    for lever, doses in run.scenario.get("policy", {}).items():
        for dose in doses:
            if dose.get("start"):
                since = begins.setdefault(date.fromisoformat(str(dose["start"])), {})
                amount = float(dose.get("intensity", 0.0))
                least, most, ramp = since.get(lever, (amount, amount, 0))
                since[lever] = (min(least, amount), max(most, amount), max(ramp, int(dose.get("ramp_days") or 0)))
            if dose.get("end") and not _is_taken_over(dose, doses):
                ends.setdefault(date.fromisoformat(str(dose["end"])) + timedelta(days=1), {})[lever] = None
    first = run.daily.index[0].date() if len(run.daily) else run.start.date()
    days = sorted(day for day in {*begins, *ends} if first <= day < run.end.date())
    return [
        Change(
            k,
            day,
            tuple((lever, *dose) for lever, dose in begins.get(day, {}).items()),
            tuple(ends.get(day, {})),
            day > run.start.date(),
        )
        for k, day in enumerate(days, 1)
    ]
