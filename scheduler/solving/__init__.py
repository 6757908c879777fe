"""Problem and rulebook to Result: the nine levels, the tie-break, and the proof of each."""
