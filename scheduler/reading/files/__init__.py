"""Any file to sheets of stored values."""
