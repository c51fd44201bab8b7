"""Many threads at once, in processes of their own: what goes wrong here takes the whole process along."""

from __future__ import annotations

import subprocess
import sys

READ_EVERYTHING = """
import sys, threading
sys.setswitchinterval(1e-6)
from okx_v5.decoding import reader_for
from okx_v5.operations import INDEX, find

kinds = [find(*place).answer for place in INDEX if find(*place).answers != "bare"]
together = threading.Barrier(8)

def read():
    for kind in kinds:
        together.wait()
        reader_for(kind).read(b'{"code":"0","msg":"","data":[{}]}')
    print("read everything")

threads = [threading.Thread(target=read) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


def test_threads_that_read_the_first_answers_of_a_kind_together_do_not_crash_the_process() -> None:
    # One run in five went well before readers were made one at a time.
    for _ in range(4):
        done = subprocess.run(
            [sys.executable, "-c", READ_EVERYTHING], capture_output=True, text=True, timeout=60, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.count("read everything") == 8
