"""Keeping it running: the services of `skm up`, their supervisor, Prefect's server, the watch on the inbox, backup and
restore.

Not here: what a run does (`pipeline`), what Prefect sees of it (`flows`).
"""
