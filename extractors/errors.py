"""The errors of the extractors: each names what, where and what to do next."""


class RaqamError(Exception):
    """Base of every error that raqam raises on purpose; its message is fit to be shown to a user."""


class LexiconError(RaqamError):
    """A language's data file contradicts itself or misses something."""


class UnknownLanguage(RaqamError):
    """A language was asked for that has no data file."""
