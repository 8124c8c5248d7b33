"""The publish stage: records and links become tables, are checked against the schema, and are written as files."""
