"""A message that asks several things → one answer, every asking looked up by itself."""

from collections.abc import Sequence

from assistant.askings import askings
from assistant.condense import topic_of
from assistant.draft import Draft, together
from assistant.finding import Finding
from assistant.question import Asks, Question, understand
from assistant.respond import Responder
from assistant.steps import Steps
from index.search import SearchIndex

# By how much less of it an answer may say that tells it.
_SAYS_LESS = 0.05
# A term that fewer passages have (one in seven) names something.
_NAMES_SOMETHING = 2.0


class JointAnswers:
    """Tells what several askings found."""

    def __init__(self, index: SearchIndex, responder: Responder) -> None:
        self._index = index
        self._plan = index.plan
        self._responder = responder

    def answer(
        self, question: Question, whole: Finding, steps: Steps
    ) -> tuple[Draft, list[Finding]] | None:
        """Several askings in one answer: each is looked up by itself, or with what the first one is
        about. None where there is one, where one is not answered, or where the first tells all.

        Args:
            whole: what the question found by any of its readings; a cell that it looks up is one
                asking, as is all that the table or the plan's structure tells.
        """
        if question.operations or question.asks is Asks.YES_NO:
            return None
        looked_up = bool(whole.ranked) and whole.ranked[0].typed
        if looked_up or self._responder.about_whole(question):
            return None
        several = askings(question.text, self._named)
        if not several:
            return None
        about = topic_of(several[0])
        found = [self._responder.look(understand(several[0], self._plan.info), steps)]
        for text in several[1:]:
            both = (f"{about} {text}", text)
            found.append(
                self._responder.choose([understand(t, self._plan.info) for t in both], steps)
            )
        if whole.answerable and self._tells_all(whole, found):
            return None
        drafts: list[Draft] = []
        for finding in found:
            draft = self._responder.single(finding.question, finding)
            if draft.status != "answered" or finding.question.operations:
                return None
            # Of what is in doubt as a whole no part is told without the figure that it asks for.
            amount = finding.question.asks is Asks.QUANTITY and not whole.answerable
            if amount and not finding.ranked[0].feature("gives_figure"):
                return None
            told = [span for other in drafts for span in other.spans]
            if not all(any(span.overlaps(t) for t in told) for span in draft.spans):
                drafts.append(draft)
        return (together(drafts), found) if len(drafts) > 1 else None

    def _tells_all(self, whole: Finding, parts: Sequence[Finding]) -> bool:
        """Whether one quote answers the question, and says as much of what each asking names as what
        is found for that alone."""
        draft = self._responder.single(whole.question, whole)

        def told(part: Finding) -> bool:
            best = part.ranked[0]
            if best.feature("gives_figure") and not any(best.span.overlaps(s) for s in draft.spans):
                return False  # another figure
            weigh = self._responder.finder.coverage(part.question)
            return weigh(draft.text) >= weigh(part.ranked[0].text) - _SAYS_LESS

        return len(draft.spans) == 1 and all(told(part) for part in parts if part.ranked)

    def _named(self, text: str) -> list[str]:
        """The terms of a text that name something in the plan."""
        weights = self._responder.finder.spans.weights(self._index.tokenizer(text))
        known = self._responder.finder.spans.vocabulary
        return [t for t, w in weights.items() if t in known and w > _NAMES_SOMETHING]
