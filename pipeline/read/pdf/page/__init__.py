"""What one page draws: words with their boxes and type, rules and fills; the text of its lines and cells."""
