"""A run as one self-contained HTML page: no script, no picture and no font from elsewhere."""

from __future__ import annotations

import re
from collections import defaultdict
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from bot.evaluate import charts
from bot.evaluate.measures import LESS_IS_BETTER, SECTIONS
from bot.render import gate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Json = Mapping[str, Any]

#: What the first screen shows, with the words for it.
_TILES = {
    "state accuracy": "states right", "differs F1": "differences found (F1)", "position F1": "positions right (F1)",
    "outlet F1": "outlets right (F1)", "speaker F1": "speakers right (F1)", "abstention F1": "abstentions right (F1)",
    "quotes verbatim": "quotes word for word",
}  # fmt: skip
#: Columns of the breakdown.
_COLUMNS = {
    "state accuracy": "state", "differs F1": "differs F1", "position precision": "positions P", "position recall": "positions R",
    "outlet F1": "outlets F1", "speaker F1": "speakers F1", "citation recall": "citations R",
}  # fmt: skip
#: Questions shown one by one, worst first; the JSON file has all of them.
_WORST = 30
#: Rows of one breakdown that are not folded away.
_ROWS = 14
#: Characters of a digest that tell two question sets apart.
_DIGEST = 12

#: Id and title of a section.
_TITLE_RE = re.compile(r'<section id="(\w+)"><h2>(.*?)</h2>')
_HEAT_GOOD, _HEAT_BAD = "var(--good)", "var(--bad)"


def html(data: Json) -> str:
    """Return the page of one result, as `document` makes it."""
    sections = (_measures(data), _plots(data), _breakdown(data), _changes(data), _questions(data))
    parts = (_head(data), _links(sections), *sections, _foot(data))
    style = files("bot.evaluate").joinpath("report.css").read_text("utf-8")
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f"<title>whosays: {len(data['questions'])} questions</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(part for part in parts if part)
        + "\n</main>\n</body>\n</html>\n"
    )


def _safe(value: object) -> str:
    """Return anything as text of the page: neither markup nor invisible characters pass."""
    return escape(gate.line(str(value)))


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f}"


def _head(data: Json) -> str:
    questions, corpora = data["questions"], data["corpora"]
    articles = sum(corpus["articles"] for corpus in corpora.values())
    perfect = sum(row["perfect"] for row in questions)
    tiles = [_tile(data, name, words) for name, words in _TILES.items()]
    median = data["timing"]["latency_ms"].get("p50")
    if median is not None:
        many = f"90% within {data['timing']['latency_ms']['p90']:.0f} ms"
        tiles.append(
            f'<div class="tile"><b>{median:.0f}<small> ms</small></b><span>median time</span><i>{many}</i></div>'
        )
    events = f"{len(corpora)} corpora" if len(corpora) != 1 else "one corpus"
    return (
        f"<header><h1>Who says what, and is it right?</h1>"
        f'<p class="lead">{len(questions)} questions on {articles} articles in {events}; '
        f"{perfect} of the answers have the right state and exactly the right positions.</p>"
        f'<div class="tiles">{"".join(tiles)}</div></header>'
    )


def _links(sections: Sequence[str]) -> str:
    """Return links to the sections that are there; a report is many screens long."""
    titles = [match for section in sections if (match := _TITLE_RE.match(section))]
    links = "".join(f'<a href="#{match[1]}">{match[2]}</a>' for match in titles)
    return f"<nav>{links}</nav>"


def _tile(data: Json, name: str, words: str) -> str:
    value, ends = data["measures"][name], data["intervals"].get(name)
    interval = f"95%: {_percent(ends[0])} to {_percent(ends[1])}" if ends and value is not None else "not measured"
    if value is not None and not ends:
        interval = ""
    number = "–" if value is None else f"{_percent(value)}<small>%</small>"
    return f'<div class="tile"><b>{number}</b><span>{words}</span><i>{interval}</i></div>'


