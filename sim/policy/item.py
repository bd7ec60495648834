"""An item of a policy: one lever, from when, how strongly, where."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Rule = Literal["random", "weakest", "strongest", "pilots"]
Ranking = Literal["condition", "civic", "size"]
Housing = Literal["old", "commercial", "resettlement", "village", "rental"]
FIRM_CODE = r"^\S{1,40}-\d{4,7}$"
FirmCode = Annotated[str, Field(pattern=FIRM_CODE)]
Day = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2100, 12, 31))]


class Where(BaseModel):
    """Which units (communities, streets, …) an item covers: all, if nothing is said.

    `random` covers each unit by a mark of its own, so that a larger share keeps those of a smaller one, and a street
    run alone is covered as within its district. `weakest` and `strongest` rank the units of the area that is run.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    share: float = Field(1.0, ge=0, le=1, description="覆盖份额 / share of units covered")
    rule: Rule = Field("random", description="挑选规则 / how the share is chosen; `pilots`: exactly the listed areas")
    by: Ranking = Field(
        "condition",
        description="排序依据 / what weak and strong are by: state of repair, habit of speaking up, residents",
    )
    areas: tuple[str, ...] = Field((), description="区域名称或代码 / areas by name or code; everywhere if left out")
    kinds: tuple[Housing, ...] = Field(
        (), description="小区类型（限小区、物业企业的杠杆） / types of compounds, for levers of compounds and firms"
    )
    firms: tuple[FirmCode, ...] = Field(
        (), description="物业企业代码（同上） / firms by their code in city.graphml; of compounds, those they serve"
    )


class Dose(BaseModel):
    """When, how strongly and where a lever works; without `start` it is in force all along, warm-up included."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    intensity: float = Field(description="强度 / intensity, in the lever's own unit")
    start: Day | None = Field(None, description="首日 / first day; in force all along if left out")
    ramp_days: int = Field(0, ge=0, le=3650, description="爬坡天数 / days until full intensity")
    end: Day | None = Field(None, description="末日 / last day in force")
    where: Where = Where()
    takes_over: bool = Field(False, description="接替前一段，爬坡时由前一段过渡 / goes over from the dose before it")


class PolicyItem(Dose):
    """A lever and its dose."""

    lever: str

    def share(self, day: date) -> float:
        """Return how far the lever is in force on a day: 0 before its start and after its end, 1 at full intensity.

        Example:
            >>> item = PolicyItem(lever="whistle_calls", intensity=1.0, start=date(2016, 1, 1), ramp_days=4)
            >>> [item.share(date(2016, 1, d)) for d in (1, 2, 4, 5)]
            [0.25, 0.5, 1.0, 1.0]
        """
        if self.end is not None and day > self.end:
            return 0.0
        if self.start is None:
            return 1.0
        if day < self.start:
            return 0.0
        return min(1.0, ((day - self.start).days + 1) / max(1, self.ramp_days))
