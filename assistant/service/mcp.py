"""The assistant as an MCP server: ``/mcp`` over HTTP, ``python -m assistant.service.mcp`` over stdio.

Three tools: ``ask``, ``lookup_indicator`` and ``read_section``. All of them only read.
"""

import difflib
import sys
from typing import Annotated, Any

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field
from starlette.applications import Starlette

from assistant.core import Assistant
from assistant.service.errors import Refusal
from assistant.service.log import log_as_json
from assistant.service.schemas import (
    HISTORY_TURNS,
    QUESTION_CHARACTERS,
    AnswerBody,
    HistoryTurn,
    IndicatorBody,
    Text,
)
from assistant.service.served import ServedAssistant
from assistant.settings import ServiceSettings
from corpus import CorpusError, Plan, Section
from index.errors import SearchIndexError
from index.normalize import normalize
from index.settings import SettingsError

_NAME_CHARACTERS = 200
_READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
Question = Annotated[Text, Field(min_length=1, max_length=QUESTION_CHARACTERS)]
Name = Annotated[Text, Field(min_length=1, max_length=_NAME_CHARACTERS)]
History = Annotated[list[HistoryTurn], Field(max_length=HISTORY_TURNS)]


def mcp_server(served: ServedAssistant) -> MCPServer[Any]:
    """The server over an assistant, without a transport."""
    info = served.plan.info
    server: MCPServer[Any] = MCPServer(
        "guiwen",
        title=f"规问 Guiwen · {info.place}",
        instructions=f"Questions about the plan {info.name}; answers quote it word for word.",
        log_level="WARNING",
    )

    @server.tool(annotations=_READS)
    async def ask(question: Question, history: History | None = None) -> AnswerBody:
        """Answer a question from the plan, with the sentences that the answer stands on. A status
        other than "answered" means that the plan does not say."""
        turns = [turn.as_turn() for turn in history or []]
        try:
            return AnswerBody.of(await served.desk.result(served.submit(question, turns)))
        except Refusal as refusal:
            raise ToolError(f"{refusal}; try again in {refusal.retry_after_seconds} s") from refusal

    @server.tool(annotations=_READS)
    def lookup_indicator(name: Name) -> list[IndicatorBody]:
        """Rows of the plan's table of main indicators by name (in full or a part of it): base and
        target value, growth, whether binding. Empty when the table has no such indicator."""
        return find_indicators(served.plan, name)

    @server.tool(annotations=_READS)
    def read_section(heading: Name) -> str:
        """The full text of a chapter, section or box, by its heading or number ("第三章",
        "构建综合交通体系")."""
        section = find_section(served.plan, heading)
        if section is None:
            known = ";".join(s.heading for s in served.plan.sections if s.level == 1)
            raise ToolError(f"there is no such heading; the chapters are: {known}")
        return served.plan.markdown[section.start : section.end]

    return server


def find_indicators(plan: Plan, name: str) -> list[IndicatorBody]:
    """Rows whose name contains the given one or is contained in it, else the closest name's."""
    wanted = normalize(name)
    rows = {normalize(row.name): row for row in plan.indicators}
    found = [key for key in rows if wanted in key or key in wanted]
    found = found or difflib.get_close_matches(wanted, rows, n=1, cutoff=0.6)
    return [IndicatorBody.of(rows[key], plan) for key in found]


def find_section(plan: Plan, heading: str) -> Section | None:
    """The section with that very number or title, else the first whose heading contains it."""
    wanted = normalize(heading).replace(" ", "")
    for section in plan.sections:
        if wanted in (normalize(section.number), normalize(section.title).replace(" ", "")):
            return section
    for section in plan.sections:
        if wanted in normalize(section.heading).replace(" ", ""):
            return section
    return None


def mcp_app(server: MCPServer[Any], allowed_hosts: list[str], body_max_bytes: int) -> Starlette:
    """Streamable HTTP at ``/mcp``. Stateless, so that any replica can answer any request."""
    from mcp.server.transport_security import TransportSecuritySettings

    origins = [f"{scheme}://{host}" for host in allowed_hosts for scheme in ("http", "https")]
    security = TransportSecuritySettings(
        enable_dns_rebinding_protection=bool(allowed_hosts),
        allowed_hosts=[*allowed_hosts, *(f"{host}:*" for host in allowed_hosts)],
        allowed_origins=[*origins, *(f"{origin}:*" for origin in origins)],
    )
    return server.streamable_http_app(
        stateless_http=True,
        json_response=True,
        max_request_body_size=body_max_bytes,
        transport_security=security,
    )


def main() -> int:
    """Serve one client over standard input and output; logs go to standard error."""
    log_as_json()
    try:
        served = ServedAssistant(Assistant.open(), ServiceSettings.read())
    except (CorpusError, SearchIndexError, SettingsError) as error:
        print(f"错误 error: {error}", file=sys.stderr)
        return 2
    mcp_server(served).run("stdio")
    return 0


if __name__ == "__main__":
    sys.exit(main())
