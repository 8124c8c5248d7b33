"""The cells of the tables on one page, from rules, fills and white space."""
