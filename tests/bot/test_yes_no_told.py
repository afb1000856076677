"""Yes or no from a sentence in its article: who did what to whom, what was refused, and what nobody has said.

Each story sets the scene; its rows are (question, the sentence that follows, what it says).
"""

from __future__ import annotations

import pytest

from bot.answer.question import analyse
from bot.answer.reading import read
from corpus import Article, Outlet
from tests.bot.answers import PRESS, article

FLOOD = (
    "Orba bursts its banks at Marren",
    "The river Orba burst its banks at Marren on Monday night. Mayor Tessa Lund and the water company, Orba Water,"
    " are at odds over the sluice gates.",
)
STRIKE = (
    "Bus drivers in Kell walk out over pay",
    "Drivers of Kell Transit stopped work on Monday over pay. The union, the Transport League, and the company have"
    " been in talks for weeks. Transit chief Ada Brook leads them for the company.",
)
TRIAL = (
    "Banker Lars Wendt on trial over the collapse of Holm Savings",
    "Lars Wendt, the former head of Holm Savings, went on trial on Monday. Prosecutors accuse him of hiding losses."
    " His deputy, Pia Rask, is to be heard later.",
)
JET = (
    "A Veltan jet is lost over the Sarn strait",
    "A Veltan fighter jet was lost over the Sarn strait on Friday with its pilot. Veltan and Norland blame each other.",
)
HEALTH = (
    "Stomach illness in the schools of Aldby",
    "Dozens of pupils in Aldby fell ill on Tuesday after lunch. The caterer, Fresco Foods, supplies nine schools."
    " Health officer Ines Dahl leads the inquiry.",
)
SPORT = (
    "Rovers coach Nadia Holt under fire after the cup defeat",
    "Rovers lost the cup final to Athletic on Sunday. Coach Nadia Holt and striker Ben Okoye are said to be at odds.",
)
MERGER = (
    "Lumen Foods in the sights of Karst Group",
    "Karst Group has had its eye on Lumen Foods for months. Lumen's chairman, Otto Reiss, has led the board since 2019.",
)
CITY = (
    "Council of Velby argues over the old bridge",
    "The council of Velby met on Monday about the old bridge. Mayor Signe Aas wants it torn down; engineer Per Lien does not.",
)
RECALL = (
    "Baby formula of Bimba recalled in Norland",
    "Bimba recalled its baby formula in Norland on Monday. Health minister Ana Ruiz and the dairy board met on Tuesday.",
)
ARSON = (
    "Fire destroys the barns of Aldby",
    "A fire destroyed nine barns in Aldby on Monday. Fire chief Jon Lie leads the inquiry.",
)
SPACE = (
    "Probe Halcyon falls silent on its way to Vesta",
    "The probe Halcyon fell silent on Sunday. The agency, Nordspace, runs it from Kiruna. Flight director Maya Sund"
    " spoke to reporters on Monday.",
)
THEFT = (
    "Thieves empty the vault of the Halden museum",
    "Thieves broke into the Halden museum on Saturday night and took a crown. Director Elin Moe called the police at"
    " dawn. The night guard, Jonas Vik, was on duty.",
)

