"""The red-flag screen itself: one message in, one finding out. Public as safety.screen."""

from __future__ import annotations

from models.enums import Tier
from safety.claim import Claim
from safety.combine import claims
from safety.doses import dose_claims
from safety.finding import Evidence, Finding
from safety.grammar import Span
from safety.modifiers import Scene, Verdict, judge
from safety.rulebook import Concept, Rulebook, rulebook
from safety.tokens import Token


def screen(
    text: str,
    *,
    channel: str = "sms",  # noqa: ARG001 (part of the contract; both are read alike)
    asked: str | None = None,
) -> Finding:
    """Return what the message says that a clinician must know.

    `asked` names the concept (or category) that the coach's last question was about, so that a bare
    "yes" counts as that sign. `channel` is "sms" or "voice"; both are read alike.
    Accepts any string and never raises on one; a rulebook that cannot be read raises RulebookError
    on first use.
    """
    book = rulebook()
    tokens = book.normalise(text)
    words = [token.text for token in tokens]
    spans = book.grammar.search(words)
    scene = Scene(words, spans, book.lists, _absent(words, spans, book))
    present, unsure = _signs(scene, book)
    found, asking = claims(present, book.concepts, book.rules)
    found += dose_claims(words, book.products, numbers=book.numbers)
    evidence = [e for claim in found for e in _evidence(claim, tokens, text)]
    answer = _answer(text, asked, book)
    if answer is Verdict.PRESENT:
        evidence.append(_answered(text, asked, book))
    unanswered = answer is Verdict.UNSURE and not evidence
    return Finding.of(tuple(dict.fromkeys(evidence)), clarify=asking or unsure or unanswered)


def _answer(text: str, asked: str | None, book: Rulebook) -> Verdict | None:
    if asked is None or _asked_concept(asked, book) is None:
        return None
    said = text.strip().rstrip(".!?").strip().casefold()
    if said in book.answers["yes"]:
        return Verdict.PRESENT
    return Verdict.CLEARED if said in book.answers["no"] else Verdict.UNSURE


def _asked_concept(asked: str, book: Rulebook) -> Concept | None:
    return book.concepts.get(book.questions.get(asked, asked))


def _answered(text: str, asked: str | None, book: Rulebook) -> Evidence:
    concept = _asked_concept(str(asked), book)
    assert concept is not None
    tier = concept.tier or Tier.SAME_DAY
    return Evidence(text, 0, len(text), concept.category, tier, f"asked_{concept.name}")


def _absent(words: list[str], spans: dict[str, list[Span]], book: Rulebook) -> frozenset[int]:
    absence = book.lists["absence"]
    return frozenset(
        at
        for name in spans.keys() & book.concepts.keys()
        for start, end in spans[name]
        if words[start] in absence
        for at in range(start, end)
    )


def _signs(scene: Scene, book: Rulebook) -> tuple[dict[str, list[Span]], bool]:
    present: dict[str, list[Span]] = {}
    unsure = False
    for name, spans in scene.spans.items():
        concept = book.concepts.get(name)
        if concept is None:
            continue
        verdicts = [(judge(concept, span, scene), span) for span in spans]
        kept = [span for verdict, span in verdicts if verdict is Verdict.PRESENT]
        if kept:
            present[name] = kept
        doubtful = any(verdict is Verdict.UNSURE for verdict, _ in verdicts)
        unsure |= doubtful and concept.tier in {Tier.EMERGENCY, Tier.SAME_DAY}
    return present, unsure


def _evidence(claim: Claim, tokens: list[Token], text: str) -> list[Evidence]:
    places = [(tokens[s].start, max(t.end for t in tokens[s:e])) for s, e in claim.spans]
    return [
        Evidence(text[start:end], start, end, claim.category, claim.tier, claim.rule)
        for start, end in places
    ]
