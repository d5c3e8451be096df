"""The real systems that are like an interaction: about the same thing, then with the nearest answers.

Alike is what shares at least two words of purpose and parts, or one if it is an example of the interaction's archetype.
One of them is of the purpose: a part may have any name, and one that happens to be a verb elsewhere tells nothing.
Words that many precedents use tell nothing, and do not count. Among those that are alike, nearness is read off the
lines of the sum, so an answer weighs as much here as in the advice: the distance is the sum, over what is known of the
real system, of the differences between the pulls (in tenths towards event) of its answers and the interaction's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from archadvisor.knowledge.types import KnowledgeBase, Precedent, Rule
from archadvisor.knowledge.words import words_of
from archadvisor.scoring.facts import asked
from archadvisor.scoring.score import holding

SHARED = 2
"""So many words have to be shared."""
COMMON = 24
"""A word that more precedents than this use does not count."""
BACK_WITHIN = 10
"""A decision that was reversed is shown where the answers are no farther away, in tenths."""


class Profile(Struct, frozen=True, eq=False):
    """A precedent with what its answers pull, by key, and the words that tell what it is about."""

    precedent: Precedent
    pulls: Mapping[str, int]
    words: frozenset[str]

    def distance(self, pulls: Mapping[str, int]) -> int:
        """Return how far the answers are from others that pull so, in tenths."""
        return sum([abs(pull - pulls.get(key, 0)) for key, pull in self.pulls.items()])


def profile(knowledge: KnowledgeBase, precedent: Precedent) -> Profile:
    """Return what is compared of a precedent; a gate is passed over, as it hides what the answers pull."""
    facts = asked(knowledge, precedent.answers)
    words = words_of(f"{precedent.does} {precedent.sender} {' '.join(precedent.receivers)}")
    return Profile(precedent, {**dict.fromkeys(facts, 0), **pulls_of(holding(knowledge, facts, facts))}, words)


def pulls_of(lines: Iterable[Rule]) -> dict[str, int]:
    """Return by key what its lines pull together, in tenths towards event, counted or not."""
    pulls: dict[str, int] = {}
    for line in lines:
        pulls[line.key] = pulls.get(line.key, 0) + line.pull
    return pulls


class Alike:
    """Finds the precedents that are about the same thing as a text."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        by_word: dict[str, list[int]] = {}
        for number, one in enumerate(profiles):
            for word in one.words:
                by_word.setdefault(word, []).append(number)
        self._profiles = profiles
        self._by_word = {word: numbers for word, numbers in by_word.items() if len(numbers) <= COMMON}

    def telling(self, text: str) -> frozenset[str]:
        """Return the words of a text that tell something about precedents."""
        return words_of(text) & self._by_word.keys()

    def to(self, words: frozenset[str]) -> list[tuple[int, Profile]]:
        """Return the precedents that share some of these words, each with how many."""
        shared = Counter([number for word in words for number in self._by_word[word]])
        return [(many, self._profiles[number]) for number, many in sorted(shared.items())]
