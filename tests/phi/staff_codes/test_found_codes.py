"""Where codes of staff are found: by their form, alone on a line, beside a name and at the end."""

from __future__ import annotations

import pytest
from told import told, unmarked


@pytest.mark.parametrize(
    "marked",
    [
        "Gezien <name.code/2 RGer> vandaag.",
        "<name.code/2 RGer>",
        "x <contact.site RGer.nl>",
        "x <name.code/2 RGer>.",
        "x RGer-akkoord",
        "x <name.code/2 RGer>- akkoord",
        "a.RGer",
        "a@RGer",
        "RGer@b",
        "_RGer",
        "-RGer",
        "(<name.bracket/2 RGer>)",
        "<name.code/2 RGer> <name.code/2 KDij>",
        "Foto pHmeter",
        "<name.code vdWaard> belt",
        "<name.code vdrWaard> belt",
        "<name.code vanderWaard> belt",
        "<name.code vandenWaard> belt",
        "<name.code vanWaard> belt",
        "@vdWaard",
        ".vdWaard",
        "_vdWaard",
        "-<name.code vdWaard>",
        "vdWaa belt",
        "vdBer",
    ],
)
def test_codes_with_inner_capitals_stand_anywhere(marked):
    assert told(unmarked(marked)) == marked


@pytest.mark.parametrize(
    "marked",
    [
        "Akkoord\n<name.code/2 gHe>",
        "Akkoord: <name.line/2 gHe>.",
        "Akkoord gHe",
        "Akkoord gHe.",
        "iom <name.supervision/2 gHe>.",
        "i.o.m. <name.code/2 gHe>.",
        "i.o.m <name.code/2 gHe>.",
        "door <name.verb/2 gHe>.",
        "radioloog <name.role/2 gHe>.",
        "patholoog <name.role/2 gHe>.",
        "Klaar. <name.code/2 gHe>.",
        "Klaar; <name.code/2 gHe>.",
        "Klaar/ <name.code/2 gHe>.",
        "|<name.code/2 gHe>|",
        ";<name.code/2 gHe>;",
        "(<name.bracket/2 gHe>)",
        ": <name.code/2 gHe> iom",
        ": <name.code/2 gHe> i.o.m",
        ": <name.code/2 gHe>, iom <name.supervision/2 RGer>",
        ": <name.code/2 gHe> / <name.code/2 RGer>",
        ": <name.code/2 gHe>, en",
        ": <name.code/2 gHe> <date.day_month 3-4>",
        ": <name.code/2 gHe> <date.day_month 13/4>",
        ": gHe 13",
        ": <name.code/2 gHe>\nmeer",
        ": <name.code/2 gHe>  \nmeer",
        ": gHe en",
    ],
)
def test_codes_that_open_small_stand_where_reports_are_signed(marked):
    assert told(unmarked(marked)) == marked


