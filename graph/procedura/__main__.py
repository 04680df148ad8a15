"""``python -m procedura``: the program."""

from procedura.cli import main

if __name__ == "__main__":
    main()
