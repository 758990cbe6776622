"""What is wrong with something that was given from outside: a world file, a fault, a person, a clock."""

from __future__ import annotations


class InputError(ValueError):
    """Something that cannot be used; says what it is about, and why not."""

    def __init__(self, about: str, problem: str) -> None:
        super().__init__(f"{about}: {problem}")
