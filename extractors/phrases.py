"""The noun phrase beside a numeral, as far as classes and word shapes tell."""

from __future__ import annotations

import re
from functools import lru_cache

from extractors.fold import fold_word
from extractors.language import Language
from extractors.lexer import Tokens

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
        "RANGE",
        "TOTALOF",
        "COMPARE",
    }
)


_GROUP = 3  # words that name a group
_MANY = 1000  # from here on what a count is of is a part of the sentence


@lru_cache(maxsize=8)
def _folded(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(fold_word, words))


def hyphened(tokens: Tokens, i: int) -> bool:
    """True for the hyphen of `under-five`, which touches words on either side."""
    return tokens.touches(i - 1) and tokens.word(i - 1)[-1:].isalpha()


class NounPhrases:
    """Finds noun phrases by the language's limits: how many words, and whether a plural ends one."""

    def __init__(self, tokens: Tokens, language: Language) -> None:
        self.tokens = tokens
        settings = language.data.get("noun_phrase", {})
        self.longest = int(settings.get("longest", 4))
        self.plural_ends = tuple(settings.get("plural_ends", ()))
        self.not_plural = frozenset(settings.get("not_plural", ()))
        self.plurals = frozenset(settings.get("plurals", ()))
        self.modifiers = frozenset(settings.get("modifiers", ()))
        self.longest_before = int(settings.get("longest_before", 1))
        self.closing = tuple(settings.get("closing", ()))
        self.alone = frozenset(settings.get("alone", ()))
        self.owners = frozenset(settings.get("owners", ()))
        self.loose_ends = frozenset(settings.get("loose_ends", ()))
        self.not_inside = frozenset(settings.get("not_inside", ()))
        self.before_names = frozenset(settings.get("before_names", ()))
        self.light_second = frozenset(settings.get("light_second", ()))
        self.adjective_ends = tuple(settings.get("adjective_ends", ()))
        self.adjectives = _folded(tuple(settings.get("adjectives", ())))
        self.verb_last = bool(settings.get("verb_last", False))
        self.verb_shapes = re.compile(settings.get("verb_shapes", "(?!)"))
        self.group_shapes = re.compile(settings.get("group_shapes", ".*"))
        self.not_alone = re.compile(settings.get("not_alone", "(?!)"), re.IGNORECASE)
        self.not_many = re.compile(settings.get("not_many", "(?!)"), re.IGNORECASE)

    def after(self, k: int, singular: bool = False) -> tuple[int, int] | None:
        """Tokens of the noun phrase that begins at k, or None; where plurals end one, a ``singular`` one ends before what is no noun."""
        if self.plural_ends and self._hyphened_noun(k):
            return k + 1, k + 2
        first = k + 1 if self._skipped(k) else k
        if self.adjectives and self._is_adjective(self.tokens.word(first)):
            return None
        if self.tokens.word(first) in self.alone:
            return first, self._of_whom(first + 1)
        end = first
        while end < first + self.longest and not self._stops(end, end == first):
            end += 1
            if self._plural(end - 1) and not self._leads_on(end):
                return first, end
            if self.closing and self.tokens.word(end - 1).endswith(self.closing):
                break
        if self.plural_ends and end > first:
            end = self._of_one(first, end) if singular else self._word_end(first)
        end = self._without_light_noun(first, end)
        return (first, self._of_more(first, end)) if end > first else None

    def _hyphened_noun(self, k: int) -> bool:
        """True for the hyphen of `12-member panel`, whose members are counted."""
        touching = self.tokens.word(k) == "-" and self.tokens.touches(k - 1) and self.tokens.touches(k)
        return touching and not {"WORD", "LABELNOUN"}.isdisjoint(self.tokens.senses(k + 1)) and not self._stops(k + 1, True)

    def _word_end(self, first: int) -> int:
        """The end of the word at a token, hyphens included; a classifier takes its noun along, and what is no noun of many is none."""
        end = first + 1
        while self._hyphen(end):
            end += 2
        if any(never.fullmatch(self.tokens.word(end - 1)) for never in (self.not_alone, self.not_many)):
            return first
        return end + 1 if "CLASSIFIER" in self.tokens.senses(first) and not self._stops(end) else end

    def _of_one(self, first: int, end: int) -> int:
        """The end of a phrase in the singular: `general election` of `general election held`, `bridge` of `bridge Hanoi built`."""
        last = first
        while last < end and not self.not_alone.fullmatch(self.tokens.word(last)):
            if last > first and "CAP" in self.tokens.senses(last) and "CAP" not in self.tokens.senses(first):
                break
            last += 1
        return last

    def _of_more(self, first: int, end: int) -> int:
        """`نفر از رهبران کمون`: where a group is named with its owner, a person of it is counted as one of the group."""
        senses = self.tokens.senses
        if end - first != 1 or "PERSON" not in senses(first) or "PARTOF" not in senses(end):
            return end
        start = end + 2 if "THIS" in senses(end + 1) else end + 1
        last = start
        while last < start + _GROUP and (not self._stops(last) or ("THIS" in senses(last) and not self._stops(last + 1))):
            last += 1
        return last if last - start > 1 else end

    def _of_whom(self, k: int) -> int:
        """Where the noun ends with what it is of: `3 نفر از رهبران کمون`; of thousands it is a part of the sentence, not of the noun."""
        numeral = self.tokens.value(k - 2, "N")
        if "PARTOF" not in self.tokens.senses(k) or self._stops(k + 1) or (numeral and numeral.value >= _MANY):
            return k
        if not self.group_shapes.fullmatch(self.tokens.word(k + 1)):
            return k  # `14 persons were removed from their posts`: no group
        end = k + 2
        while end < k + 4 and (not self._stops(end) or "THIS" in self.tokens.senses(end)):
            end += 1
        return end

    def before(self, k: int) -> tuple[int, int] | None:
        """Tokens of the noun that ends before k, or None."""
        if "ROMANHEAD" in self.tokens.senses(k - 1):
            return k - 1, k
        first = k
        while k - first < self.longest_before and not self._stops(first - 1):
            first -= 2 if self.tokens.word(first - 1) in self.loose_ends and not self._stops(first - 2) else 1
            if " " in self.tokens.word(first):
                break  # a phrase of the lexicon is a whole noun
        return (first, k) if first < k else None

    def _skipped(self, k: int) -> bool:
        return not {"DETERMINER", "SPACE"}.isdisjoint(self.tokens.senses(k))

    def _hyphen(self, k: int) -> bool:
        """True for what joins two words to one: `commune-level units`."""
        tokens = self.tokens
        joins = k < len(tokens) - 1 and tokens.word(k) == "-" and tokens.touches(k - 1) and tokens.touches(k)
        return joins and tokens.word(k - 1)[-1:].isalpha() and tokens.word(k + 1)[:1].isalpha()

    def _stops(self, k: int, first: bool = False) -> bool:
        senses = self.tokens.senses(k)
        if self._hyphen(k + 1) or (not first and (self._hyphen(k) or self._hyphen(k - 1) or self._nominal(k) or self._in_name(k))):
            return False
        if self._is_acronym(k) or ("PARTICIPLE" in senses and self._plural(k + 1)):
            return False
        if not _STOPS.isdisjoint(senses):
            return "CLASSIFIER" not in senses
        if "LOCLETTER" in senses and "RPAR" in self.tokens.senses(k + 1):
            return True  # the next answer: `b)`
        if "LABEL" in senses and "N" in self.tokens.senses(k + 1):
            return True  # `page 5`, but `5 pages`
        if not first and self._ends_noun(k):
            return True
        return self._is_verb(k) or ("LIGHTNOUN" in senses and (self._of_verb(k, first) or (not first and self._shares_verb(k))))

    def _nominal(self, k: int) -> bool:
        """True for a verb that goes on the noun before it: `12 cuộc kiểm tra` are inspections."""
        return "NOMINALVERB" in self.tokens.senses(k) and "NOMINALHEAD" in self.tokens.senses(k - 1)

    def _in_name(self, k: int) -> bool:
        """True for a verb within a name (`8 ủy viên Ủy ban Kiểm tra`), between capitals where the phrase itself has none."""
        senses = self.tokens.senses
        return "VERB" in senses(k) and all("CAP" in senses(at) and "UPPER" not in senses(at) for at in (k, k - 1, k + 1))

    def _is_acronym(self, k: int) -> bool:
        """True for a word in capitals between others that are not: `five US states`, `three WHO regions`."""
        senses = self.tokens.senses
        return {"FUNCTION", "UPPER"} <= senses(k).keys() and not any("UPPER" in senses(at) for at in (k - 1, k + 1))

    def _is_adjective(self, word: str) -> bool:
        """True for what makes an adjective of a numeral (`سه‌جانبه`, `۴۰۰ صفحه‌ای`)."""
        return word.endswith(self.adjective_ends) or word.replace("\u200c", "") in self.adjectives

    def _ends_noun(self, k: int) -> bool:
        """True for the owner of what is counted, and for what leads on to the verb (`پرونده مورد بررسی قرار گرفت`)."""
        word, after = self.tokens.word(k), self.tokens.senses(k + 1)
        if "LIGHTNOUN" in self.tokens.senses(k) and self.verb_last and {"AND", "COMMA"} & after.keys() and "N" in self.tokens.senses(k + 2):
            return True  # `5 persons wounded and 3 killed`
        if self.owners and "DOCBODY" in self.tokens.senses(k) and {"WORD", "PLACE"} & after.keys() and not self._is_verb(k + 1):
            return "LIGHTNOUN" not in after and not self._is_verb(k + 2)  # a body by its name (`members of the city council`)
        if word in self.before_names and "CAP" in after:
            return True  # `the two of the couple Mr Tu`
        if {"ENTITYBODY", "CAP"} <= self.tokens.senses(k).keys():
            return True  # whose they are: `15 doctors of Cho Ray Hospital`
        owner = "PLACE" in self.tokens.senses(k) and "CONTESTANT" not in self.tokens.senses(k - 1)
        return word in self.not_inside or word in self.owners or (bool(self.owners) and owner)

    def _is_verb(self, k: int) -> bool:
        """True for a verb, known or by its shape (`می‌روند`)."""
        senses = self.tokens.senses(k)
        return "VERB" in senses or ("WORD" in senses and self.verb_shapes.fullmatch(self.tokens.word(k)) is not None)

    def _of_verb(self, k: int, first: bool) -> bool:
        """True for a verb's own noun (`ثبت شد`); right behind a numeral it is counted where the verb is one of being (`۵ رأی بود`)."""
        return self._is_verb(k + 1) and not (first and "COPULA" in self.tokens.senses(k + 1))

    def _shares_verb(self, k: int) -> bool:
        """True where token k is the first of two nouns of one verb (`ثبت و پیگیری شد`, `افتتاح و کلنگ‌زنی می‌شود`)."""
        behind = [at for at in (k + 3, k + 4) if at < len(self.tokens)]
        return "AND" in self.tokens.senses(k + 1) and any(self._is_verb(at) for at in behind)

    def _plural(self, k: int) -> bool:
        word = self.tokens.word(k).lower()
        return word in self.plurals or (
            bool(self.plural_ends) and word.endswith(self.plural_ends) and not word.endswith(tuple(self.not_plural))
        )

    def _leads_on(self, k: int) -> bool:
        """`police officers`, `young persons`: a plural that has no ending may stand before the noun that is counted."""
        before, word = self.tokens.word(k - 1).lower(), self.tokens.word(k).lower()
        leads = before in self.plurals or before in self.modifiers
        return leads and word not in self.plurals and self._plural(k) and not self._stops(k)

    def _without_light_noun(self, first: int, end: int) -> int:
        """A verb's own noun (`زخمی شد`) is not counted: it stands right before the verb, which is not one of being or having."""
        if self.tokens.word(end) in self.light_second and end - first > 1:
            return end - 1
        at_verb = self.verb_last and self._is_verb(end) and "COPULA" not in self.tokens.senses(end)
        return end - 1 if at_verb and end - first > 1 else end
