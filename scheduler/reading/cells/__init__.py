"""What the text of a cell means: names, dates, moments, words."""
