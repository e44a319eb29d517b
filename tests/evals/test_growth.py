"""Growing: what a library is made of, one small library built and asked, table and picture."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from corpus import DEFAULT_PLAN, load_plan
from evals import growth, growth_material, growth_report
from evals.cli import main
from evals.growth import Grown, Growth
from evals.growth_material import Material
from index.adapter import Adapter
from index.settings import IndexSettings
from index.tokens import Tokenizer

DIM = 8


def unit(n: int, seed: int) -> NDArray[np.float32]:
    vectors = np.random.default_rng(seed).standard_normal((n, DIM), np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def row(times: int, milliseconds: float) -> Grown:
    return Grown(
        times=times,
        passages=198 * times,
        embed_seconds=8.0 * times,
        tokenise_seconds=0.5,
        bm25_seconds=0.25,
        store_seconds=0.75,
        dense=(milliseconds, 2 * milliseconds),
        sparse=(0.1, 0.2),
        fuse=(0.2, 0.3),
        total=(milliseconds + 0.3, 2 * milliseconds + 0.5),
        cpu_milliseconds=milliseconds,
        memory_mib=500.0,
    )


def test_without_texts_it_says_how_to_give_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["growth"]) == 0
    assert "python -m evals growth --texts FOLDER" in capsys.readouterr().out


def test_long_paragraphs_are_cut_at_sentence_ends_and_repetitions_dropped(tmp_path: Path) -> None:
    sentence = "全区规模以上工业增加值年均增长百分之八" + "以上" * 10 + "。"  # 40 characters
    (tmp_path / "a.txt").write_text(f"{sentence * 12}\n短句。\n{sentence}\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text(f"\ufeff  {sentence}  \n", encoding="utf-8")
    found = growth_material.read_paragraphs([tmp_path])
    assert found == [sentence * 10, sentence * 2, sentence]


def test_when_real_paragraphs_run_out_further_ones_join_two() -> None:
    """Ten sentences each: 3 to 7 of the first and the rest of the second."""
    paragraphs = [
        "".join(f"{name}区第{n}项工程。" for n in range(10)) for name in ("甲", "乙", "丙")
    ]
    texts = growth_material.grown_texts(paragraphs, 20)
    assert texts[:3] == paragraphs
    assert texts == growth_material.grown_texts(paragraphs, 20)
    for text in texts[3:]:
        assert text.count("。") == 10
        assert text.startswith(("甲区第0项", "乙区第0项", "丙区第0项"))
        assert text.endswith("区第9项工程。")


def test_a_sentence_is_tokenised_once_and_counted_every_time() -> None:
    calls: list[str] = []

    class Counting(Tokenizer):
        def __call__(self, text: str) -> list[str]:
            calls.append(text)
            return super().__call__(text)

    tokens, seconds = growth._tokenised(Counting(), ["甲工程。乙项目。", "乙项目。"])
    assert calls == ["甲工程。", "乙项目。"]
    assert tokens[0][-len(tokens[1]) :] == tokens[1]
    assert seconds > 0


def test_derived_vectors_are_as_far_from_each_other_as_real_ones() -> None:
    real = unit(400, seed=1)
    noise, nearest = growth_material.calibrated(real)
    assert nearest["derived"][1] == pytest.approx(nearest["real"][1], abs=0.03)
    derived = growth_material.derived(real, 50, noise)
    assert np.linalg.norm(derived, axis=1) == pytest.approx(1, abs=1e-5)
    assert np.array_equal(derived, growth_material.derived(real, 50, noise))


def test_a_small_library_is_built_and_asked(tmp_path: Path) -> None:
    """Twice the plan: a text for each of its passages beside its own, eight dimensions."""
    own = [passage.text for passage in load_plan().passages]
    none, probe = np.zeros(DIM, np.float32), np.zeros(DIM + 1, np.float32)
    material = Material(
        settings=IndexSettings(plan=DEFAULT_PLAN, data_dir=tmp_path),
        adapter=Adapter(none, none, np.eye(DIM, dtype=np.float32), probe, probe),
        paragraphs=own,
        vectors=unit(len(own), seed=2),
        noise=0.05,
        questions=["公园有多长", "劳动生产率", "老旧小区"],
        question_vectors=unit(3, seed=3),
        milliseconds_an_embedding=10.0,
        nearest={},
    )
    built = growth._build(material, 2, tmp_path)
    assert built["embed_seconds"] == pytest.approx(2 * len(own) * 10 / 1000)
    served = growth._serve(material, 2, tmp_path)
    assert served["passages"] == 2 * len(own)
    p50, p95 = served["total"]
    assert 0 < p50 <= p95
    assert served["memory_mib"] > 100


def test_the_report_has_a_line_a_size_and_a_picture(tmp_path: Path) -> None:
    shipped = {
        "total": (4.0, 6.0), "dense": (3.0, 4.0), "sparse": (0.1, 0.2), "fuse": (0.2, 0.3),
        "cpu_milliseconds": 4.0, "memory_mib": 600.0,
    }  # fmt: skip
    rows = (row(1, 1.7), row(10, 2.7))
    growth_report.write(Growth(rows, 12072, shipped, "Said."), tmp_path)
    text = (tmp_path / "growth.md").read_text(encoding="utf-8")
    assert "| 10× | 1,980 | 2.70 / 5.40 ms |" in text
    assert "The library grew 10 times, a question's retrieval 1.5 times" in text
    assert (tmp_path / "growth.png").read_bytes().startswith(b"\x89PNG")
