"""What stands outside tables: lines, paragraphs, running headers and footers."""
