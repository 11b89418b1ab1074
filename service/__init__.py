"""OnRecord: what happens to an article, in the order in which data flows."""

from service.telemetry import switch_off_telemetry

# Here, because this runs before any module of OnRecord can import onnxruntime.
switch_off_telemetry()
