"""The types of a scenario: what a file may say, and what the program gets."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from sim.city import CitySource
from sim.grievance.block import BEFORE
from sim.grievance.category import load_categories
from sim.parameters import PARAMETERS
from sim.policy import LEVERS, Dose, Lever, PolicyItem
from sim.policy.item import Day
from sim.scenario.trace import Arrivals, arrivals, read_trace

WARMUP_DAYS, WARMUP_AT_MOST = 180, 430
"""Days lived before those that are measured, unless a scenario says otherwise, and at most.

By MSER-5 the queues of 20 runs (five streets, four seeds) had forgotten their empty start after 10 to 190 days, half of
them within 110; helplessness, which fades over half a year, is two thirds of the way there after 180.
"""
CATEGORIES = load_categories()
MOST_SHOCK = 20.0
"""Highest factor of a shock on a category."""
DAYS_AT_MOST = BEFORE
"""Warm-up and all: a trouble's number has twelve bits for the day."""
_STRICT = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)
Name = Annotated[str, Field(pattern=r"^[\w][\w .-]{0,63}$")]


class CityFiles(BaseModel):
    """Files of a city of one's own (docs/own_city.md)."""

    model_config = _STRICT

    divisions: Path = Field(description="行政区划表（CSV 或 GraphML）/ table of divisions, CSV or GraphML")
    margins: Path | None = Field(None, description="人口总量表（CSV）/ table of published totals, CSV")


class Outputs(BaseModel):
    """What a run writes beside its summary and daily series."""

    model_config = _STRICT

    tickets: bool = Field(True, description="工单表 / the table of tickets")
    handovers: bool = Field(True, description="流转表 / the table of hand-overs")
    troubles: bool = Field(
        False,
        description="困难表：每个困难一行，不论有没有人反映 / the table of troubles, a row each, spoken of or not",
    )
    report: bool = Field(True, description="报告页 / the report")
    unchanged: bool = Field(
        True,
        description="政策途中有变化时，也跑不变的世界 / if the policy changes on the way, also a world where it stays",
    )
    lang: Literal["zh", "en"] | None = Field(
        None, description="报告语言 / language of the report; by locale if left out"
    )


class Shock(BaseModel):
    """What befalls the city from outside, the same under any policy: a flood, an epidemic.

    Attributes:
        needs: factor on what befalls people, by category of trouble.
    """

    model_config = _STRICT

    start: Day = Field(description="首日 / first day")
    end: Day = Field(description="末日 / last day")
    needs: dict[str, float] = Field(description="各类困难的倍数 / factor on each category of trouble")


class _Common(BaseModel):
    model_config = _STRICT

    name: Name = Field("scenario", description="名称；不写则用文件名 / name; the file's if left out")
    title: str | None = Field(None, max_length=200, description="一句话说明 / what it is, in a line")
    area: str | None = Field(
        None, description="区域名称或代码；不写则全市 / area by name or code; the city if left out"
    )
    start: Day = Field(date(2016, 1, 1), description="起始日 / first day that is measured")
    days: int = Field(365, ge=1, le=DAYS_AT_MOST - WARMUP_AT_MOST, description="天数 / days that are measured")
    warmup: int = Field(WARMUP_DAYS, ge=0, le=WARMUP_AT_MOST, description="预热天数 / days lived before, not measured")
    seed: int = Field(1, ge=-(2**63), le=2**64 - 1, description="随机种子 / seed, any 64-bit number")
    city: CityFiles | None = Field(None, description="自己的城市；不写则武汉 / a city of one's own; Wuhan if left out")
    trace: Path | None = Field(
        None,
        description="来件记录（Parquet，列 reported, community_code, category, channel）：代替合成的困难 / "
        "a record of arrivals (Parquet with reported, community_code, category, channel) in place of troubles that are "
        "drawn: each row of an official channel befalls one resident of its community, who speaks at that hour (its "
        "onset: assumed). Days of the warm-up before its first are filled with its days in turn",
    )
    outputs: Outputs = Outputs()