YES = [
    (RECALL, "Is there a shortage of formula?", 'The minister conceded that formula was "hard to find in places".'),
    (RECALL, "Is there a shortage of baby formula in Norland?", "Baby formula is scarce."),
    (RECALL, "Is there a shortage of formula?", "Shops have run out of formula, the dairy board said."),
    (RECALL, "Is there a shortage of formula?", 'Its head buyer spoke of "empty shelves".'),
    (ARSON, "Was the fire caused by arson?", "Lie said that the fire had been set on purpose."),
    (ARSON, "Was the fire caused by arson?", "Lie spoke of arson."),
    (ARSON, "Was the fire caused by arson?", "There were strong signs of arson, Lie said."),
    (FLOOD, "Was Marren evacuated?", "Marren was evacuated on Tuesday morning."),
    (FLOOD, "Did the dyke break?", "The dyke broke shortly after midnight."),
    (FLOOD, "Was the village warned?", "The village was warned by siren at nine."),
    (FLOOD, "Did Orba Water open the sluice gates?", "Orba Water opened the sluice gates at noon."),
    (FLOOD, "Did Orba Water open the sluice gates?", "The company admitted that it had opened the sluice gates."),
    (FLOOD, "Did Orba Water ignore the warnings?", "Lund said Orba Water had ignored the warnings."),
    (FLOOD, "Is the road to Marren closed?", "The road to Marren is closed until Friday."),
    (FLOOD, "Is the road to Marren closed?", "The road to Marren remains closed, the police said."),
    (FLOOD, "Did anyone die?", "A farmer of 71 died when his car was swept away."),
    (FLOOD, "Did anyone drown?", "Two people drowned in their cellar."),
    (FLOOD, "Has the water fallen?", "The water has fallen by a metre, the mayor said."),
    (STRIKE, "Did the union leave the talks?", "The Transport League left the talks on Sunday evening."),
    (STRIKE, "Did the union leave the talks?", "The union walked out of the talks on Sunday, Brook said."),
    (STRIKE, "Did the company raise its offer?", "Kell Transit raised its offer to 6 percent on Monday."),
    (STRIKE, "Is there a new offer?", "There is a new offer on the table, Brook said."),
    (STRIKE, "Did the union reject the offer?", "The union rejected the offer on Monday."),
    (STRIKE, "Did the union reject the offer?", "The union turned down the offer on Monday."),
    (STRIKE, "Will the strike go on?", "The strike will go on until Friday, the union said."),
    (STRIKE, "Was the strike illegal?", "A court ruled on Tuesday that the strike was illegal."),
    (STRIKE, "Was the strike illegal?", "A court ruled on Tuesday that the strike was unlawful."),
    (STRIKE, "Did drivers fall asleep at the wheel?", "Two drivers fell asleep at the wheel in May, the union says."),
    (TRIAL, "Did Wendt plead guilty?", "Wendt pleaded guilty to two counts."),
    (TRIAL, "Did Wendt hide the losses?", "Rask told the court that Wendt had hidden the losses for years."),
    (TRIAL, "Was Wendt convicted?", "The court found Wendt guilty on all counts."),
    (TRIAL, "Was Wendt convicted?", "Wendt was convicted on Thursday."),
    (TRIAL, "Did Wendt know about the losses?", "Wendt knew about the losses from the start, Rask said."),
    (TRIAL, "Will Wendt appeal?", "Wendt's lawyer said he would appeal."),
    (TRIAL, "Will Wendt appeal?", "Wendt will appeal, his lawyer said."),
    (TRIAL, "Is Wendt in custody?", "Wendt has been held in custody since May."),
    (TRIAL, "Was the money found?", "The missing money was found in an account in Basel."),
    (JET, "Was the jet shot down?", "Norland shot the jet down, Veltan's army said."),
    (JET, "Was the jet shot down?", "The jet was shot down over the strait by rebels."),
    (JET, "Did Norland shoot it down?", "Norland shot it down with a missile, Veltan's army said."),
    (JET, "Did the pilot survive?", "The pilot survived and is in hospital."),
    (JET, "Was the pilot found?", "The pilot was found alive by a fishing boat."),
    (JET, "Was the pilot rescued?", "A fishing boat rescued the pilot at dawn."),
    (JET, "Did the pilot eject?", "The pilot ejected at 3,000 metres, the army said."),
    (HEALTH, "Did anyone die?", "A boy of seven died in hospital on Wednesday."),
    (HEALTH, "Was the lunch contaminated?", "Tests showed that the lunch was contaminated with bacteria."),
    (HEALTH, "Was the kitchen inspected?", "The kitchen was inspected in March, Dahl said."),
    (HEALTH, "Has Fresco Foods apologised?", "Fresco Foods has apologised to the parents."),
    (HEALTH, "Have the schools been closed?", "All nine schools have been closed."),
    (HEALTH, "Did Fresco Foods know of the complaints?", "Fresco Foods knew of the complaints in May, Dahl said."),
    (SPORT, "Was Holt sacked?", "Holt was sacked on Monday."),
    (SPORT, "Has Holt resigned?", "Holt resigned on Monday after eleven years."),
    (SPORT, "Has Holt resigned?", "Holt, who has led the side for eleven years, has stepped down."),
    (SPORT, "Did Okoye miss a penalty?", "Okoye missed a penalty in the last minute."),
    (SPORT, "Did Okoye leave the club?", "Okoye left the club on Tuesday for Athletic."),
    (SPORT, "Will the match be replayed?", "The match will be replayed in June, the league said."),
    (MERGER, "Did Karst make an offer?", "Karst made an offer of 3 billion kronor on Monday."),
    (MERGER, "Did the board accept the offer?", "The board accepted the offer on Thursday."),
    (MERGER, "Has Lumen agreed to the merger?", "Lumen has agreed to the merger, Reiss said."),
    (MERGER, "Are Lumen and Karst in talks?", "Lumen and Karst are in talks, Reiss confirmed."),
    (MERGER, "Will jobs be cut?", "Jobs will be cut at both plants, Reiss said."),
    (CITY, "Did the council approve the demolition?", "The council approved the demolition by one vote."),
    (CITY, "Will the bridge be torn down?", "The bridge will be torn down next spring."),
    (CITY, "Is the bridge safe?", "The bridge is safe, Lien told the council."),
    (CITY, "Was the bridge inspected?", "The bridge was inspected twice last year."),
    (CITY, "Did the mayor lie?", "The mayor lied to the council, Lien said."),
    (SPACE, "Has the probe been found?", "Nordspace found the probe on Tuesday with a radio telescope."),
    (SPACE, "Did the battery fail?", "The battery failed on Sunday, Sund said."),
    (SPACE, "Did the probe send a signal?", "The probe sent a weak signal at noon."),
    (THEFT, "Did the alarm go off?", "The alarm went off at two, Moe said."),
    (THEFT, "Has the crown been found?", "The crown was found in a barn on Tuesday."),
    (THEFT, "Was the crown insured?", "The crown was insured for 4 million kronor."),
    (THEFT, "Was the guard asleep?", "The guard was asleep when the thieves came, police said."),
    (THEFT, "Was the guard arrested?", "Vik, the guard, was arrested on Sunday."),
    (THEFT, "Did the guard help the thieves?", "The guard helped the thieves, a police source said."),
    (THEFT, "Has anyone been arrested?", "Three men have been arrested in Oslo."),
]
NO = [
    (RECALL, "Is there a shortage of formula?", "Formula is not hard to find, the minister said."),
    (RECALL, "Is there a shortage of formula?", "There is no shortage, the minister said."),
    (ARSON, "Was the fire caused by arson?", '"We have no evidence that this fire was set deliberately," Lie said.'),
    (ARSON, "Was the fire caused by arson?", "Lie said he had nothing to suggest that anyone had lit the fire."),
    (ARSON, "Was the fire caused by arson?", "The police ruled out arson."),
    (FLOOD, "Was the village warned?", "The warning to the village was never sent."),
    (FLOOD, "Was the village warned?", "A warning for the village was drafted but not released."),
    (FLOOD, "Was the village warned?", "No one warned the village."),
    (FLOOD, "Did anyone die?", "No one died in the flood, the police said."),
    (FLOOD, "Did anyone die?", "Nobody was killed."),
    (FLOOD, "Did Orba Water open the sluice gates?", "Orba Water refused to open the sluice gates."),
    (FLOOD, "Did Orba Water open the sluice gates?", "Orba Water declined to open the sluice gates."),
    (FLOOD, "Did Orba Water open the sluice gates?", "Orba Water denied that it had opened the sluice gates."),
    (FLOOD, "Did Orba Water open the sluice gates?", "Orba Water failed to open the sluice gates in time."),
    (FLOOD, "Did Orba Water ignore the warnings?", "Orba Water denied having ignored the warnings."),
    (FLOOD, "Did the dyke break?", "The dyke did not break, and it never came close."),
    (FLOOD, "Did the dyke break?", "There is no sign that the dyke broke."),
    (FLOOD, "Has the boy been found?", "Divers looked for the boy all day and found no trace of him."),
    (FLOOD, "Was Marren evacuated?", "The mayor stopped short of evacuating Marren."),
    (STRIKE, "Did the union leave the talks?", "The union said that it had not left the talks."),
    (STRIKE, "Did the union leave the talks?", "The Transport League denies that it left the talks."),
    (STRIKE, "Did the union accept the offer?", "The union refused to accept the offer."),
    (STRIKE, "Did the union accept the offer?", "The union rejected the offer on Monday."),
    (STRIKE, "Did the union accept the offer?", "Brook made an offer, which the union refused to accept."),
    (STRIKE, "Is there a new offer?", "There is no new offer, the company said."),
    (STRIKE, "Is there a new offer?", "Kell Transit denied that there was a new offer."),
    (STRIKE, "Was the strike illegal?", "The court held that the strike was lawful."),
    (STRIKE, "Was the strike illegal?", "The court did not find the strike illegal."),
    (STRIKE, "Will the strike go on?", "The strike will not go on, the union said."),
    (STRIKE, "Was the strike called off?", "The union refused to call off the strike."),
    (STRIKE, "Is the strike about pay?", "Brook disputes that the strike is about pay."),
    (TRIAL, "Did Wendt plead guilty?", "Wendt pleaded not guilty."),
    (TRIAL, "Did Wendt plead guilty?", "Wendt declined to plead guilty."),
    (TRIAL, "Was Wendt convicted?", "Wendt was acquitted of all charges."),
    (TRIAL, "Did Wendt hide the losses?", "There is nothing to suggest that Wendt hid the losses, his lawyer said."),
    (TRIAL, "Did Wendt hide the losses?", "His lawyer said that he never hid any losses."),
    (TRIAL, "Did Wendt hide the losses?", "We have no evidence that Wendt hid the losses, the auditor said."),
    (TRIAL, "Will Wendt appeal?", "Wendt has decided not to appeal."),
    (TRIAL, "Will Wendt appeal?", "Wendt has ruled out an appeal."),
    (TRIAL, "Is Wendt in custody?", "Wendt is not in custody."),
    (TRIAL, "Was Wendt jailed?", "Wendt walked free from court and was not jailed."),
    (JET, "Was the jet shot down?", "The jet was not shot down, Norland said."),
    (JET, "Was the jet shot down?", "Norland denied that the jet had been shot down."),
    (JET, "Did Norland shoot it down?", "Norland denied that it had shot down the jet."),
    (JET, "Did Norland shoot it down?", "We did not shoot it down, Norland's army said."),
    (JET, "Did the pilot survive?", "The pilot did not survive the crash."),
    (JET, "Was the pilot found?", "Boats searched the strait but found no trace of the pilot."),
    (JET, "Was the pilot found?", "The pilot has not been found."),
    (JET, "Did the pilot eject?", "The pilot never ejected, the army said."),
    (HEALTH, "Did anyone die?", "Nobody has died, Dahl said."),
    (HEALTH, "Was the lunch contaminated?", "Tests ruled out that the lunch was contaminated."),
    (HEALTH, "Was the kitchen inspected?", "The kitchen was never inspected, Dahl said."),
    (HEALTH, "Has Fresco Foods apologised?", "Fresco Foods has not apologised."),
    (HEALTH, "Has Fresco Foods apologised?", "Fresco Foods refused to apologise."),
    (HEALTH, "Has Fresco Foods apologised?", "Fresco Foods has yet to apologise."),
    (HEALTH, "Have the schools been closed?", "The schools have not been closed."),
    (SPORT, "Was Holt sacked?", "Holt was not sacked, the club said."),
    (SPORT, "Has Holt resigned?", "Holt refused to resign."),
    (SPORT, "Has Holt resigned?", "Holt ruled out resigning after the match."),
    (SPORT, "Has Holt resigned?", "Holt offered her resignation, which the club did not accept."),
    (
        SPORT,
        "Did the club accept Holt's resignation?",
        "She offered her resignation, which the club refused to accept.",
    ),
    (SPORT, "Did Okoye miss a penalty?", "Okoye did not miss a penalty."),
    (SPORT, "Will the match be replayed?", "The match will not be replayed, the league said."),
    (MERGER, "Did Karst make an offer?", "Karst has not made an offer, its spokesman said."),
    (MERGER, "Did Karst make an offer?", "Karst stopped short of making an offer."),
    (MERGER, "Did the board accept the offer?", "The board rejected the offer on Thursday."),
    (MERGER, "Are Lumen and Karst in talks?", "Lumen and Karst are not in talks, Reiss said."),
    (MERGER, "Are Lumen and Karst in talks?", "Reiss denied that Lumen and Karst were in talks."),
    (MERGER, "Will jobs be cut?", "No jobs will be cut, Reiss said."),
    (CITY, "Did the council approve the demolition?", "The council did not approve the demolition."),
    (CITY, "Did the council approve the demolition?", "The council rejected the demolition by one vote."),
    (CITY, "Will the bridge be torn down?", "The bridge will not be torn down."),
    (CITY, "Is the bridge safe?", "The bridge is unsafe, Lien told the council."),
    (CITY, "Is the bridge safe?", "The bridge is not safe, Lien told the council."),
    (SPACE, "Has the probe been found?", "Nordspace has not found the probe."),
    (SPACE, "Has the probe been found?", "Two telescopes searched for the probe and found nothing."),
    (SPACE, "Did the probe send a signal?", "The probe sent no signal on Monday."),
    (SPACE, "Did the battery fail?", "Sund said that the battery had not failed."),
    (THEFT, "Did the alarm go off?", "The alarm did not go off, Moe said."),
    (THEFT, "Did the alarm go off?", "The alarm never went off, Moe said."),
    (THEFT, "Was the crown insured?", "The crown was not insured."),
    (THEFT, "Was the crown insured?", "The crown was uninsured, Moe said."),
    (THEFT, "Was the guard asleep?", "The guard was awake when the thieves came, police said."),
    (THEFT, "Was the guard arrested?", "The guard was not arrested."),
    (THEFT, "Did the guard help the thieves?", "The guard denied that he had helped the thieves."),
    (THEFT, "Did the guard help the thieves?", "There is no evidence that the guard helped the thieves, police said."),
    (THEFT, "Has anyone been arrested?", "No one has been arrested, police said."),
    (THEFT, "Has anyone been arrested?", "Police have made no arrests."),
]
NOTHING = [
    (
        CITY,
        "Were votes forged in the Old Ward?",
        "Aas, who had refused to concede, and whose party spoke of forged votes, left the Old Ward.",
        "what is refused is something else",
    ),
    (RECALL, "Is there a shortage of baby formula in Norland?", "The formula was sold in Norland.", "no shortage told"),
    (RECALL, "Is there a shortage of formula?", "A cause is hard to find.", "something else is hard to find"),
    (RECALL, "Is there a shortage of formula?", "Formula may be hard to find next week.", "only possible"),
    (ARSON, "Was the fire caused by arson?", "Nobody spoke of arson.", "no voice"),
    (ARSON, "Was the fire caused by arson?", "A short circuit started the fire.", "another cause"),
    (FLOOD, "Did a burst dyke cause the flood?", "What caused the flood is under investigation.", "asked, not told"),
    (FLOOD, "Did the dyke break?", "Whether the dyke broke is unclear.", "asked, not told"),
    (FLOOD, "Did the dyke break?", "Engineers are examining whether the dyke broke.", "asked, not told"),
    (FLOOD, "Did the dyke break?", "If the dyke breaks, the whole village will be under water.", "a condition"),
    (FLOOD, "Did the dyke break?", "Did the dyke break?", "a question"),
    (FLOOD, "Did the dyke break?", "Villagers feared that the dyke would break.", "a fear"),
    (FLOOD, "Did the dyke break?", "The dyke could break at any moment, Lund said.", "what may come"),
    (FLOOD, "Did the dyke break?", "The dyke in Holt broke in 1953.", "another dyke, long ago"),
    (FLOOD, "Was Marren evacuated?", "Lund plans to evacuate Marren if it rains again.", "a plan"),
    (FLOOD, "Was Marren evacuated?", "Lund had asked for Marren to be evacuated.", "asked for"),
    (FLOOD, "Was Marren evacuated?", "Sandby, ten miles to the north, was evacuated on Tuesday.", "another place"),
    (
        FLOOD,
        "Did Orba Water open the sluice gates?",
        "Lund asked why Orba Water had opened the sluice gates?",
        "a question",
    ),
    (
        FLOOD,
        "Did Orba Water open the sluice gates?",
        "Orba Water should have opened the sluice gates, Lund said.",
        "a duty",
    ),
    (FLOOD, "Did Orba Water open the sluice gates?", "Lund called on Orba Water to open the sluice gates.", "a demand"),
    (
        FLOOD,
        "Did Orba Water open the sluice gates?",
        "Orba Water opened an office in Marren last year.",
        "another thing opened",
    ),
    (FLOOD, "Was the village warned?", "Lund warned against blaming anybody.", "another sense"),
    (FLOOD, "Was the village warned?", "Orba Water warned its shareholders of a loss.", "somebody else was"),
    (FLOOD, "Is the road to Marren closed?", "The school closed on Tuesday.", "another thing"),
    (STRIKE, "Did the union leave the talks?", "The offer leaves out allowances, the union said.", "another sense"),
    (STRIKE, "Did the union leave the talks?", "The union threatened to leave the talks.", "a threat"),
    (STRIKE, "Did the union leave the talks?", "Brook left the talks early to speak to reporters.", "somebody else"),
    (
        STRIKE,
        "Did the union leave the talks?",
        "Passengers were left at the stop while the talks went on.",
        "another sense",
    ),
    (STRIKE, "Did drivers fall asleep at the wheel?", "Shares in Kell Transit fell 7 percent.", "another sense"),
    (
        STRIKE,
        "Did drivers fall asleep at the wheel?",
        "Shares in Kell Transit closed down 7.4 percent.",
        "another thing",
    ),
    (STRIKE, "Was anyone attacked?", "The strike is the third at Kell Transit this year.", "a stoppage is no attack"),
    (STRIKE, "Was the bus depot attacked?", "Strikes at the bus depot have hit 40 routes.", "a stoppage is no attack"),
    (STRIKE, "Did the company raise its offer?", "Will the company raise its offer?", "a question"),
    (STRIKE, "Did the company raise its offer?", "The union urged the company to raise its offer.", "a demand"),
    (
        STRIKE,
        "Did the company raise its offer?",
        "The company is ready to raise its offer if the strike ends.",
        "on a condition",
    ),
    (STRIKE, "Is there a new offer?", "The union wants a new offer.", "wanted, and not there"),
    (STRIKE, "Is there a new offer?", "The union called the old offer an insult.", "the old one"),
    (STRIKE, "Was the strike illegal?", "So did the court call the strike illegal?", "a question"),
    (
        STRIKE,
        "Was the strike illegal?",
        "Kell Transit will ask a court to declare the strike illegal.",
        "to be asked for",
    ),
    (
        TRIAL,
        "Did Wendt hide the losses?",
        "Wendt is accused of hiding the losses.",
        "an accusation that nobody here makes his own",
    ),
    (TRIAL, "Did Wendt hide the losses?", "The court must decide whether Wendt hid the losses.", "asked, not told"),
    (TRIAL, "Did Wendt hide the losses?", "How Wendt could have hidden the losses is the question.", "asked, not told"),
    (TRIAL, "Was Wendt convicted?", "If he is convicted, Wendt faces ten years.", "a condition"),
    (TRIAL, "Was Wendt convicted?", "Rask was convicted in March.", "somebody else"),
    (TRIAL, "Was Wendt convicted?", "Prosecutors want Wendt convicted on all counts.", "wanted"),
    (TRIAL, "Did Wendt plead guilty?", "Rask pleaded guilty in March.", "somebody else"),
    (TRIAL, "Will Wendt appeal?", "Rask will appeal, her lawyer said.", "somebody else"),
    (TRIAL, "Will Wendt appeal?", "Wendt has two weeks to appeal.", "may, and has not said"),
    (TRIAL, "Will Wendt appeal?", "Wendt did not say whether he would appeal.", "left open"),
    (TRIAL, "Did Wendt know about the losses?", "Prosecutors want to know when the losses began.", "another who knows"),
    (JET, "Was the jet shot down?", "Whether the jet was shot down is not known.", "asked, not told"),
    (JET, "Was the jet shot down?", "Norland said it would shoot down any jet that crosses the strait.", "a threat"),
    (JET, "Did Norland shoot it down?", "It was shot down by rebels, the army said.", "somebody else"),
    (JET, "Did Norland shoot it down?", "Veltan shot down a Norland drone in May.", "the other way round"),
    (JET, "Did the pilot survive?", "The pilot's chances to survive are slim, the army said.", "a guess"),
    (JET, "Was the pilot rescued?", "The army hopes to rescue the pilot before dark.", "a hope"),
    (JET, "Was the pilot found?", "A wheel of the jet was found on the beach.", "another thing"),
    (HEALTH, "Did anyone die?", "Parents fear that children could die.", "a fear"),
    (HEALTH, "Was the lunch contaminated?", "The lunch may be tested for bacteria.", "another thing"),
    (HEALTH, "Was the lunch contaminated?", "Was the lunch contaminated, parents ask.", "a question"),
    (HEALTH, "Was the kitchen inspected?", "The kitchen is to be inspected next week.", "to come"),
    (HEALTH, "Has Fresco Foods apologised?", "Parents demand that Fresco Foods apologise.", "a demand"),
    (HEALTH, "Has Fresco Foods apologised?", "Dahl apologised for the delay.", "somebody else"),
    (HEALTH, "Have the schools been closed?", "The schools could be closed on Friday.", "may come"),
    (SPORT, "Was Holt sacked?", "Fans want Holt sacked.", "wanted"),
    (SPORT, "Was Holt sacked?", "Athletic sacked their coach in May.", "somebody else"),
    (SPORT, "Was Holt sacked?", "Why was Holt not sacked long ago?", "a question"),
    (SPORT, "Has Holt resigned?", "Fans called on Holt to resign.", "a demand"),
    (SPORT, "Has Holt resigned?", "Holt said she would resign if the club asked her to.", "a condition"),
    (SPORT, "Did Okoye miss a penalty?", "Okoye, who will miss the next match, scored a penalty.", "another sense"),
    (SPORT, "Did Okoye leave the club?", "Okoye left the pitch in tears.", "another thing left"),
    (SPORT, "Will the match be replayed?", "Athletic asked for the match to be replayed.", "asked for"),
    (MERGER, "Did Karst make an offer?", "Karst is expected to make an offer next week.", "expected"),
    (MERGER, "Did Karst make an offer?", "Karst made a profit of 40 million kronor.", "another thing made"),
    (MERGER, "Did the board accept the offer?", "Reiss advised shareholders to accept the offer.", "others are to"),
    (MERGER, "Did the board accept the offer?", "The board has until Friday to accept the offer.", "has time to"),
    (MERGER, "Will jobs be cut?", "Reiss would not say whether jobs will be cut.", "left open"),
    (CITY, "Did the council approve the demolition?", "The council will vote on the demolition in May.", "to come"),
    (CITY, "Did the council approve the demolition?", "The council approved the budget by one vote.", "another thing"),
    (CITY, "Will the bridge be torn down?", "Aas wants the bridge to be torn down.", "wanted"),
    (CITY, "Is the bridge safe?", "Lien was asked whether the bridge is safe.", "asked, not told"),
    (CITY, "Did the mayor lie?", "The bridge lies two miles north of the mayor's house.", "another sense"),
    (SPACE, "Has the probe been found?", "Nordspace hopes that the probe will be found.", "a hope"),
    (
        SPACE,
        "Did the battery fail?",
        "Why the battery failed is unknown, but engineers will look at it.",
        "taken for granted, at most",
    ),
    (SPACE, "Did the battery fail?", "Engineers are studying whether the battery failed.", "asked, not told"),
    (SPACE, "Did the probe send a signal?", "Engineers sent a signal to the probe on Monday.", "the other way round"),
    (THEFT, "Did the alarm go off?", "Moe would not say if the alarm went off.", "left open"),
    (THEFT, "Was the guard asleep?", "The town was asleep when the thieves came.", "somebody else"),
    (THEFT, "Was the guard arrested?", "Police want to question the guard.", "wanted"),
    (THEFT, "Was the guard arrested?", "A guard at another museum was arrested in May.", "another guard"),
    (THEFT, "Has the crown been found?", "A glove was found near the vault.", "another thing"),
    (THEFT, "Has the crown been found?", "The crown was found in 1904 by a farmer.", "found for the first time"),
    (THEFT, "Did the guard help the thieves?", "Police suspect that the guard helped the thieves.", "a suspicion"),
    (
        THEFT,
        "Did the guard help the thieves?",
        "The guard helped the police with a sketch of the thieves.",
        "helped others",
    ),
]


