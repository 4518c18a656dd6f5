"""The `station` command."""

import typer

app = typer.Typer(no_args_is_help=True, help="Exam Station: one program for an exam centre.")


def main() -> None:
    """Run the command line."""
    app()
