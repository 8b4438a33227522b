"""`python -m giis_cli`."""

from giis_cli import main

if __name__ == "__main__":
    main()
