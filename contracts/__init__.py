"""What every room agrees on: the nine unsur and their words, the method's constants, columns and
tables, quality rules, periods, settings, the registry, and the records passed between rooms.

Nothing here computes a figure, reads an export, or knows an engine. Imports nothing of ours.
"""
