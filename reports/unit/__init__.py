"""The report of one unit and period, as blocks, chapter by chapter, and its public card.

Not here: the formats (`reports.writers`).
"""
