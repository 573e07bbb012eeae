"""What codes mean beyond their titles: what becomes of the work, and where to look."""

from __future__ import annotations

_FAMILIES = {
    "E1": "The command cannot be carried out as it was given. Nothing was written or replaced.",
    "E2": "The exports cannot be used as they are. The work stops; an earlier release stays as it "
    "was.",
    "E25": "Settings or options cannot be used. Nothing was written or replaced.",
    "E4": "The release cannot be sent, or not to the end. What is in the archive stays; the same "
    "command goes on with what is missing.",
    "E5": "The project key or the surrogates cannot be used. The work stops before anything is "
    "released.",
    "E7": "The machine stands in the way, not the exports. What was there stays as it was.",
    "E8": "What is fetched from a centre cannot be had as it should. Nothing is put in place by "
    "halves.",
    "E9": "The fault is dragon-prep's own, or you stopped it. Nothing was released.",
    "E6": "The package itself is not as it was made. Nothing was released.",
    "R4": "One document, span or answer that annotators sent back is concerned, and the work goes "
    "on. What is held back is in no record.",
    "R3": "One row, line or report is concerned, and the work goes on. If it is held back, it is "
    "in no task and counted in the attrition; if it is listed only, it stays, and is worth a look.",
    "V5": "A finding of the leakage audit, which each build and `dragon-prep audit` make "
    "(docs/splits.md). What becomes of it hangs on its grade.",
    "V4": "`dragon-prep verify` found that a release does not keep its contract.",
}

