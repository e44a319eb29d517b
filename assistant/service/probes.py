"""What an operator's machinery asks: is it alive, is it ready, how does it do."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST

from assistant.service.caretaker import Caretaker
from assistant.service.served import ServedAssistant


def probe_router(served: ServedAssistant, caretaker: Caretaker) -> APIRouter:
    """``/healthz``, ``/readyz`` and ``/metrics``."""
    router = APIRouter(tags=["operation"])

    @router.get("/healthz")
    async def healthz() -> dict[str, str]:
        """200 while the process serves at all: restart it when this fails."""
        return {"status": "ok"}

    @router.get("/readyz", responses={503: {"description": "Send questions elsewhere"}})
    async def readyz() -> Response:
        """200 while the index is whole. With 503 questions are still answered, from what is left;
        a proxy should prefer another replica."""
        told: dict[str, Any] = {"status": caretaker.state, "fault": caretaker.fault}
        told |= {"running": served.desk.running, "waiting": served.desk.waiting}
        return JSONResponse(told, 200 if caretaker.state in ("ready", "rebuilding") else 503)

    @router.get("/metrics", include_in_schema=False)
    def metrics() -> Response:
        """Prometheus's text format."""
        return Response(served.metrics.exposition(), media_type=CONTENT_TYPE_LATEST)

    return router
