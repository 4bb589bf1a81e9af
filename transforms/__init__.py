"""Rows → responses → scores → index → ranks → trend → suppression: all arithmetic of the method, once.

Pure functions from frames to frames: no I/O, no clock, no engine but Polars. Imports only
`contracts`. Not here: reading an export (`ingest`), running a rule (`expectations`), SQL (`warehouse`).
"""
