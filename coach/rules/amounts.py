"""Making an amount such as `10 minutes` a little smaller or larger."""

from __future__ import annotations

import re
from collections.abc import Callable

_COUNTED = re.compile(r"(\d+) (\w+?)(s?)((?: .*)?)")
# From here on, steps of five read better than odd numbers ("8 minutes" is nobody's goal).
_HALVES_ROUND_FROM = 7
_RAISES_ROUND_FROM = 20


def halved(amount: str) -> str | None:
    """About half of it; None when it is no number or cannot shrink."""
    return _changed(amount, lambda n: _rounded(n / 2, _HALVES_ROUND_FROM))


def raised(amount: str) -> str | None:
    """About a fifth more, at least one more; None when it is no number.

    Small steps by plan, not by how the day feels. Source: docs/clinical-safety/goals.md#steps.
    """
    return _changed(amount, lambda n: _rounded(n + max(1, n / 5), _RAISES_ROUND_FROM))


def _changed(amount: str, change: Callable[[float], int]) -> str | None:
    counted = _COUNTED.fullmatch(amount)
    if counted is None:
        return None
    count = int(counted[1])
    changed = max(1, change(count))
    if changed == count:
        return None
    return f"{changed} {counted[2]}{'' if changed == 1 else 's'}{counted[4]}"


def _rounded(count: float, fives_from: int) -> int:
    return 5 * round(count / 5) if count >= fives_from else int(count + 0.5)
