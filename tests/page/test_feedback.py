"""What readers think of answers: given on the page, kept without a trace of them."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assistant import Answer, Citation
from assistant.page.feedback import FILE, FeedbackStore, masked
from tests.page.conftest import ask


@pytest.mark.browser
def test_a_thumb_and_its_reason_are_kept_with_the_trace(page: Page, data_dir: Path) -> None:
    store = FeedbackStore(data_dir / FILE)
    before = len(store.entries())
    exchange = ask(page, "青龙河公园门票多少钱?请回13800138000")
    exchange.get_by_role("button", name="没有帮助").click()
    expect(exchange.get_by_role("button", name="没有帮助")).to_have_attribute(
        "aria-pressed", "true"
    )
    exchange.get_by_text("规划里有,却说没有").click()
    exchange.get_by_label("补充说明").fill("见第六章")
    exchange.get_by_role("button", name="提交").click()
    expect(exchange.locator(".thanks")).to_have_text("已记下,谢谢。")
    entry = store.entries()[-1]
    assert len(store.entries()) == before + 1
    assert (entry.verdict, entry.reason) == ("down", "wrong_refusal: 见第六章")
    assert entry.question == "青龙河公园门票多少钱?请回***"
    assert entry.status == "not_in_plan"
    assert "13800138000" not in str(entry)
    assert entry.trace["milliseconds"]["total"] > 0


def test_a_second_rating_replaces_the_first(tmp_path: Path) -> None:
    store = FeedbackStore(tmp_path / FILE)
    answer = Answer("answered", "三[1]", (Citation("三", 0, 1, "第一章", "", "paragraph"),))
    store.save("a", "up", "", "几?", [], "plan", answer)
    store.save("a", "down", "wrong_number", "几?", [], "plan", answer)
    (entry,) = store.entries()
    assert (entry.verdict, entry.reason) == ("down", "wrong_number")
    assert entry.citations[0]["quote"] == "三"


def test_no_file_means_no_entries_and_makes_none(tmp_path: Path) -> None:
    assert FeedbackStore(tmp_path / FILE).entries() == []
    assert not (tmp_path / FILE).exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("我的电话 0395-1234567", "我的电话 ***"),
        ("身份证411100199001011234", "身份证***"),
        ("到2025年72.8万元", "到2025年72.8万元"),
        ("2020-2025年", "2020-2025年"),
    ],
)
def test_long_numbers_are_masked_and_years_are_not(typed: str, kept: str) -> None:
    assert masked(typed) == kept
