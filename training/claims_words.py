"""Words that the training data of the claims model is built from: numbers, times, opposites, causes, frames.

All of it is language in general; nothing here is taken from an event of the evaluation sets.
"""

from __future__ import annotations

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()

NUMBER_WORDS: dict[str, int] = {word: value for value, word in enumerate(_UNITS)}
NUMBER_WORDS |= {word: 10 * value for value, word in enumerate(_TENS, start=2)}
NUMBER_WORDS |= {
    f"{ten}-{_UNITS[unit]}": 10 * value + unit for value, ten in enumerate(_TENS, start=2) for unit in range(1, 10)
}
SPELLED: dict[int, str] = {value: word for word, value in NUMBER_WORDS.items()} | {100: "one hundred"}
DOZENS: dict[int, str] = {12: "a dozen", 24: "two dozen", 36: "three dozen", 48: "four dozen", 60: "five dozen"}
#: Vague amounts with the smallest and largest number they allow (method note b.3).
VAGUE: dict[str, tuple[int, int]] = {
    "several": (3, 9),
    "a few": (3, 6),
    "a handful of": (3, 7),
    "dozens of": (24, 99),
    "scores of": (40, 200),
    "hundreds of": (200, 999),
    "thousands of": (2000, 9999),
    "tens of thousands of": (20000, 99999),
}

MONTHS = "January February March April May June July August September October November December".split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()

# fmt: off
#: Pairs of words that cannot both be true of one thing; used in both directions, with the part of speech kept.
OPPOSITES: tuple[tuple[str, str], ...] = (
    ("rose", "fell"), ("risen", "fallen"), ("increased", "decreased"), ("increase", "decrease"), ("won", "lost"),
    ("accepted", "rejected"), ("approved", "rejected"), ("passed", "failed"), ("survived", "died"), ("alive", "dead"),
    ("opened", "closed"), ("open", "closed"), ("guilty", "not guilty"), ("acquitted", "convicted"), ("legal", "illegal"),
    ("accidental", "deliberate"), ("accidentally", "deliberately"), ("supported", "opposed"), ("supports", "opposes"),
    ("support", "oppose"), ("allowed", "banned"), ("lifted", "imposed"), ("raised", "lowered"), ("before", "after"),
    ("released", "detained"), ("arrived", "departed"), ("succeeded", "failed"), ("innocent", "guilty"), ("safe", "unsafe"),
    ("agreed", "refused"), ("confirmed", "denied"), ("present", "absent"), ("gained", "lost"), ("higher", "lower"),
    ("larger", "smaller"), ("more", "fewer"), ("first", "last"), ("north", "south"), ("northern", "southern"),
    ("eastern", "western"), ("east", "west"), ("early", "late"), ("strengthened", "weakened"), ("improved", "worsened"),
    ("stayed", "left"), ("remained", "left"), ("joined", "left"), ("began", "ended"), ("started", "stopped"),
    ("victory", "defeat"), ("positive", "negative"), ("possible", "impossible"), ("likely", "unlikely"),
    ("successful", "unsuccessful"), ("successfully", "unsuccessfully"), ("always", "never"), ("private", "public"),
    ("male", "female"), ("true", "false"), ("intact", "destroyed"), ("unharmed", "injured"), ("uninjured", "injured"),
    ("expanded", "shrank"), ("hired", "fired"), ("landed safely", "crashed"), ("free", "jailed"), ("active", "inactive"),
    ("signed", "vetoed"), ("upheld", "overturned"), ("granted", "denied"), ("delayed", "brought forward"),
    ("unanimously", "narrowly"), ("majority", "minority"), ("best", "worst"), ("above", "below"), ("inside", "outside"),
)

