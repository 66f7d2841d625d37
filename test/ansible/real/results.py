"""Writes a JSON line for each result of a task, or of an item of its loop, to the file RESULTS_FILE."""

import json
import os

from ansible.plugins.callback import CallbackBase


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "notification"
    CALLBACK_NAME = "results"

    def __init__(self):
        super().__init__()
        self._file = open(os.environ["RESULTS_FILE"], "a", encoding="utf-8")
        self._looped = set()

    def _write(self, result, status, **more):
        line = {"host": result.host.get_name(), "task": result.task.get_name(), "status": status, **more}
        self._file.write(json.dumps(line) + "\n")
        self._file.flush()

    def _message(self, result, status):
        shown = result.task.action.split(".")[-1] == "debug" and status in ("ok", "changed")
        return {"message": result.result.get("msg")} if shown else {}

    def _item(self, result, status):
        if status == "failed" and result.task.ignore_errors:
            status = "ignored"
        self._looped.add((result.host.get_name(), result.task._uuid))
        item = result.result.get("_ansible_item_label")
        self._write(result, status, item=item, **self._message(result, status))

    def _whole(self, result, status):
        # A loop has been reported item by item.
        if (result.host.get_name(), result.task._uuid) in self._looped:
            self._looped.discard((result.host.get_name(), result.task._uuid))
            return
        self._write(result, status, **self._message(result, status))

    # An include is shown by what it includes.
    def _is_include(self, result):
        return result.task.action.split(".")[-1] in ("include_tasks", "include_role")

    def v2_runner_item_on_ok(self, result):
        if self._is_include(result):
            self._looped.add((result.host.get_name(), result.task._uuid))
            return
        self._item(result, "changed" if result.is_changed() else "ok")

    def v2_runner_item_on_failed(self, result):
        self._item(result, "failed")

    def v2_runner_item_on_skipped(self, result):
        self._item(result, "skipped")

    def v2_runner_on_ok(self, result):
        if self._is_include(result):
            return
        self._whole(result, "changed" if result.is_changed() else "ok")

    def v2_runner_on_failed(self, result, ignore_errors=False):
        self._whole(result, "ignored" if ignore_errors else "failed")

    def v2_runner_on_skipped(self, result):
        self._whole(result, "skipped")

    def v2_runner_on_unreachable(self, result):
        self._whole(result, "unreachable")
