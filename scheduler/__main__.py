"""``zhiban``, which is ``python -m scheduler``."""

import os
import sys


def main() -> None:
    """Run the command; a Ctrl-C is heard even while the program is being loaded."""
    try:
        from scheduler.cli.main import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(130)


def leave_working_folder() -> None:
    """Import nothing from the working folder, where ``-m`` looks first, unless it is our own."""
    own = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    if not sys.flags.safe_path and os.path.realpath(sys.path[0]) != os.path.realpath(own):
        del sys.path[0]


if __name__ == "__main__":  # not in the processes of a batch, which import it too
    leave_working_folder()
    main()
