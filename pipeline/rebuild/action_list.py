"""Plans in prose: actions as bulleted or numbered items under headings such as "Acciones" or "¿Qué implica?".

- a list begins below a line that the profile calls `list`. It ends at the next heading, or at a line printed like the
  one with which it began ("Acciones", then "Indicadores" in the same type);
- items without a mark differ from headings by their type;
- items go on over lines, columns and pages; other text between two items is set aside;
- responsible bodies stand in a line of their own ("Responsables: …"). After an item they belong to that item. If a list
  has only one such line, before or after its items, they belong to all its items;
- values stand in the text of an item, behind labels or in brackets at its end.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import LayoutMismatch
from ..layouts import Profile
from ..records import Action, Excluded, Issue, PrintedLine, Records
from .actions import ActionMaker
from .given_values import ValueGiver
from .hierarchy import hierarchy_doubts, hierarchy_refusals
from .list_lines import ListLines
from .matrix_reading import MatrixReading
from .number_gaps import number_gaps
from .parted_items import with_parted_items
from .pieces import exclude
from .plan_tables import printed_tables
from .programme import wrap_width
from .refused_rows import refuse_together
from .set_aside import tables_aside, text_aside
from .tables_by_hand import unused_keys
from .wrapped_lines import with_whole_headings


def rebuild_action_list(lines: Sequence[PrintedLine], plan_id: str, profile: Profile, profile_name: str) -> Records:
    """Return the actions of a plan in prose, with their cells, excluded words and issues, in document order.

    Refuses (LayoutMismatch) a document in which no item of a list is found.
    """
    reading = MatrixReading(plan_id, profile_name)
    reader = ListLines(profile, reading)
    width = wrap_width([line for line in lines if not line.pieces])
    whole = with_whole_headings(lines, reader.is_heading, width)
    parted = with_parted_items(whole, reader.item_in, reader.has_values)
    reader.read([line for line in parted if line.table is None])
    reader.close()
    giver = ValueGiver(reading, reader.column_of, reader.at_end)
    giver.give(reader.ended)
    if not reader.needs_head:
        giver.set_aside(reader.ended)
    reader.say_unused()
    if not reading.rows:
        remedy = 'Say under [[unit]] with which lines a list begins (kind = "list") and how its items look ("action").'
        raise LayoutMismatch(lines[0].source_file, "no item of a list of actions was found", remedy)
    maker = ActionMaker(plan_id, profile, reading)
    made = [record for row in reading.rows for record in maker.make(row)]
    actions = [record for record in made if isinstance(record, Action)]
    refuse_together([*maker.told_twice(), *hierarchy_refusals(actions, reading, profile, lines[0].source_file)])
    hierarchy_doubts(actions, reading)
    reading.issues += number_gaps(plan_id, actions)
    printed = printed_tables(lines)
    reading.issues += unused_keys(plan_id, profile_name, profile, printed)
    tables = [(table, "the plan's actions stand in its text") for table in printed]
    other = Records([*tables_aside(plan_id, tables), *text_aside(plan_id, reader.text)])
    leftovers = [exclude(value.piece, "heading") for value in reading.context.leftovers()]
    excluded = [*reading.excluded, *leftovers, *other.of(Excluded)]
    return Records([*made, *excluded, *other.of(Issue), *reading.issues])
