"""Any file of people's to a Centre: values, words, tables, sheets, one room above the other."""
