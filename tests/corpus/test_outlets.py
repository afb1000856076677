"""Who published: the registry, its files, and names that only look like a registered one."""

import dataclasses

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from corpus.names import HostError, host_of
from corpus.outlets import OutletsError, Registry, UnknownOutletError, add
from corpus.types import Outlet

REGISTRY = Registry.load()


def test_packaged_registry_is_large_and_complete():
    assert len(REGISTRY.outlets) >= 60
    for outlet in REGISTRY.outlets:
        assert outlet.registered
        assert outlet.hosts
        assert outlet.country
        assert outlet.owner
        assert REGISTRY.by_id(outlet.id) is outlet


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.presstv.ir/Detail/1", "press-tv"),
        ("https://presstv.co.uk/x", "press-tv"),
        ("https://m.rediff.com/news", "rediff"),
        ("https://a.b.rediff.com:8080/news", "rediff"),
        ("HTTPS://WWW.REUTERS.COM/world", "reuters"),
        ("https://reuters.com./world", "reuters"),
        ("https://news.bbc.co.uk/1", "bbc"),
        ("https://reuters.com.evil.example/x", "reuters.com.evil.example"),
        ("https://reuters.com@evil.example/x", "evil.example"),
        ("https://evil.example/?u=reuters.com", "evil.example"),
        ("https://evil.example/reuters.com", "evil.example"),
        ("https://evil.example#reuters.com", "evil.example"),
        ("https://notreuters.com/", "notreuters.com"),
        ("https://reuters-com.example/", "reuters-com.example"),
        ("https://rеuters.com/", "xn--ruters-3of.com"),  # Cyrillic е
    ],
)
def test_host_decides_whatever_name_is_claimed(url, expected):
    outlet = REGISTRY.resolve(url=url, name="Reuters")
    assert outlet.id == expected
    assert outlet.registered == ("." not in expected)


@pytest.mark.parametrize(
    "url",
    [
        "http://evil.example\\@reuters.com/",
        "https://ｒeuters.com/",
        "https://reuterſ.com/",
        "https://reuters.com%2eevil.example/",
        "https://reut\u200bers .com/",
        "ftp://reuters.com/x",
        "javascript:alert(1)//reuters.com",
        "file:///reuters.com",
        "//reuters.com/x",
        "reuters.com/x",
        "https://",
        "https://..reuters.com/",
        "https://[::1]/",
        "https://reuters.com:port/",
        "https://" + "a" * 300 + ".com/",
    ],
)
def test_urls_without_a_plain_host_are_errors(url):
    with pytest.raises(HostError, match="address of a page"):
        host_of(url)


@pytest.mark.parametrize("name", ["press-tv", "Press TV", "PRESS  tv", "PressTV", "presstv"])
def test_declared_name_is_id_name_or_alias(name):
    assert REGISTRY.resolve(url=None, name=name).id == "press-tv"


SPOOFS = [
    "Rеuters", "Reuterѕ", "Rеutеrѕ", "Reu\u200bters", "Reuters\u200d", "\u2060Reuters", "\ufeffReuters", "Reu\u00adters",
    "\u202esretueR", "\u202esretueR\u202c", "Réuters", "Reütèrs", "Reuters.", "Reuters™", "R e u t e r s", "Ｒeuters",
    "ＲＥＵＴＥＲＳ", "𝐑𝐞𝐮𝐭𝐞𝐫𝐬", "Reuterſ", "Reuter5", "Reuters\u3164", "AI Jazeera", "Al Jazeera!", "A1 Jazeera", "Al\u00a0Jazeera",
    "АР", "ВВС", "BBC\u200b", "ВBC News", "BBC_News", "CΝN", "СNN", "C.N.N.", "TΑSS", "ТАSS", "Press ТV", "press_tv",
    "Press\u2009TV", "Pres\u0455 TV", "Preſs TV", "Rediﬀ", "Rediff\u202c", "Red1ff", "Deutsche VVelle", "NYT\u200e", "Bloornberg",
    "B1oomberg", "Yon\u200bhap", "El País\u200b", "Le M0nde", "Xinhua\u034f", "Kyodo\u0000", "ＮＲＫ", "NRК", "Reuters (unverified name)",
]  # fmt: skip


@pytest.mark.parametrize("name", SPOOFS)
def test_a_name_that_only_looks_registered_is_marked(name):
    outlet = REGISTRY.resolve(url=None, name=name)
    assert not outlet.registered
    assert outlet.name.endswith(" (unverified name)")
    assert outlet.name.isprintable()
    assert REGISTRY.by_id(outlet.id) is None


TWINS = {
    "a": "аαá",
    "e": "еéę",
    "o": "оο0",
    "i": "іιí",
    "c": "ϲсć",
    "p": "рρ",
    "s": "ѕ5ſ",
    "n": "ո",
    "t": "тτ",
    "k": "кκ\u212a",
    "u": "υú",
}
UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u202e\u202a\u2066\u034f\u3164\u180e\u0301\u0000\u001b\ufe0f\U000e0041"
NAMES = sorted({name for outlet in REGISTRY.outlets for name in (outlet.name, *outlet.aliases)})


@given(st.sampled_from(NAMES), st.data())
def test_no_disguise_of_a_registered_name_is_accepted(name, data):
    place = data.draw(st.integers(0, len(name) - 1))
    twins = TWINS.get(name[place].lower(), "")
    inserted = st.sampled_from(UNSEEN).map(lambda char: name[:place] + char + name[place:])
    replaced = st.sampled_from(twins or UNSEEN).map(lambda char: name[:place] + char + name[place + bool(twins) :])
    disguised = data.draw(st.one_of(inserted, replaced))
    assume(disguised not in NAMES)  # "El Pais" with an accent is the paper's own name
    outlet = REGISTRY.resolve(url=None, name=disguised)
    assert not outlet.registered
    assert REGISTRY.by_id(outlet.id) is None
    assert outlet.name.endswith("(unverified name)")


