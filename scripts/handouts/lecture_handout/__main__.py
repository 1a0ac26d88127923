"""Converts many executed notebooks in one process: python -m lecture_handout < JOBS

Reads JSON, a list of {"notebook", "handout", "neighbours"}, and answers each with a line of JSON:
what it took, or what is wrong.
"""

import json
import sys
import time
from pathlib import Path

# Where jsonschema finds it, it spends a second on a grammar of addresses; notebooks name none.
sys.modules["rfc3987_syntax"] = None

from . import HandoutError, HandoutExporter  # noqa: E402


def convert(exporter: HandoutExporter, job: dict) -> dict:
    target = Path(job["handout"])
    target.unlink(missing_ok=True)
    exporter.neighbours = job["neighbours"]
    begin = time.perf_counter()
    try:
        html, _ = exporter.from_filename(job["notebook"])
    except HandoutError as error:
        return {"handout": job["handout"], "problem": str(error)}
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(html, encoding="utf-8")
    return {"handout": job["handout"], "seconds": time.perf_counter() - begin}


exporter = HandoutExporter()
for job in json.load(sys.stdin):
    print(json.dumps(convert(exporter, job)), flush=True)
