"""The assistant as a service: an HTTP API, an OpenAI-compatible endpoint and an MCP server, with
limits, logs and metrics, that keeps answering while parts of it fail."""

from assistant.service.app import create_service
from assistant.service.served import ServedAssistant

__all__ = ["ServedAssistant", "create_service"]
