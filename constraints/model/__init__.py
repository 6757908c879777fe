"""The CP-SAT model of a month, which rules and goals fill."""
