"""Which documents and pages are due, making them in child processes, and what lies in the folder of a period.

Not here: what a document says (`reports`) or a page (`portal`).
"""
