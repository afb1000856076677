"""Who holds a post, did a deed or takes over: whole articles, with the sentence before."""

import pytest

from bot.answer.question import analyse
from bot.answer.reading import read
from corpus.types import Article, Outlet

#: Question, sentence, the sentences before it, who is read (None: nobody).
ROWS = [
    ("Who is Halvorsen's lawyer?", "Halvorsen's lawyer, Anna Berg, said that he would appeal.", '', 'Anna Berg'),
    ("Who is Halvorsen's agent?", 'Halvorsen will earn 9 million a year, according to his agent, Luca Ferri.', '', 'Luca Ferri'),
    ("Who is the singer's manager?", "The money went to a firm that belongs to Luca Ferri, the singer's manager.", '', 'Luca Ferri'),
    ("Who is the bank's chairman?", "The bank's chairman, Sir Alan Pell, resigned on Monday.", '', 'Sir Alan Pell'),
    ("Who is Halvorsen's lawyer?", "Dahl's lawyer, Anna Berg, said nothing about it.", '', None),
    ("Who is Halvorsen's lawyer?", 'His lawyer, Anna Berg, said that he was ill.', 'Halvorsen earned two million last year.', 'Anna Berg'),
    ('Who founded Calder Homes?', 'Calder Homes, whose founder, Rex Calder, left in August, is bankrupt.', '', 'Rex Calder'),
    ('Who founded Nordhus?', 'Ida Moe, who founded Nordhus in 1998, wept.', '', 'Ida Moe'),
    ('Who founded Nordhus?', 'Nordhus was founded by Ida Moe in 1998.', '', 'Ida Moe'),
    ('Who will lead the inquiry?', 'It will be led by Hans Vik, a former judge.', 'The governor has ordered an inquiry into the leak.', 'Hans Vik'),
    ('Who will lead the inquiry?', 'It will be led by Hans Vik, a former judge.', 'A choir will sing at the funeral.', None),
    ("Who heads the league's investigation?", 'The league has opened an investigation, which is headed by its integrity officer, Carla Moss.', '', 'Carla Moss'),
    ('Who heads the regulator?', 'Deposits are protected, according to the head of the regulator, Judith Amory.', '', 'Judith Amory'),
    ('Who found the missing walker?', 'Ole Dahl, 34, was discovered by two elk hunters in a cabin, police said.', 'A walker who had been missing since Monday is alive.', 'two elk hunters'),
    ('Who found the ring?', 'The ring was spotted by a diver in the harbour.', '', 'diver in the harbour'),
    ('Who did the medical?', 'The medical was carried out by Dr Marta Sanz.', '', 'Dr Marta Sanz'),
    ('Who performed the operation?', 'The operation was done by the surgeon Marta Sanz.', '', 'surgeon Marta Sanz'),
    ('Who will replace Hegg?', 'She will be replaced by the finance director, Jonas Fure, the board said.', 'Marte Hegg resigned on Wednesday.', 'Jonas Fure'),
    ('Who will succeed Bernd Hauke?', 'The coach will be succeeded by his assistant, Petra Lang.', 'Bernd Hauke resigned on Thursday.', 'Petra Lang'),
    ("Who will take Halvorsen's place?", 'His place will be taken by Tomas Reyl, 19, from the youth team.', 'Halvorsen was sold.', 'Tomas Reyl'),
    ('Who replaces Hegg?', 'The board named Jonas Fure as her successor.', 'Marte Hegg resigned on Wednesday.', 'Jonas Fure'),
    ('Who will succeed Hegg?', 'Jonas Fure is to succeed her in May.', 'Marte Hegg resigned on Wednesday.', 'Jonas Fure'),
    ("Who will take Halvorsen's place?", 'The owner of Vik Rovers, Mikael Stroud, defended the sale of Halvorsen on Tuesday.', '', None),
    ('Who is the coach of Vik Rovers?', 'Coach Iker Baro wants to use him on the left.', "The Vik striker arrived in Almena. Real Almena's fans were at the airport.", None),
    ('Who is the coach of Vik Rovers?', 'Rovers coach Bernd Hauke said that he was not asked.', 'Vik Rovers have sold Halvorsen.', 'Bernd Hauke'),
    ('Who is the coach of Real Almena?', 'Rovers coach Bernd Hauke said that he was not asked.', 'Vik Rovers have sold Halvorsen to Real Almena.', None),
    ('Who is the mayor of Voss?', 'The mayor, Kari Lie, said so.', 'Voss was flooded on Monday.', 'Kari Lie'),
    ('Who is Henk Brouwer?', "According to the league's chief executive, Henk Brouwer, Rovers could lose six points.", '', "league's chief executive"),
    ('Who is the chief executive of Sundfart?', "Sundfart's chief executive, Per Aase, apologised to the passengers on Tuesday.", '', 'Per Aase'),
    ('Whom does Lie want as her deputy?', 'Ms Lie said she would ask Bram Moe of the Greens to be her deputy.', '', 'Bram Moe'),
    ('who won the election for mayor of Dal?', 'Joost Hall has been confirmed as mayor of Dal after a recount, the office said.', '', 'Joost Hall'),
    ("Who heads the nurses' union?", 'Union boss Tor Moe, who drives a red car, shrugged it off.', "The nurses' union called a strike.", 'Tor Moe'),
    ('Who died?', 'The dead were named as Kjell and Borghild Moen, both from Holm.', '', 'Kjell and Borghild Moen'),
    ('Who died in the flood?', 'The two who died have been named as Kjell and Borghild Moen, both from Holm.', '', 'Kjell and Borghild Moen'),
    ('Who ordered the inquiry?', 'The county governor, Sissel Bratt, has ordered an inquiry into the release of water.', '', 'Sissel Bratt'),
    ('Who ordered the inquiry?', 'An inquiry was ordered by the county governor, Sissel Bratt.', '', 'Sissel Bratt'),
    ('Who designed the bridge?', 'The bridge, designed by Ole Moe, opened in 1998.', '', 'Ole Moe'),
    ('Who designed the bridge?', 'Ole Moe designed the bridge.', '', 'Ole Moe'),
    ('Who paid for the recount?', 'The recount was paid for by the Harbour Union.', '', 'Harbour Union'),
    ('Who paid for the recount?', 'The Harbour Union paid for the recount.', '', 'Harbour Union'),
    ('Who warned the town?', 'Nobody warned the town.', '', None),
    ('Who owns the mill?', 'The mill belongs to Ida Moe.', '', 'Ida Moe'),
]  # fmt: skip


