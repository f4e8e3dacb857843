"""What may be seen of personal data without a reason: screen, exports, logs and public notices go through here."""

from __future__ import annotations


def mask_id_number(number: str) -> str:
    """``533499********0317``: area code and last four digits."""
    return f"{number[:6]}{'*' * (len(number) - 10)}{number[-4:]}" if len(number) > 10 else "*" * len(number)


def mask_phone(number: str) -> str:
    """``138****5678``."""
    return f"{number[:3]}****{number[-4:]}" if len(number) >= 8 else "*" * len(number)


def mask_account(number: str) -> str:
    """A bank account: only the last four digits."""
    return f"{'*' * max(len(number) - 4, 0)}{number[-4:]}" if len(number) > 4 else "*" * len(number)


def mask_name(name: str) -> str:
    """``张*`` for those who may not see names; the first character stays."""
    return f"{name[:1]}{'*' * max(len(name) - 1, 1)}"


def mask_name_on_notice(name: str) -> str:
    """``此里*布``, ``张*``: as a village board shows it, so that neighbours know who is meant: the last but one character is
    hidden, of two characters the last."""
    if len(name) <= 2:
        return f"{name[:1]}*"
    return f"{name[:-2]}*{name[-1:]}"