@pytest.mark.parametrize(
    "name", ["Harbour Daily", "Bergen Flood Watch", "Ziarul de Seară", "Reuters Watch", "Канал 9", "CNX"]
)
def test_other_unknown_names_are_kept_and_unregistered(name):
    outlet = REGISTRY.resolve(url=None, name=name)
    assert (outlet.name, outlet.registered) == (name, False)


@given(st.text(max_size=40))
def test_any_name_gives_an_outlet_that_resolves_to_itself(name):
    try:
        outlet = REGISTRY.resolve(url=None, name=name)
    except UnknownOutletError:
        return
    declared = outlet.id if outlet.registered else outlet.name
    assert REGISTRY.resolve(url=None, name=declared) == outlet
    if not outlet.registered:
        assert REGISTRY.by_id(outlet.id) is None


@given(st.text(max_size=60))
def test_any_url_gives_a_host_or_one_error(url):
    for address in (url, f"https://{url}", f"https://{url}/x"):
        try:
            outlet = REGISTRY.resolve(url=address, name=None)
        except (HostError, UnknownOutletError):
            continue
        assert outlet.name.isprintable()


def test_home_file_extends_and_overrides(tmp_path):
    home = tmp_path / "outlets.toml"
    home.write_text(
        '[[outlet]]\nid = "reuters"\nname = "Reuters"\nhosts = ["reuters.example"]\nowner = "Somebody"\n\n'
        '[[outlet]]\nid = "fjord-post"\nname = "Fjord Post"\nhosts = ["fjordpost.example", "ap.org"]\n'
    )
    registry = Registry.load(tmp_path / "missing.toml", home)
    reuters = registry.by_id("reuters")
    assert reuters.hosts == ("reuters.com", "reuters.example")
    assert (reuters.owner, reuters.country) == ("Somebody", "United Kingdom")
    assert registry.resolve(url="https://x.fjordpost.example", name=None).id == "fjord-post"
    assert registry.resolve(url="https://ap.org", name=None).id == "fjord-post"  # the later file owns it
    assert registry.by_id("ap").hosts == ("apnews.com",)
    assert registry.fingerprint != REGISTRY.fingerprint
    assert Registry.load().fingerprint == REGISTRY.fingerprint
    assert Registry(tuple(reversed(registry.outlets))).fingerprint == registry.fingerprint


ENTRY = '[[outlet]]\nid = "a"\nname = "A"\n'


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("[[outlet]]\nid = \n", 2, "not TOML"),
        ("x = 1\n", None, "only \\[\\[outlet\\]\\]"),
        ("outlet = 3\n", None, "only \\[\\[outlet\\]\\]"),
        ("outlet = [3]\n", None, "a table"),
        ('[[outlet]]\nname = "A"\n', 1, "id None"),
        ('[[outlet]]\nid = "A B"\nname = "A"\n', 1, "lower-case"),
        ('[[outlet]]\nid = "a"\n', 1, "no name"),
        (ENTRY + "\n" + ENTRY, 5, "twice"),
        (
            ENTRY + 'hosts = ["x.example"]\n\n[[outlet]]\nid = "b"\nname = "B"\nhosts = ["www.x.example"]\n',
            6,
            "already belongs to 'a'",
        ),
        (ENTRY + '\n[[outlet]]\nid = "b"\nname = "B"\naliases = ["a"]\n', 5, "already belongs to 'a'"),
        (ENTRY + 'hosts = "x.example"\n', 1, "must be a list"),
        (ENTRY + 'hosts = ["https://x.example"]\n', 1, "without https"),
        (ENTRY + 'hosts = ["com"]\n', 1, "must be a name"),
        (ENTRY + "country = 3\n", 1, "one line of text"),
        (ENTRY + 'colour = "red"\n', 1, "unknown key 'colour'"),
    ],
)
def test_errors_name_file_and_line(tmp_path, text, line, problem):
    path = tmp_path / "outlets.toml"
    path.write_text(text)
    with pytest.raises(OutletsError, match=problem) as caught:
        Registry.load(path)
    assert caught.value.line == line
    assert str(caught.value).startswith(f"{path}:{line}: " if line else f"{path}: ")


def test_unreadable_is_not_taken_for_empty(tmp_path):
    with pytest.raises(OutletsError, match="cannot be read"):
        Registry.load(tmp_path)
    (tmp_path / "latin.toml").write_bytes(b"# caf\xe9\n")
    with pytest.raises(OutletsError, match="cannot be read"):
        Registry.load(tmp_path / "latin.toml")


def test_add_appends_and_keeps_what_is_there(tmp_path):
    path = tmp_path / "home" / "outlets.toml"
    first = Outlet("fjord-post", 'The "Fjord" Post', ("FP",), ("fjordpost.example",), "Norway", None)
    second = Outlet("dal-avis", "Dalaviså\\", (), (), None, "Dal AS")
    add(path, first)
    path.write_text("# mine\n" + path.read_text())
    add(path, second)
    registry = Registry.load(path)
    assert registry.by_id("fjord-post") == first
    assert registry.by_id("dal-avis") == second
    assert path.read_text().startswith("# mine\n")
    before = path.read_bytes()
    for bad in (first, dataclasses.replace(first, id="Bad Id"), dataclasses.replace(second, id="x", name="a\nb")):
        with pytest.raises(OutletsError):
            add(path, bad)
    assert path.read_bytes() == before
    assert [entry.name for entry in path.parent.iterdir()] == ["outlets.toml"]
