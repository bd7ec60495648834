"""Row by row: what is kept, and the one reason why the rest is refused. No row is looked at by itself."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.own_data.drawing import draw_communities, uniforms
from sim.own_data.map_file import TicketMap
from sim.own_data.matching import (
    CHANNEL_IDS,
    Matched,
    match_categories,
    match_channels,
    match_places,
    match_ratings,
)
from sim.own_data.places import Gazetteer
from sim.own_data.reasons import Blank, Reason
from sim.own_data.rows import Rows
from sim.own_data.times import NOT_A_TIME
from sim.scenario.types import CATEGORIES


class Sifting:
    """The rows of an export on their way to a trace."""

    def __init__(self, rows: Rows, map_: TicketMap, gazetteer: Gazetteer, within: int) -> None:
        self.rows, self.map, self.gazetteer, self.within = rows, map_, gazetteer, within
        self.reason = rows.reason
        self.places = match_places(rows.distinct["place"], map_, gazetteer)
        self.categories = match_categories(rows.distinct["category"], map_)
        self.channels = match_channels(rows.distinct.get("channel", [("",)]), map_)
        self.ratings = match_ratings(rows.distinct.get("rating", [("",)]), map_)

    @property
    def matched(self) -> dict[str, Matched]:
        """What the distinct values of each part stand for."""
        return {
            "place": self.places, "category": self.categories, "channel": self.channels, "rating": self.ratings,
        }  # fmt: skip

    def _each(self, part: str, values: NDArray[np.int32] | NDArray[np.int8]) -> NDArray[np.int32]:
        """Return what a part's distinct values stand for, for each row."""
        codes = self.rows.codes.get(part)
        taken = np.repeat(values[:1], len(self.rows)) if codes is None else values[codes]
        return taken.astype(np.int32)

    def _refuse(self, which: NDArray[np.bool_], why: Reason) -> None:
        self.reason[which & (self.reason == Reason.KEPT)] = why

    def _refuse_unmatched(self, part: str, matched: Matched) -> None:
        why = self._each(part, matched.why)
        still = self.reason == Reason.KEPT
        self.reason[still] = why[still]

    def export_time(self, made: np.datetime64) -> np.datetime64:
        """Return until when the export tells: by the map, else its latest time that is not after the file itself."""
        if self.map.exported is not None:
            return self.map.exported
        told = np.concatenate([self.rows.times["reported"], self.rows.times["closed"]])
        told = told[~np.isnat(told) & (told <= made)]
        latest: np.datetime64 = told.max() if len(told) else made
        return latest

    def refuse_all(self, exported: np.datetime64) -> None:
        """Give every row that cannot be used its reason."""
        rows, reported, closed = self.rows, self.rows.times["reported"], self.rows.times["closed"]
        self._refuse(rows.broken["reported"], Reason.BROKEN_TIME)
        self._refuse(np.isnat(reported), Reason.NO_TIME)
        self._refuse(reported > exported, Reason.LATER_THAN_EXPORT)
        self._refuse_unmatched("place", self.places)
        self._refuse_far_places()
        self._refuse_unmatched("category", self.categories)
        self._refuse_unmatched("channel", self.channels)
        self._refuse(rows.broken["closed"], Reason.BROKEN_CLOSED)
        self._refuse(closed < reported, Reason.NEGATIVE_DURATION)
        self._refuse(closed > exported, Reason.CLOSED_AFTER_EXPORT)
        self._refuse_duplicates()

    def _refuse_far_places(self) -> None:
        """Refuse places outside the area, those that do not tell whether they are in it, and those without people."""
        gazetteer, within = self.gazetteer, self.within
        why = np.zeros(len(gazetteer.areas), dtype=np.int8)
        inside = set(gazetteer.communities_of(within))
        for row in range(len(gazetteer.areas)):
            if row == 0 or (row in gazetteer.lineage(within) and row != within):
                why[row] = Reason.COARSE_PLACE
            elif within not in gazetteer.lineage(row):
                why[row] = Reason.OUTSIDE
            elif row < gazetteer.first_community and not inside.intersection(gazetteer.communities_of(row)):
                why[row] = Reason.COARSE_PLACE
        area = self._each("place", self.places.ours)
        still = (self.reason == Reason.KEPT) & (area >= 0)
        self.reason[still] = why[area[still]]

    def _kept(self) -> NDArray[np.intp]:
        return np.flatnonzero(self.reason == Reason.KEPT)

    def _frame(self, kept: NDArray[np.intp]) -> pd.DataFrame:
        """Return what the kept rows say, in numbers; -1 for nothing."""
        table = {
            "reported": self.rows.times["reported"].astype(np.int64),
            "closed": np.where(np.isnat(self.rows.times["closed"]), -1, self.rows.times["closed"].astype(np.int64)),
            "area": self._each("place", self.places.ours),
            "category": self._each("category", self.categories.ours),
            "channel": self._each("channel", self.channels.ours),
            "rating": self._each("rating", self.ratings.ours),
            "line": self.rows.line,
        }
        return pd.DataFrame({name: column[kept] for name, column in table.items()}, index=kept)

    def _refuse_duplicates(self) -> None:
        """Refuse a row that says what another said, and all but the last state of a ticket that stands several times.

        The last state is the one that is closed last (an open one comes before), then the one with a rating.
        """
        kept = self._kept()
        again = pd.Series(self.rows.whole[kept]).duplicated().to_numpy()
        self.reason[kept[again]] = Reason.DUPLICATE_ROW
        kept = kept[~again]
        kept = kept[self.rows.ticket[kept] > 0]
        frame = self._frame(kept).assign(ticket=self.rows.ticket[kept])
        order = ["closed", "rating", "reported", "area", "category", "channel", "line"]
        several = frame[frame["ticket"].duplicated(keep=False)].sort_values(order, kind="stable")
        self.reason[several.index[several["ticket"].duplicated(keep="last")]] = Reason.DUPLICATE_TICKET

    def trace(self, weights: NDArray[np.float64]) -> tuple[pd.DataFrame, NDArray[np.datetime64], dict[str, int]]:
        """Return the trace, the deadline of each of its rows, and how many communities were drawn, by level."""
        kept = self._kept()
        frame = self._frame(kept)
        ticket = self.rows.ticket[kept]
        said = pd.util.hash_pandas_object(frame.drop(columns="line"), index=False).to_numpy()
        draws = uniforms(np.where(ticket > 0, ticket, said), self.map.seed)
        areas = frame["area"].to_numpy(dtype=np.int32)
        community = draw_communities(areas, draws, self.gazetteer, weights, self.within)
        levels = np.array([area.level for area in self.gazetteer.areas])[areas]
        codes = np.array([area.code for area in self.gazetteer.areas], dtype=object)
        frame["community_code"] = codes[community]
        frame = frame.sort_values(
            ["reported", "community_code", "category", "channel", "closed", "rating", "line"], kind="stable"
        )
        deadline = self.rows.times["deadline"][frame.index.to_numpy()]
        closed = frame["closed"].to_numpy().astype("datetime64[s]")
        closed[frame["closed"].to_numpy() < 0] = NOT_A_TIME
        made = pd.DataFrame(
            {
                "line": frame["line"].to_numpy(np.int32),
                "reported": frame["reported"].to_numpy().astype("datetime64[s]"),
                "community_code": frame["community_code"].to_numpy(),
                "category": np.array(CATEGORIES.ids, dtype=object)[frame["category"]],
                "channel": np.array(CHANNEL_IDS, dtype=object)[frame["channel"]],
                "closed": closed,
                "rating": frame["rating"].where(frame["rating"] > 0).astype("Int8").array,
            }
        )
        drawn = {level: int((levels == level).sum()) for level in ("district", "street")}
        return made, deadline, {level: count for level, count in drawn.items() if count}

    def refused(self) -> pd.DataFrame:
        """Return the refused rows, by line."""
        which = self.reason != Reason.KEPT
        return pd.DataFrame({"line": self.rows.line[which], "reason": self.reason[which]})

    def blanked(self) -> pd.DataFrame:
        """Return the cells of kept rows that were left blank, by line."""
        kept = self.reason == Reason.KEPT
        why = self._each("rating", self.ratings.why)
        tables = [
            pd.DataFrame({"line": self.rows.line[which], "reason": reasons[which].astype(np.int8)})
            for which, reasons in (
                (kept & (why > 0), why),
                (kept & self.rows.broken["deadline"], np.full(len(kept), int(Blank.BROKEN_DEADLINE))),
            )
        ]
        return pd.concat(tables).sort_values(["line", "reason"], ignore_index=True)
