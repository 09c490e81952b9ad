"""The errors of the extractors: each names what, where and what to do next."""


class RaqamError(Exception):
    """Base of every error that raqam raises on purpose; its message is fit to be shown to a user."""


class LexiconError(RaqamError):
    """A language's data file contradicts itself or misses something."""


class UnknownLanguage(RaqamError):
    """A language was asked for that has no data file."""


def told(error: Exception) -> str:
    """What a person is told of an error: of one that nobody foresaw also its kind.

    >>> told(RaqamError("no such language")), told(KeyError("unit"))
    ('no such language', "KeyError: 'unit'")
    """
    return str(error) if isinstance(error, RaqamError) else f"{type(error).__name__}: {error}"
