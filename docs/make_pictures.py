"""Draw the pictures of the README from what the program really prints.

python docs/make_pictures.py     (from the root of the project, with its own interpreter)
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text
from svg_text import portable

PICTURES = Path(__file__).parent / "pictures"
COMMANDS = {
    "ask": ["ask", "why was Turkey removed from F-35?"],
    "refusal": ["ask", "What is the price of an S-400 battery?"],
}


def main() -> None:
    """Run each command and write an SVG of its coloured output."""
    PICTURES.mkdir(exist_ok=True)
    for name, command in COMMANDS.items():
        run = subprocess.run(
            [sys.executable, "-m", "qa", *command, "--color", "always"],
            stdout=subprocess.PIPE,
            env=os.environ | {"QA_HISTORY": "0"},  # no conversation of whoever draws them
            check=False,
        )
        with Path("/dev/null").open("w", encoding="utf-8") as nowhere:
            console = Console(record=True, width=102, file=nowhere)
            shown = " ".join(f'"{word}"' if " " in word else word for word in command)
            console.print(Text(f"$ qa {shown}", style="bold"))
            console.print(Text.from_ansi(run.stdout.decode("utf-8")))
            picture = console.export_svg(title="qa", unique_id=name)
        (PICTURES / f"{name}.svg").write_text(portable(picture), encoding="utf-8")


if __name__ == "__main__":
    main()
