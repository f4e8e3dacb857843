"""One field, one place: a model field with Chinese label, unit, code list, owner and sensitivity.

Forms, import mapping, roster columns, exports and the data dictionary derive from these declarations. The Chinese label
(``verbose_name``) is the term that rules use, the attribute name is the code word. None of this enters migrations.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.db import models


class Sensitivity(StrEnum):
    """Who may see a value. PERSONAL never leaves in notices; SECRET is stored sealed and masked unless a post may see it."""

    OPEN = "公开"
    PERSONAL = "个人信息"
    SECRET = "敏感"


class Described:
    """What every registry field declares beside its column type."""

    type_name = "text"

    def __init__(
        self, label: str, *, unit: str = "", codes: str = "", owner: str = "", sensitivity: Sensitivity = Sensitivity.OPEN,
        in_roster: bool = True, is_asked: bool = True, from_age: int = 0, **options: Any,
    ) -> None:  # fmt: skip
        """``is_asked`` False: a blank says 'none' or nothing, so it is no gap in a file. ``from_age``: asked of persons of
        that age and older."""
        self.unit, self.codes, self.owner, self.sensitivity, self.in_roster = unit, codes, owner, sensitivity, in_roster
        self.is_asked, self.from_age = is_asked, from_age
        super().__init__(label, **options)  # type: ignore[call-arg]

    def deconstruct(self) -> Any:
        """As the plain Django field, so that labels and owners change without a migration of their own."""
        name, _, args, options = super().deconstruct()  # type: ignore[misc]
        options.pop("verbose_name", None)
        return name, f"django.db.models.{self._plain().__name__}", args, options

    def clone(self) -> Any:
        """The plain Django field: what migrations compare."""
        _, _, args, options = self.deconstruct()
        return self._plain()(*args, **options)

    @classmethod
    def _plain(cls) -> type[models.Field]:
        return next(base for base in cls.__mro__ if base.__module__.startswith("django.db.models"))


class Text(Described, models.CharField):
    def __init__(self, label: str, **options: Any) -> None:
        options.setdefault("max_length", 80)
        options.setdefault("blank", True)
        super().__init__(label, **options)


class CodeOf(Described, models.CharField):
    """A code of the list ``codes``; empty is unknown."""

    type_name = "code"

    def __init__(self, label: str, **options: Any) -> None:
        options.setdefault("max_length", 12)
        options.setdefault("blank", True)
        super().__init__(label, **options)


class Flag(Described, models.BooleanField):
    """Yes, no or unknown (None)."""

    type_name = "bool"

    def __init__(self, label: str, **options: Any) -> None:
        options.setdefault("null", True)
        options.setdefault("blank", True)
        super().__init__(label, **options)


class Money(Described, models.BigIntegerField):
    """Whole fen."""

    type_name = "money"

    def __init__(self, label: str, **options: Any) -> None:
        options.setdefault("unit", "元")
        super().__init__(label, **options)


class Quantity(Described, models.DecimalField):
    type_name = "decimal"

    def __init__(self, label: str, **options: Any) -> None:
        options.setdefault("max_digits", 14)
        options.setdefault("decimal_places", 3)
        options.setdefault("null", True)
        options.setdefault("blank", True)
        super().__init__(label, **options)


class Count(Described, models.IntegerField):
    type_name = "int"

    def __init__(self, label: str, **options: Any) -> None:
        options.setdefault("null", True)
        options.setdefault("blank", True)
        super().__init__(label, **options)


class Day(Described, models.DateField):
    type_name = "date"

    def __init__(self, label: str, **options: Any) -> None:
        options.setdefault("null", True)
        options.setdefault("blank", True)
        super().__init__(label, **options)


class Sealed(Described, models.BinaryField):
    """Ciphertext of :class:`jingzhun.core.cipher.FieldCipher`; never in a roster."""

    type_name = "sealed"

    def __init__(self, label: str, **options: Any) -> None:
        options.setdefault("null", True)
        options["sensitivity"] = Sensitivity.SECRET
        options["in_roster"] = False
        super().__init__(label, **options)


def described(model: type[models.Model]) -> list[Any]:
    """The declared fields of a model, in order."""
    return [field for field in model._meta.get_fields() if isinstance(field, Described)]
