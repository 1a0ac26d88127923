"""Makes this folder's package known in the environment that runs this: as `lecture_handout` to import, and
as an exporter to nbconvert. No build, no network."""

import sysconfig
from pathlib import Path

SITE = Path(sysconfig.get_paths()["purelib"])
INFO = SITE / "lecture_handout-1.dist-info"

INFO.mkdir(exist_ok=True)
(SITE / "lecture_handout.pth").write_text(
    f"{Path(__file__).resolve().parents[1]}\n", encoding="utf-8"
)
(INFO / "METADATA").write_text("Metadata-Version: 2.1\nName: lecture_handout\nVersion: 1\n")
(INFO / "INSTALLER").write_text("set-up\n")
(INFO / "RECORD").write_text("")
(INFO / "entry_points.txt").write_text(
    "[nbconvert.exporters]\nhandout = lecture_handout:HandoutExporter\n"
)
