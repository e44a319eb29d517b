"""Normalisation, tokens, figures: exact values, and properties over any text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Plan
from index.figures import figures, han_to_int, numbers
from index.normalize import normalize
from index.tokens import STOPWORDS, Tokenizer, plan_terms

TOKENIZER = Tokenizer()


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("規模以上工業增加值", "规模以上工业增加值"),
        ("\uff12\uff10\uff12\uff15年\uff1f", "2025年?"),
        ("GDP\u3000目标\u200b", "gdp 目标"),
        ("a\x00b\x07c", "abc"),
        ("  多 \n\t 空  ", "多 空"),
    ],
)
def test_normal_form(given_text: str, expected: str) -> None:
    assert normalize(given_text) == expected


@given(st.text(max_size=200))
def test_normalising_twice_changes_nothing_and_leaves_nothing_invisible(text: str) -> None:
    once = normalize(text)
    assert normalize(once) == once
    assert not any(unicodedata.category(c) in ("Cc", "Cf", "Cs") for c in once)


@given(st.text(max_size=200))
def test_the_tokeniser_takes_any_text(text: str) -> None:
    terms = TOKENIZER(text)
    assert not set(terms) & STOPWORDS
    assert terms == TOKENIZER(text)


def test_the_plans_own_terms_stay_whole(plan: Plan) -> None:
    assert "万人助万企" not in plan_terms(plan)  # not in this plan: the list is read, not known
    tokenizer = Tokenizer(plan_terms(plan))
    assert "三大改造" in tokenizer("“三大改造”工程")
    assert "劳动生产率" in tokenizer("劳动生产率是多少")


def test_traditional_and_full_width_questions_meet_the_plans_terms() -> None:
    traditional = TOKENIZER("規上工業增加值\uff12\uff10\uff12\uff15")
    assert traditional == TOKENIZER("规上工业增加值2025")


def test_figures_carry_value_unit_and_bound() -> None:
    found = figures("税收超过85%以上,累计新增绿化6900亩,重点培育2-3个智能工厂,5G网络")
    assert [(f.value, f.upper, f.unit, f.bound) for f in found] == [
        (85.0, None, "%", "超过"),
        (6900.0, None, "亩", ""),
        (2.0, 3.0, "个", ""),
        (5.0, None, "", ""),
    ]


def test_numbers_keep_their_decimal_places() -> None:
    assert numbers("从4.8亿元到10.0亿元,\uff13\uff10家") == {"4.8", "10.0", "30"}


@pytest.mark.parametrize(
    ("text", "value"), [("十五", 15), ("二〇三五", 2035), ("一百零二", 102), ("家", None)]
)
def test_chinese_numbers(text: str, value: int | None) -> None:
    assert han_to_int(text) == value
