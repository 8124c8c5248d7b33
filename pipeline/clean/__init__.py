"""Clean the texts of directives: amendments stripped, OCR damage repaired, spacing tidied."""
