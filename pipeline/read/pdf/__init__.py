"""Reading PDFs: pages into words, rules and grids; grids into logical tables over all their pages.

The way of a page: `document` opens it or refuses it, `geometry` and `words` say what is drawn where, `rules` and
`grid` find the cells, `fragments` puts the words into them, `furniture` tells what repeats on every page; `join`
makes one table of its fragments (`headers`, `columns`, `breaks`), `tables` prints it, `look` draws it.
"""

from pipeline.read.pdf.lines import TextLine, lines_of
from pipeline.read.pdf.reader import Reading, read_pdf
from pipeline.read.pdf.tables import render_text, tables_object, tables_of, write_csvs

__all__ = ["Reading", "TextLine", "lines_of", "read_pdf", "render_text", "tables_object", "tables_of", "write_csvs"]
