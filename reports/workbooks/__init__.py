"""Workbooks for spreadsheets: processed data, follow-up, corrections, single tables.

Not here: the reports one signs (`reports.unit`, `reports.regency`).
"""
