"""How alike is alike enough to hold a report back: one figure for each kind of leak.

They were set on simulated builds and on the texts of ``tests/detect``, so that fewer than one
report in 200 is held back for nothing (docs/audit.md, "What is like an original").
"""

from __future__ import annotations

# A surname that is a word too, behind "bij" or "door".
SHORT_NAME = 3  # letters

# Names within one edit. What is written as a word must be longer than what is written as a name:
# in small letters it must be a word that no list knows.
NEAR_NAME = 4  # letters of an original
NEAR_CAPITAL = 4  # letters of what stands with a capital inside a sentence
NEAR_SMALL = 6  # letters of what stands anywhere
EDITS = 1

# Names in another order or with initials.
SURE_ALONE = 5  # a longer surname that is no word is found in small letters, too
TURNED = 4  # letters of surname and initials together
SURE_INITIALS = 2  # initials beside a surname that is a word, too
# Initials without a surname.
DOTTED_INITIALS = 2
BARE_INITIALS = 3  # behind a word such as "door" only

# A number with one digit missing, too many, wrong or two of them swapped.
NEAR_NUMBER = 8  # digits of an original
NEAR_DIGITS = 7  # digits of what stands in the text
# The end of a number.
ENDING_OF = 7  # digits of an original
ENDINGS = (4, 6)  # digits of its end
DOUBTFUL_YEARS = range(1900, 2100)  # four digits that may be a year

# A word that one patient alone has.
LONELY_AMONG = 100  # patients of whom nobody else has it
# Years and hours that one patient alone has.
LONELY_MOMENT_AMONG = 100

# Beside a surrogate.
REST_OF_NAME = 3  # letters
REST_ON_LINE = 4  # letters of what goes on in the next line, though it is a word
REST_OF_NUMBER = 2  # digits
