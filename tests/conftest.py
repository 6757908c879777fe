"""Interrupts are heard: a shell's & has the tests ignore them, and so whatever they start."""

import signal

signal.signal(signal.SIGINT, signal.default_int_handler)
