"""`qa writer`: the language model that `qa ask --write` asks."""

from __future__ import annotations

import click

from qa.cli.exit_codes import ExitCode
from qa.cli.options import example
from qa.cli.output import emit, note
from qa.errors import UsageError


@click.command(
    short_help="Choose the language model that writes.",
    epilog=example(
        "qa writer --address http://127.0.0.1:11434/v1 --model llama3.2",
        "qa writer --address https://api.example.org/v1 --model NAME --key-from MY_KEY --allow",
        "qa writer --address llm --model NAME",
        "qa writer --off",
    ),
)
@click.option(
    "--address",
    metavar="URL",
    help="An OpenAI-compatible server (Ollama, llama.cpp, ...), or 'llm' for the package.",
)
@click.option("--model", metavar="NAME", help="The name of the model there.")
@click.option("--key-from", default="", metavar="VARIABLE", help="Variable that holds the key.")
@click.option("--allow", is_flag=True, help="Allow questions and quotes to be sent there.")
@click.option("--off", is_flag=True, help="Forget the model and what was allowed.")
def writer(
    address: str | None, model: str | None, key_from: str, allow: bool, off: bool
) -> ExitCode:
    """Show or choose the language model that 'qa ask --write' asks.

    None is set at first, and nothing is sent anywhere. A model on this machine is asked without
    further questions; one elsewhere gets nothing before you allow it, here or when it is first
    needed.
    """
    from qa.render.sanitize import visible_line
    from qa.writing import settings

    known = settings.load()
    if off:
        if address or model or allow:
            raise UsageError("--off excludes the other options.", "Give it alone.")
        if known:
            settings.forget(known)
        note("no model writes" if known else "no model was set")
        return ExitCode.OK
    if (address is None) != (model is None):
        raise UsageError("--address and --model belong together.", "Give both.")
    if address is not None and model is not None:
        known = settings.checked(address, model, key_from)
        settings.save(known)
    elif key_from:
        raise UsageError("--key-from belongs to an --address.", "Give it with one.")
    if known is None:
        emit("No language model writes.\n")
        if allow:
            raise UsageError("There is no model to allow.", "Name one with --address and --model.")
        return ExitCode.OK
    if allow and not settings.may_send(known):
        note(settings.what_is_sent(known))
        settings.allow_sending(known)
    if known.local:
        state = "on this machine"
    elif settings.may_send(known):
        state = "on another machine, allowed"
    else:
        state = "on another machine, not allowed yet: 'qa writer --allow'"
    emit(visible_line(f"{known.model} at {known.address} ({state})") + "\n")
    return ExitCode.OK
