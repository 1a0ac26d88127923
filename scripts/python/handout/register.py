"""Makes this folder's package known in the environment that runs this: as `handout` to import, and
as an exporter to nbconvert. No build, no network."""

import sysconfig
from pathlib import Path

SITE = Path(sysconfig.get_paths()["purelib"])
INFO = SITE / "handout-1.dist-info"

INFO.mkdir(exist_ok=True)
(SITE / "handout.pth").write_text(f"{Path(__file__).resolve().parents[1]}\n")
(INFO / "METADATA").write_text("Metadata-Version: 2.1\nName: handout\nVersion: 1\n")
(INFO / "INSTALLER").write_text("set-up\n")
(INFO / "RECORD").write_text("")
(INFO / "entry_points.txt").write_text(
    "[nbconvert.exporters]\nhandout = handout:HandoutExporter\n"
)
