"""Limits of the stage `clean` from both sides, on single words and lines: one that is moved by a third fails a test."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from directriz.clean.draft_settings import Drawing
from directriz.clean.drawn_strikes import KEPT, PROPOSED, STRUCK
from directriz.clean.holes import first_words
from directriz.clean.lost_commas import restore_commas
from directriz.clean.marked_insertions import UNDERLINED, looks_in_legend
from directriz.clean.misread_tags import party_like
from directriz.clean.ocr import is_in_language, misread_acronyms
from directriz.clean.ocr_signs import with_digits_read
from directriz.clean.scanned_words import count_words, mend_struck, unclear_words
from directriz.clean.strike_signs import Piece
from directriz.clean.tracked_changes import Word, is_one_short_word, settle_marks, whole_look
from directriz.clean.wording import read_from_twin
from directriz.language import language_of
from directriz.reference import read_parties

SPANISH = language_of("es")


@pytest.mark.parametrize(("read", "printed"), [("mcta", "meta"), ("scr", "scr")])
def test_a_struck_word_of_four_letters_is_mended(read: str, printed: str) -> None:
    assert mend_struck(read, {"meta", "ser"}.__contains__) == printed


@pytest.mark.parametrize(("times", "unclear"), [(2, []), (1, ["zarpa"])])
def test_a_word_that_the_document_has_twice_is_its_own(times: int, unclear: list[str]) -> None:
    assert list(unclear_words("la zarpa", {"la"}.__contains__, {"zarpa": times}, "aeoyu")) == unclear


@pytest.mark.parametrize(("read", "party"), [("CN", "CAN"), ("Cn", None)])
def test_a_damaged_tag_has_two_letters_and_two_capitals(read: str, party: str | None) -> None:
    assert party_like(read, read_parties().with_seen({"CAN"})) == party


@pytest.mark.parametrize(("struck", "restored"), [
    ("los niños las niñas los jóvenes", "los niños, las niñas, los jóvenes"),
    ("los niños las niñas", "los niños las niñas"),
])  # fmt: skip
def test_two_articles_within_struck_words_show_a_list(struck: str, restored: str) -> None:
    assert restore_commas(struck, frozenset()) == restored


@pytest.mark.parametrize(("read", "printed"), [
    ("sa10na1", "salonal"), ("sa10na10", "sa10na10"),  # three digits, four
    ("sa1a", "sala"), ("s1a", "s1a"),  # three letters, two
])  # fmt: skip
def test_few_digits_in_a_word_may_be_letters(read: str, printed: str) -> None:
    known = {"salonal", "salonalo", "sala", "sla"}
    assert with_digits_read(read, known.__contains__) == printed


@pytest.mark.parametrize(("length", "looks"), [(380, {UNDERLINED}), (450, set())])
def test_a_legend_is_short(length: int, looks: set[str]) -> None:
    assert looks_in_legend("El texto nuevo está subrayado.".ljust(length, "x")) == looks


def words_of(*fates: str) -> list[Word]:
    return [Word(4 * at, 4 * at + 3, fate, (0, 4 * len(fates))) for at, fate in enumerate(fates)]


@pytest.mark.parametrize(("words", "is_short"), [("de la", True), ("de las", False)])
def test_marked_words_of_four_letters_are_a_doubt(words: str, is_short: bool) -> None:
    assert is_one_short_word(words) == is_short


@pytest.mark.parametrize(("count", "look"), [(4, UNDERLINED), (3, "")])
def test_a_new_paragraph_has_four_words(count: int, look: str) -> None:
    text = " ".join(["uno"] * count) + "."
    drawing = Drawing({}, {}, {"p/1": [(0, len(text), UNDERLINED)]})
    assert whole_look(text, words_of(*[PROPOSED] * count), "p/1", drawing) == look


@pytest.mark.parametrize(("marked", "fate"), [(2, PROPOSED), (3, KEPT)])
def test_marks_of_most_words_are_the_type_of_the_paragraph(marked: int, fate: str) -> None:
    settled = settle_marks(words_of(STRUCK, *[PROPOSED] * marked), is_led=False)
    assert [word.fate for word in settled] == [STRUCK, *[fate] * marked]


def pieces_of(*forms: str) -> list[Piece]:
    """Return words; one with a "?" before it is unknown."""
    return [Piece(at, at + 1, form.strip("?"), "unknown" if form[0] == "?" else "clean", "space", ())
            for at, form in enumerate(forms)]  # fmt: skip


@pytest.mark.parametrize(("read", "phrase", "is_read"), [
    (["trata", "de", "?perzonas"], ["trata", "de", "personas"], True),
    (["de", "?perzonas"], ["de", "personas"], False),
    (["de", "la", "?abcdwfxh"], ["de", "la", "abcdefgh"], True),
    (["de", "la", "?xbcdwryz"], ["de", "la", "abcdefgh"], False),
])  # fmt: skip
def test_a_phrase_of_three_words_is_read_from_a_like_one(
    read: Sequence[str], phrase: Sequence[str], is_read: bool
) -> None:
    found = [piece.form for piece in read_from_twin(pieces_of(*read), [pieces_of(*phrase)])]
    assert (found == list(phrase)) == is_read


def test_a_hole_shows_forty_characters() -> None:
    assert first_words("123456789 " * 3 + "123456789 x") == "123456789 " * 3 + "123456789 …"
    assert first_words("123456789 " * 4) == "123456789 " * 3 + "123456789"


@pytest.mark.parametrize(("common", "is_spanish"), [(14, True), (11, False)])  # of twenty words
def test_a_text_in_a_language_has_its_common_words(common: int, is_spanish: bool) -> None:
    words = {"de": common} | {f"zz{letter}kw": 1 for letter in "abcdefghijkl"[: 20 - common]}
    assert is_in_language(words, SPANISH) == is_spanish


@pytest.mark.parametrize(("count", "is_spanish"), [(18, True), (22, False)])
def test_a_text_of_few_words_does_not_tell_its_language(count: int, is_spanish: bool) -> None:
    assert is_in_language({"zzakw": count}, SPANISH) == is_spanish


@pytest.mark.parametrize(("misread", "printed", "found"), [("OEJA", "OEIA", {"OEJA": "OEIA"}), ("OJA", "OIA", {})])
def test_a_misread_acronym_has_four_letters(misread: str, printed: str, found: dict[str, str]) -> None:
    assert misread_acronyms({misread: 1, printed: 2}) == found


@pytest.mark.parametrize(
    ("text", "unclear"),
    [
        ("las leyes O normas", ["O"]),
        ("Las leyes. O normas", []),
        ("las leyes o normas", []),
        ("xi Perspectiva del género", ["xi"]),
        ("80 Incluir las leyes", ["80"]),
        ("80 normas de las leyes", []),
        ("las leyes qz normas", ["qz"]),
    ],
)
def test_what_a_scan_may_have_misread(text: str, unclear: list[str]) -> None:
    known = {"las", "leyes", "normas", "o", "perspectiva", "del", "género", "incluir", "de"}
    assert list(unclear_words(text, known.__contains__, {}, "aeoyu")) == unclear


def test_a_name_that_differs_by_a_sign_from_one_that_stands_elsewhere_is_doubted() -> None:
    texts = [
        "La pandemia de COVID-19.",
        "El COVID-19, y personas LGBTQI+ (LGBTQI+)",
        "COVID-109 [CAN: LGBTQI-] socio-cultural",
    ]
    counts = count_words(texts)
    found = [list(unclear_words(text, lambda word: True, counts, "aeoyu")) for text in texts]
    assert found == [[], [], ["COVID-109", "LGBTQI-]"]]
    assert list(unclear_words("Normas CP-12 y CP-13", lambda word: True, count_words(["CP-12 y CP-13"]), "y")) == []
