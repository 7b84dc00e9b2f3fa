"""`qa serve` and `qa mcp`: the collection for other programs."""

from __future__ import annotations

import os
from pathlib import Path

import click

from qa.cli.exit_codes import ExitCode
from qa.cli.options import chosen_index, example, which
from qa.cli.output import note
from qa.errors import UsageError

# qa.serving brings starlette, uvicorn and the MCP SDK: imported when one of these commands runs.


@click.command(
    short_help="Answer programs and browsers over HTTP.",
    epilog=example(
        "qa serve",
        "qa serve -C articles --port 8080 --mcp",
        "QA_TOKEN=... qa serve --host 0.0.0.0 --allow-host papers.lan",
    ),
)
@click.option(
    "--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Where to listen."
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8765,
    show_default=True,
    metavar="N",
    help="Port; 0 for any that is free.",
)
@click.option("--mcp", is_flag=True, help="Serve MCP at /mcp as well.")
@click.option(
    "--allow-host",
    "names",
    multiple=True,
    metavar="NAME[:PORT]",
    help="A further name under which the server is reached.",
)
@click.option(
    "--token-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="File with the token that clients must send. Default: $QA_TOKEN.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    metavar="N",
    help="Questions answered side by side; each worker has its own memory.",
)
@which
def serve(
    index: Path | str | None,
    collection: str | None,
    host: str,
    port: int,
    mcp: bool,
    names: tuple[str, ...],
    token_file: Path | None,
    workers: int,
) -> ExitCode:
    """Answer programs (JSON under /v1, see /openapi.json) and browsers over HTTP.

    Only this machine can connect unless --host says otherwise, which needs a token. Ctrl-C or
    SIGTERM stops it after the questions that are being answered.
    """
    _check_installed("starlette", "uvicorn", *(["mcp"] if mcp else []))
    from qa.serving.http_server import Serving
    from qa.serving.http_server import serve as run

    token = token_file.read_text("utf-8").strip() if token_file else os.environ.get("QA_TOKEN")
    chosen = chosen_index(index, collection)
    how = Serving(chosen, host, port, names, token or None, workers, mcp, _name(chosen, collection))
    run(how, lambda address: note(f"serving {address}"))
    return ExitCode.OK


@click.command(
    short_help="Answer an assistant over MCP, on stdin and stdout.",
    epilog=example("qa mcp", "qa mcp -C articles"),
)
@which
def mcp(index: Path | str | None, collection: str | None) -> ExitCode:
    """Answer an assistant over the Model Context Protocol, on stdin and stdout.

    The assistant starts this command itself; docs/mcp.md says how to set up common ones.
    """
    _check_installed("mcp")
    import asyncio

    from qa.async_engine import AsyncEngine
    from qa.engine import open as open_engine
    from qa.serving.answers import Answers
    from qa.serving.engines import Engines
    from qa.serving.mcp_server import serve_stdio

    chosen = chosen_index(index, collection)
    engines = Engines([AsyncEngine(open_engine(chosen))])
    asyncio.run(serve_stdio(Answers(engines), _name(chosen, collection)))
    return ExitCode.OK


def _name(index: Path | str | None, collection: str | None) -> str:
    """Return what the collection is called: its name, or that of the folder of its index."""
    if collection is not None or index is None:
        return collection or "documents"
    if isinstance(index, str):  # an address
        return index.rpartition("/")[2] or "documents"
    folder = index.expanduser().absolute()
    return (folder.parent.name if folder.name == "index" else folder.name) or "documents"


def _check_installed(*modules: str) -> None:
    from importlib.util import find_spec

    for module in modules:
        if find_spec(module) is None:
            raise UsageError(
                f"This needs the package '{module}', which is not installed.",
                "Install it with: pip install 'qa[serve]'.",
            )