def told(story, question, sentence):
    """Return what an article says in the sentence after its lead."""
    title, lead = story
    text = f"{lead}\n\n{sentence}"
    article = Article("a", Outlet("a", "A"), title, text, published="2026-05-06")
    claims = read([article], analyse(question))
    return sorted({claim.value.value for claim in claims if claim.statement.start > len(lead)})


WHAT_IT_IS_DONE_TO = [
    # "Offer" is what is supported: that somebody offers, or will read it, says nothing of support.
    ("Does the Vik family support Nordtug's offer?", "The Vik family supports the offer, Ranheim said.", [True]),
    ("Does the Vik family support Nordtug's offer?", "Nordtug offers 48 crowns for each share.", []),
    ("Does the Vik family support Nordtug's offer?", "“We will read the offer, and then we will decide,” Anders Vik said.", []),
    ("Is anyone still on the run?", "A baker had seen two of the Viks run to a van.", []),
    ("Is anyone still on the run?", "Two of the Viks are still on the run, police said.", [True]),
    ("Is Anders Vik in charge of the quay?", "Anders Vik was charged with fraud at the quay.", []),
    ("Was anyone killed?", "The captain said that his players were “shaken but unhurt”.", []),
    ("Was anyone killed?", "The pupils left first, and all of them were unharmed, said their teacher.", []),
    ("Was anyone hurt?", "All 31 on board were unhurt, the line said.", [False]),
    ("Did the council reject the mayors' bid?", "The mayors bid 3 million crowns for the quay.", []),
]  # fmt: skip