def _measures(data: Json) -> str:
    baselines = data["baselines"]
    heads = "".join(f'<th class="n">{_safe(name)}</th>' for name in baselines)
    rows = []
    for section, names in SECTIONS.items():
        rows.append(f'<tr class="head"><th colspan="{4 + len(baselines)}">{section}</th></tr>')
        rows += [_measure(data, name) for name in names]
    hint = "Shaded: the 95% interval, from 1,000 draws of the questions with replacement."
    if baselines:
        hint += " Ticks: simpler systems on the same index."
    return (
        f'<section id="measures"><h2>Measures</h2><p class="hint">{hint}</p><div class="card"><table><thead><tr>'
        f'<th>measure</th><th class="n">%</th><th class="n ends">95% interval</th><th></th>{heads}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div></section>"
    )


def _measure(data: Json, name: str) -> str:
    value, ends = data["measures"][name], data["intervals"].get(name)
    others = [other["measures"][name] for other in data["baselines"].values()]
    less = name in LESS_IS_BETTER
    interval = f"{_percent(ends[0])} – {_percent(ends[1])}" if ends and value is not None else ""
    cells = "".join(f'<td class="n dim">{_percent(other)}</td>' for other in others)
    note = " <em>less is better</em>" if less else ""
    return (
        f'<tr><th>{name}{note}</th><td class="n">{_percent(value)}</td><td class="n dim ends">{interval}</td>'
        f'<td class="gauge">{charts.gauge(value, ends if value is not None else None, others, less=less)}</td>{cells}</tr>'
    )


def _plots(data: Json) -> str:
    timing = data["timing"]
    plots = [
        ("Which state was answered", charts.confusion(data["confusion"]),
         "A row is a gold state. Green is right; the fuller the colour, the larger its share of the row."),
        ("If only the surest answers were given", charts.risk_coverage(data["risk_coverage"]),
         "An answer counts as wrong unless its state and all of its positions are right."),
        ("Is confidence what it says?", charts.reliability(data["reliability"]),
         "On the dashed line, answers are right as often as they are sure. Numbers are answers."),
        ("How long an answer takes", charts.latency(list(timing["questions_ms"].values()), timing["latency_ms"]),
         "Each question once, in order, the first of a story reads its articles; several processes slow each other."),
    ]  # fmt: skip
    cards = "".join(
        f'<div class="card"><h3>{title}</h3>{drawing}<p>{words}</p></div>' for title, drawing, words in plots
    )
    return f'<section id="plots"><h2>Where it goes right and wrong</h2><div class="pair">{cards}</div></section>'


def _breakdown(data: Json) -> str:
    titles = {"type": "By type of question", "state": "By gold state", "trap": "By trap", "set": "By corpus"}
    tables = []
    for name, title in titles.items():
        groups = data["groups"].get(name) or {}
        if not groups or (name == "set" and len(groups) == 1):
            continue
        heads = "".join(f'<th class="heat">{words}</th>' for words in _COLUMNS.values())
        every = [_group(key, group) for key, group in groups.items()]
        rows, rest = "".join(every[:_ROWS]), "".join(every[_ROWS:])
        table = f"<table><tbody>{rest}</tbody></table>"
        more = f"<details><summary>{len(every) - _ROWS} smaller ones</summary>{table}</details>" if rest else ""
        tables.append(
            f'<div class="card"><table><thead><tr><th>{title}</th><th class="n">questions</th>{heads}</tr></thead>'
            f"<tbody>{rows}</tbody></table>{more}</div>"
        )
    return f'<section id="groups"><h2>Kinds of questions</h2><div class="stack">{"".join(tables)}</div></section>'


def _group(key: str, group: Json) -> str:
    found = group["measures"]
    # Where no outlets differ, one false alarm would be an F1 of 0; false alarms have measures of their own.
    cells = "".join(
        _heat(None if name == "differs F1" and found["differs recall"] is None else found[name]) for name in _COLUMNS
    )
    return f'<tr><th>{_safe(key.replace("_", " "))}</th><td class="n">{group["questions"]}</td>{cells}</tr>'


