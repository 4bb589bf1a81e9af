"""Sentences in Bahasa Indonesia, made from figures: no number or name of an unsur is typed.

Not here: where a sentence stands (`reports.unit`, `reports.regency`).
"""
