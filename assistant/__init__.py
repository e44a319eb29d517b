"""A question (and its history) becomes an Answer: condense, retrieve, answer or refuse, cite."""

from assistant.core import Assistant
from assistant.types import Answer, Citation, Event, RetrievedPassage, Status, Turn

__all__ = ["Answer", "Assistant", "Citation", "Event", "RetrievedPassage", "Status", "Turn"]
