"""The way through an interview: which page is next, which one goes back to, and how many are still to come."""

from __future__ import annotations

from msgspec.structs import replace

from archadvisor.interview.pages import LISTS, Kind, Page, State
from archadvisor.interview.script import Script
from archadvisor.interview.state import Interview, Spot

_SCREENS = 4
"""So many screens are enough to ask about one interaction."""


class Course:
    """Goes through the pages of one script."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._known: dict[Page, bool] = {}
        self._known_of: Interview | None = None

    def counted(self, state: Interview, before: Interview | None = None) -> Interview:
        """Count the pages to come, which on the way forward never get more, and at a new page the rows by advice."""
        pages = self._script.pages(state.wanted)
        if state.page not in pages:
            return state
        here = pages.index(state.page)
        coming = len(self.to_come(state))
        forward = before is not None and before.page in pages and (pages.index(before.page) <= here or not state.ahead)
        same = before is not None and len(before.answers.interactions) == len(state.answers.interactions)
        first = before is None or before.page.kind in LISTS
        state = replace(state, coming=min(coming, state.coming) if forward and same and not first else coming)
        if before is not None and before.page == state.page:
            return state
        return replace(state, so_far=self._script.so_far(state.answers, state.page, state.wanted))

    def to_come(self, state: Interview) -> tuple[Page, ...]:
        """Return the pages that ask something still: those that follow, then earlier ones that answers have opened.

        What was left open on purpose is not asked again. About one interaction the earlier ones come first, as they
        decide more, and after some screens nothing that changes neither style nor form.
        """
        pages = self._script.pages(state.wanted)
        here = pages.index(state.page)
        earlier, later = pages[:here], pages[here + 1 :]
        brief = bool(state.wanted.only) and not state.wanted.full
        found = [page for page in ((*earlier, *later) if brief else (*later, *earlier)) if self._wanting(state, page)]
        if brief and len(state.seen) >= _SCREENS:
            found = [page for page in found if self._script.matters(state.answers, state.wanted, (page,))]
        return tuple(found)

    def asked(self, state: Interview) -> list[Page]:
        """Return the pages that have anything to ask, answered or not."""
        pages = self._script.pages(state.wanted)
        return [page for page in pages if self._script.asks(state.answers, page, state.wanted)]

    def gone_to(self, state: Interview, page: Page) -> Interview:
        """Go to a page that somebody chose; from an earlier one Enter returns to where one was."""
        pages = self._script.pages(state.wanted)
        here = pages.index(state.page) if state.page in pages else 0
        if pages.index(page) == here:
            return replace(state, page=page)
        back = state.ahead[:1] or (Spot(pages[here], state.cursor),)
        return self.entered(
            replace(state, page=page, ahead=back if pages.index(page) < here else (), returns=False, skips=None)
        )

    def reopened(self, state: Interview) -> list[Page]:
        """Return the earlier pages that answers have opened since."""
        pages = self._script.pages(state.wanted)
        return [page for page in pages[: pages.index(state.page)] if self._wanting(state, page)]

    def _wanting(self, state: Interview, page: Page) -> bool:
        """Tell whether a page asks something still; one press asks this of the same answers several times."""
        of = self._known_of
        if of is None or state.answers is not of.answers or (state.left, state.wanted) != (of.left, of.wanted):
            self._known, self._known_of = {}, state
        if page not in self._known:
            self._known[page] = self._has_open(state, page)
        return self._known[page]

    def _has_open(self, state: Interview, page: Page) -> bool:
        if page.kind in LISTS:
            return not self._script.is_finished(state.answers, page, state.wanted)
        cells = self._script.unfinished_cells(state.answers, page, state.wanted)
        return any((page, cell.row) not in state.left for cell in cells)

    def enough_now(self, state: Interview) -> bool:
        """Tell whether nothing about parts and rows that is to come can change a style or form, for the first time."""
        if state.page.kind in LISTS or state.wanted.full or state.told_enough or state.ahead:
            return False
        pages = self._script.pages(state.wanted)
        left = pages[pages.index(state.page) + 1 :]
        if all(self._script.is_finished(state.answers, page, state.wanted) for page in left):
            return False
        return not self._script.matters(state.answers, state.wanted, left)

    def back(self, state: Interview) -> Interview:
        """Go back to the last page that asks something; one key leads forth again to where one was."""
        script = self._script.pages(state.wanted)
        here = Spot(state.page, state.cursor)
        if state.page.kind is Kind.TYPICAL:
            return replace(state, page=Page(Kind.LIST), cursor=0, picked=False)
        if state.returns and state.ahead:  # a contradiction was to be resolved here, and is not
            *ahead, spot = state.ahead
            return replace(state, page=spot.page, cursor=spot.cursor, ahead=tuple(ahead), returns=False)
        for page in reversed(script[: script.index(state.page)]):
            if self._script.asks(state.answers, page, state.wanted):
                return replace(state, page=page, cursor=0, ahead=state.ahead or (here,), picked=False)
        return replace(state, message="this is the first question")

    def entered(self, state: Interview) -> Interview:
        """Put the cursor on the first cell of a page that is not answered."""
        found = self._script.cells(state.answers, state.page, state.wanted)
        open_ = [n for n, cell in enumerate(found) if cell.state is State.OPEN]
        drafts = [n for n, cell in enumerate(found) if cell.state is State.DRAFT]
        cursor = (*open_, *drafts, 0)[0]
        return replace(state, cursor=cursor, picked=False, seen=state.seen | {state.page})
