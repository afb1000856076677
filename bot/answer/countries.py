"""Countries and the adjectives made of their names: "Norwegian" and "Norway's" speak of one country."""

from __future__ import annotations

import re

# Country, then its adjectives; "_" joins words. English usage; nothing here is about one event.
_TABLE = """
afghanistan afghan|albania albanian|algeria algerian|angola angolan|argentina argentine argentinian|armenia armenian
|australia australian|austria austrian|azerbaijan azerbaijani azeri|bahrain bahraini|bangladesh bangladeshi
|belarus belarusian belarussian|belgium belgian|bolivia bolivian|bosnia bosnian|botswana botswanan|brazil brazilian
|bulgaria bulgarian|burundi burundian|cambodia cambodian|cameroon cameroonian|canada canadian|chad chadian
|chile chilean|china chinese|colombia colombian|congo congolese|croatia croatian|cuba cuban|cyprus cypriot
|czechia czech|denmark danish|ecuador ecuadorian ecuadorean|egypt egyptian|eritrea eritrean|estonia estonian
|ethiopia ethiopian|fiji fijian|finland finnish|france french|gabon gabonese|gambia gambian|georgia georgian
|germany german|ghana ghanaian|greece greek|guatemala guatemalan|guinea guinean|guyana guyanese|haiti haitian
|honduras honduran|hungary hungarian|iceland icelandic|india indian|indonesia indonesian|iran iranian|iraq iraqi
|ireland irish|israel israeli|italy italian|jamaica jamaican|japan japanese|jordan jordanian|kazakhstan kazakh
|kenya kenyan|kosovo kosovan kosovar|kuwait kuwaiti|kyrgyzstan kyrgyz|laos laotian|latvia latvian|lebanon lebanese
|liberia liberian|libya libyan|lithuania lithuanian|luxembourg luxembourgish|malawi malawian|malaysia malaysian|mali malian
|malta maltese|mauritania mauritanian|mexico mexican|moldova moldovan|mongolia mongolian|montenegro montenegrin
|morocco moroccan|mozambique mozambican|myanmar burmese|namibia namibian|nepal nepali nepalese
|netherlands dutch|new_zealand new_zealander|nicaragua nicaraguan|niger nigerien|nigeria nigerian
|north_korea north_korean|norway norwegian|oman omani|pakistan pakistani|palestine palestinian|panama panamanian
|paraguay paraguayan|peru peruvian|philippines philippine filipino|poland polish|portugal portuguese|qatar qatari
|romania romanian|russia russian|rwanda rwandan|saudi_arabia saudi saudi_arabian|scotland scottish|senegal senegalese
|serbia serbian|sierra_leone sierra_leonean|singapore singaporean|slovakia slovak slovakian|slovenia slovenian
|somalia somali|south_africa south_african|south_korea south_korean|spain spanish|sri_lanka sri_lankan
|sudan sudanese|sweden swedish|switzerland swiss|syria syrian|taiwan taiwanese|tajikistan tajik|tanzania tanzanian
|thailand thai|tunisia tunisian|turkey turkish türkiye|turkmenistan turkmen|uganda ugandan|ukraine ukrainian
|united_arab_emirates emirati uae u.a.e.|uk british united_kingdom u.k. britain|us american united_states u.s.
|uruguay uruguayan|uzbekistan uzbek|venezuela venezuelan|vietnam vietnamese|wales welsh|yemen yemeni
|zambia zambian|zimbabwe zimbabwean|europe european|africa african|asia asian
"""
_COUNTRY = {
    adjective.replace("_", " "): line.split()[0].replace("_", " ")
    for line in _TABLE.replace("\n", " ").split("|")
    for adjective in line.split()
}
_NAME_RE = re.compile(
    r"(?<![\w-])(?:" + "|".join(re.escape(name) for name in sorted(_COUNTRY, key=len, reverse=True)) + r")(?![\w-])"
)


def plain(text: str) -> str:
    """Return a text in small letters with every country and its adjectives under one name.

    >>> plain("Norwegian state media"), plain("the U.S. military")
    ('norway state media', 'the us military')
    """
    return _NAME_RE.sub(lambda match: _COUNTRY[match[0]], text.lower())
