"""Check what pip has installed against requirements.lock: ``check_hashes.py REPORT LOCK``.

pip's own --require-hashes wants every package of the lock installed, which on Linux would bring
PyTorch's CUDA libraries (gigabytes) along although the CPU build needs none of them. So pip
resolves with constraints.txt, reports the SHA-256 of every file that it took, and each of them
must be one that the lock knows.
"""

import json
import re
import sys
from pathlib import Path


def main(report: Path, lock: Path) -> int:
    """0 when every file is known, 1 with the names of those that are not."""
    known = set(re.findall(r"--hash=sha256:([0-9a-f]{64})", lock.read_text(encoding="utf-8")))
    taken = json.loads(report.read_text(encoding="utf-8"))["install"]
    files = [item for item in taken if "archive_info" in item["download_info"]]
    strange = [
        f"{item['metadata']['name']} {item['metadata']['version']} "
        f"({item['download_info']['url'].rsplit('/', 1)[-1]})"
        for item in files
        if item["download_info"]["archive_info"].get("hashes", {}).get("sha256") not in known
    ]
    for name in strange:
        print(f"not in {lock.name}: {name}", file=sys.stderr)
    print(f"{len(files) - len(strange)} of {len(files)} installed files are those of {lock.name}")
    return 1 if strange else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
