"""Switch off the telemetry of onnxruntime, the one library of ours that sends by itself.

It looks up its maker's host and writes a device id and a queue of events to the home directory.
It starts when it is imported, so the variable that stops it must be set before the import.
`docs/telemetry.md` says what the other libraries do.
"""

from __future__ import annotations

import os
import sys
import warnings

_VARIABLE = "ORT_DISABLE_TELEMETRY"
_OFF = frozenset({"1", "true", "yes", "on"})
"""The values that onnxruntime 1.31 takes for "off"; every other value leaves telemetry on."""


def switch_off_telemetry() -> None:
    """Switch off onnxruntime's telemetry, here and in the processes that this one starts.

    A value that the user set is replaced: no setting switches telemetry on. A program may import
    onnxruntime before OnRecord. Telemetry has then started, and the library cannot end it: this
    function stops the later events and warns.
    """
    was_off = os.environ.get(_VARIABLE, "").lower() in _OFF
    os.environ[_VARIABLE] = "1"
    onnxruntime = sys.modules.get("onnxruntime")
    if onnxruntime is None or was_off:
        return
    onnxruntime.disable_telemetry_events()
    warnings.warn(
        "onnxruntime was imported before OnRecord, so its telemetry may have started. "
        f"Import OnRecord first, or set {_VARIABLE}=1 in the environment.",
        RuntimeWarning,
        stacklevel=2,
    )
