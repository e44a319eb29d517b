"""What can be wrong with a plan's folder.

- CorpusError
    x PlanNotFound
    x PlanFormatError
"""


class CorpusError(Exception):
    """A plan that cannot be read; the message says which file and what to do."""


class PlanNotFound(CorpusError):
    """The folder has no ``plan.md`` or ``plan.toml``."""


class PlanFormatError(CorpusError):
    """A file of the plan is not in the canonical form."""
