"""The models are made by training, which takes hours: in a checkout without one, what needs it is not collected."""

from pathlib import Path

import bot.models

READER = Path(bot.models.__file__).parent / "reader" / "model.json"
collect_ignore = [] if READER.is_file() else ["test_span_reader.py", "test_statement_reader.py", "test_pair_model.py"]
