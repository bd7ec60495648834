"""Shading places by a true outcome."""

from dataclasses import dataclass

from matplotlib.cm import ScalarMappable
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.figure import Figure

from sim.report.style import INK, MUTED

SHADES = LinearSegmentedColormap.from_list("true", ["#fff4ea", "#f9c79b", "#e8813a", "#b54800", "#6f2b00"])
"""Light to dark, in the hue of what is true; it reads in grey as well."""
APART = LinearSegmentedColormap.from_list("apart", ["#00543d", "#4fb58f", "#f7f7f5", "#e8813a", "#6f2b00"])
"""From less through none to more."""
Color = str | tuple[float, float, float, float]
UNKNOWN = "#edf0f2"


@dataclass(frozen=True, slots=True)
class Shading:
    """Colours for values between the least and the greatest."""

    low: float
    high: float
    single: bool = False

    @classmethod
    def over(cls, values: list[float]) -> "Shading":
        """Return the shading of some values; NaN are none."""
        known = [value for value in values if value == value]
        low, high = (min(known), max(known)) if known else (0.0, 1.0)
        return cls(low, high) if high > low else cls(low - 1.0, high + 2.0, single=True)

    def color(self, value: float) -> Color:
        """Return the colour of a value."""
        return self.shades(self._norm(value)) if value == value else UNKNOWN

    def ink(self, value: float) -> str:
        """Return the colour of text that can be read on it."""
        return "white" if value == value and self._is_dark(self._norm(value)) else INK

    @property
    def shades(self) -> LinearSegmentedColormap:
        """The colours, from the least to the greatest."""
        return SHADES

    def _is_dark(self, place: float) -> bool:
        return place > 0.55

    def _norm(self, value: float) -> float:
        return (value - self.low) / (self.high - self.low)

    def bar(self, figure: Figure, axes: object, label: str) -> None:
        """Add a bar that tells what the colours stand for; none if there is but one."""
        if self.single:
            return
        shown = ScalarMappable(Normalize(self.low, self.high), self.shades)
        bar = figure.colorbar(shown, ax=axes, orientation="horizontal", shrink=0.5, aspect=34, pad=0.02)  # type: ignore[arg-type]
        bar.set_label(label, color=MUTED, fontsize=9.5)
        bar.outline.set_visible(False)
        bar.ax.tick_params(length=2)


class Contrast(Shading):
    """Colours for differences: as far below zero as above it."""

    __slots__ = ()

    @classmethod
    def over(cls, values: list[float]) -> "Contrast":
        """Return the shading of some differences; NaN are none."""
        most = max((abs(value) for value in values if value == value), default=0.0)
        return cls(-most, most) if most > 0.0 else cls(-1.0, 1.0, single=True)

    @property
    def shades(self) -> LinearSegmentedColormap:
        """The colours, from the least to the greatest."""
        return APART

    def _is_dark(self, place: float) -> bool:
        return not 0.12 < place < 0.88
