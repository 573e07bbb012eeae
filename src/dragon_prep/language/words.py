"""What a word is: one table of all words that the lists know, with a flag for each class.

A word in lower case has all classes of which it is a member, as bits of one number. Rules ask with
a mask, ``classes[word] & (WordClass.UNIT | WordClass.COUNTED)``: one look-up, however many lists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.language import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class WordClass:
    """The classes a word can have, each a bit.

    The first are those of the lists. The others are the groups of ``lex_cues.txt``, which says of
    each what its words tell; a group without a class here, or a class without a group, is an error
    when the table is made.
    """

    DUTCH = 1 << 0  # a Dutch word that is written small
    EPONYM = 1 << 1  # a surname that stands for a disease, sign, score or operation
    MEDICAL = 1 << 2  # a medical word
    BRAND = 1 << 3  # a drug, device or brand
    ABROAD = 1 << 4  # a country, language or people
    ABBREVIATION_LISTED = 1 << 5  # an abbreviation, see lex_abbreviations.txt
    NOT_A_NAME = 1 << 6  # no part of a name although a capital may open it
    PROPER = 1 << 7  # always written with a capital
    FIRST_NAME = 1 << 8  # a first name, Dutch or foreign
    FIRST_NAME_LISTED = 1 << 9  # a first name of lex_firstnames.txt
    SURNAME = 1 << 10  # a Dutch surname, or the last word of one
    KNOWN_SURNAME = 1 << 11  # a surname, Dutch or foreign, or a proper word that is no town
    KNOWN_NAME = 1 << 12  # a first name or surname, Dutch or foreign
    NAME_AND_WORD = 1 << 13  # a name that is an ordinary word too
    STRONG_NAME = 1 << 14  # a name that means nothing else
    TOWN = 1 << 15  # a town
    TOWN_AMBIGUOUS = 1 << 16  # a town that is a word too
    HOSPITAL = 1 << 17  # a hospital
    HOSPITAL_AMBIGUOUS = 1 << 18  # a hospital whose name is a word too
    ROLE_WORD = 1 << 19  # a word of a function, such as radioloog
    ROLE_PHRASE = 1 << 20  # a function
    MONTH = 1 << 21  # a month, abbreviated or misspelt too
    MONTH_FULL = 1 << 22  # a month without a day beside it
    MONTH_SHORT = 1 << 23  # the usual abbreviation of a month

    DATE_BEFORE = 1 << 24
    STUDY = 1 << 25
    VERSIONED = 1 << 26
    MONTH_BEFORE = 1 << 27
    SEASON = 1 << 28
    YEAR_BEFORE = 1 << 29
    YEAR_ABBREVIATED = 1 << 30
    YEAR_BEFORE_WEAK = 1 << 31
    DATE_BEFORE_DESCENDING = 1 << 32
    MONTH_YEAR_BEFORE = 1 << 33
    BIRTH = 1 << 34
    MONTH_SHORT_SURE = 1 << 35
    DAY_WORD = 1 << 36
    NO_YEAR_AFTER = 1 << 37
    DATE_HEAD = 1 << 38
    DATE_BEFORE_WEAK = 1 << 39
    DATE_AFTER = 1 << 40
    MONTH_BEFORE_SHORT = 1 << 41
    YEAR_DENY = 1 << 42
    PROCEDURE = 1 << 43
    PROCEDURE_END = 1 << 44
    HISTORY = 1 << 45
    NOT_DATE_BEFORE = 1 << 46
    NOT_DATE_AFTER = 1 << 47
    SECTION = 1 << 48
    LAB_VALUE = 1 << 49
    SIZED = 1 << 50
    COMPARE = 1 << 51
    AFTER_YEAR = 1 << 52
    SIGNING = 1 << 53
    WEEKDAY_ANY = 1 << 55
    UNIT = 1 << 56
    TIME_BEFORE = 1 << 57
    TIME_DENY = 1 << 58
    TIME_UNIT_DENY = 1 << 59
    TIME_VERB = 1 << 60
    DAY_NAMED = 1 << 61
    HOUR_BEFORE = 1 << 62
    MINUTE_WORD = 1 << 63
    HALF_DENY = 1 << 64
    TIME_DENY_WEAK = 1 << 67
    HOUR_DENY_AFTER = 1 << 68
    HOUR_AFTER = 1 << 69
    HOUR_CONTEXT = 1 << 70
    HOUR_PLACE = 1 << 71
    PERSON = 1 << 72
    AGE_BEFORE = 1 << 73
    AGE_PERSON = 1 << 74
    KIN = 1 << 75
    TITLE_OF_PATIENT = 1 << 76
    OWN = 1 << 77
    AGE_PREPOSITION = 1 << 78
    NTH_AFTER = 1 << 79
    DECADE_PART = 1 << 80
    BEING = 1 << 81
    SUBJECT_SPOKEN = 1 << 82
    KIN_YOUNG = 1 << 83
    DURATION_AFTER_HARD = 1 << 84
    KIN_LIST = 1 << 85
    KIN_LISTS = 1 << 86
    AGE_KEY = 1 << 87
    AGE_KEY_THEN = 1 << 88
    MEASURED = 1 << 89
    COUNTED = 1 << 90
    DURATION_BEFORE = 1 << 91
    DURATION_AFTER = 1 << 92
    THING_AFTER = 1 << 93
    BY_VERB = 1 << 94
    WITH_VERB = 1 << 95
    TO_VERB = 1 << 96
    SUPERVISION = 1 << 97
    CODE_BEFORE = 1 << 98
    CLOSING = 1 << 99
    NAME_LINE = 1 << 100
    TYPED = 1 << 101
    EPONYM_BEFORE = 1 << 102
    EPONYM_AFTER = 1 << 103
    PARTICLE = 1 << 104
    PARTICLE_CAPITAL = 1 << 105
    SURNAME_TOO = 1 << 106
    PLAIN_END = 1 << 107
    ORGAN = 1 << 108
    SPECIMEN = 1 << 109
    ROLE_SHORT = 1 << 110
    RELATIVE = 1 << 111
    RELATIVE_WEAK = 1 << 112
    SUBJECT = 1 << 113
    ASKS = 1 << 114
    OTHER_NAME = 1 << 115
    PARTICLE_INSIDE = 1 << 116
    ABBREVIATION = 1 << 117
    PLACE_BEFORE = 1 << 118
    PLACE_STRICT = 1 << 119
    PLACE_DENY_AFTER = 1 << 120
    HOSPITAL_BEFORE = 1 << 121
    TREATED = 1 << 122
    HOSPITAL_DENY_BEFORE = 1 << 123
    HOSPITAL_DENY_AFTER = 1 << 124
    INSTITUTION = 1 << 125
    HOSPITAL_GENERIC = 1 << 126
    STREET_END = 1 << 127
    STREET_DENY = 1 << 128
    STUDY_WORD = 1 << 129
    NOT_A_STUDY = 1 << 130
    EMPLOYER_BEFORE = 1 << 131
    ACCREDITATION = 1 << 132
    POSTCODE_DENY = 1 << 133
    NUMBER_WORD_DENY = 1 << 134
    LABORATORY = 1 << 135
    DEPARTMENT = 1 << 136
    CALL = 1 << 137
    ADDRESS_KEY = 1 << 138
    STUDY_BEFORE = 1 << 139
    EMPLOYED = 1 << 140
    TOWN_CUE = 1 << 141
    PLACE_SMALL = 1 << 142
    NOT_A_PLACE = 1 << 143
    ANATOMICAL = 1 << 144
    TOWN_PART = 1 << 145
    INSTITUTION_CAPITALS = 1 << 146
    INSTITUTION_SHORT = 1 << 147
    OWNER = 1 << 148
    MODALITY_CODE = 1 << 149


def class_of(name: str) -> int:
    """The class of a name in small letters, such as ``not_a_name``.

    Raises:
        ValueError: if there is none.
    """
    bit = vars(WordClass).get(name.upper())
    if not isinstance(bit, int) or name != name.lower():
        raise ValueError(f"there is no class of words {name}")
    return bit


def _lists() -> Mapping[int, Iterable[str]]:
    return {
        WordClass.DUTCH: lexicon.dutch(),
        WordClass.EPONYM: lexicon.eponyms(),
        WordClass.MEDICAL: lexicon.words("medical"),
        WordClass.BRAND: lexicon.words("brands"),
        WordClass.ABROAD: lexicon.words("abroad"),
        WordClass.ABBREVIATION_LISTED: lexicon.words("abbreviations"),
        WordClass.NOT_A_NAME: lexicon.not_names(),
        WordClass.PROPER: lexicon.proper(),
        WordClass.FIRST_NAME: lexicon.first_names(),
        WordClass.FIRST_NAME_LISTED: lexicon.phrases("firstnames"),
        WordClass.SURNAME: lexicon.surnames(),
        WordClass.KNOWN_SURNAME: lexicon.known_surnames(),
        WordClass.KNOWN_NAME: lexicon.known_names(),
        WordClass.NAME_AND_WORD: lexicon.word_names(),
        WordClass.STRONG_NAME: lexicon.strong_names(),
        WordClass.TOWN: lexicon.phrases("towns"),
        WordClass.TOWN_AMBIGUOUS: lexicon.phrases("towns_ambiguous"),
        WordClass.HOSPITAL: lexicon.phrases("hospitals"),
        WordClass.HOSPITAL_AMBIGUOUS: lexicon.phrases("hospitals_ambiguous"),
        WordClass.ROLE_WORD: lexicon.words("roles"),
        WordClass.ROLE_PHRASE: lexicon.phrases("roles"),
        WordClass.MONTH: lexicon.months(),
        WordClass.MONTH_FULL: lexicon.full_months(),
        WordClass.MONTH_SHORT: lexicon.short_months(),
    }


def _cue_classes() -> dict[str, int]:
    """The class of each group of cue words.

    Raises:
        ValueError: if the groups of the file are not those that have a class.
    """
    named = {name: bit for name, bit in vars(WordClass).items() if name.isupper()}
    lists = _lists()
    of_cues = {name.lower(): bit for name, bit in named.items() if bit not in lists}
    if unknown := of_cues.keys() ^ lexicon.cue_groups():
        raise ValueError(f"cue groups and word classes differ: {', '.join(sorted(unknown))}")
    return of_cues


class WordTable(dict[str, int]):
    """The classes of every word that the lists know, by the word in lower case.

    It is filled when it is first asked. What no list knows has no class, and leaves no trace.
    """

    __slots__ = ("_is_filled",)

    def __init__(self) -> None:
        super().__init__()
        self._is_filled = False

    def __missing__(self, word: str) -> int:
        if self._is_filled:
            return 0
        self._fill()
        return self.get(word, 0)

    def copy(self) -> WordTable:
        """A table of its own with the same words."""
        if not self._is_filled:
            self._fill()
        table = WordTable()
        table.update(self)
        table._is_filled = True
        return table

    def _fill(self) -> None:
        self.update(dict.fromkeys(lexicon.dutch(), WordClass.DUTCH))
        lists = _lists().items()
        members = [(bit, words) for bit, words in lists if bit != WordClass.DUTCH]
        members += [(bit, lexicon.cue(group)) for group, bit in _cue_classes().items()]
        for bit, words in members:
            for word in words:
                self[word] = self.get(word, 0) | bit
        self._is_filled = True


classes = WordTable()
