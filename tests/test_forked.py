"""A fork does what a program does that is started."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import forked

SAYS = (
    "import os, sys; from prefect.settings import PREFECT_HOME\n"
    "print(sys.argv, os.getcwd(), sorted(os.environ), PREFECT_HOME.value(), __name__)\n"
    "print(os.getsid(0) == os.getpid(), os.isatty(0), sys.stdin.read(), file=sys.stderr); sys.exit({})"
)


@pytest.mark.parametrize(("end", "code"), [("3", 3), ("None", 0), ("'it is over'", 1)])
def test_a_fork_says_and_ends_as_a_program_does(tmp_path: Path, end: str, code: int) -> None:
    command = [sys.executable, "-c", SAYS.format(end), "a", "b"]
    surroundings = os.environ | {"PREFECT_HOME": str(tmp_path), "SOMETHING": "else"}
    assert forked.is_forkable(command, surroundings, forked.PROJECT)
    words = {
        "stdin": subprocess.DEVNULL,
        "capture_output": True,
        "text": True,
        "start_new_session": True,
        "timeout": 120,
    }
    program = subprocess.run(command, cwd=forked.PROJECT, env=surroundings, **words)
    fork = forked.Fork(command, surroundings)
    assert fork.communicate(timeout=120) == (program.stdout, program.stderr)
    assert fork.returncode == program.returncode == code


def test_a_fork_can_be_waited_for_in_vain_and_killed() -> None:
    fork = forked.Fork([sys.executable, "-c", "import time; print('so', flush=True); time.sleep(60)"], os.environ)
    with pytest.raises(subprocess.TimeoutExpired):
        fork.communicate(timeout=0.1)
    os.killpg(fork.pid, 9)
    assert fork.communicate(timeout=60)[0] in ("", "so\n")
    assert fork.returncode == -9


@pytest.mark.parametrize("surroundings", [{"PYTHONHASHSEED": "1"}, {"LC_ALL": "C"}, {"TZ": "Asia/Tokyo"}])
def test_what_an_interpreter_looks_at_once_is_started(surroundings: dict[str, str], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "flows.cli"]
    assert not forked.is_forkable(command, os.environ | surroundings, forked.PROJECT)
    assert not forked.is_forkable(command, os.environ, tmp_path)
    assert not forked.is_forkable(["sh", "-c", "true"], os.environ, forked.PROJECT)