def _heat(value: float | None) -> str:
    if value is None:
        return '<td class="heat n dim">–</td>'
    # Green above four fifths, orange below, fainter near it.
    colour, share = (_HEAT_GOOD, (value - 0.8) * 5) if value >= 0.8 else (_HEAT_BAD, (0.8 - value) / 0.8)
    shade = f"background:color-mix(in srgb, {colour} {4 + 26 * share:.0f}%, transparent)"
    return f'<td class="heat n" style="{shade}">{_percent(value)}&nbsp;</td>'


def _changes(data: Json) -> str:
    against = data.get("against")
    if not against:
        return ""
    rows = []
    for name, pair in against["measures"].items():
        before, now = pair["before"], pair["now"]
        difference = None if before is None or now is None else now - before
        better = difference is not None and (difference > 0) != (name in LESS_IS_BETTER)
        shown = (
            "" if difference is None else f'<span class="{"up" if better else "down"}">{100 * difference:+.1f}</span>'
        )
        rows.append(
            f'<tr><th>{_safe(name)}</th><td class="n">{_percent(before)}</td><td class="n">{_percent(now)}</td>'
            f'<td class="n">{shown}</td></tr>'
        )
    table = (
        '<div class="card"><table><thead><tr><th>measure</th><th class="n">before</th><th class="n">now</th>'
        f'<th class="n">difference</th></tr></thead><tbody>{"".join(rows)}</tbody></table></div>'
    )
    questions = "".join(_change(change) for change in against["questions"][:_WORST])
    words = f"Questions answered otherwise: {len(against['questions'])}. Measures that moved: {len(rows)}."
    if len(against["questions"]) > _WORST:
        words += f" The first {_WORST} are shown, what became worse before what became better."
    return (
        f'<section id="changes"><h2>Since {_safe(against["file"])}</h2><p class="hint">{words}</p>'
        f'<div class="stack">{table if rows else ""}{questions}</div></section>'
    )


def _change(change: Json) -> str:
    style = {"better": " good", "worse": " bad"}.get(change["verdict"], "")
    word = {"better": "now right", "worse": "now wrong"}.get(change["verdict"], "otherwise")
    lines = "".join(f"<li>{_safe(line)}</li>" for line in change["changes"])
    return (
        f'<article class="card q"><h3>{_safe(change["question"])}</h3>'
        f'<p class="meta">{_safe(change["id"])} <span class="badge{style}">{word}</span></p>'
        f'<div class="pos"><ul>{lines}</ul></div></article>'
    )


def badness(row: Json) -> tuple[int, int]:
    """Return what orders questions from worst to best: faults in the state and the positions, then in who says them."""
    counts = defaultdict(int, row["counts"])
    wrong = 2 * (not counts["lenient"]) + counts["gold"] - counts["found"] + counts["predicted"] - counts["status"]
    missed = counts["outlets gold"] - counts["outlets right"] + counts["triples gold"] - counts["triples found"]
    return int(wrong), int(missed)


def _questions(data: Json) -> str:
    ordered = sorted(data["questions"], key=badness, reverse=True)
    worst = [row for row in ordered if badness(row) > (0, 0)]
    if not worst:
        return '<section id="worst"><h2>Worst questions</h2><p>None: every one is answered as expected.</p></section>'
    more = f" The first {_WORST} of {len(worst)}." if len(worst) > _WORST else ""
    shown = "".join(_question(row) for row in worst[:_WORST])
    hint = "Faults in the state and the positions first, then in who is said to say it."
    return f'<section id="worst"><h2>Worst questions</h2><p class="hint">{hint}{more}</p>{shown}</section>'


