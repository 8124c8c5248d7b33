"""Reading PDFs: pages into words, rules and grids; grids into logical tables over all their pages.

The way of a page: `document` opens it or refuses it (`streams`, `trial`), `geometry` and `words` say what is drawn
where, `rules` and `grid` find the cells, `fragments` puts the words into them, `furniture` tells what repeats on every
page, `order` in which order lines are read; `sheets` puts a page together, `reader` the document. `join` makes one
table of its fragments (`headers`, `columns`, `breaks`, `kin`), `tables` prints it, `look` draws it. `lines`, `faces`
and `paragraphs` read what stands outside tables; `printed` hands all of it to the stages. A page that is a picture
goes by `scan`, `shades`, `scan_rules`, `scan_words` and `ocr`; `engines` are the second readers, `doubts` what is
unsure. `arrays` and `collector` save time.

What is drawn otherwise has a room of its own. Grids: `row_rules` has horizontal rules only (`column_edges` by white
space, `row_runs` what is one table, `known_columns` those of the page before, `ruled_headers` a header alone),
`banded` and `stripes` filled rows, `touching` tables without a gap, `outer_sides` and `unframed` cells without a frame;
`mended`, `undrawn` and `title_bands` set right what a grid lacks. Breaks: `header_and_row`, `cut_headers`. Words:
`word_spans`, `lost_spaces`, `overrun`; `clips` and `clipped_words` what is drawn and not seen.
"""

from pipeline.read.pdf.lines import TextLine, lines_of
from pipeline.read.pdf.reader import Reading, read_pdf
from pipeline.read.pdf.tables import tables_object, tables_of, write_csvs

__all__ = ["Reading", "TextLine", "lines_of", "read_pdf", "tables_object", "tables_of", "write_csvs"]
