"""Two services whose robots say 200 also where they refuse: asked as apprise asks them, but their answer is read.

DingTalk refuses a message without the robot's keyword or with a wrong signature, both refuse more than 20 in a minute;
apprise takes the 200 for a yes, and such a message would be lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import requests
from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.wecombot import NotifyWeComBot

if TYPE_CHECKING:
    from apprise import NotifyBase


def takes(plugin: NotifyBase, text: str) -> bool | None:
    """Whether the robot took a text; None for a service that is no such robot."""
    told: dict[str, Any] = {"msgtype": "text", "text": {"content": text}}
    match plugin:
        case NotifyDingTalk():
            url = plugin.notify_url.format(token=plugin.token)
            told["at"] = {"atMobiles": plugin.targets, "isAtAll": False}
            return _took(plugin, url, told, _signed(plugin))
        case NotifyWeComBot():
            return _took(plugin, plugin.api_url, told, {})
        case _:
            return None


def _took(plugin: NotifyBase, url: str, told: dict[str, Any], query: dict[str, str]) -> bool:
    answer = requests.post(url, json=told, params=query, timeout=plugin.request_timeout, allow_redirects=False)
    said = answer.json() if answer.status_code == requests.codes.ok else {}
    return isinstance(said, dict) and said.get("errcode") == 0


def _signed(plugin: NotifyDingTalk) -> dict[str, str]:
    """DingTalk's signature, which apprise has quoted for an address that is quoted once more."""
    if not plugin.secret:
        return {}
    timestamp, sign = plugin.get_signature()  # type: ignore[no-untyped-call]  # newer parts of apprise alone are typed
    return {"timestamp": timestamp, "sign": unquote(sign)}
