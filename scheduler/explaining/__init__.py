"""Why it is so, and what else there would be: gaps, cures, substitutes, swaps, loads."""
