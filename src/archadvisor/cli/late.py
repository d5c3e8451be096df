"""What completes a word of a command, imported only when a shell asks."""

from __future__ import annotations

import typer


def files(incomplete: str) -> list[str]:
    """Return what fits; see `archadvisor.cli.completion`."""
    from archadvisor.cli import completion

    return completion.files(incomplete)


def answers_files(incomplete: str) -> list[str]:
    """Return what fits; see `archadvisor.cli.completion`."""
    from archadvisor.cli import completion

    return completion.answers_files(incomplete)


def formats(incomplete: str) -> list[str]:
    """Return what fits; see `archadvisor.cli.completion`."""
    from archadvisor.cli import completion

    return completion.formats(incomplete)


def question_formats(incomplete: str) -> list[str]:
    """Return what fits; see `archadvisor.cli.completion`."""
    from archadvisor.cli import completion

    return completion.question_formats(incomplete)


def merge_formats(incomplete: str) -> list[str]:
    """Return what fits; see `archadvisor.cli.completion`."""
    from archadvisor.cli import completion

    return completion.merge_formats(incomplete)


def check_formats(incomplete: str) -> list[str]:
    """Return what fits; see `archadvisor.cli.completion`."""
    from archadvisor.cli import completion

    return completion.check_formats(incomplete)


def folders(incomplete: str) -> list[str]:
    """Return what fits; see `archadvisor.cli.completion`."""
    from archadvisor.cli import completion

    return completion.folders(incomplete)


def decided(context: typer.Context, incomplete: str) -> list[str]:
    """Return what fits; see `archadvisor.cli.completion`."""
    from archadvisor.cli import completion

    return completion.decided(context, incomplete)


def diff_formats(incomplete: str) -> list[str]:
    """Return what fits; see `archadvisor.cli.completion`."""
    from archadvisor.cli import completion

    return completion.diff_formats(incomplete)


def revisions(incomplete: str) -> list[str]:
    """Return what fits; see `archadvisor.cli.completion`."""
    from archadvisor.cli import completion

    return completion.revisions(incomplete)


def next_formats(incomplete: str) -> list[str]:
    """Return what fits; see `archadvisor.cli.completion`."""
    from archadvisor.cli import completion

    return completion.next_formats(incomplete)


def examples(incomplete: str) -> list[str]:
    """Return what fits; see `archadvisor.cli.completion`."""
    from archadvisor.cli import completion

    return completion.examples(incomplete)


def roles(incomplete: str) -> list[str]:
    """Return what fits; see `archadvisor.cli.completion`."""
    from archadvisor.cli import completion

    return completion.roles(incomplete)


def ids(incomplete: str) -> list[str]:
    """Return what fits; see `archadvisor.cli.completion`."""
    from archadvisor.cli import completion

    return completion.ids(incomplete)


def settings(context: typer.Context, incomplete: str) -> list[str]:
    """Return what fits; see `archadvisor.cli.completion`."""
    from archadvisor.cli import completion

    return completion.settings(context, incomplete)
