"""What goes over the wire: requests with their limits, answers as the contract has them."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from assistant.types import Answer, Status, Turn
from corpus import Cell, Indicator, Passage, Plan, Section

QUESTION_CHARACTERS = 4000
TURN_CHARACTERS = 8000
HISTORY_TURNS = 50


def _storable(text: str) -> str:
    """JSON can spell half a surrogate pair, which no encoding can write: it becomes "?"."""
    return text.encode("utf-8", "replace").decode("utf-8")


Text = Annotated[str, AfterValidator(_storable)]


class HistoryTurn(BaseModel):
    """One earlier turn."""

    model_config = ConfigDict(extra="forbid")

    role: Literal["user", "assistant"]
    content: Annotated[Text, Field(max_length=TURN_CHARACTERS)]

    def as_turn(self) -> Turn:
        return {"role": self.role, "content": self.content}


class AskRequest(BaseModel):
    """A question with the conversation before it, oldest turn first."""

    model_config = ConfigDict(extra="forbid")

    question: Annotated[
        Text,
        Field(max_length=QUESTION_CHARACTERS, examples=["到2025年高新技术企业要有多少家?"]),
    ]
    history: list[HistoryTurn] = Field(default=[], max_length=HISTORY_TURNS)
    stream: bool = Field(False, description="answer as server-sent events")

    def turns(self) -> list[Turn]:
        return [turn.as_turn() for turn in self.history]


class CitationBody(BaseModel):
    """A quotation: the plan's Markdown holds exactly ``quote`` at ``[start, end)``."""

    quote: str
    start: int
    end: int
    chapter: str
    section: str
    kind: str


class PassageBody(BaseModel):
    """A passage of the plan; ``score`` says how well it matched, where it was retrieved."""

    id: str
    text: str
    start: int
    end: int
    chapter: str
    section: str
    kind: str
    score: float | None = None

    @classmethod
    def of(cls, passage: Passage) -> "PassageBody":
        return cls(
            id=passage.id,
            text=passage.text,
            start=passage.start,
            end=passage.end,
            chapter=passage.chapter,
            section=passage.section,
            kind=passage.kind,
        )


class AnswerBody(BaseModel):
    """Markers [1] [2] in ``text`` count ``citations``; ``passages`` are best first."""

    status: Status
    text: str
    citations: list[CitationBody]
    passages: list[PassageBody]
    trace: dict[str, Any]

    @classmethod
    def of(cls, answer: Answer) -> "AnswerBody":
        return cls.model_validate(answer.as_dict())


class CellBody(BaseModel):
    """A cell of the indicator table: null where the table has "-" or nothing."""

    text: str | None
    number: float | None
    start: int
    end: int

    @classmethod
    def of(cls, cell: Cell) -> "CellBody":
        return cls(text=cell.text, number=cell.number, start=cell.start, end=cell.end)


class IndicatorBody(BaseModel):
    """A row of the table of main indicators."""

    number: int
    name: str
    unit: str
    group: str
    base_year: int
    base: CellBody
    target_year: int
    target: CellBody
    growth: CellBody
    nature: CellBody
    start: int
    end: int
    quote: str

    @classmethod
    def of(cls, row: Indicator, plan: Plan) -> "IndicatorBody":
        return cls(
            number=row.number,
            name=row.name,
            unit=row.unit,
            group=row.group,
            base_year=plan.info.base_year,
            base=CellBody.of(row.base),
            target_year=plan.info.target_year,
            target=CellBody.of(row.target),
            growth=CellBody.of(row.growth),
            nature=CellBody.of(row.nature),
            start=row.start,
            end=row.end,
            quote=plan.markdown[row.start : row.end],
        )


class SectionBody(BaseModel):
    """A heading with its place in the plan's Markdown and the headings below it."""

    heading: str
    level: int
    start: int
    end: int
    sections: list["SectionBody"]

    @classmethod
    def tree(cls, sections: tuple[Section, ...]) -> "list[SectionBody]":
        """The sections, given in document order, under one another."""
        top: list[SectionBody] = []
        open_ones: list[SectionBody] = []
        for section in sections:
            body = cls(
                heading=section.heading,
                level=section.level,
                start=section.start,
                end=section.end,
                sections=[],
            )
            while open_ones and open_ones[-1].level >= body.level:
                open_ones.pop()
            (open_ones[-1].sections if open_ones else top).append(body)
            open_ones.append(body)
        return top


class PlanBody(BaseModel):
    """The plan as a tree, with its passages; offsets are characters in its Markdown."""

    id: str
    name: str
    title: str
    published: str
    source: str
    sha256: str
    sections: list[SectionBody]
    passages: list[PassageBody]


class ErrorBody(BaseModel):
    """Why a request was not served; ``request_id`` finds it in the log."""

    code: str
    message: str
    request_id: str