#: Words that may stand for one another in most news sentences.
SYNONYMS: tuple[tuple[str, ...], ...] = (
    ("help", "assist", "support"), ("reduce", "cut", "lower"), ("stop", "halt", "prevent"), ("start", "begin", "launch"),
    ("started", "began"), ("big", "large", "major"), ("show", "demonstrate"), ("shows", "demonstrates", "indicates"),
    ("killed", "slain"), ("died", "lost their lives"), ("injured", "wounded", "hurt"), ("said", "stated"), ("get", "obtain"),
    ("buy", "purchase", "acquire"), ("bought", "purchased", "acquired"), ("build", "construct"), ("built", "constructed"),
    ("children", "kids"), ("police", "officers"), ("important", "significant", "crucial"), ("many", "numerous"),
    ("because of", "due to", "owing to"), ("because", "since", "as"), ("allow", "permit", "let"), ("ask", "request"),
    ("asked", "requested"), ("protect", "safeguard", "shield"), ("danger", "risk", "threat"), ("dangers", "risks", "threats"),
    ("illegal", "unlawful", "illicit"), ("money", "funds", "cash"), ("jobs", "employment"), ("work", "job"), ("company", "firm"),
    ("companies", "firms", "businesses"), ("country", "nation"), ("countries", "nations"), ("government", "authorities"),
    ("attack", "assault"), ("attacks", "assaults"), ("war", "conflict"), ("fight", "combat"), ("against", "in opposition to"),
    ("election", "vote", "poll"), ("plan", "scheme"), ("plans", "intends"), ("wants", "would like"), ("wanted", "wished"),
    ("make", "produce", "create"), ("made", "produced", "created"), ("increase", "raise", "boost"), ("improve", "enhance"),
    ("keep", "maintain", "preserve"), ("give", "provide", "supply"), ("gave", "provided"), ("use", "employ", "utilise"),
    ("used", "employed"), ("find", "discover"), ("found", "discovered"), ("send", "dispatch", "deploy"), ("sent", "dispatched"),
    ("troops", "soldiers", "forces"), ("people", "persons", "individuals"), ("home", "house"), ("homes", "houses"),
    ("near", "close to"), ("about", "approximately", "around"), ("end", "finish", "conclude"), ("ended", "finished", "concluded"),
    ("long", "lengthy"), ("fast", "quick", "rapid"), ("quickly", "rapidly"), ("sick", "ill"), ("illness", "disease"),
    ("car", "vehicle"), ("cars", "vehicles"), ("ship", "vessel"), ("plane", "aircraft"), ("rules", "regulations"),
    ("law", "legislation"), ("agreement", "deal", "accord"), ("meeting", "talks"), ("leader", "chief", "head"), ("problem", "issue"),
    ("problems", "issues", "difficulties"), ("lack", "shortage", "absence"), ("safety", "security"), ("damage", "harm"),
    ("destroyed", "wrecked"), ("huge", "enormous", "massive"), ("small", "little", "minor"), ("arrested", "detained"),
    ("choose", "select", "pick"), ("chosen", "selected", "picked"), ("fear", "worry", "concern"), ("fears", "worries", "concerns"),
    ("growth", "expansion"), ("fall", "drop", "decline"), ("fell", "dropped", "declined"), ("rise", "increase"), ("rose", "climbed"),
    ("return", "come back"), ("leave", "depart"), ("left", "departed"), ("reach", "arrive at"), ("reached", "arrived at"),
    ("need", "require"), ("needed", "required"), ("needs", "requires"), ("think", "believe"), ("thinks", "believes"),
    ("thought", "believed"), ("try", "attempt"), ("tried", "attempted"), ("trying", "attempting"), ("win", "victory"),
    ("doctor", "physician"), ("doctors", "physicians", "medics"), ("storm", "tempest"), ("blast", "explosion"), ("fire", "blaze"),
    ("ban", "prohibit", "outlaw"), ("banned", "prohibited", "outlawed"), ("join", "enter"), ("worldwide", "around the world"),
    ("annual", "yearly"), ("yearly", "every year"), ("enough", "sufficient"), ("usually", "normally", "typically"),
    ("often", "frequently"), ("rarely", "seldom"), ("nearly", "almost"), ("also", "too"), ("however", "but"), ("whole", "entire"),
)

#: One name in several forms.
ALIASES: tuple[tuple[str, ...], ...] = (
    ("United States", "US", "U.S.", "USA", "America"), ("United Kingdom", "UK", "U.K.", "Britain"),
    ("United Nations", "UN", "U.N."), ("European Union", "EU", "E.U."), ("Soviet Union", "USSR"),
    ("World Health Organization", "WHO"), ("Federal Bureau of Investigation", "FBI"), ("NATO", "North Atlantic Treaty Organization"),
    ("Central Intelligence Agency", "CIA"), ("People's Republic of China", "China"), ("Russian Federation", "Russia"),
    ("New York City", "New York", "NYC"), ("Los Angeles", "L.A."), ("Washington, D.C.", "Washington", "Washington DC"),
    ("Roman Catholic Church", "Catholic Church"), ("British Broadcasting Corporation", "BBC"), ("Islamic State", "ISIS", "ISIL"),
    ("Department of Defense", "Pentagon"), ("Supreme Court of the United States", "US Supreme Court"), ("Republic of Ireland", "Ireland"),
    ("Great Britain", "Britain"), ("Czech Republic", "Czechia"), ("Burma", "Myanmar"), ("Holland", "Netherlands"),
    ("National Aeronautics and Space Administration", "NASA"), ("International Monetary Fund", "IMF"),
    ("Organization of the Petroleum Exporting Countries", "OPEC"), ("World War II", "Second World War", "WWII"),
    ("World War I", "First World War", "WWI"), ("European Central Bank", "ECB"), ("African Union", "AU"),
)

