"""Run as a program: add articles batch by batch, and print each one's id once it is stored.

adder.py HOME FIRST COUNT [LIMIT]     LIMIT: bytes a file may grow to (RLIMIT_FSIZE), as on a full disk
"""

from __future__ import annotations

import sys
import time
from pathlib import Path


def main(arguments):
    sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).resolve().parent)]
    from embedder import Hashing, article, split

    from index import writer
    from index.errors import StoreError

    home, first, count = Path(arguments[0]), int(arguments[1]), int(arguments[2])
    if len(arguments) > 3:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (int(arguments[3]), int(arguments[3])))

    def stored(done):
        sys.stdout.write(f"{done.id} {done.revision}\n")
        sys.stdout.flush()

    print("ready", flush=True)
    try:
        for start in range(first, first + count, 4):
            numbers = range(start, min(start + 4, first + count))
            writer.add(
                home, [article(i) for i in numbers], Hashing(), split=split, batch=2, on_stored=stored, timeout=30
            )
            time.sleep(0.03)  # the lock is not fair: let the other writer have it
    except StoreError as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
