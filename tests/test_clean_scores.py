"""Weights and limits of the stage `clean`, held by exact probabilities, costs and counts on both sides.

A weight that is moved by a third changes one of these numbers; a limit that is moved changes one of these answers. The
probabilities depend on the word lists, too (wordfreq, simplemma, confusions): if those change, correct them here.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import directriz
import pytest
from directriz.clean.amendments import remember
from directriz.clean.draft_settings import Drawing
from directriz.clean.drawn_strikes import KEPT, PROPOSED, fate_of, is_near, settle_fates, settled
from directriz.clean.foreign_text import is_foreign
from directriz.clean.grammar import shares_ending
from directriz.clean.ocr import build_repairer, damaged_share, judge_of
from directriz.clean.ocr_channel import Channel
from directriz.clean.ocr_context import ContextModel, Surroundings, grammar_score
from directriz.clean.ocr_lexicon import Lexicon, general_frequencies
from directriz.clean.ocr_struck import Path, StruckReader, stroke_cost, with_guesses
from directriz.clean.ocr_words import WordJudge, shape_of
from directriz.clean.readings import asks_to_strike
from directriz.clean.strike_evidence import Memory, Run, Setting, decide
from directriz.clean.strike_leftovers import find_residue
from directriz.clean.strike_signs import Piece, Signs, is_language_known
from directriz.clean.tag_tokens import tokens_of_tag
from directriz.clean.wording import Words, struck_corrections, twin_corrections
from directriz.language import language_of
from directriz.reference import read_parties
from directriz.reference.ocr_tables import read_accent_contexts

SPANISH = language_of("es")
ELSEWHERE = {("x/1", 0)}


def judge() -> WordJudge:
    """A judge of its own: what it has judged before was judged with the limits of then."""
    return judge_of(Lexicon({"víctimas": 50, "trata": 40}, SPANISH), read_accent_contexts("es"))


# Repair of scan damage


@pytest.mark.parametrize(("read", "form", "score"), [
    ("mutuay", "mutuay", 0.581), ("origeny", "origen y", 0.926), ("genem", "genem", 0.835), ("satud", "salud", 0.950),
    ("Campajias", "campañas", 0.848), ("Ia", "la", 0.805), ("enel", "en el", 0.951), ("dela", "de la", 0.968),
    ("domestica", "doméstica", 0.594), ("erientacion", "erientación", 0.983), ("Cra", "cra", 0.938),
    ("serd4", "serda", 0.903), ("c0m0", "como", 1.0), ("vy", "y", 0.99), ("Ano", "año", 0.976),
])  # fmt: skip
def test_a_word_has_its_probability(read: str, form: str, score: float) -> None:
    verdict = judge().judge(read.lower(), str(shape_of(read)), None)
    assert verdict.form == form
    assert verdict.score == pytest.approx(score, abs=0.003)


def test_a_word_in_a_list_is_told_from_its_twin_by_the_words_around() -> None:
    assert judge().judge("ano", "title", None).method == "accent"


@pytest.mark.parametrize(("read", "count"), [("m4s", 3), ("subsede", 2), ("subred", 1)])
def test_a_word_has_its_candidates(read: str, count: int) -> None:
    assert len(judge().readings(read, "lower")) == count


@pytest.mark.parametrize(("word", "is_ambiguous"), [("ademas", False), ("dara", True)])
def test_a_form_a_thousand_times_as_seldom_is_no_rival(word: str, is_ambiguous: bool) -> None:
    judge = judge_of(Lexicon({}, SPANISH), read_accent_contexts("es"))
    assert judge.needs_context(word, "lower") == is_ambiguous


def test_words_typed_without_their_accent_hardly_count() -> None:
    share = Lexicon({}, SPANISH).frequency("informacion") / general_frequencies("es")["informacion"]
    assert share == pytest.approx(0.5 * 0.02 * 1e-3)


@pytest.mark.parametrize(("word", "share"), [("elaborara", 0.0), ("erientacion", 1.0)])
def test_only_what_is_surely_misread_shows_damage(word: str, share: float) -> None:
    assert damaged_share(judge(), {word: 3}) == share


@pytest.mark.parametrize(("language", "damaged", "right", "is_damaged"), [
    ("es", 5, 195, True), ("es", 5, 275, False), ("en", 5, 895, True), ("en", 5, 1095, False),
    ("es", 3, 40, True), ("es", 2, 40, False),
])  # fmt: skip
def test_a_share_of_damaged_words_shows_a_damaged_scan(
    language: str, damaged: int, right: int, is_damaged: bool
) -> None:
    words = {"es": ("prevencidn", "para"), "en": ("stuctured", "with")}[language]
    text = " ".join([words[0]] * damaged + [words[1]] * right)
    assert build_repairer([text], {}, language_of(language)).is_damaged == is_damaged


@pytest.mark.parametrize(("texts", "made"), [
    (["la identidad", "la identidad"], [("protegerla", "proteger la", 0.8)]), (["la identidad"], []),
])  # fmt: skip
def test_an_article_is_parted_from_a_verb_where_it_stands_twice_elsewhere(
    texts: list[str], made: list[tuple[str, str, float]]
) -> None:
    text = "protegerla identidad"
    found = build_repairer([*texts, text], {}, SPANISH, True).repair(text)
    assert [(each.before, each.after, each.score) for each in found] == made


def test_marks_and_guesses_have_their_score() -> None:
    [bar] = build_repairer(["x"], {}, SPANISH, True).repair("|la trata de personas")
    [bracket, *_] = find_residue("a ] b", [], [2])
    [struck] = struck_corrections("laberal", [Words(0, 7, True, "laboral", is_decoded=True)])
    [before], [after] = pieces("laberal/unknown"), pieces("laboral")
    [twin] = twin_corrections("laberal", [before], [after])
    assert (bar.score, bracket.score, struck.score, twin.score) == (0.95, 0.9, 0.5, 0.7)


@pytest.mark.parametrize(("read", "made"), [("pract1cas", ["practicas"]), ("med1co", [])])
def test_a_sign_stands_for_a_letter_of_a_word_that_is_not_rare(read: str, made: list[str]) -> None:
    assert [each.after for each in build_repairer([""], {}, SPANISH, False).repair(read)] == made


@pytest.mark.parametrize(("text", "made"), [
    ("la casa des enfants du pays organisacion avec", []),
    ("la casa des enfants du pays organisacion", ["organisación"]),
])  # fmt: skip
def test_a_quotation_of_eight_words_stays(text: str, made: list[str]) -> None:
    found = [each.after for each in build_repairer([text], {}, SPANISH, True).repair(text)]
    assert [after for after in found if after in ("organisación",)] == made


@pytest.mark.parametrize(("both", "ours", "theirs", "foreign"), [(6, 0, 2, True), (7, 0, 1, False),
    (44, 0, 6, True), (45, 0, 5, False)])  # fmt: skip
def test_another_language_knows_two_words_and_an_eighth_more(both: int, ours: int, theirs: int, foreign: bool) -> None:
    assert is_foreign(" ".join(["la"] * both + ["según"] * ours + ["avec"] * theirs), "es") == foreign


def test_a_document_s_own_confusions_count_as_twenty_five_letters() -> None:
    fitted = Channel({("é", "e"): 0.5}, SPANISH).fitted(Counter({("é", "e"): 25}))
    assert fitted.shares == {("é", "e"): 0.75}


@pytest.mark.parametrize(("form", "around", "score"), [
    ("sí", Surroundings("#", "por", "mismas", "#"), 3.0),
    ("aprobé", Surroundings("#", "plan", "la", "ley"), -3.0),
    ("doméstica", Surroundings("la", "violencia", "que", "afecta"), 1.5),
    ("pasó", Surroundings("de", "trabajo", "a", "tener"), 2.5),
])  # fmt: skip
def test_grammar_has_its_weights(form: str, around: Surroundings, score: float) -> None:
    assert grammar_score(form, around) == score


def test_learned_weights_count_less() -> None:
    around = Surroundings("#", "casa", "y", "#")
    assert ContextModel({("mesa", ""): 1.0}).scores(["mesa"], around)[0] == pytest.approx(0.7)


# Words under a line


@pytest.mark.parametrize(("read", "word", "cost"), [
    ("dcrechos", "derechos", 1.3), ("dérechos", "derechos", 0.2), ("d*rechos", "derechos", 0.7),
    ("drechos", "derechos", 3.5), ("derecchos", "derechos", 4.0), ("derechoys", "derechos", 6.0),
    ("dgrechos", "derechos", 3.5),
])  # fmt: skip
def test_a_letter_under_a_line_has_its_cost(read: str, word: str, cost: float) -> None:
    assert stroke_cost(read, word, SPANISH) == pytest.approx(cost)


def reader() -> StruckReader:
    document = {"trata": 30, "de": 50, "personas": 20, "zarpullo": 1}
    return StruckReader(Lexicon(document, SPANISH), document, {("trata", "de"): 15})


def test_struck_words_are_weighed() -> None:
    reader_ = reader()
    lexicon = Lexicon({"trata": 30, "de": 50, "personas": 20, "zarpullo": 1}, SPANISH)
    share = 0.85 * lexicon.frequency("trata") + 0.15 * 30 / 101
    assert reader_._log_share["trata"] == pytest.approx(math.log(share))
    gain = math.log(0.5 + 0.5 * (15 / 30) / math.exp(reader_._log_share["de"]))
    assert reader_._beside("trata", "de") == (pytest.approx(gain), 0.0)
    assert reader_._beside("trabajo", "forzados") == (0.0, 2.0)
    apart = reader_._log_share["personas"] + reader_._log_share["trata"] - 2.0
    assert reader_._paths("personastrata")[0].score == pytest.approx(apart)
    assert reader_._paths("qxqxqxqx")[0].score == pytest.approx(-10.0 - 2.0 * 8)


def test_common_words_may_stand_under_a_line() -> None:
    listed = general_frequencies("es")
    known, short = reader()._log_share, {word for words, _ in reader()._by_length.values() for word in words}
    beside = [word for word, share in listed.items() if 2.1e-6 < share < 3.9e-6 and word.isalpha()]
    wrong = [word for word in beside if (word in known) != (listed[word] > 3e-6)]
    assert [word for word in wrong if Lexicon({}, SPANISH).frequency(word)] == []
    shares = {word: math.exp(share) for word, share in known.items() if len(word) <= 3}
    beside = [word for word, share in shares.items() if 1.4e-4 < share < 2.6e-4]
    assert [word for word in beside if (word in short) != (shares[word] > 2e-4)] == []


@pytest.mark.parametrize(("cost", "guessed"), [(8.0, ()), (9.5, (0,))])
def test_a_word_that_hardly_resembles_what_was_read_is_a_guess(cost: float, guessed: tuple[int, ...]) -> None:
    assert with_guesses(Path(0.0, ("derecho",), cost=cost), "x" * 10).guessed == guessed


def signs(texts: Sequence[str] = ("la trata de personas",)) -> Signs:
    return Signs(build_repairer(texts, {}, SPANISH, True), Lexicon({}, SPANISH), texts)


@pytest.mark.parametrize(("word", "is_listed"), [("realizo", True), ("indico", False)])
def test_a_word_of_the_lists_is_not_too_rare(word: str, is_listed: bool) -> None:
    assert signs().is_listed(word) == is_listed


@pytest.mark.parametrize(("uses", "is_word"), [(3, True), (2, False)])
def test_a_word_that_the_document_writes_three_times_is_its_own(uses: int, is_word: bool) -> None:
    assert signs([f"la trata de {'zarpullod ' * uses}"]).is_word("zarpullod") == is_word


@pytest.mark.parametrize(("word", "is_twin"), [
    ("tode", True), ("une", False), ("espere", True), ("aumente", False),
])  # fmt: skip
def test_a_stroke_makes_a_rare_word_of_a_common_one(word: str, is_twin: bool) -> None:
    assert signs()._is_rare_twin(word) == is_twin


@pytest.mark.parametrize(("known", "is_known"), [(9, True), (7, False)])
def test_most_words_of_a_known_language_are_in_the_lists(known: int, is_known: bool) -> None:
    text = " ".join(["casa"] * known + ["zzzz"] * (10 - known))
    assert is_language_known([text], {"casa"}.__contains__) == is_known


@pytest.mark.parametrize(("word", "sign"), [("qz", "unknown"), ("ñ", "clean")])
def test_a_single_letter_shows_no_line(word: str, sign: str) -> None:
    assert [piece.sign for piece in signs().pieces(word, [(0, len(word))], [])] == [sign]


# Which words of a bracket are struck


def pieces(*words: str) -> list[Piece]:
    """Words as "form/sign"; clean without a sign."""
    made: list[Piece] = []
    for word in words:
        form, _, sign = word.partition("/")
        start = made[-1].end + 1 if made else 0
        made.append(Piece(start, start + len(form), form, sign or "clean", "space", (form.lower(),)))
    return made


def setting(before: str | None = "x", after: str | None = "z", opens: bool = False) -> Setting:
    return Setting(before, after, opens, False, False, ("CAN",), ("r/1", 0))


FIT = Memory(neighbours={("de", "mujeres"), ("de", "personas")})
EDAD, Y = Memory(deletions={("CAN", ("edad",)): ELSEWHERE}), Memory(deletions={("CAN", ("y",)): ELSEWHERE})
PAIR = Memory(pairs={(("edad",), ("sexo",)): ELSEWHERE})


@pytest.mark.parametrize(("words", "around", "memory", "kind", "share"), [
    (("edad", "sexo"), setting(), PAIR, "replacement", 0.837),
    (("edad",), setting(), EDAD, "deletion", 0.671),
    (("y", "personas"), setting(), Y, "insertion", 0.760),
    (("la", "violencia", "la", "trata"), setting(), Memory(), "insertion", 0.894),
    (("toda", "forma", "de", "abuso", "penal", "toda", "forma", "de", "abuso", "civil"), setting(), Memory(),
     "replacement", 0.527),
    (("mujeres", "personas", "mujeres"), setting(), Memory(), "replacement", 0.885),
    (("reparación", "compensación"), setting(), Memory(), "replacement", 0.670),
    (("social", "penal"), setting(), Memory(), "replacement", 0.552),
    (("prestar", "el", "la", "ayuda"), setting(), Memory(), "replacement", 0.761),
    (("establecer", "Crear", "redes"), setting("", opens=True), Memory(), "insertion", 0.756),
    (("territorial", "nacional"), setting("de", "de"), Memory(), "replacement", 0.938),
    (("mujeres", "personas"), setting("de"), FIT, "replacement", 0.670),
])  # fmt: skip
def test_a_bracket_has_its_probability(
    words: tuple[str, ...], around: Setting, memory: Memory, kind: str, share: float
) -> None:
    decision = decide(pieces(*words), around, memory)
    assert decision.kind == kind
    assert decision.share == pytest.approx(share, abs=0.006)


@pytest.mark.parametrize(("words", "around", "doubt"), [
    (("reparación", "compensación"), setting(), "replacement has a probability of 0.67 only"),
    (("mujeres/unknown", "personas"), setting(), None),
    (("mujeres", "personas", "mujeres"), setting(), "where the struck words end has a probability of 0.55 only"),
    (("mujeres/strange", "personas"), setting(), None),
    (("mujeres/strange", "niñas/strange", "personas/clean"), setting(), "the struck words cannot be read for sure"),
])  # fmt: skip
def test_a_bracket_is_in_doubt_by_probability(words: tuple[str, ...], around: Setting, doubt: str | None) -> None:
    reasons = decide(pieces(*words), around, Memory()).reasons
    assert (doubt in reasons) if doubt else not reasons


@pytest.mark.parametrize(("left", "right", "alike"), [("población", "acción", True), ("casas", "mesas", False)])
def test_words_are_formed_alike_by_their_last_four_letters(left: str, right: str, alike: bool) -> None:
    assert shares_ending(left, right) == alike


@pytest.mark.parametrize(("struck", "fate"), [(9, "deletion"), (7, "mixed")])
def test_most_letters_of_a_struck_word_are_struck(struck: int, fate: str) -> None:
    found = fate_of((0, 10), "r", Drawing({"r": [(0, struck)]}, None))
    assert (found == "deletion") == (fate == "deletion")


@pytest.mark.parametrize(("form", "fate"), [("la", PROPOSED), ("las", KEPT)])
def test_a_word_of_two_letters_goes_with_its_neighbours(form: str, fate: str) -> None:
    assert settle_fates([PROPOSED, KEPT, PROPOSED], pieces("niñas", form, "mujeres"))[1] == fate


@pytest.mark.parametrize(("printed", "read", "near"), [("laberal", "laboral", True), ("trabajo", "trata", False)])
def test_a_damaged_word_is_near_to_what_it_says(printed: str, read: str, near: bool) -> None:
    assert is_near(printed, read) == near


@pytest.mark.parametrize(("marked", "are_marked"), [(6, True), (4, False)])
def test_a_draft_marks_its_proposals_where_half_of_the_words_are_marked(marked: int, are_marked: bool) -> None:
    text = "aaaa " * 10
    bracket: Any = SimpleNamespace(content_start=0, content_end=len(text))
    drawing = Drawing({}, {"r": [(5 * at, 5 * at + 4) for at in range(marked)]})
    assert (settled(drawing, {"r": text}, {"r": [bracket]}) is not None) == are_marked


# Tags and brackets


def tags_of(text: str) -> list[str]:
    return ["/".join(each.parties) for each in directriz.read_draft(text).amendments]


@pytest.mark.parametrize(("tag", "parties"), [
    ("Russian Fed. delete", ["RUS"]), ("Russian Fe. delete", []),
    ("Saint Vinc. and the Grenadines delete", ["VCT"]),
    ("US propose; group of the smaller Andean states oppose", ["USA"]),
    ("US propose; group of the smaller Andean states in the far south oppose", []),
    ("US propose; CL want to ponder; NZ oppose", ["CHL/NZL/USA"]),
    ("US propose; CL want to ponder it; NZ oppose", [""]),
    ("MY can accept if placed in a new note", ["MYS"]),
    ("MY can accept if it is placed in a new note below here today", [""]),
])  # fmt: skip
def test_names_and_verbs_of_a_tag_are_short(tag: str, parties: list[str]) -> None:
    assert tags_of(f"Each Party [{tag}: shall] report.") == parties


@pytest.mark.parametrize(("paragraphs", "amendments"), [(8, 8), (10, 1)])
def test_a_bracket_goes_on_over_few_paragraphs(paragraphs: int, amendments: int) -> None:
    inner = ["It shall not impose quotas."] * (paragraphs - 2)
    text = "\n\n".join(["[US propose: First words stand here.", *inner, "The last words.]"])
    assert len(directriz.read_draft(text).amendments) == amendments


@pytest.mark.parametrize(("before", "asks"), [(14, True), (17, False)])
def test_a_verb_stands_near_the_beginning_of_a_bracket(before: int, asks: bool) -> None:
    assert asks_to_strike(" ".join(["and"] * before + ["delete all"])) == asks


def test_a_tag_has_two_hundred_characters() -> None:
    assert 190 < tokens_of_tag("ARG, " * 100, 0, read_parties())[-1].end <= 200


@pytest.mark.parametrize(("share", "is_remembered"), [(0.6, True), (0.5, False)])
def test_a_likely_strike_is_remembered(share: float, is_remembered: bool) -> None:
    decision = SimpleNamespace(share=share, reasons=(), runs=[Run(True, 0, 1)])
    bracket = SimpleNamespace(said=None, start=0, content_end=9, tag=SimpleNamespace(countries=("CAN",)))
    read: Any = SimpleNamespace(
        decision=decision, bracket=bracket, record_id="r/1", pieces=pieces("edad/stroke"), words=[],
        deleted="edad", inserted=None,
    )  # fmt: skip
    memory = Memory()
    remember(read, memory, [])
    assert bool(memory.deletions) == is_remembered


@pytest.mark.parametrize(("leads", "inserted"), [(2, None), (1, "Recordando")])
def test_two_paragraphs_that_begin_in_bold_show_type(leads: int, inserted: str | None) -> None:
    paragraphs = ["**Reconociendo** que la trata es un delito.", "**Destacando** que los Estados cooperan."][:leads]
    draft = directriz.read_draft("\n\n".join([*paragraphs, "**Recordando** ~~el papel~~ la labor de los jueces."]))
    assert [each.inserted for each in draft.amendments if each.deleted] == [inserted]
