"""How the weights of the attribution engine are made: from annotated articles to ONNX files."""
