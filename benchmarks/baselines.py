"""What the product has to beat, in the same run: each is told about a system only by the others."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

try:
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression
except ImportError:
    raise SystemExit("the baselines need scikit-learn: python -m pip install -e '.[bench]'") from None

from corpus import Entry
from figures import Judged, agreement, brier

STRENGTH = 0.3
"""Of the regression: weak weights. Of 0.1 to 3 the one that does best on the development part, so a hard bar."""

Key = Callable[[Entry], Hashable]


def always_request(entries: Sequence[Entry]) -> list[Judged]:
    """Say request to everything; as sure as requests are frequent in the other systems."""
    shares = _held_out_shares(entries, lambda _: None)
    return [Judged(e, min(share, 0.5), e.label == "request") for e, share in zip(entries, shares, strict=True)]


def gut(entries: Sequence[Entry]) -> list[Judged]:
    """Say what the coder felt; "either" and the sureness by the other systems."""
    return _judged(entries, _held_out_shares(entries, lambda e: e.gut))


def best_question(entries: Sequence[Entry]) -> tuple[str, list[Judged]]:
    """Say what entries with the same value of one fact do in the other systems; the fact that does best of all."""
    facts = sorted({fact for entry in entries for fact in entry.facts})
    by_fact = [(fact, _judged(entries, _held_out_shares(entries, _value_of(fact)))) for fact in facts]
    return max(by_fact, key=lambda found: (agreement(found[1]) or 0.0, -(brier(found[1]) or 0.0)))


def regression(entries: Sequence[Entry]) -> list[Judged]:
    """Say what a logistic regression over all facts says that has never seen the system."""
    return _judged(entries, _held_out(entries, lambda e: e.label == "event"))


def difficulty(entries: Sequence[Entry]) -> list[float]:
    """Return how likely each is debatable by the same regression, told which ones are in the other systems."""
    return _held_out(entries, lambda e: e.difficulty == "debatable")


def _held_out(entries: Sequence[Entry], holds: Callable[[Entry], bool]) -> list[float]:
    found = [0.0] * len(entries)
    for system in sorted({e.system for e in entries}):
        asked = [index for index, e in enumerate(entries) if e.system == system]
        others = [e for e in entries if e.system != system]
        for index, share in zip(asked, _regress(others, [entries[i] for i in asked], holds), strict=True):
            found[index] = share
    return found


def _regress(seen: Sequence[Entry], asked: Sequence[Entry], holds: Callable[[Entry], bool]) -> list[float]:
    labels = [holds(e) for e in seen]
    if len(set(labels)) < 2:
        return [_share(labels)] * len(asked)
    encoder = DictVectorizer()
    model = LogisticRegression(C=STRENGTH, max_iter=1000)
    model.fit(encoder.fit_transform([dict(e.facts) for e in seen]), labels)
    found = model.predict_proba(encoder.transform([dict(e.facts) for e in asked]))
    return [float(row[1]) for row in found]


def _value_of(fact: str) -> Key:
    return lambda entry: entry.facts.get(fact)


def _held_out_shares(entries: Sequence[Entry], key: Key) -> list[float]:
    """Return for each entry the share of events among the other systems' entries with the same key."""
    return [
        _share([o.label == "event" for o in entries if o.system != entry.system and key(o) == key(entry)])
        for entry in entries
    ]


def _share(labels: Sequence[bool]) -> float:
    """Return the share of true ones by Laplace's rule, so that few say little and none says even."""
    return (sum(labels) + 1) / (len(labels) + 2)


def _judged(entries: Sequence[Entry], event: Sequence[float]) -> list[Judged]:
    return [Judged(e, p, (p > 0.5) == (e.label == "event")) for e, p in zip(entries, event, strict=True)]
