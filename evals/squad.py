"""SQuAD-style files → a corpus folder and a question file that ``python -m evals run`` takes.

The form: ``{"data": [{"title", "paragraphs": [{"context", "qas": [{"id", "question", "answers":
[{"text", …}]}]}]}]}`` (Rajpurkar, Zhang, Lopyrev & Liang, "SQuAD: 100,000+ Questions for Machine
Comprehension of Text", EMNLP 2016), which CMRC 2018 and DRCD share. An article becomes a chapter,
a context a paragraph; the evidence of a question is the sentence that holds its first answer.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus.sentences import sentences
from evals.questions import QuestionFileError

# A public set has no years of its own: none of the plan's period rules applies to it.
_INFO = """id = "{name}"
name = "{name}"
place = "{name}"
place_names = []
base_year = 1
target_year = 2
vision_year = 3
past_period = "past"
current_period = "current"
published = ""
source = "{source}"
"""


def convert(path: Path, out: Path, limit: int | None = None) -> tuple[int, int]:
    """Write ``plan.md``, ``plan.toml`` and ``questions.jsonl`` into ``out``.

    Args:
        limit: the most contexts to take; None takes all.
    Returns:
        The number of contexts and of questions written.
    Raises:
        QuestionFileError: the file is not in the form.
    """
    text, questions, contexts = [path.stem], list[dict[str, Any]](), 0
    try:
        for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
            if contexts == limit:
                break
            paragraphs = article["paragraphs"][: None if limit is None else limit - contexts]
            contexts += len(paragraphs)
            text.append(f"# {_one_line(article['title'])}")
            for paragraph in paragraphs:
                context = _one_line(paragraph["context"]).lstrip("#| ")
                text.append(context)
                questions += _cases(paragraph["qas"], context)
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise QuestionFileError(f"{path} is no SQuAD-style file: {error!r}") from error
    out.mkdir(parents=True, exist_ok=True)
    (out / "plan.md").write_text("\n\n".join(text) + "\n", encoding="utf-8")
    info = _INFO.format(name=path.stem, source=path.name)
    (out / "plan.toml").write_text(info, encoding="utf-8")
    rows = (json.dumps(question, ensure_ascii=False) + "\n" for question in questions)
    (out / "questions.jsonl").write_text("".join(rows), encoding="utf-8")
    return contexts, len(questions)


def _cases(qas: list[dict[str, Any]], context: str) -> Iterator[dict[str, Any]]:
    for qa in qas:
        texts = list(dict.fromkeys(_one_line(answer["text"]) for answer in qa["answers"]))
        start = context.find(texts[0])
        if start < 0:  # a few public answers are not in their context: nothing could be scored
            continue
        held = [
            context[a:b] for a, b in sentences(context) if a < start + len(texts[0]) and start < b
        ]
        yield {
            "id": str(qa["id"]),
            "kind": "fact",
            "voice": "",
            "question": qa["question"],
            "history": [],
            "answers": [texts],
            "evidence": [held[0] if len(held) == 1 else texts[0]],
            "section": "",
            "note": "",
        }


def _one_line(text: str) -> str:
    return " ".join(text.split())
