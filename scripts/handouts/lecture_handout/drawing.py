"""The one process of Node that draws formulas and figures, for as many handouts as there are."""

import atexit
import json
import subprocess
from pathlib import Path
from threading import Lock

PROJECT = Path(__file__).resolve().parents[3]
NODE = PROJECT / "node_modules" / "node" / "bin" / "node"
DRAW = PROJECT / "scripts" / "handouts" / "draw.ts"


class Drawing:
    def __init__(self):
        self._process = None
        # JupyterLab exports in threads.
        self._turn = Lock()

    def ask(self, question: dict) -> dict:
        """One line of JSON there, one back; Vega and KaTeX are loaded by the first."""
        with self._turn:
            if self._process is None or self._process.poll() is not None:
                self._process = self._start()
            self._process.stdin.write(f"{json.dumps(question)}\n")
            self._process.stdin.flush()
            answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError(f"{DRAW.name} ended: see above")
        return json.loads(answer)

    def _start(self) -> subprocess.Popen:
        atexit.register(self.close)
        return subprocess.Popen(
            [NODE, DRAW], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait()


drawing = Drawing()
