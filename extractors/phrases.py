"""The noun phrase beside a numeral, as far as classes and word shapes tell."""

from __future__ import annotations

from extractors.language import Language
from extractors.lexer import Tokens
from extractors.lexicon import Senses
from extractors.phrase_limits import limits

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


_NAMES = frozenset({"CAP", "PLACE"})
_JOINERS = frozenset({"AND", "DOCAND"})
_NO_ADJECTIVES = frozenset({"LIGHTNOUN", "PLACE", "DOCBODY", "ENTITYHEAD", "QUANTITY"})
_NAMED = 6  # as many as a sentence lists by name
_LIST = 16  # tokens
_GROUP = 3  # words that name a group
_MANY = 1000  # from here on what a count is of is a part of the sentence


def hyphened(tokens: Tokens, i: int) -> bool:
    """True for the hyphen of `under-five`, which touches words on either side."""
    return tokens.touches(i - 1) and tokens.word(i - 1)[-1:].isalpha()


class NounPhrases:
    """Finds noun phrases by the language's limits: how many words, and whether a plural ends one."""

    def __init__(self, tokens: Tokens, language: Language) -> None:
        self.tokens, self.limits = tokens, limits(language.code)

    def after(self, k: int, singular: bool = False) -> tuple[int, int] | None:
        """Tokens of the noun phrase that begins at k, or None; where plurals end one, a ``singular`` one ends before what is no noun."""
        if self.limits.plural_ends and self._hyphened_noun(k):
            return k + 1, k + 2
        first = self._past_skipped(k)
        if self.limits.adjectives and self._is_adjective(self.tokens.word(first)):
            return None
        if self.tokens.word(first) in self.limits.alone:
            return first, self._of_whom(first + 1)
        end, longest = first, first + self.limits.longest
        while end < longest and not self._stops(end, end == first):
            end += 1
            if self._plural(end - 1) and not self._leads_on(end):
                return first, end
            if self.limits.closing and self.tokens.word(end - 1).endswith(self.limits.closing):
                break
            if self.limits.plural_ends and not singular and self._abbreviated(end):
                end, longest = end + 3, longest + 3
        if self.limits.plural_ends and end > first:
            if not singular and (joined := self._joined_plural(k, end)):
                return first, joined
            end = self._of_one(first, end) if singular else self._word_end(first)
        end = self._without_light_noun(first, end)
        named = self._without_names(k, first, end)
        end = self._with_joined(first, end) if named == end else named
        return (first, self._of_more(first, end)) if end > first else None

    def _joined_plural(self, k: int, end: int) -> int | None:
        """The end of `incumbent and former officials`, whose plural stands behind a joiner; None where there is none, or of one only."""
        numeral = self.tokens.value(k - 1, "N")
        if _JOINERS.isdisjoint(self.tokens.senses(end)) or numeral is None or numeral.value < 2:
            return None
        for at in range(end + 1, end + 1 + _GROUP):
            if self._stops(at, at == end + 1):
                return None
            if self._plural(at) and not self._leads_on(at + 1):
                return at + 1
        return None

    def _abbreviated(self, k: int) -> bool:
        """True for the bracket of `full-time equivalent (FTE) posts`, which stands before the noun."""
        return "LPAR" in self.tokens.senses(k) and "UPPER" in self.tokens.senses(k + 1) and "RPAR" in self.tokens.senses(k + 2)

    def _with_joined(self, first: int, end: int) -> int:
        """The end of `طرح صنعتی و معدنی` or `پروژه عمرانی، خدماتی و فرهنگی`: adjectives that are joined say of one noun what it is."""
        if end - first == 1 or not self._joins(end - 1):
            return end
        last = end
        while "COMMA" in self.tokens.senses(last) and self._joins(last + 1):
            last += 2
        if _JOINERS.isdisjoint(self.tokens.senses(last)) or not self._joins(last + 1):
            return end
        last += 2
        return last + 1 if self._joins(last) else last

    def _joins(self, k: int) -> bool:
        """True for an adjective of a shape that is joined to others of it."""
        fits = self.limits.joined_shapes.fullmatch(self.tokens.word(k)) is not None
        return fits and not self._stops(k) and _NO_ADJECTIVES.isdisjoint(self.tokens.senses(k)) and not self._is_verb(k + 1)

    def _hyphened_noun(self, k: int) -> bool:
        """True for the hyphen of `12-member panel`, whose members are counted."""
        touching = self.tokens.word(k) == "-" and self.tokens.touches(k - 1) and self.tokens.touches(k)
        return touching and not {"WORD", "LABELNOUN"}.isdisjoint(self.tokens.senses(k + 1)) and not self._stops(k + 1, True)

    def _word_end(self, first: int) -> int:
        """The end of the word at a token, hyphens included; a classifier takes its noun along, and what is no noun of many is none."""
        end = first + 1
        while self._hyphen(end):
            end += 2
        if any(never.fullmatch(self.tokens.word(end - 1)) for never in (self.limits.not_alone, self.limits.not_many)):
            return first
        return end + 1 if "CLASSIFIER" in self.tokens.senses(first) and not self._stops(end) else end

    def _of_one(self, first: int, end: int) -> int:
        """The end of a phrase in the singular: `general election` of `general election held`, `bridge` of `bridge Hanoi built`."""
        last = first
        while last < end and not self.limits.not_alone.fullmatch(self.tokens.word(last)):
            if last > first and "CAP" in self.tokens.senses(last) and "CAP" not in self.tokens.senses(first):
                break
            last += 1
        return last

    def _without_names(self, k: int, first: int, end: int) -> int:
        """`دو تیم استقلال و پرسپولیس`: where as many are listed behind a noun, they are who is counted, and the noun alone is what."""
        senses = self.tokens.senses
        head = first + (2 if "CLASSIFIER" in senses(first) else 1)
        if self.limits.listed == "names":
            head = next((at for at in range(head, end) if _NAMES & senses(at).keys()), end)
        numeral = self.tokens.value(k - 1, "N") if head < end and self.limits.listed else None
        return head if numeral and 2 <= numeral.value <= _NAMED and self._items(end) == numeral.value else end

    def _items(self, k: int) -> int:
        """How many are listed where the first of them ends at a token or behind it, 0 where no joiner ends the list."""
        commas = 0
        for at in range(k, min(k + _LIST, len(self.tokens) - 2)):
            senses = self.tokens.senses(at)
            if not _JOINERS.isdisjoint(senses):
                return 0 if self._stops(at + 1, True) or "LIGHTNOUN" in self.tokens.senses(at + 1) else commas + 2
            if "COMMA" in senses:
                commas += 1
            elif not _STOPS.isdisjoint(senses):
                return 0
        return 0

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
        if not self.limits.group_shapes.fullmatch(self.tokens.word(k + 1)):
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
        while k - first < self.limits.longest_before and not self._stops(first - 1):
            first -= 2 if self.tokens.word(first - 1) in self.limits.loose_ends and not self._stops(first - 2) else 1
            if " " in self.tokens.word(first):
                break  # a phrase of the lexicon is a whole noun
        return (first, k) if first < k else None

    def _past_skipped(self, k: int) -> int:
        while not {"DETERMINER", "SPACE"}.isdisjoint(self.tokens.senses(k)):
            k += 1
        return k

    def _hyphen(self, k: int) -> bool:
        """True for what joins two words to one: `commune-level units`."""
        pieces = self.tokens.pieces
        joins = k < len(pieces) - 1 and pieces[k] == "-" and self.tokens.touches(k - 1)
        return joins and self.tokens.word(k - 1)[-1:].isalpha() and self.tokens.word(k + 1)[:1].isalpha()

    def _stops(self, k: int, first: bool = False) -> bool:
        senses = self.tokens.senses(k)
        if self._hyphen(k + 1) or (not first and (self._hyphen(k) or self._hyphen(k - 1))):
            return False
        if not first and (self._nominal(k, senses) or self._in_name(k, senses)):
            return False
        if self._is_acronym(k, senses) or ("PARTICIPLE" in senses and self._plural(k + 1)):
            return False
        if not _STOPS.isdisjoint(senses):
            return "CLASSIFIER" not in senses
        if self.tokens.word(k) in self.limits.never:
            return True
        if "LOCLETTER" in senses and "RPAR" in self.tokens.senses(k + 1):
            return True  # the next answer: `b)`
        if "INDEXHEAD" in senses and self.limits.verb_last and "CONTESTANT" in self.tokens.senses(k - 1):
            return True  # what they have: `25 countries an index of …`
        ahead = self.tokens.senses(k + 1)
        if ("LABEL" in senses and "N" in ahead) or (not first and "DAYW" in senses and "WEEKDAY" in ahead):
            return True  # `page 5`, but `5 pages`; the day that something is on
        if not first and self._ends_noun(k):
            return True
        return self._is_verb(k) or ("LIGHTNOUN" in senses and (self._of_verb(k, first) or (not first and self._shares_verb(k))))

    def _nominal(self, k: int, senses: Senses) -> bool:
        """True for a verb that goes on the noun before it: `12 cuộc kiểm tra` are inspections."""
        return "NOMINALVERB" in senses and "NOMINALHEAD" in self.tokens.senses(k - 1)

    def _in_name(self, k: int, senses: Senses) -> bool:
        """True for a verb within a name (`8 ủy viên Ủy ban Kiểm tra`), between capitals where the phrase itself has none."""
        around = (senses, self.tokens.senses(k - 1), self.tokens.senses(k + 1)) if "VERB" in senses else ()
        return bool(around) and all("CAP" in own and "UPPER" not in own for own in around)

    def _is_acronym(self, k: int, senses: Senses) -> bool:
        """True for a word in capitals between others that are not: `five US states`, `three WHO regions`."""
        acronym = "UPPER" in senses and "FUNCTION" in senses
        return acronym and not any("UPPER" in self.tokens.senses(at) for at in (k - 1, k + 1))

    def _is_adjective(self, word: str) -> bool:
        """True for what makes an adjective of a numeral (`سه‌جانبه`, `۴۰۰ صفحه‌ای`, with a space for its half-space too)."""
        word = word.replace(" ", "\u200c")
        return word.endswith(self.limits.adjective_ends) or word.replace("\u200c", "") in self.limits.adjectives

    def _ends_noun(self, k: int) -> bool:
        """True for the owner of what is counted, and for what leads on to the verb (`پرونده مورد بررسی قرار گرفت`)."""
        word, after = self.tokens.word(k), self.tokens.senses(k + 1)
        if (
            "LIGHTNOUN" in self.tokens.senses(k)
            and self.limits.verb_last
            and {"AND", "COMMA"} & after.keys()
            and "N" in self.tokens.senses(k + 2)
        ):
            return True  # `5 persons wounded and 3 killed`
        if self.limits.owners and "DOCBODY" in self.tokens.senses(k) and {"WORD", "PLACE"} & after.keys() and not self._is_verb(k + 1):
            return "LIGHTNOUN" not in after and not self._is_verb(k + 2)  # a body by its name (`members of the city council`)
        if word in self.limits.before_names and "CAP" in after:
            return True  # `the two of the couple Mr Tu`
        if self.tokens.word(k - 1) in self.limits.before_names and "CAP" in self.tokens.senses(k) and "PLACE" not in self.tokens.senses(k):
            return True  # `two comrades A and B`
        if {"ENTITYBODY", "CAP"} <= self.tokens.senses(k).keys():
            return True  # whose they are: `15 doctors of Cho Ray Hospital`
        owner = "PLACE" in self.tokens.senses(k) and "CONTESTANT" not in self.tokens.senses(k - 1)
        return word in self.limits.not_inside or word in self.limits.owners or (bool(self.limits.owners) and owner)

    def _is_verb(self, k: int) -> bool:
        """True for a verb, known or by its shape (`می‌روند`)."""
        senses = self.tokens.senses(k)
        return "VERB" in senses or ("WORD" in senses and self.limits.verb_shapes.fullmatch(self.tokens.word(k)) is not None)

    def _of_verb(self, k: int, first: bool) -> bool:
        """True for a verb's own noun (`ثبت شد`); right behind a numeral it is counted where the verb is one of being (`۵ رأی بود`)."""
        return self._is_verb(k + 1) and not (first and "COPULA" in self.tokens.senses(k + 1))

    def _shares_verb(self, k: int) -> bool:
        """True where token k is the first of two nouns of one verb (`ثبت و پیگیری شد`, `شناسایی و در دادگاه محکوم شدند`)."""
        behind = [at for at in (k + 3, k + 4) if at < len(self.tokens)]
        joined = "AND" in self.tokens.senses(k + 1)
        return joined and ("PREP" in self.tokens.senses(k + 2) or any(self._is_verb(at) for at in behind))

    def _plural(self, k: int) -> bool:
        word = self.tokens.word(k).lower()
        return word in self.limits.plurals or (
            bool(self.limits.plural_ends) and word.endswith(self.limits.plural_ends) and not word.endswith(self.limits.not_plural)
        )

    def _leads_on(self, k: int) -> bool:
        """`police officers`, `young persons`: a plural that has no ending may stand before the noun that is counted."""
        before, word = self.tokens.word(k - 1).lower(), self.tokens.word(k).lower()
        leads = before in self.limits.plurals or before in self.limits.modifiers
        return leads and word not in self.limits.plurals and self._plural(k) and not self._stops(k)

    def _without_light_noun(self, first: int, end: int) -> int:
        """A verb's own noun (`زخمی شد`) is not counted: it stands right before the verb, which is not one of being or having."""
        if self.tokens.word(end) in self.limits.light_second and end - first > 1:
            return end - 1
        at_verb = self.limits.verb_last and self._is_verb(end) and "COPULA" not in self.tokens.senses(end)
        return end - 1 if at_verb and end - first > 1 else end
