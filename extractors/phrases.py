"""The noun phrase beside a numeral, as far as classes and word shapes tell."""

from __future__ import annotations

from extractors.language import Language
from extractors.lexer import Tokens
from extractors.lexicon import Senses

_STOPS = frozenset(
    {
        "FUNCTION",
        "VERB",
        "BREAK",
        "PUNCT",
        "N",
        "DATE",
        "DOC",
        "RANK",
        "TAKEN",
        "RATIO",
        "BOUND",
        "BOUNDAFTER",
        "DATENUM",
        "CODE",
        "SYMBOL",
        "TIME",
        "PERCENT",
        "LABEL",
        "RANGE",
        "TOTALOF",
    }
)
_LIGHT = "VERB"


class NounPhrases:
    """Finds noun phrases by the language's limits: how many words, and whether a plural ends one."""

    def __init__(self, tokens: Tokens, language: Language) -> None:
        self.tokens = tokens
        settings = language.data.get("noun_phrase", {})
        self.longest = int(settings.get("longest", 4))
        self.plural_ends = tuple(settings.get("plural_ends", ()))
        self.not_plural = frozenset(settings.get("not_plural", ()))
        self.plurals = frozenset(settings.get("plurals", ()))
        self.longest_before = int(settings.get("longest_before", 1))
        self.verb_last = bool(settings.get("verb_last", False))

    def after(self, k: int) -> tuple[int, int] | None:
        """Tokens of the noun phrase that begins at k, or None."""
        first = k + 1 if self._skipped(k) else k
        end = first
        while end < first + self.longest and not self._stops(end):
            end += 1
            if self._plural(end - 1):
                return first, end
        if self.plural_ends and end - first > 1:
            end = first + 1 if "CLASSIFIER" not in self.tokens.senses(first) else first + 2
        end = self._without_light_noun(first, end)
        return (first, self._of_more(first, end)) if end > first else None

    def before(self, k: int) -> tuple[int, int] | None:
        """Tokens of the noun that ends before k, or None."""
        if "ROMANHEAD" in self.tokens.senses(k - 1):
            return k - 1, k
        first = k
        while k - first < self.longest_before and not self._stops(first - 1):
            first -= 1
            if " " in self.tokens.word(first):
                break  # a phrase of the lexicon is a whole noun
        return (first, k) if first < k else None

    def _skipped(self, k: int) -> bool:
        return "DETERMINER" in self.tokens.senses(k)

    def _stops(self, k: int) -> bool:
        senses = self.tokens.senses(k)
        return self._is_stop(senses) and "CLASSIFIER" not in senses

    @staticmethod
    def _is_stop(senses: Senses) -> bool:
        return not _STOPS.isdisjoint(senses)

    def _plural(self, k: int) -> bool:
        word = self.tokens.word(k).lower()
        return word in self.plurals or (
            bool(self.plural_ends) and word.endswith(self.plural_ends) and not word.endswith(tuple(self.not_plural))
        )

    def _without_light_noun(self, first: int, end: int) -> int:
        """A verb's own noun (`آغاز شد`) is not counted: it stands right before the verb."""
        at_verb = self.verb_last and _LIGHT in self.tokens.senses(end)
        return end - 1 if at_verb and end - first > 2 else end

    def _of_more(self, first: int, end: int) -> int:
        """`نفر از رهبران کمون`: a bare classifier goes on with what it is of."""
        senses = self.tokens.senses
        if end - first == 1 and "CLASSIFIER" in senses(first) and "PARTOF" in senses(end) and not self._stops(end + 1):
            last = end + 2
            while last < end + 4 and (not self._stops(last) or "THIS" in senses(last)):
                last += 1
            return last
        return end
