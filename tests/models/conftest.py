"""The claims model is made by training, which takes hours: in a checkout without one, its tests are not collected."""

from tests.models.places import CLAIMS

collect_ignore = [] if (CLAIMS / "model.json").is_file() else ["test_claims.py"]
