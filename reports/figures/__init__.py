"""View models: everything a document shows of one unit, or of the regency, in one period.

Not here: sentences (`reports.wording`), layout.
"""
