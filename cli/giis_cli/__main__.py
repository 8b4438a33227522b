"""`python -m giis_cli`."""

from giis_cli._app import main

if __name__ == "__main__":
    main()
