"""The application: what a consolidation does, step by step, and what staff may ask for by hand.

Belongs here: the steps of a run, staging, editions, closing, documents, child processes, checking an upload. Not here:
Prefect (`flows` wraps this), keeping it running (`operations`), arithmetic, judgement, layout (the rooms below).
"""
