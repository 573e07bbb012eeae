"""``python -m dragon_prep`` is the command line."""

from dragon_prep.cli import main

if __name__ == "__main__":
    main()
