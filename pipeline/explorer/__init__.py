"""The explorer: pages that show the published tables in a browser, without a server and without a network.

`site` makes the files of `output/explorer/` from the tables of `output/` and the documents of `raw/`; `page/` holds the
page, its style and its scripts, which are put into one file. `commands/explore_server.py` shows the same files at an
address of this machine and writes reviews into `raw/reviews/links.csv`. Nothing here changes a table.
"""
