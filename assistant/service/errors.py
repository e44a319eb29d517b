"""Why a question got no answer.

- Refusal
    x Busy        503, the queue is full
    x TooSlow     504, no answer in time
"""


class Refusal(Exception):
    """A question that the service cannot take on now; ``retry_after_seconds`` says when to retry."""

    status_code = 503
    code = "unavailable"

    def __init__(self, message: str, retry_after_seconds: int) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds


class Busy(Refusal):
    """As many questions as allowed are being answered and waiting."""

    code = "busy"


class TooSlow(Refusal):
    """The answer did not come in time."""

    status_code = 504
    code = "timeout"