def _question(row: Json) -> str:
    expected, answer = row["expected"], row["answer"]
    states = [expected["state"], *expected.get("also_accept", ())]
    style = "good" if answer["state"] in states else "bad"
    said, found = {i for i, _ in row["matched"]}, {j for _, j in row["matched"]}
    gold = "".join(_gold_position(position, j in found) for j, position in enumerate(expected["positions"]))
    given = "".join(_given_position(position, i in said) for i, position in enumerate(answer["positions"]))
    traps = f" · {_safe(', '.join(row['traps']))}" if row["traps"] else ""
    return (
        f'<article class="card q"><h3>{_safe(row["question"])}</h3><p class="meta">{_safe(row["id"])} · '
        f'{_safe(row["type"])}{traps}</p><p class="said">{_safe(answer.get("headline") or "")}</p>'
        f'<div class="sides"><div><h4>expected</h4>{_badge(" or ".join(states), "")}{gold or _nothing()}</div>'
        f"<div><h4>given</h4>{_badge(answer['state'], style)}{given or _nothing()}</div></div>{_uncited(row)}</article>"
    )


def _badge(words: str, style: str) -> str:
    return f'<span class="badge {style}">{_safe(words.replace("_", " "))}</span>'


def _nothing() -> str:
    return '<div class="pos"><b>no position</b></div>'


def _gold_position(position: Json, found: bool) -> str:
    who: dict[str, list[str]] = {}
    for support in position["support"]:
        who.setdefault(str(support["outlet"]), []).append(str(support["speaker"] or "own voice"))
    return _position(shown(position["value"]), position["status"], who, "" if found else "missed")


def _given_position(position: Json, right: bool) -> str:
    who: dict[str, list[str]] = {}
    for claim in position["claims"]:
        speaker = "own voice" if claim["voice"] == "outlet" else str(claim["speaker"])
        who.setdefault(str(claim["outlet"]), []).append(speaker)
    return _position(str(position.get("display", "")), position["status"], who, "" if right else "not expected")


def _position(words: str, status: str, who: Mapping[str, Sequence[str]], fault: str) -> str:
    old = " (superseded)" if status == "superseded" else ""
    rows = "".join(
        f"<li>{_safe(outlet)}: {_safe(', '.join(dict.fromkeys(speakers)))}</li>" for outlet, speakers in who.items()
    )
    return f'<div class="pos {"bad" if fault else "good"}{" old" if old else ""}"><b>{_safe(words)}</b>{old} <em>{fault}</em><ul>{rows}</ul></div>'


def _uncited(row: Json) -> str:
    if not row["uncited"]:
        return ""
    quotes = "".join(f"<q>{_safe(claim['quote'])}</q>{_safe(claim['outlet'])}" for claim in row["uncited"])
    count = len(row["uncited"])
    words = f"{count} quote{'s' if count > 1 else ''} on no gold sentence (a further right one is no fault)"
    return f"<details><summary>{words}</summary>{quotes}</details>"


def shown(value: Json) -> str:
    """Return a gold value as a reader would write it.

    >>> shown({"kind": "count", "low": 13, "high": None}), shown({"kind": "percent", "low": 2.5, "high": 2.5})
    ('at least 13', '2.5%')
    """
    if value["kind"] == "yes_no":
        return "yes" if value["value"] else "no"
    if "low" in value:
        unit = (
            "%" if value["kind"] == "percent" else "".join(f" {value[k]}" for k in ("currency", "unit") if value.get(k))
        )
        whole = f" of {value['of']:,g}" if value.get("of") else ""
        return f"{_range(value['low'], value.get('high'))}{unit}{whole}"
    if value.get("start") or value.get("end"):
        ends = dict.fromkeys(str(value[key]) for key in ("start", "end") if value.get(key))
        return " – ".join(ends)
    return str(value.get("text", ""))


def _range(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return f"at least {low:,.12g}" if low is not None else f"at most {high:,.12g}"
    return f"{low:,.12g}" if low == high else f"{low:,.12g}–{high:,.12g}"


def _foot(data: Json) -> str:
    sets = ", ".join(f"{_safe(one['file'])} <code>{one['sha256'][:_DIGEST]}</code>" for one in data["sets"])
    return (
        f"<footer><p>Question sets: {sets}. Encoder: <code>{_safe(data['encoder'][:_DIGEST])}</code>. "
        "What each measure means: docs/evaluation.md.</p></footer>"
    )
