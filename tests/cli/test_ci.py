"""The pre-commit hook and the CI examples, run for real: installed from a clone, on a repository of a team."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from checking import changed, decided
from program import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a checkout"),
]
CI = ROOT / "docs" / "ci"
HOOKS = ROOT / ".pre-commit-hooks.yaml"
RED = changed(decided(), "needs: nothing", "needs: result", "order-to-mail")


def sh(*arguments: str | Path, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a program without what tells it of another repository or of the program under test."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PYTHON"))}
    who = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.com"}
    who |= {"GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.com"}
    return subprocess.run(
        list(map(str, arguments)), cwd=cwd, env={**kept, **who, **env}, capture_output=True, text=True, timeout=600
    )


def done(*arguments: str | Path, cwd: Path, **env: str) -> str:
    ended = sh(*arguments, cwd=cwd, **env)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def commit(folder: Path) -> str:
    """Make a folder a repository with all that lies in it, and return its commit."""
    done("git", "init", "-q", cwd=folder)
    done("git", "add", "-A", cwd=folder)
    done("git", "commit", "-qm", "all", cwd=folder)
    return done("git", "rev-parse", "HEAD", cwd=folder).strip()


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Yield a repository with the program as it lies in this checkout, committed or not."""
    folder = tmp_path_factory.mktemp("clone") / "archadvisor"
    listed = done("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT)
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    commit(folder)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def team(tmp_path: Path) -> Path:
    """Return the repository of a team with a decided system."""
    folder = tmp_path / "team"
    folder.mkdir()
    (folder / "answers.yaml").write_text(decided(), encoding="utf-8")
    return folder


def test_the_hook_fails_a_commit_with_a_decision_that_does_not_hold(clone: Path, team: Path, tmp_path: Path) -> None:
    (hook,) = yaml.safe_load(HOOKS.read_text(encoding="utf-8"))
    revision = done("git", "rev-parse", "HEAD", cwd=clone).strip()
    config = {"repos": [{"repo": str(clone), "rev": revision, "hooks": [{"id": hook["id"]}]}]}
    (team / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    (team / "docs").mkdir()
    (team / "docs" / "answers-billing.yaml").write_text(decided(), encoding="utf-8")
    (team / "notes.yaml").write_text("not: ours\n", encoding="utf-8")
    commit(team)
    home = str(tmp_path / "home")
    pre_commit = [sys.executable, "-m", "pre_commit", "run", "--all-files"]

    green = sh(*pre_commit, cwd=team, PRE_COMMIT_HOME=home)
    assert green.returncode == 0, green.stdout + green.stderr
    assert "Passed" in green.stdout

    (team / "docs" / "answers-billing.yaml").write_text(RED, encoding="utf-8")
    red = sh(*pre_commit, cwd=team, PRE_COMMIT_HOME=home)
    assert red.returncode == 1
    assert "docs/answers-billing.yaml:" in red.stdout
    assert "order-to-mail/turned" in red.stdout
    assert done("git", "status", "--porcelain", cwd=team) == " M docs/answers-billing.yaml\n"


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an empty environment of Python, as CI gives a job one."""
    folder = tmp_path_factory.mktemp("machine") / "venv"
    done(sys.executable, "-m", "virtualenv", "-q", folder, cwd=folder.parent)
    return folder


def steps(script: Iterator[str] | list[str], folder: Path, machine: Path, clone: Path) -> list[tuple[int, str]]:
    """Run lines as a job does, each in a shell of its own, with the clone as what is to be installed."""
    path = os.pathsep.join([str(machine / "bin"), os.environ["PATH"]])
    ended = [sh("bash", "-e", "-c", line, cwd=folder, PATH=path, ARCHADVISOR=f"git+file://{clone}") for line in script]
    assert not any("Traceback" in one.stderr for one in ended), ended
    return [(one.returncode, one.stdout + (one.stderr if one.returncode > 1 else "")) for one in ended]


def test_the_workflow_for_github(clone: Path, team: Path, machine: Path) -> None:
    workflow: Any = yaml.safe_load((CI / "github-actions.yml").read_text(encoding="utf-8"))
    job = workflow["jobs"]["check"]
    assert "ARCHADVISOR" in workflow["env"]
    script = [step["run"] for step in job["steps"] if "run" in step]
    uploaded = next(step["with"]["sarif_file"] for step in job["steps"] if "upload-sarif" in step.get("uses", ""))

    assert steps(script, team, machine, clone) == [(0, "")] * 3
    assert '"results": []' in (team / uploaded).read_text(encoding="utf-8")

    (team / "answers.yaml").write_text(RED, encoding="utf-8")
    (_, installed), (code, printed), (also, nothing) = steps(script, team, machine, clone)
    assert (installed, code, also, nothing) == ("", 1, 1, "")
    assert printed.startswith("::error file=answers.yaml,line=")
    assert '"order-to-mail/turned"' in (team / uploaded).read_text(encoding="utf-8")


def test_the_job_for_gitlab(clone: Path, team: Path, machine: Path) -> None:
    job: Any = yaml.safe_load((CI / "gitlab-ci.yml").read_text(encoding="utf-8"))["decisions"]
    assert "ARCHADVISOR" in job["variables"]
    assert job["artifacts"]["when"] == "always"
    report = team / job["artifacts"]["reports"]["junit"]

    assert steps(job["script"], team, machine, clone) == [(0, "")] * 2
    assert ElementTree.parse(report).getroot().attrib["failures"] == "0"

    (team / "answers.yaml").write_text(RED, encoding="utf-8")
    (_, installed), (code, printed) = steps(job["script"], team, machine, clone)
    assert (installed, code) == ("", 1)
    assert "order-to-mail/turned" in printed
    assert ElementTree.parse(report).getroot().attrib["failures"] == "1"
