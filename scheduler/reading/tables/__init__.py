"""Headings and rows: which sheet, which column, which source."""
