"""``python -m scheduler`` is ``zhiban``."""

from scheduler.cli import main

if __name__ == "__main__":  # not in the processes of a batch, which import it too
    main()
