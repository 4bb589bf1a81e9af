"""The report of the regency and period, as blocks.

Not here: the formats (`reports.writers`).
"""
