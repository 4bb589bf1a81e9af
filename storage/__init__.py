"""Folders that may lie elsewhere: on a share, in an object store, here.

Belongs here: opening a folder by its URL, reading and writing whole files in it, what went wrong in words a
person can act on. The only room that touches fsspec. Not here: what the files are (`ingest`, `flows`), and
where credentials are kept (`pipeline.credentials`; they are handed in and never written, logged or shown).
"""
