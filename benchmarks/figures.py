"""One measured figure, and the line that it is printed as."""

from __future__ import annotations

import json
import operator
import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_HOLDS: dict[str, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "<": operator.lt,
}


@dataclass(frozen=True)
class Must:
    """What a figure must be: `Must("<", 1.5, of_stock=True)` is "below 1.5 times stock's"."""

    sign: str
    bound: float
    of_stock: bool = False

    def __str__(self) -> str:
        return f"{self.sign} {self.bound:g}{' x stock' if self.of_stock else ''}"

    def holds(self, ours: float, stock: float | None) -> bool | None:
        """Whether the figure is as it must be; None when stock's was not measured."""
        if self.of_stock and stock is None:
            return None
        return _HOLDS[self.sign](ours, self.bound * (stock if self.of_stock and stock else 1.0))


@dataclass(frozen=True)
class Figure:
    """One figure of ours beside stock's, where stock has such a thing."""

    name: str
    ours: float
    unit: str
    n: int
    stock: float | None = None
    must: Must | None = None
    note: str = ""

    @property
    def holds(self) -> bool | None:
        """Whether the figure is as it must be; None when nothing is asked of it."""
        return self.must.holds(self.ours, self.stock) if self.must else None

    def print(self) -> None:
        """Write the figure as one JSON line."""
        line = {
            "figure": self.name,
            "ours": round(self.ours, 3),
            "stock": None if self.stock is None else round(self.stock, 3),
            "ratio": round(self.ours / self.stock, 3) if self.stock else None,
            "unit": self.unit,
            "must": str(self.must) if self.must else None,
            "holds": self.holds,
            "n": self.n,
        }
        sys.stdout.write(json.dumps(line | ({"note": self.note} if self.note else {})) + "\n")
        sys.stdout.flush()


def median(values: Sequence[float]) -> float:
    """The middle one."""
    return statistics.median(values)


def percentile(values: Sequence[float], of: int) -> float:
    """The value that `of` in a hundred do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * of // 100)]
