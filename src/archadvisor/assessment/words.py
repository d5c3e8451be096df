"""The words of the result: what a key may say."""

from __future__ import annotations

from typing import Literal, TypeAlias

StyleName: TypeAlias = Literal["request", "event", "neither", "unknown"]
"""unknown: nothing is known of the interaction yet."""
VerdictName: TypeAlias = Literal["request", "event", "hybrid", "neither", "unknown"]
StateName: TypeAlias = Literal["settled", "open", "close", "given", "unknown"]
MoveName: TypeAlias = Literal["keep", "change", "new"]
DecidedBy: TypeAlias = Literal["evidence", "constraint", "gate", "given"]
SureWord: TypeAlias = Literal["clear", "leaning", "open", "close", "given", "unknown", "decided"]
ScopeName: TypeAlias = Literal["system", "part", "interaction"]
FindingChange: TypeAlias = Literal["removed", "stays", "smaller", "brought in", "as advised"]
AlsoName: TypeAlias = Literal["form", "safeguards", "steps"]
"""What an open answer may change beside a style that it turns; steps: of the road map."""
DoneName: TypeAlias = Literal["request", "event", "both"]
"""What real systems do; both: accepted at once, processed in the background."""
StepTopic: TypeAlias = Literal[
    "keep", "mend", "safe", "apart", "request", "transport", "watch", "event", "more", "unwaited", "together", "decide"
]
"""What a step is; watch: alerts; event, more, unwaited: the first rows of a sender, others, those nobody waits for."""

UNDECIDED: tuple[StateName, ...] = ("open", "close", "unknown")
"""The states of a row that is still to decide."""
