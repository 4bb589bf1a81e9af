"""Erasing what a person asked to have erased, or what is kept no longer (UU 27/2022): out of originals and out of
everything that was made of them.

Not here: which cells of a grid that is (`ingest.redaction`), the records (`contracts.erasures`).
"""