TITLES = (
    "President Prime Minister Minister Senator Governor Mayor Dr. Mr. Mrs. Ms. Professor General Colonel Captain "
    "Lieutenant Sergeant Judge Justice Sir Pope Archbishop Bishop King Queen Prince Princess Sheriff Chancellor"
).split()

#: Past forms with their base, for "did not ..." where no auxiliary stands.
PAST: dict[str, str] = dict(
    pair.split(":")
    for pair in (
        "said:say won:win lost:lose began:begin went:go came:come took:take made:make gave:give found:find told:tell "
        "became:become left:leave fell:fall rose:rise met:meet sent:send built:build held:hold led:lead paid:pay "
        "struck:strike fought:fight killed:kill died:die crashed:crash exploded:explode attacked:attack "
        "arrested:arrest destroyed:destroy announced:announce rejected:reject accepted:accept signed:sign "
        "resigned:resign opened:open closed:close arrived:arrive returned:return escaped:escape survived:survive "
        "reached:reach ordered:order launched:launch approved:approve agreed:agree voted:vote received:receive "
        "joined:join ended:end started:start stopped:stop moved:move helped:help caused:cause damaged:damage "
        "released:release attended:attend visited:visit refused:refuse supported:support opposed:oppose "
        "increased:increase decreased:decrease declined:decline dropped:drop scored:score defeated:defeat beat:beat "
        "finished:finish published:publish issued:issue called:call asked:ask wrote:write saw:see knew:know "
        "landed:land sank:sink collapsed:collapse fled:flee bought:buy sold:sell offered:offer removed:remove "
        "developed:develop established:establish introduced:introduce invited:invite wanted:want needed:need "
        "used:use played:play lived:live worked:work served:serve ran:run drove:drive kept:keep brought:bring"
    ).split()
)

