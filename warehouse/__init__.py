"""The warehouse: its tables, loading, publishing, reading. The only room that touches DuckDB.

Belongs here: SQL that selects, joins, filters and counts rows. Not here: any arithmetic of the method
(`transforms`), judging a row or a warehouse (`expectations`), or how something is shown.
"""
