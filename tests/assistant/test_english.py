"""Questions in English, asked of the real index."""

import re

import pytest

from assistant import Assistant
from assistant.asked_period import Period, period_asked, spans_periods
from assistant.claim import Claim
from assistant.english import asks_whether, compares, without_confirmation
from assistant.english_parts import parts
from assistant.question import understand
from assistant.types import Turn
from index.glosses import glosses
from index.tokens import Tokenizer


@pytest.mark.parametrize(
    ("text", "whether"),
    [
        ("is 2023 the year in which the park opens?", True),
        ("by 2025, will every village have a clinic?", True),
        ("the park opens in 2023, doesn't it?", True),
        ("the park opens in 2023. please confirm.", True),
        ("does the plan say how many clinics there will be?", False),
        ("could you tell me where the park is?", False),
        ("when will the park be finished?", False),
        ("will there be more parks or more schools?", False),
        ("may i ask how many clinics there are?", False),
        ("is it known when the park opens?", False),
        ("by 2025, how many clinics, old and new, will be up to standard?", False),
        ("must-do projects: what are they?", False),
    ],
)
def test_yes_or_no_is_told_by_grammar(text: str, whether: bool) -> None:
    assert asks_whether(text) is whether


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("the park versus the lake: how big is each?", True),
        ("are there more parks than lakes?", True),
        ("does it take more than 35% of the land?", False),
        ("how big is the park?", False),
        ("when will the first hospital or clinic be built?", False),
        ("how many times will it be inspected?", False),
    ],
)
def test_two_things_are_compared(text: str, both: bool) -> None:
    assert compares(text) is both


@pytest.mark.parametrize(
    ("text", "each"),
    [
        (
            "which comes first: every clinic up to standard, or every school?",
            ("which comes first, every clinic up to standard?", "which comes first, every school?"),
        ),
        (
            "by 2025, how many times larger is the food revenue target than the hydraulics one?",
            (
                "2025 food revenue target?",
                "2025 the hydraulics revenue target?",
            ),
        ),
        (
            "the food sector's turnover is how many times that of the hydraulics sector?",
            ("the food sector's turnover?", "turnover of the hydraulics sector?"),
        ),
        (
            "more old estates done up before 2020 or still to be done up now?",
            ("more old estates done up before 2020?", "old estates still to be done up now?"),
        ),
        ("by how much does it rise between the 2020 base and the 2025 target?", None),
        ("how big is the standard clinic?", None),
    ],
)
def test_each_thing_is_asked_of_by_itself(text: str, each: tuple[str, str] | None) -> None:
    assert parts(text) == each


def test_what_only_asks_to_confirm_is_left_out() -> None:
    assert without_confirmation("it is big. am i right?") == "it is big."


@pytest.mark.parametrize(
    "text",
    [
        "i run a food factory. do i get a subsidy?",
        "we have a new hospital. can it be reached by metro?",
        "there is a lake park. could it be bigger than 200 mu?",
    ],
)
def test_a_question_is_no_confirmation(text: str) -> None:
    assert without_confirmation(text) == text


def test_english_words_are_taken_by_their_stems() -> None:
    assert Tokenizer()("Factories, plants. The company's well-known!") == [
        *("factori", "plant", "compani", "well", "known")
    ]


def test_a_dictionary_gives_the_words_of_the_plan() -> None:
    found = glosses(["绿化", "水域", "氨氮"], Tokenizer())
    assert found["green"] == ("绿化",)
    assert found["water"] == ("水域",)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "In the 13th five-year period how many times more green area than water surface was added?",
            "6900÷500=13.8倍",
        ),
        (
            "Which is meant to grow faster each year, actual foreign investment or foreign trade?",
            "4-3.5=0.5个百分点",
        ),
        (
            "Please put the 2025 yearly tax targets of hydraulics and of food equipment side by side. What is the difference?",
            "5-1=4亿元",
        ),
        (
            "By what percentage altogether should imports plus exports be up in 2025 against 2020?",
            "(11.8-10)÷10=18%",
        ),
    ],
)
def test_a_comparison_is_worked_out(assistant: Assistant, question: str, said: str) -> None:
    assert said in assistant.ask(question).text


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        (
            "Technical renovation should take up no less than 35% of industrial investment. Please confirm.",
            "不是(No)",
        ),
        (
            "Is 2023 the year in which the zone hopes to become a national base for industrial tourism?",
            "不是(No)",
        ),
        ("Didn't the Zhongshan Road overpass cost 470 million yuan?", "是(Yes)"),
        (
            "For every thousand residents in 2025, does the plan want more doctors than registered nurses?",
            "不是(No)",
        ),
    ],
)
def test_the_verdict_comes_first(assistant: Assistant, question: str, verdict: str) -> None:
    assert assistant.ask(question).text.startswith(verdict)


def test_a_quote_that_both_things_find_is_told_once(assistant: Assistant) -> None:
    answer = assistant.ask(
        "Will the zone fix up more old housing estates in the new plan than it did in the years "
        "before 2020? Tell me the two numbers."
    )
    quotes = [(citation.start, citation.end) for citation in answer.citations]
    assert len(quotes) > 1
    assert not any(a < d and c < b for n, (a, b) in enumerate(quotes) for c, d in quotes[:n])


def test_what_a_story_ends_with_is_asked(assistant: Assistant) -> None:
    answer = assistant.ask(
        "My kids love running around there. I was told Central Park, built during the 13th "
        "five-year period, covers 300 mu. Is that right?"
    )
    assert answer.text.startswith("不是(No)")
    assert "200亩" in answer.text


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("does it take no less than 20% of it?", 20.0, float("inf")),
        ("should it be not less than 20%?", 20.0, float("inf")),
        ("does it take no more than 20% of it?", float("-inf"), 20.0),
        ("should it not exceed 20%?", float("-inf"), 20.0),
    ],
)
def test_a_bound_is_no_denial(text: str, low: float, high: float, assistant: Assistant) -> None:
    claim = Claim.of(understand(text, assistant.plan.info))
    assert claim.bounds(claim.figures[0]) == (low, high)
    assert not claim.denied


def test_the_periods_are_named_in_english(assistant: Assistant) -> None:
    info = assistant.plan.info
    assert period_asked("how many are lined up in this plan?", (), info) is Period.CURRENT
    assert period_asked("how many did the previous plan bring?", (), info) is Period.PAST
    assert spans_periods("done in the last five years or still to be done")


def test_a_figure_told_in_english_is_found_in_the_plan(assistant: Assistant) -> None:
    history: list[Turn] = [
        {"role": "user", "content": "How many pocket parks and street gardens are planned?"},
        {"role": "assistant", "content": "30 new gardens[1]."},
    ]
    assert "30÷5=6" in assistant.ask("So per year?", history).text


def test_who_asks_in_english_is_refused_in_english_too(assistant: Assistant) -> None:
    answer = assistant.ask("Which metro line will stop at the hospital?")
    assert answer.status == "not_in_plan"
    assert re.match("规划中没有提到这一点.*The plan does not say this", answer.text)
    empty = assistant.ask("What was the labour productivity of the zone in 2030?")
    assert empty.status == "not_in_plan"
    assert empty.text.endswith("The plan does not say this.")
    assert "Ask me" in assistant.ask("hello").text
    assert "Ask me" not in assistant.ask("你好").text
    assert "The plan" not in assistant.ask("医院有地铁站吗?").text
