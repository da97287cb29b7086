"""Where something is built before it stands: a folder beside its place, cleared of what a killed build left."""

import shutil
import tempfile
from pathlib import Path


def make_workshop(folder: Path) -> Path:
    """Return a new folder to build in what will stand at `folder`. To be called under its lock.

    Whoever was killed while building left a workshop: under the lock nobody else builds the same, so it goes.
    """
    prefix = f".building-{folder.name}-"
    for left in folder.parent.glob(f"{prefix}*"):
        shutil.rmtree(left, ignore_errors=True)
    return Path(tempfile.mkdtemp(dir=folder.parent, prefix=prefix))
