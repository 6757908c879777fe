"""Workbooks and calendar files."""
