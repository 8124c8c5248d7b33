"""Reading PDFs: pages into words, rules and grids; grids into logical tables over all their pages.

One folder for each step of the way, in this order; each imports only from those before it:

- `guard`: open the file, or refuse it with the reason; limits on what a hostile file may cost.
- `page`: what one page draws: words with their boxes and type, rules, fills; the text of lines and cells.
- `grid`: the cells of the tables on one page.
- `table`: logical tables: the pieces of a table joined over its pages.
- `scan`: pages that are pictures: setting them straight, finding rules, optical character recognition.
- `prose`: what stands outside tables: lines, paragraphs, running headers and footers.

`page_reader` reads one page and `reader` a document. `tables` prints the logical tables, `look` draws them over the
page, `printed` hands everything to the stages. `garbage_collector` saves time.
"""

from .printed import lines_of
from .prose.lines import TextLine
from .prose.page_records import Reading
from .reader import read_pdf
from .tables import tables_object, tables_of, write_csvs

__all__ = ["Reading", "TextLine", "lines_of", "read_pdf", "tables_object", "tables_of", "write_csvs"]
