"""A short run of what ``make fuzz`` does at length, and schemathesis over the OpenAPI document."""

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from assistant import Assistant
from assistant.service import create_service
from assistant.settings import ServiceSettings
from index.build import open_index
from index.settings import IndexSettings
from tests import fuzz


@pytest.mark.anyio
async def test_random_input_raises_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await fuzz.run(tmp_path, 600) == 0
    assert "600 passed, 0 failed" in capsys.readouterr().out


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    unsupported_method,
]


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_the_api_keeps_to_its_openapi_document(small: IndexSettings, mode: GenerationMode) -> None:
    assistant = Assistant(open_index(small, progress=False))
    app, _ = create_service(assistant, ServiceSettings(rate_per_minute=0), small)
    schema = schemathesis.openapi.from_asgi("/openapi.json", app)
    found = list(schema.get_all_operations())
    operations = [each.ok() for each in found if isinstance(each, Ok)]
    assert len(operations) == len(found)
    for operation in operations:
        few = settings(
            max_examples=20, deadline=None, database=None, suppress_health_check=list(HealthCheck)
        )

        @few
        @given(operation.as_strategy(generation_mode=mode))
        def keeps(case: schemathesis.Case[Any]) -> None:
            case.call_and_validate(checks=CHECKS)

        try:
            keeps()
        except Unsatisfiable:
            assert mode is GenerationMode.NEGATIVE  # a route without parameters has no wrong ones
    assert {operation.path for operation in operations} >= {"/api/v1/ask", "/v1/chat/completions"}
