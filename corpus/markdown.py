"""Canonical Markdown → sections and passages.

The form: ``#`` chapter, ``##`` section, ``###`` box or table title, one paragraph a line, the
indicator table as a Markdown table. Everything before the first heading is the title (lines that
end no sentence) and the preamble.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from corpus.sentences import sentences
from corpus.types import Passage, PassageKind, Section

_HEADING = re.compile(r"^(#{1,3}) (.+)$")
_NUMBERED = re.compile(
    r"^(第[〇一二三四五六七八九十百\d]+[章节篇]|(?:专栏|表)\s*\d+[:\uff1a]?)\s*(.*)$"
)
_TABLE_RULE = re.compile(r"^\|(?:\s*:?-+:?\s*\|)+$")
_SENTENCE_END = "。!?;\uff01\uff1f\uff1b"
_MAX_LEAD = 24
_MAX_SUBHEADING = 15
# A short sentence that opens with one of these is a measure, not a sub-heading.
_MEASURE = re.compile(
    "推进|加快|加强|加大|实施|建设|完成|完善|开展|协调|打造|支持|推动|落实|做好|做强|提升|优化|鼓励|启动|新建|组织"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the Markdown and where it starts."""

    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def is_table(self) -> bool:
        return self.text.startswith("|")


def lines(markdown: str) -> Iterator[Line]:
    """The non-empty lines with their offsets."""
    start = 0
    for text in markdown.split("\n"):
        if text.strip():
            yield Line(text, start)
        start += len(text) + 1


def parse_title(markdown: str) -> str:
    """The title: the opening lines that are no sentences, joined."""
    parts: list[str] = []
    for line in lines(markdown):
        if _HEADING.match(line.text) or line.text[-1] in _SENTENCE_END:
            break
        parts.append(line.text)
    return "".join(parts)


def parse_sections(markdown: str) -> tuple[Section, ...]:
    """Every heading as a Section, in document order."""
    opened: list[tuple[int, str, int, tuple[str, ...]]] = []
    path: list[str] = []
    for line in lines(markdown):
        if match := _HEADING.match(line.text):
            level = len(match[1])
            path = [*path[: level - 1], match[2]]
            opened.append((level, match[2], line.start, tuple(path)))
    result: list[Section] = []
    for index, (level, heading, start, full_path) in enumerate(opened):
        end = next((o[2] for o in opened[index + 1 :] if o[0] <= level), len(markdown))
        number, title = split_number(heading)
        result.append(Section(number, title, level, full_path, start, end))
    return tuple(result)


def split_number(heading: str) -> tuple[str, str]:
    """
    >>> split_number("第三章增强发展动能")
    ('第三章', '增强发展动能')
    >>> split_number("专栏1:制造业优势产业重点项目")
    ('专栏1', '制造业优势产业重点项目')
    """
    if match := _NUMBERED.match(heading):
        return match[1].rstrip(":\uff1a "), match[2]
    return "", heading


def parse_passages(markdown: str, plan_id: str) -> tuple[Passage, ...]:
    """The passages in document order; ids are ``plan/chapter.section/number``."""
    passages: list[Passage] = []
    path: list[str] = []
    counters = [0, 0]
    number = 0
    in_table = False

    def add(start: int, end: int, kind: PassageKind, lead: str) -> None:
        nonlocal number
        number += 1
        passage_id = f"{plan_id}/{counters[0]}.{counters[1]}/{number}"
        passages.append(
            Passage(passage_id, markdown[start:end], start, end, tuple(path), kind, lead)
        )

    for line in lines(markdown):
        if match := _HEADING.match(line.text):
            level = len(match[1])
            path = [*path[: level - 1], match[2]]
            if level == 1:
                counters = [counters[0] + 1, 0]
            elif level == 2:
                counters[1] += 1
            if level < 3:
                number = 0
            in_table = False
        elif line.is_table:
            if in_table and not _TABLE_RULE.match(line.text) and not is_group_row(line.text):
                add(line.start, line.end, "table_row", "")
            in_table = True
        elif not path and line.text[-1] not in _SENTENCE_END:
            continue  # a line of the title
        elif len(path) == 3:
            for start, end in split_box(line.text, line.start):
                add(start, end, "box", lead_of(markdown[start:end]))
        else:
            kind: PassageKind = "list" if line.text.startswith(("——", "- ")) else "paragraph"
            add(line.start, line.end, kind, lead_of(line.text))
    return tuple(passages)


def is_group_row(row: str) -> bool:
    """Whether a table row has only its first cell filled: it titles the rows below it."""
    first, *rest = split_row(row)
    return bool(first) and not any(rest)


def split_row(row: str) -> list[str]:
    """
    >>> split_row("| 1 | 地区生产总值 |  |")
    ['1', '地区生产总值', '']
    """
    return [cell.strip() for cell in row.strip().strip("|").split("|")]


def split_box(text: str, start: int) -> list[tuple[int, int]]:
    """Cut a box at its run-in sub-headings (“食品。围绕…液压科技。围绕…”): a very short sentence
    without inner punctuation that another sentence follows."""
    spans = sentences(text, start)
    cuts = [
        a
        for index, (a, b) in enumerate(spans[:-1])
        if _is_subheading(text[a - start : b - start]) and spans[index + 1][1] - b > _MAX_SUBHEADING
    ]
    bounds = [*sorted({start, *cuts}), start + len(text)]
    return list(pairwise(bounds))


def lead_of(text: str) -> str:
    """The run-in heading of a paragraph: a short first sentence, or the words before a colon.

    >>> lead_of("加快培育创新型企业集群。围绕食品、液压科技等重点发展领域,培育企业。")
    '加快培育创新型企业集群'
    """
    spans = sentences(text)
    if len(spans) < 2:
        return ""
    first = text[spans[0][0] : spans[0][1]]
    return first.rstrip("。").lstrip("—") if len(first) <= _MAX_LEAD and first[-1] == "。" else ""


def _is_subheading(sentence: str) -> bool:
    return (
        len(sentence) <= _MAX_SUBHEADING
        and not re.search(r"[、,:;\uff0c\uff1a\uff1b\d]", sentence)
        and not _MEASURE.match(sentence)
    )
