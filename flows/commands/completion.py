"""`hushtag completion`: what a shell needs to finish commands, actions and options that somebody begins to type."""

import argparse
from collections.abc import Iterator

HELP = "print a script by which a shell completes commands: bash, zsh or fish"
BASH = """_hushtag() {{
    local typed="${{COMP_WORDS[*]:1:COMP_CWORD-1}}" words=""
    case " $typed " in
{cases}
    esac
    COMPREPLY=($(compgen -W "$words" -- "${{COMP_WORDS[COMP_CWORD]}}"))
}}
complete -o default -F _hushtag hushtag"""
ZSH = "autoload -U +X bashcompinit && bashcompinit"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares the shell."""
    parser.add_argument("shell", choices=("bash", "zsh", "fish"), help="put what is printed where the shell reads it")


def execute(parsed: argparse.Namespace) -> None:
    """Prints the script; it is to be printed again when commands change."""
    known = list(_words(parsed.parser, ()))
    if parsed.shell == "fish":
        print("\n".join(_fish(path, words) for path, words in known))
        return
    # The longest path comes first, and the first that fits decides.
    cases = "\n".join(
        f'    "{" ".join(["", *path])} "*) words="{" ".join(words)}" ;;'
        for path, words in sorted(known, key=lambda each: -len(each[0]))
    )
    script = BASH.format(cases=cases)
    print(f"{ZSH}\n{script}" if parsed.shell == "zsh" else script)


def _words(parser: argparse.ArgumentParser, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """Each command or action by its path, with the words that may follow it."""
    choices = {
        name: each
        for action in parser._actions
        if isinstance(action, argparse._SubParsersAction)
        for name, each in action.choices.items()
    }
    yield path, [*choices, *(option for action in parser._actions for option in action.option_strings)]
    for name, each in choices.items():
        yield from _words(each, (*path, name))


def _fish(path: tuple[str, ...], words: list[str]) -> str:
    where = " ; and ".join(f"__fish_seen_subcommand_from {each}" for each in path) or "__fish_use_subcommand"
    return f"complete -c hushtag -n '{where}' -a '{' '.join(words)}'"
