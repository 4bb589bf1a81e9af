"""The `skm` command: what a person types and reads.

Belongs here: arguments, tables on a terminal, JSON, progress bars, exit codes. Not here: anything that
decides or computes: a command asks a room and shows the answer. What staff read is Bahasa Indonesia;
`--help` is English. Heavy libraries are imported by the command that needs them.
"""