@pytest.mark.parametrize(("question", "sentence", "given"), WHAT_IT_IS_DONE_TO)
def test_what_something_is_done_to_is_not_what_is_asked(question, sentence, given):
    story = ("Nordtug bids for the quay of the Vik family", "The Vik family owns the quay.")
    assert told(story, question, sentence) == given


@pytest.mark.parametrize(("story", "question", "sentence"), YES)
def test_yes(story, question, sentence):
    assert told(story, question, sentence) == [True]


@pytest.mark.parametrize(("story", "question", "sentence"), NO)
def test_no(story, question, sentence):
    assert told(story, question, sentence) == [False]


@pytest.mark.parametrize(("story", "question", "sentence", "why"), NOTHING)
def test_nothing(story, question, sentence, why):
    assert told(story, question, sentence) == [], why


def readings(story, question, sentence):
    """Return what an article says in the sentence after its lead, and whether that is told as having been so before."""
    title, lead = story
    article = Article("a", Outlet("a", "A"), title, f"{lead}\n\n{sentence}", published="2026-05-06")
    claims = read([article], analyse(question))
    return sorted((c.value.value, c.reading.earlier) for c in claims if c.statement.start > len(lead))


BEFORE_AND_NOW = [
    (SPORT, "Has Holt resigned?", "Holt, who had refused to resign on Sunday, resigned on Monday."),
    (
        TRIAL,
        "Did Wendt apologise?",
        "Wendt, who had at first refused to apologise, apologised to the savers on Friday.",
    ),
    (MERGER, "Did Karst make an offer?", "Karst, which had denied making an offer, made an offer on Friday."),
    (
        STRIKE,
        "Did the union accept the offer?",
        "The union, which had initially refused to accept the offer, accepted the offer on Friday.",
    ),
    (
        RECALL,
        "Is there a shortage of formula?",
        "Ana Ruiz, the minister, who had said on Monday that there was no shortage, conceded that formula was scarce.",
    ),
]