_CODES = {
    "E202": "A task reads the files that `dragon-prep tasks TASK` lists, each in its centre's "
    "folder.",
    "E203": "Columns are found by the exact name in their header. The tasks of a cohort share its "
    "files.",
    "E209": "More than a quarter of the spans of a file begin or end inside words: the offsets "
    "were counted in another text than the one beside them.",
    "E211": "Every report of the task went in one of the steps of its attrition, which is shown "
    "with the message.",
    "E217": "Most annotations of a file have ids that are in no row: file and sheet are of "
    "different reports, or write their ids in different ways.",
    "E218": "A spreadsheet's reader makes room for every cell up to the last one, and for so many "
    "there is not enough memory.",
    "E233": "A policy takes some settings and not others: fields to balance go with `stratified`, "
    "a centre or ids of the test set with `external`, an earlier release with none of them.",
    "E234": "Patients whose texts are the same or nearly so are kept together, and what is near to "
    "one of them is, too. Where a form makes most reports alike, all become one group.",
    "E235": "A test set that a task's definition fixes stays what it is. Here a patient of it was "
    "for development before, or one of the others was for testing.",
    "E236": "Patients keep their sides by digests that only the project key can make; a release of "
    "an earlier version does not have them.",
    "E237": "What is balanced beside label and centre is a field of the cohort.",
    "E238": "Some findings always stop a build; others do until somebody says with --accept why "
    "they may stand. The reason is kept in the manifest.",
    "E239": "A reason leaves with the release, so it may hold nothing of a patient.",
    "E251": "dragon-prep.toml of this folder, or of the nearest above that has one, is TOML in "
    "UTF-8. Commands that take no settings go on without it.",
    "E252": "A setting that is none of those listed would be one that you believe to hold and that "
    "does not.",
    "E253": "It stands in dragon-prep.toml, or in the environment variable that is named.",
    "E254": "The file says which exports are read and which key is used. Anybody may write it, or "
    "it is somebody else's in a folder that anybody may write to.",
    "E255": "`dragon-prep doctor` compares what is installed with what the package asks for.",
    "E256": "`dragon-prep doctor` de-identifies a sentence that it made up.",
    "V501": "Grade: stops. The digests of a manifest, or the patients of a build, say so.",
    "V502": "Grade: stops. A uid is in two of training, validation and test.",
    "V503": "Grade: needs a word. White space and case do not count; texts of fewer than five "
    "words are not looked at.",
    "V504": "Grade: needs a word. They share at least 0.8 of their runs of three words. In a build "
    "the texts are compared as they were before anything was replaced.",
    "V505": "Grade: for information.",
    "V506": "Grade: for information. Under `dragon2025` each task deals its patients for itself.",
    "V507": "Grade: needs a word. Given sets are those of `dragon-prep audit --against`.",
    "V508": "Grade: needs a word. A number beside the patient's id, or name and birth date, is the "
    "same for two ids.",
    "V509": "Grade: needs a word.",
    "V510": "Grade: needs a word. AUROC above 0.95, of at least 20 cases of a class.",
    "V511": "Grade: needs a word. AUROC above 0.95, of at least 20 cases of a class.",
    "V512": "Grade: needs a word. Of a line such as `Code: B` among the first twelve of the text, "
    "in at least half of the cases, the value goes with one class in 95 of 100.",
    "V513": "Grade: for information. The phrase is not told; AUROC above 0.95 of its presence.",
    "V514": "Grade: for information.",
    "V515": "Grade: for information. Which of them are for testing and for development is V503.",
    "R302": "Often a separator or a line end in a text that is not quoted, so that the columns "
    "behind it are another's.",
    "R303": "The file is UTF-8 as far as it goes, and some bytes of the row are none: pieces of "
    "two encodings were put together.",
    "R304": "Without a patient's id a report cannot be kept on one side of the split, and a word "
    "such as `onbekend` would make one patient of many.",
    "R305": "Rows with one report's id say different things, and nothing tells which is right. All "
    "of them are held back.",
    "R306": "One report's id has two texts, or was annotated twice in different ways. All of them "
    "are held back.",
    "R307": "Spans count characters of the annotated text, so they cannot be carried to a text "
    "that says something else.",
    "R308": "Somebody marked PHI in a report that cannot be found. It may be one that has no "
    "annotation, which then nobody may release on the detector's word alone.",
    "R316": "A spreadsheet turned a long number into one such as 1,2E+06: digits are lost, and two "
    "ids may have become one.",
    "R317": "The text of the report stands in the annotation file, under an id that is not the "
    "report's. So PHI was marked in it, and it is not released without those marks.",
    "R318": "Annotations of the centre could not be read or placed. Each may be of any report "
    "without one, so all of these are held back.",
    "R322": "The cell does not hold what its column should. An error of a spreadsheet, or a "
    "formula whose value is not stored, counts in every column that is read.",
    "R324": "After de-identification the number of the label stands nowhere in the text, though it "
    "did before: somebody who reads the released text could not find it.",
    "R333": "Two spellings may be one patient, who would then be in the training and the test set, "
    "with different surrogates. Nothing in the file decides it; the rows named have one spelling "
    "each.",
    "R341": "The audit searches all texts of a patient for what was replaced in one of them, and "
    "for what the export knows of the patient.",
    "R342": "A name or number of one patient stands in the report of another.",
    "R355": "What was marked as a name, number or date goes on beside the mark: a surname behind a "
    "first name, the second half of a married name, a word cut by a line, a year behind its day.",
    "R356": "Names are compared letter by letter: one letter more, less or other, or two swapped, "
    "is the same name. Initials count with dots, or as capitals that are no abbreviation.",
    "R357": "Somebody who has the number in another file can tell it by its last four or six "
    "digits, and by all but one of its digits.",
    "R358": "A month written in front of the day is a real date, not a shifted one; a year or hour "
    "that one patient alone has tells who is meant.",
    "R359": "The word stands with a capital behind `bij`, `collega`, `te` or `besproken met`, and "
    "in no other patient's reports; such a word is nearly always a name that nobody found.",
    "R361": "The cell of the report holds words for a report that is elsewhere or does not exist. "
    "It would be a case with a label that its text cannot tell.",
    "R362": "Excel keeps 32,767 characters of a cell and drops the rest without a word. What the "
    "label says may stand in the part that is gone.",
    "R366": "The label, class or tag would go into the release as it is. The detector takes it for "
    "a name, number or place of a person, or it holds what the export's columns say of its "
    "patient. A class that is a surname, too, is held back with the reports of that patient only.",
    "R367": "Columns with the patient's own data help to find them in the texts. They are used "
    "under the names that `dragon-prep tasks TASK` lists.",
    "R381": "A doubt of `check`: more than 5 % of the rows, and at least 3, have no text.",
    "R382": "A doubt of `check`: a text has less than a quarter of the cohort's 5th percentile of "
    "characters or more than four times its 95th, or the middle text of a file is twice as long as "
    "that of the cohort, or half as long.",
    "R383": "A doubt of `check`: more than 5 % of the rows, and at least 3, are those of earlier "
    "rows in every column that is read. The first of them counts.",
    "R384": "A doubt of `check`: a text of at least 200 characters stands under several patients. "
    "If it is one person's, the person would be in the training and the test set.",
    "R385": "A doubt of `check`: at least 3 different texts have the greatest length there is, or "
    "5 one that programs cut at, such as 4,000, and most of them end within a sentence.",
    "R386": "A doubt of `check`: tags of HTML or XML, entities such as `&uuml;` or codes of RTF "
    "stood in a text and were cleaned away (docs/cleaning.md). What only they told is gone.",
    "R387": "A doubt of `check`: letters such as `Ã«`, or signs within words, are what bytes of "
    "one encoding give in another, and still stand there when the text is clean. A name with such "
    "letters is not found.",
    "R388": "A doubt of `check`: the word table knows fewer than half of the words of a text as "
    "Dutch or medical. Texts of fewer than ten words are not looked at.",
    "R389": "A doubt of `check`: at least 95 % of the ids of a column have one form, and these "
    "have another. A number that counts up behind something else may have any length.",
    "R390": "A doubt of `check`: the dates of a column are not all year first, day first, month "
    "first or digits only. One of them may be read with day and month exchanged.",
    "R391": "A doubt of `check`: more than 10 % of a file's annotations, and at least 3, are of no "
    "row of the sheets.",
    "R392": "A doubt of `check`: more than 10 % of at least 10 numbers that labels say stand "
    "nowhere in the texts, in no spelling and no unit of length.",
}


def meaning_of(code: str) -> str:
    """What a code means, in one or two sentences.

    Args:
        code: one that there is.
    """
    family = _FAMILIES.get(code[:3]) or _FAMILIES.get(code[:2], "")
    return " ".join(filter(None, (_CODES.get(code, ""), family)))


def explained() -> frozenset[str]:
    """The codes that have a meaning of their own beside that of their family."""
    return frozenset(_CODES)
