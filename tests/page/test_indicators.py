"""The indicators, in a real browser."""

import csv
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.page.conftest import show

pytestmark = pytest.mark.browser
ROWS = "#table tbody tr:not([hidden])"


def test_the_indicators_can_be_filtered(page: Page) -> None:
    show(page, "indicators")
    expect(page.locator(ROWS)).to_have_count(22)
    page.locator('[data-filter="nature"]').select_option("约束性")
    expect(page.locator(ROWS)).to_have_count(8)
    expect(page.locator("#table .shown")).to_have_text("显示 8 / 22 项")
    page.locator('[data-filter="group"]').select_option("民生福祉")
    expect(page.locator(ROWS)).to_have_count(1)
    expect(page.locator(ROWS)).to_contain_text("劳动人口平均受教育年限")


def test_sorting_keeps_missing_values_last(wide: Page) -> None:
    show(wide, "indicators")
    head = wide.get_by_role("button", name="按2025年目标排序")
    head.click()
    expect(wide.locator("#table th.target")).to_have_attribute("aria-sort", "ascending")
    expect(wide.locator(ROWS).first).to_contain_text("研发经费投入强度")
    head.click()
    expect(wide.locator(ROWS).first).to_contain_text("地区生产总值")
    assert wide.locator(ROWS).last.get_attribute("data-target") is None
    head.click()
    expect(wide.locator(ROWS).last).to_contain_text("工业固体废物综合利用率")


def test_a_phone_has_a_choice_of_orders(phone: Page) -> None:
    show(phone, "indicators")
    phone.locator("[data-order]").select_option("2025年目标")
    expect(phone.locator(ROWS).first).to_contain_text("研发经费投入强度")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_chart_draws_points_only_for_two_numbers(wide: Page) -> None:
    show(wide, "indicators")
    expect(wide.locator("#chart .js-plotly-plot .point")).to_have_count(20)
    expect(wide.locator("#chart")).to_contain_text("基数 0.53 吨标准煤/万元,目标:完成市定目标")
    wide.locator('[data-filter="group"]').select_option("绿色转型")
    expect(wide.locator("#chart .js-plotly-plot .point")).to_have_count(2)


def test_an_indicator_asks_about_itself(page: Page) -> None:
    show(page, "indicators")
    page.get_by_role("button", name="每万人发明专利拥有量").click()
    expect(page.locator("#log .answer-text")).to_contain_text("30件")
    expect(page.locator("#log .answer-text")).to_be_visible()


def test_the_table_can_be_taken_along_as_csv(wide: Page) -> None:
    show(wide, "indicators")
    with wide.expect_download() as download:
        wide.get_by_role("link", name="下载 CSV").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines()))
    assert len(rows) == 22
    assert rows[1]["2025年目标"] == "72.8"
    assert rows[7]["2020年基数"] == ""
    assert rows[15]["2025年目标"] == "完成市定目标"
