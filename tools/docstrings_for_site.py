"""For the site: docstrings, which are plain text, as Markdown: examples as code, and signs that are meant as they are.

Markdown would take >>> for a quotation, [H, W, 3][K] for a link and L*a*b* for emphasis.
"""

from __future__ import annotations

import re
from typing import Any

import griffe

_EXAMPLE = re.compile(r"(^>>> .*?(?=\n\s*\n|\Z))", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"(`[^`]*`|^ {4}.*$)", re.MULTILINE)


def as_markdown(text: str) -> str:
    """A docstring as Markdown. An example begins with >>> and ends at an empty line, as doctest has it."""
    prose_and_examples = _EXAMPLE.split(text)
    prose_and_examples[::2] = map(_escaped, prose_and_examples[::2])
    prose_and_examples[1::2] = [f"```pycon\n{example.rstrip()}\n```" for example in prose_and_examples[1::2]]
    return "".join(prose_and_examples)


def _escaped(prose: str) -> str:
    parts = _CODE.split(prose)
    parts[::2] = [re.sub(r"([\[\]*])", r"\\\1", part) for part in parts[::2]]
    return "".join(parts)


class DocstringsAsMarkdown(griffe.Extension):
    """Rewrites the docstring of everything that is loaded."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        """Called once for each module, class, function and attribute."""
        if obj.docstring is not None:
            obj.docstring.value = as_markdown(obj.docstring.value)
