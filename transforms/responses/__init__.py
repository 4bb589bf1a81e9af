"""Rows of text → typed responses → which of them count: answers, dates, categories, identity, outcome.

Not here: figures (`transforms.figures`).
"""
