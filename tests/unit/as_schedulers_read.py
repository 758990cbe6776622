"""What each scheduler makes of its file: read as it reads it, strictly, and asked what follows on an exit code."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

SPACE = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def unit(text: str) -> dict[str, list[str]]:
    """The settings of a systemd unit, each with all its values."""
    told: dict[str, list[str]] = {}
    for line in text.splitlines():
        name, equals, value = line.partition("=")
        if equals and not line.startswith(("#", ";")):
            told.setdefault(name, []).append(value)
    return told


def by_systemd(text: str, exit_: int) -> str:
    """What becomes of the unit."""
    told = unit(text)
    if exit_ == 0 or str(exit_) in told["SuccessExitStatus"][0].split():
        return "success"
    prevented = told.get("RestartPreventExitStatus", [""])[0].split()
    return "restart" if told["Restart"] == ["on-failure"] and str(exit_) not in prevented else "failed"


def crontab(text: str) -> tuple[dict[str, str], str]:
    """The variables of a crontab, and its one line with a command."""
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    named = dict(line.split("=", 1) for line in lines[:-1])
    return named, lines[-1]


def cron_runs(line: str) -> str:
    """What the command of a line in /etc/cron.d prints: that is what cron mails."""
    command = line.split(" ", 6)[6]
    assert "%" not in command.replace("\\%", "")  # cron would end the command there
    words = ["/bin/sh", "-c", command.replace("\\%", "%")]
    return subprocess.run(words, capture_output=True, text=True, check=False, env={}, timeout=20).stdout


def ending_with(folder: Path, exit_: int) -> str:
    """A program that says something and ends so."""
    program = folder / "my 程序 100%"
    program.write_text(f'#!/bin/sh\necho "said $*"\nexit {exit_}\n', "utf-8")
    program.chmod(0o700)
    return str(program)


def in_exec(line: str) -> list[str]:
    """The words of ExecStart=, unquoted and with specifiers and variables resolved, of which there must be none."""
    assert not {"$", "%"} & set(line.replace("$$", "").replace("%%", ""))
    return [word.replace("%%", "%").replace("$$", "$") for word in shlex.split(line)]


TASK: Mapping[str, Any] = {
    "RegistrationInfo": {"Description": None},
    "Triggers": {
        "TimeTrigger": {
            "Enabled": "true",
            "StartBoundary": None,
            "Repetition": {"Interval": None, "StopAtDurationEnd": "false"},
        },
        "CalendarTrigger": {"Enabled": "true", "StartBoundary": None, "ScheduleByDay": {"DaysInterval": "1"}},
    },
    "Principals": {"Principal": {"UserId": None, "LogonType": "S4U", "RunLevel": "LeastPrivilege"}},
    "Settings": {
        "MultipleInstancesPolicy": "IgnoreNew",
        "StartWhenAvailable": "false",
        "WakeToRun": "false",
        "DisallowStartIfOnBatteries": "false",
        "StopIfGoingOnBatteries": "false",
        "AllowHardTerminate": "true",
        "AllowStartOnDemand": "true",
        "Enabled": "true",
        "Hidden": "false",
        "RunOnlyIfIdle": "false",
        "RunOnlyIfNetworkAvailable": "false",
        "ExecutionTimeLimit": None,
        "Priority": "5",
    },
    "Actions": {"Exec": {"Command": None, "Arguments": None, "WorkingDirectory": None}},
}


def odd_in_task(element: ET.Element, shape: Mapping[str, Any]) -> Iterator[str]:
    """What the schema has not, has in another order (a trigger's parts are a sequence), or with another value."""
    names = [child.tag.removeprefix(SPACE) for child in element]
    if names != [name for name in shape if name in names]:
        yield f"{element.tag}: {names}"
    for child, name in zip(element, names, strict=True):
        wanted = shape.get(name)
        if isinstance(wanted, Mapping):
            yield from odd_in_task(child, wanted)
        elif wanted not in {None, child.text} or not child.text:
            yield f"{name}: {child.text}"


def task(content: bytes) -> ET.Element:
    """A task as Windows reads it."""
    assert content.startswith(b"\xff\xfe")  # UTF-16, little end first
    return ET.fromstring(content)  # noqa: S314 - our own file


def found(element: ET.Element, path: str) -> str:
    """The text of an element by its path."""
    return str(element.findtext("/".join(SPACE + step for step in path.split("/"))))


_POD: Mapping[str, Any] = {
    "restartPolicy": str,
    "terminationGracePeriodSeconds": int,
    "automountServiceAccountToken": bool,
    "enableServiceLinks": bool,
    "securityContext": {
        "runAsNonRoot": bool,
        "runAsUser": int,
        "runAsGroup": int,
        "fsGroup": int,
        "seccompProfile": {"type": str},
    },
    "containers": [
        {
            "name": str,
            "image": str,
            "command": [str],
            "env": [{"name": str, "value": str}],
            "envFrom": [{"secretRef": {"name": str, "optional": bool}}],
            "resources": {"requests": {"cpu": str, "memory": str}, "limits": {"memory": str}},
            "securityContext": {
                "allowPrivilegeEscalation": bool,
                "readOnlyRootFilesystem": bool,
                "capabilities": {"drop": [str]},
            },
            "volumeMounts": [{"name": str, "mountPath": str, "readOnly": bool}],
        }
    ],
    "volumes": [
        {
            "name": str,
            "persistentVolumeClaim": {"claimName": str},
            "configMap": {"name": str},
            "secret": {"secretName": str, "defaultMode": int},
            "emptyDir": {"medium": str, "sizeLimit": str},
        }
    ],
}
_RULE: Mapping[str, Any] = {
    "action": str,
    "onExitCodes": {"containerName": str, "operator": str, "values": [int]},
}
CRONJOB: Mapping[str, Any] = {
    "apiVersion": str,
    "kind": str,
    "metadata": {"name": str},
    "spec": {
        "schedule": str,
        "timeZone": str,
        "concurrencyPolicy": str,
        "startingDeadlineSeconds": int,
        "successfulJobsHistoryLimit": int,
        "failedJobsHistoryLimit": int,
        "jobTemplate": {
            "spec": {
                "backoffLimit": int,
                "activeDeadlineSeconds": int,
                "podFailurePolicy": {"rules": [_RULE]},
                "template": {"spec": _POD},
            }
        },
    },
}


def odd_in_manifest(value: Any, shape: Any, path: str = "") -> Iterator[str]:
    """Fields that a CronJob (batch/v1) has not, and values of another type; `shape` names those that we use."""
    match shape:
        case Mapping():
            yield from (f"{path}.{name}" for name in value if name not in shape)
            for name in value.keys() & shape.keys():
                yield from odd_in_manifest(value[name], shape[name], f"{path}.{name}")
        case [each]:
            for one in value:
                yield from odd_in_manifest(one, each, f"{path}[]")
        case kind if type(value) is not kind:
            yield f"{path}: {value!r}"
