"""What libraries would tell others of their use."""

import os
import subprocess
import sys
from pathlib import Path


def test_onnxruntime_keeps_no_identifier_and_tells_nobody(tmp_path: Path) -> None:
    """Its telemetry begins with an identifier in the temporary folder, as soon as it is imported."""
    environment = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    environment |= {"TMPDIR": str(tmp_path), "HOME": str(tmp_path)}
    subprocess.run([sys.executable, "-c", "import assistant, onnxruntime"], env=environment, check=True)
    assert list(tmp_path.iterdir()) == []
