"""What the leakage audit finds (V5xx), and what stands in a build's way for it."""

from __future__ import annotations

from dragon_prep.core.errors import ErrorCode

PATIENT_ON_TWO_SIDES = ErrorCode(
    "V501",
    "a patient is for testing and for development",
    "Build the release anew; whoever changed its files broke the split.",
)
UID_ON_TWO_SIDES = ErrorCode(
    "V502",
    "a case stands on two sides of the split",
    "Build the release anew; whoever changed its files broke the split.",
)
SAME_TEXT = ErrorCode(
    "V503",
    "a text of the test set is that of a development case",
    "See whether the reports are one, and leave one of them out; or build with --split stratified, "
    "which keeps them on one side; or accept it with a reason.",
)
NEAR_TEXT = ErrorCode(
    "V504",
    "a text of the test set is nearly that of a development case",
    "See whether the reports are one, and leave one of them out; or build with --split stratified, "
    "which keeps them on one side; or accept it with a reason.",
)
TEXT_OF_TWO_FOLDS = ErrorCode(
    "V505",
    "texts of different patients in two folds are the same or nearly so",
    "Nothing needs to be done for the test set; validation looks better than it is.",
)
TESTED_ELSEWHERE = ErrorCode(
    "V506",
    "a report of the test set is for development in another task",
    "Nothing needs to be done where tasks are trained apart; --split benchmark keeps a patient on "
    "one side in all tasks.",
)
IN_GIVEN_SET = ErrorCode(
    "V507",
    "a case is in a given set, too",
    "Leave it out of one of the two, or accept it with a reason.",
)
ONE_PERSON = ErrorCode(
    "V508",
    "the export knows the same of two patients, one for testing and one for development",
    "See whether they are one person, and give one id in the export; or accept it with a reason.",
)
LABEL_IN_UID = ErrorCode(
    "V509",
    "the label can be read from the uid",
    "Build the release anew with the keyed order, which tells nothing.",
)
LABEL_IN_ORDER = ErrorCode(
    "V510",
    "the label can be read from the order of the cases",
    "Leave --order source out: the keyed order tells nothing.",
)
LABEL_IN_LENGTH = ErrorCode(
    "V511",
    "the label can be read from the length of the text",
    "See whether reports of one class come from another system or are cut; or accept it with a "
    "reason.",
)
LABEL_IN_HEADER = ErrorCode(
    "V512",
    "the label stands in a header of the text",
    "Take the line out of the export, or leave it out in the task's text; or accept it with a "
    "reason.",
)
LABEL_IN_PHRASE = ErrorCode(
    "V513",
    "one phrase of the text tells the label",
    "See whether the label was made from it. Where the report says it in its own words, that is "
    "what the task asks for.",
)
CLASS_NOT_IN_SIDE = ErrorCode(
    "V514",
    "a class has no case in a fold or in the test set",
    "Bring reports of more patients of that class, or build with --split stratified.",
)
REPEATED_TEXTS = ErrorCode(
    "V515",
    "texts of the task are those of earlier cases of it",
    "See whether the reports are one: each counts as a case of its own.",
)
NEAR_IN_GIVEN_SET = ErrorCode(
    "V516",
    "a case is nearly the same as one of a given set",
    "See whether it is a copy or a form that many reports share. Leave it out of one of the two, "
    "or accept it with a reason.",
)
UNACCEPTED = ErrorCode(
    "E238",
    "the leakage audit found what may not go out without a word",
    "Mend what is listed, or give --accept CODE --reason TEXT for what you answer for.",
)
ACCEPT_UNFIT = ErrorCode(
    "E239",
    "a finding cannot be accepted so",
    "Give a --reason for each --accept, in the same order, with a code of docs/splits.md that "
    "needs a word; the others stop a build or do not.",
)
