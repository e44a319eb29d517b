"""The page people use: the chat, the plan beside it, the indicators, and feedback.

It stands on top of the assistant; nothing of the assistant imports it.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI

    from assistant.core import Assistant

__all__ = ["mount_page"]


def mount_page(app: "FastAPI", assistant: "Assistant") -> "FastAPI":
    """Mount the page at / of an application and give the application back.

    Routes of the application that were there before keep their place. The page's own stand under
    /page/.
    """
    # Gradio takes seconds to import, and the feedback store can be read without it.
    from assistant.page.mount import mount

    return mount(app, assistant)
