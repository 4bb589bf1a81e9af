"""One export file in, rows of text out, each with its place (sheet, row).

Belongs here: telling what a file is by its bytes, guarding against files that would hurt, reading them
into grids of text, finding the header, mapping columns, finding unit and period. Nothing here judges an
answer or computes a figure (`transforms`, `expectations`), and nothing keeps personal data.

From a path to grids: `grids` (the way in) over `sniff`, `size_guards`, `archive`, `workbook`, `markup`, `text`.
"""