@pytest.mark.parametrize(("story", "question", "sentence"), BEFORE_AND_NOW)
def test_a_sentence_may_tell_what_was_so_before_and_is_not_now(story, question, sentence):
    assert readings(story, question, sentence) == [(False, True), (True, False)]


def test_a_lawyer_speaks_of_the_client():
    assert told(TRIAL, "Will Wendt appeal?", "Wendt's lawyer, Ida Moe, said he would appeal.") == [True]
    assert told(TRIAL, "Will Wendt appeal?", "Rask's lawyer, Ida Moe, said she would appeal.") == []


def test_a_pronoun_of_a_speaker_is_not_the_one_asked_about():
    """ "It" of what Veltan says is Veltan, and not the rival in the question."""
    assert told(JET, "Did Norland test a missile?", "Veltan said it had tested a missile in May.") == []
    assert told(JET, "Did Veltan test a missile?", "Veltan said it had tested a missile in May.") == [True]


@pytest.mark.parametrize(
    ("text", "question", "given"),
    [
        ("The name of the ship is not Tindra, but rather Tindholm.", "Is Tindra the name of the ship?", ["no"]),
        ("The name of the ship is Tindra, and not Tindholm.", "Is Tindra the name of the ship?", ["yes"]),
        ("The mayor of Oslo is not Kari Berg but Jan Vik.", "Is Kari Berg the mayor of Oslo?", ["no"]),
        ("The statue weighs about 1.5 kg.", "Does the statue weigh 1.285 kg?", []),
        ("The statue weighs 1.285 kg.", "Does the statue weigh 1.285 kg?", ["yes"]),
    ],
)
def test_one_thing_is_another(text, question, given):
    claims = read([article(PRESS, text)], analyse(question))
    assert [str(claim.value) for claim in claims] == given
