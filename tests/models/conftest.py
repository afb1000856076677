"""The models are made by training, which takes hours: in a checkout without one, what needs it is not collected."""

from tests.models.places import CLAIMS, READER

collect_ignore = []
if not (READER / "model.json").is_file():
    collect_ignore += ["test_span_reader.py", "test_statement_reader.py", "test_pair_model.py"]
if not (CLAIMS / "model.json").is_file():
    collect_ignore.append("test_claims.py")
