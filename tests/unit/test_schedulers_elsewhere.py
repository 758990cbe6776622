"""The same for Windows, macOS and Kubernetes, and for the recipes of the page about schedulers."""

from __future__ import annotations

import ast
import plistlib
import re
from datetime import time
from pathlib import Path, PureWindowsPath
from typing import Any

import pytest
import yaml
from as_schedulers_read import CRONJOB, SPACE, TASK, found, odd_in_manifest, odd_in_task, task
from rounds_to_start import DAILY, NOT_AGAIN, ODD, OFTEN, a_round, texts

from agent.adapters.schedulers import At, Every, When, rendered
from agent.domain.scheduling import Scheduler, Then, exits, healed_by_time
from agent.errors import EXIT, Code

pytestmark = pytest.mark.fast


# --- Task Scheduler


@pytest.mark.parametrize(("when", "trigger"), [(OFTEN, "TimeTrigger"), (At(time(9, 10)), "CalendarTrigger")])
def test_windows_reads_a_task_with_the_elements_and_values_of_its_schema(when: When, trigger: str) -> None:
    root = task(rendered(Scheduler.TASKSCHEDULER, a_round(when))[0].content)

    assert list(odd_in_task(root, TASK)) == []
    assert root.find(f"{SPACE}Triggers/{SPACE}{trigger}") is not None
    assert (root.tag, root.get("version")) == (f"{SPACE}Task", "1.2")


def test_windows_starts_the_very_words() -> None:
    words = (r"C:\Program Files\companion.exe", "apply", "--config", "C:\\我的 店\\", "--state", r"C:\a & <b>")
    round_ = a_round(words=words, state=PureWindowsPath(r"C:\a & <b>"), user="SHOP\\王 芳")

    root = task(rendered(Scheduler.TASKSCHEDULER, round_)[0].content)

    assert found(root, "Actions/Exec/Command") == words[0]
    assert found(root, "Actions/Exec/Arguments") == 'apply --config "C:\\我的 店\\\\" --state "C:\\a & <b>"'
    assert found(root, "Principals/Principal/UserId") == "SHOP\\王 芳"


def test_windows_tries_nothing_again_whatever_the_exit_code() -> None:
    root = task(rendered(Scheduler.TASKSCHEDULER, a_round())[0].content)

    assert list(root.iter(f"{SPACE}RestartOnFailure")) == []
    assert found(root, "Triggers/TimeTrigger/Repetition/Interval") == "PT10M"


# --- launchd


def test_launchd_reads_its_list_and_starts_the_very_words() -> None:
    told = plistlib.loads(rendered(Scheduler.LAUNCHD, a_round(Every(120), user=""))[0].content)

    assert told["ProgramArguments"] == ["/opt/companion", "apply", "--state", ODD]
    assert (told["StartInterval"], told["RunAtLoad"], told["Umask"]) == (7200, False, 0o077)
    assert told["EnvironmentVariables"]["PLAYWRIGHT_BROWSERS_PATH"] == "/opt/my browsers"
    assert told["StandardErrorPath"] == f"{ODD}/launchd.log"


def test_launchd_tries_nothing_again_makes_up_for_nothing_and_runs_as_who_is_named() -> None:
    told = plistlib.loads(rendered(Scheduler.LAUNCHD, a_round())[0].content)

    assert told.keys().isdisjoint({"KeepAlive", "StartCalendarInterval", "WatchPaths"})
    assert told["UserName"] == "ops"


# --- Kubernetes


def cronjob(when: When = OFTEN) -> Any:
    return list(yaml.safe_load_all(texts(Scheduler.K8S, when)[0]))[1]


@pytest.mark.parametrize("when", [OFTEN, DAILY])
def test_kubernetes_reads_no_field_that_a_cronjob_has_not(when: When) -> None:
    assert list(odd_in_manifest(cronjob(when), CRONJOB)) == []


def test_kubernetes_tries_again_only_what_did_not_happen() -> None:
    job = cronjob()["spec"]["jobTemplate"]["spec"]
    (rule,) = job["podFailurePolicy"]["rules"]

    assert (rule["action"], rule["onExitCodes"]["operator"]) == ("FailJob", "In")
    assert rule["onExitCodes"]["values"] == NOT_AGAIN
    assert rule["onExitCodes"]["containerName"] == job["template"]["spec"]["containers"][0]["name"]
    assert (job["backoffLimit"], job["template"]["spec"]["restartPolicy"]) == (2, "Never")


def test_kubernetes_never_runs_two_and_none_late() -> None:
    often, daily = cronjob()["spec"], cronjob(DAILY)["spec"]

    assert (often["schedule"], often["concurrencyPolicy"]) == ("*/10 * * * *", "Forbid")
    assert (daily["schedule"], daily["timeZone"]) == ("10 9 * * *", "Asia/Shanghai")
    assert 10 <= often["startingDeadlineSeconds"] <= 300


def test_kubernetes_gives_secrets_as_files_and_variables_to_a_user_without_rights() -> None:
    pod = cronjob()["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    container = pod["containers"][0]

    mounted = {one["mountPath"] for one in container["volumeMounts"] if one["name"] == "vault"}
    assert container["env"][0]["value"] == f"{mounted.pop()}/vault.key"
    assert (pod["securityContext"]["runAsNonRoot"], container["command"]) == (True, ["companion", "apply"])
    assert container["securityContext"]["allowPrivilegeEscalation"] is False
    assert [one["secret"]["defaultMode"] for one in pod["volumes"] if "secret" in one] == [0o440]


# --- the page


PAGE = (Path(__file__).parents[2] / "docs" / "schedulers.md").read_text("utf-8")


def test_the_recipe_for_airflow_skips_what_is_busy_or_healed_by_time_and_tries_nothing_again() -> None:
    (recipe,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    named = {one.arg: one.value for node in ast.walk(ast.parse(recipe)) for one in getattr(node, "keywords", [])}
    assert ast.literal_eval(named["skip_on_exit_code"]) == sorted([EXIT[Code.E_BUSY], *healed_by_time()])
    assert [ast.literal_eval(named[one]) for one in ("retries", "catchup", "max_active_runs")] == [0, False, 1]


def test_the_page_names_the_codes_that_may_be_tried_at_once() -> None:
    assert f"exit_codes: {list(exits(Then.AGAIN))}" in PAGE
    assert "| 1 to 5, 20 to 26, 40 to 42 | a person has to look | never |" in PAGE