@pytest.mark.parametrize(
    "marked",
    [
        "Verslag\n<name.code_line kwo>",
        "Verslag\n<name.code_line kwo>-<name.code_line ivd> <date.day_month 9-8>",
        "Verslag\n<name.code_line Kwo>",
        "Verslag\nKwo\nmeer",
        "Verslag\n<name.code_line kwo>\nmeer",
        "Verslag\n<name.code/2 MMa>/<name.code_line dLam>\nmeer",
        "Verslag\n<name.code_line kwo>, <name.code_line ivd>\nmeer",
        "Verslag\nkwo en ivd\nmeer",
        "Verslag\n<name.code_line kwo> + <name.code_line ivd>\nmeer",
        "Verslag\n<name.code_line kwo> & <name.code_line ivd>\nmeer",
        "Verslag\n<name.code_line kwo> / <name.code_line ivd> / <name.code_line lhe>\nmeer",
        "Verslag\nkwo / ivd / lhe / abk\nmeer",
        "Verslag\nkwo/long\nmeer",
        "Verslag\n(<name.code_line kwo>)\nmeer",
        "Verslag\n-<name.code_line kwo>\nmeer",
        "Verslag\n  kwo  .\nmeer",
        "Verslag\n<name.code_line kwo> <date.numeric 9-8-2019> <time.clock 12:30 uur>\nmeer",
        "Verslag\n<name.code_line Kwo> <date.numeric 9-8-2019> <time.clock 12:30 u>\nmeer",
        "Verslag\nkwo <date.numeric 9-8-2019>, <time.clock 12u30>\nmeer",
        "Verslag\n<name.beside_date Kwo> <date.day_month 9-8>\nmeer",
        "Verslag\n<name.beside_date Kwo> | <date.day_month 9-8>\nmeer",
        "Verslag\nk\nmeer",
        "Verslag\n<name.code_line kw>\nmeer",
        (
            "Verslag\n<name.code_line kwoabk>, <name.code_line ivdabk> <date.numeric "
            "12-12-2019> <time.clock 12:30>\nmeer"
        ),
        (
            "Verslag\n<name.code_line kwoabk>, <name.code_line ivdabk> <date.numeric "
            "12-12-2019> <time.clock 12:30u>\nmeer"
        ),
        "Verslag\nkwoabk, ivdabk <date.numeric 12-12-2019> <time.clock 12:30 u>\nmeer",
        "Verslag\nkwoabk, ivdabk <date.numeric 12-12-2019> <time.clock 12:30 uur>\nmeer",
        "kwo\nmeer",
        "\nkwo\nmeer",
        "Evaluatie na 2 kuren\ncaelyx.\nmeer",
        "Evaluatie na 2 kuren.\ncaelyx.\nmeer",
        "Evaluatie na 2 kuren\ncaelyx\nmeer",
        "Evaluatie na 2 kuren \nkwo.\nmeer",
        "Evaluatie na 2 kuren\n<name.code_line kwo>.",
        "Verslag\nklaar\nmeer",
    ],
)
def test_lines_of_nothing_but_codes(marked):
    assert told(unmarked(marked)) == marked


@pytest.mark.parametrize(
    "marked",
    [
        "Gezien door dr. A.P. Ng. Later apn en APN.",
        "Gezien door dr. <name.title K.W. Wit-Bos>. Later kww en <name.code_of/2 kwwb> en kwb.",
        (
            "Gezien door dr. <name.title K. de la Wit>. Later <name.code_of/2 kwi> en "
            "<name.code_of/2 kdlw>."
        ),
        "Gezien door <name.by/2 RGer>. Later rger en <name.code/2 RGer>.",
        "<name.initials A.Th. Lammers> (<name.code_of/2 ATL>)",
        "Gezien door dr. <name.title J. van den Berg>. Later JB gezien, en <name.code_of/2 JBE>.",
        (
            "Gezien door dr. <name.title J. van den Berg>. Later <name.code_of/2 jvdb> gezien, "
            "en <name.code_of/2 JVDB>."
        ),
        (
            "Gezien door dr. <name.title A.P. Lammers>. Later APL en <name.code_of/2 ala> en "
            "<name.code_of/2 alam> en al."
        ),
        "Gezien door dr. <name.title A.P. Lammers>. Later <name.code_of/2 Apl>.",
        "Gezien door dr. <name.title Lammers>. Later lam.",
        (
            "Gezien door dr. <name.title Jan Lammers>. Later <name.code_of/2 jla> en "
            "<name.code_of/2 JLA> en <name.code_of/2 jlam>."
        ),
        (
            "Betreft <name.line Lammers, K.W.> en verder <name.code_of/2 kwl> en "
            "<name.code_of/2 KWL> en <name.code_of/2 kla> en klam."
        ),
        "Betreft <name.line Lammers, A.> en verder <name.code_of/2 ala>.",
        "Betreft <name.line Lammers, A.Th.>, later <name.code_of/2 ATL>.",
        "Betreft <name.line Berg, K.> van den, later kvdb en <name.code_of/2 kbe>.",
        "Foto door <name.verb RGer>, later <again.name RGER> en rger en <name.code/2 RGer> gezien.",
        "Gezien door <name.by/2 KD>. Later KD gezien.",
        "Gezien door <name.by/2 KDW>. Later <name.code_of/2 KDW> gezien.",
    ],
)
def test_codes_made_of_a_name_in_the_report(marked):
    assert told(unmarked(marked)) == marked