def _read(question, text, lead=""):
    article = Article("a", Outlet("o", "O"), "t", f"{lead} {text}".strip(), published="2026-03-13")
    return [str(claim.value) for claim in read([article], analyse(question))]


@pytest.mark.parametrize(("question", "text", "lead", "expected"), ROWS)
def test_who(question, text, lead, expected):
    assert _read(question, text, lead) == ([] if expected is None else [expected])


NOBODY = [
    ("Who ordered the inquiry?", "Nobody ordered an inquiry."),
    ("Who found the ring?", "The police found no trace of the ring."),
    ("Who painted the door?", "Nordverft painted the handle of the door."),  # another thing's maker
    ("Who painted the door?", "A picture on the door was painted by Ida Moe."),
    ("Who found the ring?", "The ring was not found by the divers."),
    ("Who found the ring?", "The ring was lost by the divers."),
    ("Who will succeed Hegg?", "The picture of Hegg was taken by Jonas Fure."),
    ("Who will lead the police inquiry?", "The church wants an answer. It will be led by Hans Vik."),
    ("Who is Moe's lawyer?", "Dahl wept. His lawyer, Anna Berg, left."),
    ("Who died?", "Two were killed in the quake: Mayor Hansen spoke of a miracle."),
]


@pytest.mark.parametrize(("question", "text"), NOBODY)
def test_nobody(question, text):
    assert _read(question, text) == []
