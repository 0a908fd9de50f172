"""A reading-age warning; an aid for choosing what to rewrite, never proof that a text is clear."""

import warnings
from collections.abc import Callable, Iterator
from functools import lru_cache

from content.checks.item import Fault, Item, sentences

# School years: 6 ends at eleven, the top of what NHS style asks for. Short texts measure wildly,
# so they are left to the editor's ear.
HIGHEST_GRADE = 6.9
FEWEST_WORDS = 25


def check_readability(item: Item) -> Iterator[Fault]:
    """Warn where a longer SMS reads older than eleven years; silent where textstat is missing."""
    text = item.filled(item.entry.sms or "", longest=False)
    grade_of = _grade_function()
    if grade_of is None or item.key.startswith("page.") or len(text.split()) < FEWEST_WORDS:
        return
    grade = grade_of(". ".join(sentence.rstrip(".!?") for sentence in sentences(text)) + ".")
    if grade > HIGHEST_GRADE:
        yield Fault(
            f"reads at school year {grade:.0f}, older than eleven.",
            "Use shorter words and shorter sentences.",
            "warning",
        )


@lru_cache
def _grade_function() -> Callable[[str], float] | None:
    with warnings.catch_warnings():
        # textstat 0.7.4 reads its data through pkg_resources, which announces its own end.
        warnings.simplefilter("ignore")
        try:
            import textstat  # noqa: PLC0415 - slow to import, and only there for those who edit
        except ImportError:
            return None
    grade: Callable[[str], float] = textstat.flesch_kincaid_grade
    return grade
