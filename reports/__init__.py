"""Figures to documents and charts: pure rendering.

Nothing here computes a figure of the method, reads a warehouse or writes a file: plain rows go in,
bytes or text come out. Imports only `contracts`; typst and xlsxwriter are used nowhere else.
"""
