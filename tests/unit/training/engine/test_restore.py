"""Exported weights can be read back to be trained further (needs the extra `train`)."""

import numpy as np
import pytest

from service.extraction.model.model_reader import WEIGHTS
from service.extraction.model.tokeniser import Tokeniser
from service.gold.articles import AnnotatedText

TEXT = (
    "The mayor of Leeds, Ada Roe, said on Monday that the bridge would open in May. “We are "
    "ready,” she told the council. Critics at the Transport Union called it too late."
)


def test_restored_weights_read_a_text_as_the_exported_ones_do() -> None:
    torch = pytest.importorskip("torch", reason="the extra `train` is not installed")
    import onnxruntime

    from service.training.engine.examples import make_examples
    from service.training.engine.network import STUDENT
    from service.training.engine.packing import Packing
    from service.training.engine.restore import restore_network

    (example,) = make_examples(
        AnnotatedText(text=TEXT, attributions=(), names=None),
        tokeniser=Tokeniser(WEIGHTS / "vocabulary.txt"),
        packing=Packing(),
    )
    inputs = {
        name: np.asarray(getattr(example, name), dtype=np.int64)
        for name in ("numbers", "shapes", "places")
    }
    session = onnxruntime.InferenceSession(str(WEIGHTS / "encoder.onnx"))
    exported = session.run(None, inputs)
    with torch.no_grad():
        restored = restore_network(WEIGHTS, STUDENT).encoder(
            *(torch.from_numpy(each)[None] for each in inputs.values())
        )
    # The exported encoder also rounds what goes into each layer to eight bits.
    for theirs, own in zip(exported[1:], restored[1:], strict=True):
        assert (theirs.argmax(-1) == own[0].numpy().argmax(-1)).all()
        assert np.abs(theirs - own[0].numpy()).mean() < 0.2
