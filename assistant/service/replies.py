"""Error responses, in OpenAI's shape below ``/v1`` and in ``ErrorBody``'s elsewhere."""

from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from assistant.service.chat import openai_error
from assistant.service.errors import Refusal
from assistant.service.log import current_request_id
from assistant.service.schemas import ErrorBody

OWN_PATHS = ("/api/", "/v1/", "/mcp")


def error_reply(
    path: str, status: int, code: str, message: str, headers: Mapping[str, str] | None = None
) -> Response:
    """The response that tells why a request at ``path`` was not served."""
    if path.startswith("/v1/"):
        kind = "server_error" if status >= 500 else "invalid_request_error"
        kind = {401: "authentication_error", 429: "rate_limit_error"}.get(status, kind)
        reply = openai_error(status, message, kind, code)
    else:
        body = ErrorBody(code=code, message=message, request_id=current_request_id())
        reply = JSONResponse(body.model_dump(), status)
    reply.headers.update(headers or {})
    return reply


def handle_errors(app: FastAPI) -> None:
    """Give every error of the API's own routes that shape."""

    @app.exception_handler(Refusal)
    def refused(request: Request, error: Refusal) -> Response:
        retry = {"Retry-After": str(error.retry_after_seconds)}
        return error_reply(request.url.path, error.status_code, error.code, str(error), retry)

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> Response:
        # Where and why, never what: a hostile body is not sent back.
        told = "; ".join(
            f"{'.'.join(str(part) for part in e['loc'][:8])}: {e['msg'][:200]}"
            for e in error.errors()[:10]
        )
        path = request.url.path
        return error_reply(path, 400 if path.startswith("/v1/") else 422, "invalid", told)

    @app.exception_handler(HTTPException)
    def failed(request: Request, error: HTTPException) -> Response:
        code = {401: "unauthorized", 404: "not_found", 405: "method_not_allowed"}
        return error_reply(
            request.url.path,
            error.status_code,
            code.get(error.status_code, "bad_request"),
            str(error.detail),
            error.headers,
        )


def end_own_paths(app: FastAPI) -> None:
    """404 and 405 below the API's prefixes, which would otherwise reach the page mounted at "/"."""

    async def nowhere(request: Request) -> Response:
        if allowed := _methods(app, request.url.path):
            raise HTTPException(405, "Method Not Allowed", {"Allow": ", ".join(sorted(allowed))})
        raise HTTPException(404, "Not Found")

    for prefix in ("/api/{rest:path}", "/v1/{rest:path}"):
        app.router.add_route(prefix, nowhere, methods=_ALL_METHODS, include_in_schema=False)


_ALL_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE"]


def _methods(app: FastAPI, path: str) -> list[str]:
    """The methods that a path of the API knows; none of them has parameters in it."""
    return [method.upper() for method in app.openapi()["paths"].get(path, {})]
