"""``python -m scheduler`` is ``zhiban``."""

from scheduler.cli import main

main()