#: Causes: what a cause is called, the same as a statement about {s}, and its kind.
#: Kinds exclude each other where `_CLASH` says so; causes of other kinds may hold together.
CAUSES: tuple[tuple[tuple[str, ...], tuple[str, ...], str], ...] = (
    (("hostile fire", "enemy fire", "fire from hostile forces"), ("{s} was shot down", "{s} was brought down by enemy forces", "{s} came under enemy fire"), "attack"),
    (("a missile strike", "a missile", "a surface-to-air missile"), ("{s} was hit by a missile", "a missile struck {s}", "{s} was shot down"), "attack"),
    (("a bomb", "an explosive device", "a planted bomb"), ("{s} was bombed", "a bomb went off on {s}", "{s} was blown up"), "attack"),
    (("gunfire", "a shooting", "gunshots"), ("{s} was shot at", "gunmen fired on {s}", "{s} was hit by bullets"), "attack"),
    (("arson", "a deliberately set fire"), ("{s} was set on fire on purpose", "someone set {s} on fire", "arsonists set {s} alight"), "attack"),
    (("sabotage", "an act of sabotage"), ("{s} was sabotaged", "saboteurs damaged {s}"), "attack"),
    (("a terrorist attack", "terrorism"), ("it was a terrorist attack", "terrorists attacked {s}"), "attack"),
    (("a drone strike", "a drone attack"), ("{s} was hit by a drone", "a drone attacked {s}"), "attack"),
    (("foul play", "a criminal act"), ("a crime was committed against {s}", "somebody harmed {s} on purpose"), "attack"),
    (("friendly fire", "fire from its own side"), ("{s} was hit by its own side", "{s} was shot at by mistake by its own forces"), "attack"),
    (("a cyberattack", "hackers", "a hacking attack"), ("{s} was hacked", "hackers disabled {s}"), "attack"),
    (("mechanical failure", "a technical fault", "a mechanical problem"), ("{s} had a technical fault", "{s} broke down", "a part of {s} failed"), "fault"),
    (("engine failure", "an engine fault"), ("the engine of {s} failed", "{s} lost engine power"), "fault"),
    (("an electrical fault", "faulty wiring", "a short circuit"), ("the wiring of {s} was faulty", "a short circuit damaged {s}"), "fault"),
    (("a software error", "a software bug", "a computer glitch"), ("the software of {s} failed", "a computer error affected {s}"), "fault"),
    (("a gas leak", "leaking gas"), ("gas leaked inside {s}", "{s} filled with leaking gas"), "fault"),
    (("metal fatigue", "worn-out parts"), ("parts of {s} were worn out", "metal fatigue weakened {s}"), "fault"),
    (("a design flaw", "faulty design"), ("{s} was badly designed", "the design of {s} was flawed"), "fault"),
    (("bad weather", "poor weather", "a storm"), ("{s} was caught in a storm", "bad weather affected {s}"), "nature"),
    (("heavy rain", "torrential rain", "flooding"), ("{s} was flooded", "heavy rain hit {s}"), "nature"),
    (("an earthquake", "a tremor"), ("{s} was shaken by an earthquake", "an earthquake hit {s}"), "nature"),
    (("lightning", "a lightning strike"), ("{s} was struck by lightning", "lightning hit {s}"), "nature"),
    (("fog", "poor visibility"), ("visibility around {s} was poor", "{s} was surrounded by fog"), "nature"),
    (("strong winds", "high winds"), ("{s} was hit by strong winds", "winds tore at {s}"), "nature"),
    (("a bird strike", "a collision with birds"), ("{s} hit birds", "birds struck {s}"), "nature"),
    (("human error", "a mistake by staff"), ("somebody operating {s} made a mistake", "staff made a mistake with {s}"), "error"),
    (("pilot error", "a mistake by the pilot"), ("the pilot of {s} made a mistake", "the pilot flew {s} wrongly"), "error"),
    (("negligence", "carelessness"), ("those responsible for {s} were negligent", "{s} was neglected"), "error"),
    (("poor maintenance", "a lack of maintenance"), ("{s} was not maintained properly", "{s} was badly maintained"), "error"),
    (("overloading", "too much weight"), ("{s} was overloaded", "{s} carried too much weight"), "error"),
    (("speeding", "excessive speed"), ("{s} was going too fast", "{s} was travelling at excessive speed"), "error"),
    (("drunk driving", "alcohol"), ("whoever drove {s} was drunk", "the driver of {s} had been drinking"), "error"),
    (("a fuel shortage", "lack of fuel"), ("{s} ran out of fuel", "{s} had no fuel left"), "error"),
)
CLASH = {("attack", "fault"), ("attack", "nature"), ("attack", "error")}
CAUSE_SUBJECTS = (
    "the plane", "the helicopter", "the ship", "the ferry", "the train", "the bridge", "the factory", "the warehouse",
    "the tanker", "the power station", "the building", "the truck", "the bus", "the satellite", "the pipeline", "the jet",
    "the submarine", "the dam", "the refinery", "the aircraft", "the vessel", "the depot",
)
CAUSE_EVENTS = (
    "crash", "loss", "accident", "disaster", "explosion", "fire", "collapse", "outage", "sinking", "incident", "damage",
)

