"""`python -m agent` is `companion`."""

from agent.cli.main import main

if __name__ == "__main__":
    main()
