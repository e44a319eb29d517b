"""``python -m assistant``: one question, or a file of them."""

import sys

from assistant.cli import main

sys.exit(main())
