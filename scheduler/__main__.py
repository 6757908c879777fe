"""``zhiban``, which is ``python -m scheduler``."""

import sys


def main() -> None:
    """Run the command; a Ctrl-C is heard even while the program is being loaded."""
    try:
        from scheduler.cli.main import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":  # not in the processes of a batch, which import it too
    main()
