"""Which figures answer which question: day, rate, sort, correction, paraphrase, context and bounds, on made-up texts."""

from __future__ import annotations

import pytest

from bot.answer.origins import unify
from bot.answer.positions import group, mark_superseded
from bot.answer.question import analyse
from bot.answer.reading import read
from corpus import Article, Outlet

WEDNESDAY = "2026-05-06"


def figures(texts, question):
    """Return the figures that made-up articles give, those that no longer hold with "was" before them.

    A text may open with "@DAY " or "#OUTLET "; each is an outlet of its own on a Wednesday otherwise.
    """
    articles = []
    for number, text in enumerate([texts] if isinstance(texts, str) else texts):
        published, outlet = WEDNESDAY, f"outlet-{number}"
        while text[0] in "@#":
            mark, text = text.split(" ", 1)
            published, outlet = (mark[1:], outlet) if mark[0] == "@" else (published, mark[1:])
        articles.append(
            Article(f"{outlet}-{number}", Outlet(outlet, outlet.title()), "News", text, published=published)
        )
    positions = mark_superseded(group(unify(read(articles, analyse(question)))))
    return sorted(("was " if p.superseded else "") + str(p.value) for p in positions)


ROWS = [
    # Days
    ("Brackwell Rail cancelled 88 trains on Monday.", "How many trains were cancelled on Monday?", ["88"]),
    ("Brackwell Rail cancelled 88 trains on Monday.", "How many trains were cancelled on Tuesday?", []),
    (
        "Brackwell Rail cancelled 88 trains on Monday and 97 on Tuesday.",
        "How many trains were cancelled on Tuesday?",
        ["97"],
    ),
    (
        "Brackwell Rail cancelled 88 trains on Monday and 97 on Tuesday.",
        "How many trains were cancelled on Monday?",
        ["88"],
    ),
    (
        "Cancellations came to 88 on Monday, 97 on Tuesday and 61 on Wednesday.",
        "How many trains were cancelled on Tuesday?",
        ["97"],
    ),
    (
        "Cancellations came to 88 on Monday, 97 on Tuesday and 61 on Wednesday.",
        "How many trains were cancelled on Thursday?",
        [],
    ),
    ("Since Monday 240 trains have been cancelled.", "How many trains were cancelled on Monday?", []),
    ("Since Monday 240 trains have been cancelled.", "How many trains have been cancelled since Monday?", ["240"]),
    (
        "Since Monday 240 trains have been cancelled. On Tuesday 97 trains were cancelled.",
        "How many trains have been cancelled in total?",
        ["240"],
    ),
    (
        "A total of 240 trains have been cancelled since the walkout began.",
        "How many trains were cancelled on Monday?",
        [],
    ),
    ("61 trains were cancelled, the operator said.", "How many trains were cancelled on Wednesday?", ["61"]),
    ("61 trains were cancelled, the operator said.", "How many trains were cancelled on Sunday?", []),
    ("Today 61 trains were cancelled.", "How many trains were cancelled on Wednesday?", ["61"]),
    ("Yesterday 97 trains were cancelled.", "How many trains were cancelled on Tuesday?", ["97"]),
    ("On Monday the mayor said that six people had died.", "How many people died?", ["6"]),
    (
        "The council said on Monday that 88 trains had been cancelled on Sunday.",
        "How many trains were cancelled on Sunday?",
        ["88"],
    ),
    (
        "Thirty people were injured when a stand collapsed on Saturday.",
        "How many people were injured on Saturday?",
        ["30"],
    ),
    ("Police arrested 40 protesters on 4 May.", "How many protesters were arrested on 4 May?", ["40"]),
    ("Police arrested 40 protesters on 4 May.", "How many protesters were arrested on 5 May?", []),
    (
        "Police arrested 40 protesters on Tuesday, after 25 on Monday.",
        "How many protesters were arrested on Monday?",
        ["25"],
    ),
    ("About 3,000 people marched on Friday.", "How many people marched on Saturday?", []),
    # Rates
    (
        "The stoppage costs the port 4 million euros a day.",
        "How much does the stoppage cost the port per day?",
        ["€4m"],
    ),
    (
        "The stoppage has cost the port 22 million euros by now.",
        "How much does the stoppage cost the port per day?",
        [],
    ),
    ("The stoppage costs the port 4 million euros a day.", "How much has the stoppage cost the port in total?", []),
    (
        "The stoppage has cost the port 22 million euros in all.",
        "How much has the stoppage cost the port in total?",
        ["€22m"],
    ),
    (
        "The stoppage costs the port 4 million euros a day, or 22 million euros so far.",
        "How much does the stoppage cost the port per day?",
        ["€4m"],
    ),
    (
        "The blockade is costing the mill $300,000 daily.",
        "How much does the blockade cost the mill each day?",
        ["$300,000"],
    ),
    ("The mill loses $300,000 every hour.", "How much does the mill lose per day?", []),
    ("A night in the hostel costs 40 euros, a week 240 euros.", "How much does a night in the hostel cost?", ["€40"]),
    # Sizes
    ("The fire has burned 900 hectares. Smoke was seen 80 miles away.", "How big is the fire?", ["900 hectares"]),
    (
        "The fire has burned 900 hectares. A smaller fire at Quell Point, 30 miles to the south, has burned 60 hectares.",
        "How big is the fire?",
        ["900 hectares"],
    ),
    (
        "The slick covers 14 square kilometres and lies 6 kilometres off the coast.",
        "How big is the slick?",
        ["14 square kilometres"],
    ),
    ("The blaze spread to 12,000 acres on Tuesday.", "How large is the fire?", ["12,000 acres"]),
    ("The fire is 20 kilometres from the town of Harl.", "How big is the fire?", []),
    (
        "The fire is the worst since 2018, when the Pell Canyon fire killed 31 people and burned 40,000 acres. It has spread to 5,000 acres.",
        "How big is the fire?",
        ["5,000 acres"],
    ),
    (
        "The fire is the worst since 2018, when the Pell Canyon fire killed 31 people and burned 40,000 acres.",
        "How many people did the Pell Canyon fire kill?",
        ["31"],
    ),
    ("Flames have blackened 2,300 acres.", "How many acres have burned?", ["2,300 acres"]),
    ("The fire is burning 20 miles north of Harl.", "How far is the fire from Harl?", ["20 miles"]),
    # Roles
    (
        "More than 300 firefighters are at work. 4,000 people were evacuated.",
        "How many firefighters are there?",
        ["at least 300"],
    ),
    ("Some 40 rescuers pulled 12 people from the rubble.", "How many rescuers are there?", ["about 40"]),
    ("Twelve people were rescued by 40 firefighters.", "How many people were rescued?", ["12"]),
    ("A tree fell on a firefighter.", "How many firefighters are there?", []),
    (
        "There are 300 soldiers in the valley, and 4,000 people have left it.",
        "How many soldiers are in the valley?",
        ["300"],
    ),
    ("700 officers were on duty for 20,000 fans.", "How many police officers were on duty?", ["700"]),
    # Corrections
    (
        [
            "@2026-05-05 #x The guild represents 2,650 drivers.",
            "@2026-05-06 #x Correction: In Tuesday's edition we wrote that the guild represents 2,650 drivers. The figure is 2,560.",
        ],
        "How many drivers does the guild represent?",
        ["2,560", "was 2,650"],
    ),
    (
        "Correction: an earlier version of this article said that 44 people were hurt. The figure is 34.",
        "How many people were hurt?",
        ["34", "was 44"],
    ),
    (
        "Correction: an earlier version of this story said that 44 people were hurt. It was 34.",
        "How many people were hurt?",
        ["34", "was 44"],
    ),
    (
        "CORRECTION: We reported on Monday that 44 people had been hurt. In fact 34 people were hurt.",
        "How many people were hurt?",
        ["34", "was 44"],
    ),
    (
        "Correction: In last week's issue we gave the number of the yard's welders as 310. The yard employs 287.",
        "How many welders work at the yard?",
        ["287", "was 310"],
    ),
    (
        "An earlier version of this article gave the number of dead as nine; it is eight.",
        "How many people died?",
        ["8", "was 9"],
    ),
    ("This article has been corrected: 34 people were hurt, not 44.", "How many people were hurt?", ["34", "was 44"]),
    (
        "The operator, which had spoken on Monday of 600 passengers stranded, said on Wednesday that there had been 480.",
        "How many passengers were stranded?",
        ["480", "was 600"],
    ),
    (
        "The hospital, which had earlier put the number of injured at 23, now says 31 people were injured.",
        "How many people were injured?",
        ["31", "was 23"],
    ),
    (
        "The commander said the 9,300 acres he gave on Monday counted one flank twice. The fire has burned 8,100 acres.",
        "How many acres have burned?",
        ["8,100 acres", "was 9,300 acres"],
    ),
    ("Corrected figure: 34 people were hurt. We had written 44.", "How many people were hurt?", ["34", "was 44"]),
    ("Police first spoke of five dead. They now say that four people died.", "How many people died?", ["4", "was 5"]),
    (
        "We wrote on Tuesday that the bridge cost 40 million euros. That was wrong: it cost 14 million euros.",
        "How much did the bridge cost?",
        ["was €40m", "€14m"],
    ),
    (
        "Clarification: the fine is 30,000 euros, not 300,000 euros as we wrote.",
        "How much is the fine?",
        ["was €300,000", "€30,000"],
    ),
    # Other words
    ("In Harl 3,200 people were ordered to leave.", "How many people were evacuated?", ["3,200"]),
    ("Some 3,200 residents have been moved to safety.", "How many people were evacuated?", ["about 3,200"]),
    ("About 900 villagers were told to go.", "How many people had to be evacuated?", ["about 900"]),
    ("More than 500 had to flee.", "How many people were evacuated?", ["at least 500"]),
    ("Nine hundred people were brought to safety.", "How many people were evacuated?", ["900"]),
    ("Around 1,500 people had to leave their homes.", "How many people were displaced?", ["about 1,500"]),
    ("Nineteen people have not been heard from.", "How many people are missing?", ["19"]),
    ("Nineteen people had not been heard from by evening.", "How many people are unaccounted for?", ["19"]),
    ("Six miners have still not been found.", "How many miners are missing?", ["6"]),
    ("There is no trace of seven people.", "How many people are missing?", ["7"]),
    ("Assessors counted 140 houses that are beyond repair.", "How many homes were destroyed?", ["140"]),
    ("More than 80 homes are gone.", "How many houses were destroyed?", ["at least 81"]),
    ("The fire razed 60 buildings.", "How many buildings were destroyed?", ["60"]),
    ("Sixty houses burned down.", "How many homes were destroyed?", ["60"]),
    ("Sixty houses burned to the ground.", "How many homes were destroyed?", ["60"]),
    ("The storm flattened 300 homes.", "How many houses were destroyed?", ["300"]),
    ("Crews have 35 percent of the fire contained.", "What percentage of the fire is under control?", ["35 %"]),
    ("The blaze was 40 percent contained.", "How much of the fire is contained?", ["40 %"]),
    ("Sixty percent of the perimeter was secured.", "What percentage of the fire is contained?", ["60 %"]),
    ("The carrier grounded 45 planes.", "How many planes were grounded?", ["45"]),
    ("Some 120 flights were scrapped.", "How many flights were cancelled?", ["about 120"]),
    ("120 flights are off today.", "How many flights were cancelled?", ["120"]),
    ("- 120 flights off today", "How many flights were cancelled?", ["120"]),
    ("The airline called off 120 flights.", "How many flights were cancelled?", ["120"]),
    ("Police took 14 men into custody.", "How many men were arrested?", ["14"]),
    ("Fourteen men were detained.", "How many people were arrested?", ["14"]),
    ("Officers led away 14 protesters in handcuffs.", "How many protesters were arrested?", ["14"]),
    ("A crowd of 12,300 watched the match.", "How many people saw the match?", ["12,300"]),
    ("The attendance was 12,300.", "How many people were at the match?", ["12,300"]),
    ("The match drew 12,300 spectators.", "How many spectators were at the match?", ["12,300"]),
    ("The arena holds 15,000.", "How many people can the arena hold?", ["15,000"]),
    ("On average a driver earns 41,000 euros a year.", "What does a driver earn on average?", ["€41,000"]),
    ("A driver's salary is 41,000 euros.", "How much does a driver earn?", ["€41,000"]),
    ("Drivers are paid 41,000 euros a year.", "How much do drivers earn?", ["€41,000"]),
    ("The company has offered its drivers an increase of 6 percent.", "What pay rise does the company offer?", ["6 %"]),
    ("The union demands 9 percent more pay.", "How much more money do the drivers want?", ["9 %"]),
    ("The union is asking for 9 percent.", "What pay rise does the union demand?", ["9 %"]),
    ("The company improved its offer to 7 percent.", "What pay rise does the company offer?", ["7 %"]),
    ("Drivers settled for 5 percent.", "What did the drivers settle for?", ["5 %"]),
    ("The consumer office has received 640 complaints.", "How many people complained to the consumer office?", ["640"]),
    ("The carrier employs 2,870 pilots.", "How many pilots work for the carrier?", ["2,870"]),
    ("The firm has a staff of 410.", "How many employees does the firm have?", ["410"]),
    ("The firm has 410 workers.", "How many employees does the firm have?", ["410"]),
    ("The strike has affected 61,000 travellers.", "How many passengers are affected?", ["61,000"]),
    ("61,000 passengers were affected.", "How many travellers were affected by the strike?", ["61,000"]),
    ("The fund promised 40 million dollars in aid.", "What sum did the fund promise?", ["$40m"]),
    ("Its boss, Ada Quist, pocketed $2.1 million last year.", "How much did Ada Quist earn last year?", ["$2.1m"]),
    ("Its boss, Ada Quist, took home $2.1 million.", "How much did Ada Quist make?", ["$2.1m"]),
    ("Shares in Veltro lost 11 percent.", "By how much did Veltro's shares fall?", ["11 %"]),
    ("Shares in Veltro closed down 11 percent.", "How much did Veltro's stock fall?", ["11 %"]),
    ("Veltro's shares closed 11 percent higher.", "By how much did Veltro's shares rise?", ["11 %"]),
    ("Veltro's shares were up 11 percent.", "By how much did Veltro's stock rise?", ["11 %"]),
    ("Power is off for 5,300 customers.", "How many homes are without electricity?", ["5,300"]),
    ("5,300 households have no power.", "How many homes are without electricity?", ["5,300"]),
    ("The storm left 5,300 homes in the dark.", "How many homes are without power?", ["5,300"]),
    ("The flood claimed 31 lives.", "How many people died in the flood?", ["31"]),
    (
        "How many lives the flood took is unclear. It took 31 lives, the ministry said.",
        "How many lives did the flood claim?",
        ["31"],
    ),
    ("Divers recovered 14 bodies.", "How many people died?", ["14"]),
    # Figures whose noun stands before
    ("Three people died here, and four have not been found.", "How many people are missing?", ["4"]),
    ("Three people died here, and four have not been found.", "How many people died?", ["3"]),
    (
        'Sheriff Ida Moss said the number of missing had fallen to 11. "On Monday it was 23," she said.',
        "How many people are missing?",
        ["11", "was 23"],
    ),
    (
        "The strike has cost the port 50 million euros. The union believes the sum to be nearer to 30m.",
        "How much has the strike cost the port?",
        ["about €30m", "€50m"],
    ),
    (
        "The port says the strike cost it 50 million euros; the union puts it at 30 million.",
        "How much has the strike cost the port?",
        ["€30m", "€50m"],
    ),
    (
        "About 450 nurses outside the ministry now, by our count.",
        "How many nurses protested outside the ministry?",
        ["about 450"],
    ),
    (
        "About 450 nurses outside the ministry now, by our count. Police speak of 200.",
        "How many nurses protested outside the ministry?",
        ["200", "about 450"],
    ),
    ("Nine are dead, the mayor says. The army puts the figure at 12.", "How many people died?", ["12", "9"]),
    (
        "The company gives the average salary as 198,000 euros. The union's figure is 142,000 euros.",
        "What is the average salary?",
        ["€142,000", "€198,000"],
    ),
    (
        "The company gives the average salary as 198,000 euros. The union's figure, 142,000 euros, leaves out overtime.",
        "What is the average salary?",
        ["€142,000", "€198,000"],
    ),
    ("Twenty people were hurt, police said. The hospital counted 25.", "How many people were hurt?", ["20", "25"]),
    (
        "Twenty people were hurt, police said. According to the hospital, there were 25.",
        "How many people were hurt?",
        ["20", "25"],
    ),
    ("Size: 900 hectares. Dead: 4.", "How many people died?", ["4"]),
    ("Dead: 4. Injured: 12.", "How many people were injured?", ["12"]),
    ("- Injured: 12", "How many people were injured?", ["12"]),
    ("All 41 residents were brought out alive.", "How many residents were rescued?", ["41 of 41"]),
    (
        "The clinic treated 14 of the injured. Six of the 14 were children.",
        "How many of the injured were children?",
        ["6"],
    ),
    # Bounds
    ("The fire covers 24,000 acres at least.", "How big is the fire?", ["at least 24,000 acres"]),
    ("The damage is 3 million euros or more.", "How much damage was done?", ["at least €3m"]),
    ("The bridge will cost 40 million euros at most.", "How much will the bridge cost?", ["up to €40m"]),
    ("Twelve people died, if not more.", "How many people died?", ["at least 12"]),
    ("He owes 2 million euros. The bank says it is 2.4 million.", "How much does he owe?", ["€2.4m", "€2m"]),
    ("The 1.2-billion-kroner ship sank.", "How much did the ship cost?", ["1.2bn NOK"]),
    ("The $30-million bridge collapsed.", "How much did the bridge cost?", ["$30m"]),
    ("A 40-metre section of the roof fell.", "How long was the section of the roof?", ["40 metres"]),
    ("At the very least 24 people died.", "How many people died?", ["at least 24"]),
    ("Twenty-four people, perhaps more, died.", "How many people died?", ["at least 24"]),
    # Withdrawn, and nothing in its place: nobody answers
    ("We wrote on Tuesday that the bridge cost 40 million euros. That was wrong.", "How much did the bridge cost?", []),
    (
        "Correction: An earlier version of this article said that 44 people were hurt.",
        "How many people were hurt?",
        [],
    ),
    # What must not be read, and what stands beside it
    ("Three jets were grounded, and 40 flights took off late.", "How many flights were cancelled?", []),
    ("The chief of staff was told to leave the room by two aides.", "How many aides were arrested?", []),
    ("The plant is 12 miles away and 3 miles long.", "How long is the plant?", ["3 miles"]),
    ("The tower stands 300 yards from the river.", "How tall is the tower?", []),
    ("The village lies 9 kilometres east of Harl.", "How big is the village?", []),
    ("Veltro's shares rose 4 percent.", "By how much did Veltro's shares fall?", []),
    ("Shares in Tollan lost 11 percent.", "By how much did Veltro's shares fall?", []),
    ("The mayor was paid 80,000 euros a year.", "How much does a bus driver earn?", []),
    (
        "The recall will cost about 35 million euros. The plant was enlarged in 2017 at a cost of 140 million euros.",
        "How much will the recall cost Veltro?",
        ["about €35m"],
    ),
    ("One of the two brothers who were arrested has confessed.", "How many people were arrested?", []),
    ('"One dead miner is one too many," he said.', "How many miners died?", []),
    ("Dana Roe, a nurse, was acquitted, as were two doctors.", "How many people were acquitted?", []),
    ("There were 90 people on board the tug.", "How many crew were on board?", []),
    ("Voting stopped at two polling stations.", "How many people voted?", []),
    ("Turnout was 56 percent, not 58.3 percent.", "What was the turnout?", ["56 %"]),
    ("Veltro widened its recall from 400 to 900 tins.", "How many tins did Veltro recall?", ["900"]),
    ("The yard cut its staff from 900 to 400 people.", "How many people work at the yard?", []),
    ("Tickets cost from 40 to 60 euros.", "How much do tickets cost?", ["€40–€60"]),
    (
        "The port put the damage at 4 million euros. It lies in a country of nine million.",
        "How much damage was done at the port?",
        ["€4m"],
    ),
    ("No child has fallen ill in Ostmark, the agency said.", "How many children fell ill?", []),
    ("Nine children fell ill, the ministry says.", "How many children got sick?", ["9"]),
    (
        "The museum lost five pieces on Sunday. Thieves made off with five treasures.",
        "How many objects were stolen?",
        ["5"],
    ),
    ("Of the crew, 38 percent stayed at home.", "What percentage of the crew stayed away from work?", ["38 %"]),
    ("This brings the number of people in custody to four.", "How many people have been arrested so far?", ["4"]),
    (
        "The union entered the talks demanding 9 percent, came down to 7, and is said to hope for more.",
        "What pay rise does the union demand?",
        ["7 %", "was 9 %"],
    ),
    (
        "Nobody agrees on what a welder earns. The yard gives the average as 41,000 euros a year.",
        "How much does a welder earn on average?",
        ["€41,000"],
    ),
    (
        [
            "@2026-05-04 #x The yard offers a reward of 1,000 euros.",
            "@2026-05-06 #x The yard has doubled its reward to 2,000 euros.",
        ],
        "How much is the reward?",
        ["was €1,000", "€2,000"],
    ),
    (
        "The fund's estimate, 12 million euros, leaves out the roof. The repair costs 9 million euros, the city says.",
        "How much does the repair cost?",
        ["€9m"],
    ),
    (
        "The union, which represents 2,650 drivers, said it would appeal.",
        "How many drivers does the union represent?",
        ["2,650"],
    ),
    ("If the sale falls through, the city owes nothing; 12 people if not more were told.", "How many people died?", []),
    ("Shots were fired; 12 people were hurt. The siege ended after 12 hours.", "How many people were hurt?", ["12"]),
    ("Of the 40 flights planned on Sunday, all took off.", "How many flights were cancelled on Sunday?", []),
]


@pytest.mark.parametrize(("texts", "question", "wanted"), ROWS)
def test_figures(texts, question, wanted):
    assert figures(texts, question) == wanted
