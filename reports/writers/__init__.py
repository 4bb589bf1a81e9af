"""Blocks and charts → files: PDF by typst, DOCX by python-docx, SVG; one writer a format.

Not here: what a document says.
"""