#: What happened to people: predicate forms around {n}, how it is asked, other words for it.
COUNT_SLOTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "killed": (
        ("{n} {p} were killed{e}", "{n} {p} died{e}", "{n} {p} lost their lives{e}", "the deaths of {n} {p}{e} were confirmed",
         "the death toll stands at {n}", "{n} {p} are dead{e}", "the bodies of {n} {p} were recovered", "{n} fatalities were reported{e}",
         "{e2} left {n} {p} dead", "{e2} claimed the lives of {n} {p}", "{e2} killed {n} {p}"),
        ("How many {p} were killed?", "How many {p} died?", "How many died?", "What is the death toll?", "How many {p} lost their lives{e}?"),
    ),
    "injured": (
        ("{n} {p} were injured{e}", "{n} {p} were wounded{e}", "{n} {p} were hurt{e}", "{n} {p} suffered injuries{e}",
         "{e2} left {n} {p} wounded", "{n} others were injured", "{n} {p} were taken to hospital with injuries"),
        ("How many {p} were injured?", "How many {p} were hurt?", "How many were wounded{e}?"),
    ),
    "aboard": (
        ("{n} {p} were on board", "it was carrying {n} {p}", "{n} {p} were aboard at the time", "there were {n} {p} on board"),
        ("How many {p} were on board?", "How many were aboard?"),
    ),
    "missing": (
        ("{n} {p} are missing", "{n} {p} are still missing", "{n} {p} remain unaccounted for", "the search for {n} missing {p} went on"),
        ("How many {p} are missing?", "How many are unaccounted for?"),
    ),
    "arrested": (
        ("{n} {p} were arrested", "police detained {n} {p}", "{n} {p} were taken into custody", "officers arrested {n} {p}"),
        ("How many {p} were arrested?", "How many were detained?"),
    ),
    "rescued": (
        ("{n} {p} were rescued", "rescuers saved {n} {p}", "{n} {p} were pulled out alive", "crews brought {n} {p} to safety"),
        ("How many {p} were rescued?", "How many were saved?"),
    ),
    "displaced": (
        ("{n} {p} were forced from their homes", "{n} {p} were displaced", "{n} {p} fled their homes", "{n} {p} were evacuated"),
        ("How many {p} were displaced?", "How many {p} had to leave their homes?"),
    ),
    "hospital": (
        ("{n} {p} are in hospital", "{n} {p} were being treated in hospital", "hospitals admitted {n} {p}"),
        ("How many {p} are in hospital?", "How many were treated?"),
    ),
    "infected": (
        ("{n} {p} were infected", "{n} {p} tested positive", "{n} cases were recorded", "{n} {p} caught the disease"),
        ("How many {p} were infected?", "How many cases are there?"),
    ),
}
#: Other numbers that a text may hold beside the one asked for.
COUNT_OTHERS = (
    "bringing the total this year to {n}", "{n} {p} have died this year", "{n} were killed in a similar accident last year",
    "a total of {n} since the start of the war", "{n} homes were damaged", "{n} ambulances were sent", "including {n} children",
    "{n} of them were women", "it was at least the {o} such accident this year", "{n} {p} attended a vigil",
)
COUNT_PEOPLE = (
    "people", "soldiers", "workers", "passengers", "miners", "pupils", "civilians", "sailors", "police officers", "residents",
    "firefighters", "protesters", "migrants", "tourists", "crew members", "troops", "students", "patients",
)
COUNT_EVENTS = (
    "the crash", "the explosion", "the fire", "the attack", "the collapse", "the storm", "the flood", "the clashes", "the bombing",
    "the earthquake", "the landslide", "the shooting", "the accident", "the shipwreck",
)

#: Who says so; a claim keeps its stance under these.
SAYING = (
    "Officials said that {c}", "According to police, {c}", "The ministry said {c}", "{C}, a spokesman said", "A report said {c}",
    "The company confirmed that {c}", "State media reported that {c}", "{C}, according to the agency", "Witnesses said {c}",
    "It was announced that {c}", "{C}, officials said", "The military acknowledged that {c}", "The group claimed that {c}",
)
#: A statement and its denial.
DENYING = (
    "Officials denied that {c}", "There is no evidence that {c}", "It is not true that {c}", "The ministry rejected reports that {c}",
    "The army dismissed claims that {c}", "A spokeswoman ruled out that {c}", "Reports that {c} are false", "The report that {c} was wrong",
    "Police found no sign that {c}", "Investigators concluded that it was not the case that {c}", "The claim that {c} was denied by the government",
    "The company refuted the allegation that {c}", "Contrary to earlier reports, it is not the case that {c}", "It is false that {c}",
    "The suggestion that {c} is untrue, the agency said", "Experts disputed that {c}", "He said it was a lie that {c}",
    "The story that {c} was a hoax", "Nothing suggests that {c}", "No one believes any longer that {c}",
)
#: Neither: open, asked, hoped, conditional.
LEAVING_OPEN = (
    "It is unclear whether {c}", "Police are investigating whether {c}", "The spokesman declined to say whether {c}",
    "Officials could neither confirm nor deny that {c}", "It was not known if {c}", "Reporters asked whether {c}",
    "If {c}, there will be an inquiry", "Investigators have not ruled out that {c}", "Some fear that {c}", "Critics ask if {c}",
    "There are rumours that may or may not be true that {c}", "The inquiry will examine whether {c}",
)
#: Turns that end on the side of the statement, whatever they began with.
CONCEDING = (
    "After first denying it, the ministry admitted that {c}", "The company conceded that {c}", "He did not deny that {c}",
    "Officials later confirmed that {c}, reversing an earlier denial", "There is no doubt that {c}", "No one disputes that {c}",
    "It turned out that {c}, although officials had denied it", "The denial was withdrawn: {c}", "It is undeniable that {c}",
)
# fmt: on
