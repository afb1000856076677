"""Question sets in YAML: a list of questions, each with the line on which it begins."""

from __future__ import annotations

from typing import Any

from bot.errors import QuestionSetError


def read(text: str, path: object) -> list[tuple[int, Any]]:
    """Return (line, value) of each item of a YAML list, or of the list under `questions`.

    Dates stay the words that they are: gold values write them as text. Only plain data is built, never an object.

    Raises:
        QuestionSetError: it is no such list, or PyYAML is not installed.

    """
    try:
        import yaml
    except ImportError:
        raise QuestionSetError(f"{path}: reading YAML needs PyYAML: pip install pyyaml, or use JSON Lines") from None

    class Plain(yaml.SafeLoader):  # type: ignore[misc]
        """The safe loader, without the rule that turns what looks like a date into one."""

        yaml_implicit_resolvers = {  # noqa: RUF012 -- the library's own name and form
            first: [rule for rule in rules if rule[0] != "tag:yaml.org,2002:timestamp"]
            for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }

    try:
        loader = Plain(text)
        root = loader.get_single_node()
        if isinstance(root, yaml.MappingNode):
            found = [value for key, value in root.value if key.value == "questions"]
            root = found[0] if found else root
        if not isinstance(root, yaml.SequenceNode):
            raise QuestionSetError(f"{path}: no list of questions: begin each with `- id: …`")
        return [(node.start_mark.line + 1, loader.construct_document(node)) for node in root.value]
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise QuestionSetError(f"{path}:{line}: not YAML: {error.problem}") from None
    except yaml.YAMLError as error:
        raise QuestionSetError(f"{path}: not YAML: {str(error).splitlines()[0]}") from None
    except RecursionError:
        raise QuestionSetError(f"{path}: not a question set: nested too deep") from None
