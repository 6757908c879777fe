"""Interrupts are heard: a shell's & has the tests ignore them, and so whatever they start.

What a user's program keeps for itself lies in a folder of the run.
"""

import os
import signal
import tempfile

signal.signal(signal.SIGINT, signal.default_int_handler)
os.environ["XDG_STATE_HOME"] = os.environ["LOCALAPPDATA"] = tempfile.mkdtemp(prefix="zhiban-tests-")