@pytest.mark.parametrize(
    "marked",
    [
        "<name.initials D.W. Meijers> / <name.code_of/2 TLU>",
        "<name.initials D.W. Meijers/TLU>",
        "<name.initials D.W. Meijers> / <name.code_of/2 tlu>",
        "<name.initials D.W. Meijers> / tlu akkoord",
        "<name.initials D.W. Meijers> / <name.code_of/2 tlu>\nakkoord",
        "<name.initials D.W. Meijers> / <name.code/2 RGer> akkoord",
        "<name.initials D.W. Meijers>  / TLU",
        "<name.initials D.W. Meijers> / CT",
        "<name.initials D.W. Meijers> - TLU",
        "(<name.bracket/2 RGer>/<name.bracket/2 akl>)",
        "(<name.code/2 RGer> / <name.code_of/2 akl>)",
        "(<name.code/2 RGer>/ <name.code_of/2 akl>)",
        "(<name.bracket/2 akl>/<name.bracket/2 RGer>)",
        "(<name.code_of/2 akl> / <name.code/2 RGer>)",
        "(<name.code_of/2 akl> /<name.code/2 RGer>)",
        "(<name.bracket/2 abcdef>/<name.bracket/2 RGer>)",
        "(<name.code_of/2 abcdef> / <name.code/2 RGer>)",
        "x akl <name.code/2 RGer>",
        "<name.known Zonderland/RGer>",
        "<name.known Zonderland> /<name.code/2 RGer>",
        "Radiologie/<name.code/2 RGer>",
        "Tafel/<name.code/2 RGer>",
        "Parkinson/<name.code/2 RGer>",
        "Zonderlandermannen/<name.code/2 RGer>",
    ],
)
def test_codes_joined_by_a_slash(marked):
    assert told(unmarked(marked)) == marked


@pytest.mark.parametrize(
    "marked",
    [
        "Controle over 6 mnd. <name.code_line lhe>",
        "Controle over 6 mnd. <name.code_line lhe>.",
        "Controle over 6 mnd. <name.code_line lhe>. \n",
        "Controle over 6 mnd.  <name.code_line LHE>",
        "Controle over 6 mnd.   <name.code_line lheab>",
        "Controle over 6 mnd.    lhe",
        "Controle over 6 mnd, lhe",
        "Controle over 6 mnd! <name.code_line lhe>",
        "Controle over 6 mnd) <name.code_line lhe>",
        "Controle over 6 mnd? <name.code_line lhe>",
        "Controle over 6 mnd. lheabc",
        "Controle over 6 mnd. mri",
        "Klaar (<name.code_line kdw>, <date.numeric 12-03-2019>)",
        "Klaar (<name.code_line kdw>,<date.numeric 12-03-2019>)",
        "Klaar (<name.code_line kdwabc>, <date.numeric 12-03-2019>)",
        "Klaar (kdw <date.numeric 12-03-2019>)",
        "Klaar kdw, <date.numeric 12-03-2019>",
        "Klaar (mri, <date.numeric 12-03-2019>)",
    ],
)
def test_codes_are_the_last_word_or_stand_before_a_moment(marked):
    assert told(unmarked(marked)) == marked


@pytest.mark.parametrize(
    "marked",
    [
        "Besproken in longteam <name.code/2 Lgi>, akkoord.",
        "Besproken in longteam <name.code/2 Lgi>",
        "Besproken in longteam Lgib; akkoord",
        "Besproken in longteam Lgibe; akkoord",
        "Besproken in longteam Lgi akkoord",
        "Besproken in longteam <name.code/2 Lgi> 3",
        "Besproken in longteam <name.code/2 Lgi> (3)",
        "Besproken in longteam <name.code/2 Lgi> - 3",
        "Besproken in Vrij, akkoord",
        "Besproken in Jan, akkoord",
        "Besproken in Rad, akkoord",
        '12;"Geen";<name.code_line KDW>',
        '12;"Geen";KDW x',
        '12;"Geen";KDWAB',
        '12;"Geen";MRI',
    ],
)
def test_codes_in_a_sentence_or_row(marked):
    assert told(unmarked(marked)) == marked