class Scenario(_Common):
    """A scenario as the program gets it: every name resolved, every file found, every value in range.

    Attributes:
        area: code, or None for the whole city.
        policy: items in the order of the levers.
        parameters: values in place of the registry's, by name.
        shocks: what befalls the city from outside.
    """

    policy: tuple[PolicyItem, ...] = ()
    parameters: dict[str, float] = Field(default_factory=dict)
    shocks: tuple[Shock, ...] = ()

    @property
    def logs_tickets(self) -> bool:
        """Whether tickets and hand-overs are kept one by one."""
        return self.outputs.tickets or self.outputs.handovers

    def city_source(self) -> CitySource | None:
        """Return the city's files; None for Wuhan."""
        return None if self.city is None else CitySource(self.city.divisions, self.city.margins)

    def arrivals(self, communities: Sequence[str]) -> Arrivals | None:
        """Return what its trace lets arrive in communities, by code in the order of their rows; None without one."""
        if self.trace is None:
            return None
        return arrivals(read_trace(self.trace), communities, self.start, self.warmup, self.days)

    def input_files(self) -> dict[str, Path]:
        """Return the files of one's own that it reads, by the names that `resolved` gives them."""
        paths = [] if self.city is None else [self.city.divisions, self.city.margins]
        paths.append(self.trace)
        return {f"inputs/{path.name}": path for path in paths if path is not None}

    def resolved(self) -> dict[str, Any]:
        """Return it as plain data that JSON can hold and `load_scenario` reads back.

        Files are named as in `input_files`: put them there, and the folder reproduces the run.
        """
        plain = self.model_dump(mode="json", exclude={"policy", "city", "trace"}, exclude_none=True)
        if self.city is not None:
            parts = {"divisions": self.city.divisions, "margins": self.city.margins}
            plain["city"] = {part: f"inputs/{path.name}" for part, path in parts.items() if path is not None}
        if self.trace is not None:
            plain["trace"] = f"inputs/{self.trace.name}"
        policy: dict[str, list[dict[str, Any]]] = {}
        for item in self.policy:
            dose = item.model_dump(mode="json", exclude={"lever"}, exclude_none=True)
            policy.setdefault(item.lever, []).append(dose)
        return plain | {"policy": policy}


def _dose_of(lever: Lever) -> Any:
    intensity: Any = (
        float,
        Field(lever.default, ge=lever.low, le=lever.high, description=f"强度 / intensity ({lever.unit})"),
    )
    return create_model(f"{lever.id}_dose", __base__=Dose, intensity=intensity)


@cache
def scenario_file() -> type[BaseModel]:
    """Return the model of a file: as `Scenario`, with a key for each lever and each parameter."""
    doses: dict[str, Any] = {
        lever.id: (list[_dose_of(lever)], Field([], title=lever.zh, description=f"{lever.zh} / {lever.en}"))  # type: ignore[misc]
        for lever in LEVERS.values()
    }
    numbers: dict[str, Any] = {
        one.name: (
            float | None,
            Field(None, ge=one.low, le=one.high, title=one.zh, description=f"{one.zh} / {one.en} ({one.unit})"),
        )
        for one in PARAMETERS.values()
    }
    needs: dict[str, Any] = {
        name: (float | None, Field(None, ge=0, le=MOST_SHOCK, title=zh, description=f"{zh} / {en}"))
        for name, zh, en in zip(CATEGORIES.ids, CATEGORIES.zh, CATEGORIES.en, strict=True)
    }
    shock: Any = create_model("shock", __base__=Shock, needs=(create_model("needs", __config__=_STRICT, **needs), ...))
    policy: Any = create_model("policy", __config__=_STRICT, **doses)
    parameters: Any = create_model("parameters", __config__=_STRICT, **numbers)
    return create_model(
        "scenario",
        __base__=_Common,
        policy=(policy, policy()),
        parameters=(parameters, parameters()),
        shocks=(list[shock], Field([], description="外来冲击 / what befalls the city from outside")),
    )
