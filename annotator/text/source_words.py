"""Word lists for sources: what people, organizations and documents are called in news.

The lists were compiled for this project from what news calls its sources. They are facts of the
language and copy no corpus.
"""

from annotator.text.word_lists import word_set

HONORIFICS = word_set(
    "Mr Mrs Ms Mx Miss Dr Prof Professor Rev Reverend Fr Father Sister Brother Bishop Archbishop "
    "Cardinal Pope Imam Rabbi Sir Dame Lord Lady King Queen Prince Princess President Vice- "
    "President Chancellor Premier Prime Minister Secretary Undersecretary Governor Gov Senator "
    "Sen Sens Rep Reps Congressman Congresswoman Councillor Councilman Councilwoman Cllr Mayor "
    "Deputy Judge Justice Chief Sheriff Detective Det Inspector Insp Constable Officer "
    "Superintendent Supt Commissioner Commander Cmdr General Gen Colonel Col Lieutenant Lt Major "
    "Maj Captain Capt Sergeant Sgt Corporal Cpl Private Pvt Admiral Adm Brigadier Brig Ambassador "
    "Amb Envoy Director Chairman Chairwoman Chairperson Chair Spokesman Spokeswoman Spokesperson "
    "Coach Captain Principal Dean Rector Attorney Lawyer Reporter Shadow Home Foreign Acting "
    "Speaker Former Vice Managing Executive Senior Junior Assistant Co-founder Founder"
)
"""Capitalized words before a person's name that are not part of it."""

ROLES = word_set(
    "actor activist administrator adviser advisor aide ambassador analyst architect artist "
    "auditor attorney author authors banker biologist bishop blogger board-member boss captain "
    "chair chairman chairperson chairwoman chancellor chef chemist chief clerk co-author "
    "co-founder coach colonel commander commissioner constable consultant contractor coordinator "
    "coroner councillor curator dean defendant deputy detective diplomat director doctor driver "
    "economist editor employee engineer envoy executive expert farmer firefighter fisherman "
    "founder general governor head historian inspector insider investigator journalist judge "
    "lawmaker lawyer leader lecturer lieutenant manager master mayor mechanic member midwife "
    "minister negotiator neighbour neighbor nurse officer official operator organiser organizer "
    "owner paramedic parent partner pastor physician physicist pilot player plaintiff policeman "
    "policewoman politician premier president priest principal producer professor programmer "
    "prosecutor psychologist publisher rector representative researcher resident rider sailor "
    "scientist secretary senator sergeant sheriff shopkeeper singer soldier solicitor specialist "
    "spokesman spokesperson spokeswoman staffer statistician student superintendent supervisor "
    "surgeon teacher technician barrister ceo cfo coo lobbyist strategist scholar campaigner ally "
    "mediator columnist host anchor pollster candidate nominee delegate congressman congresswoman "
    "councilman councilwoman spokespeople operative donor trader trainer treasurer trustee tutor "
    "user veteran vet vice-president victim volunteer warden witness worker pundit businessman "
    "businesswoman undersecretary ombudsman monk nun imam rabbi goalkeeper striker defender "
    "midfielder referee skipper bosses"
)
"""Roles of people: without a name after them, an unnamed source."""

GROUPS = word_set(
    "people persons sources insiders witnesses residents neighbours neighbors villagers locals "
    "parents mothers fathers relatives pupils students teachers workers employees staff survivors "
    "victims families fishermen fisherwomen firefighters policemen passengers commuters customers "
    "shoppers voters protesters protestors demonstrators activists campaigners critics opponents "
    "supporters observers scholars academics economists lawmakers negotiators rescuers children "
    "men women youths guards troops soldiers rebels hackers bystanders onlookers figures someone "
    "somebody person man woman boy girl poster family couple tenants individuals farmers nurses "
    "media outlets crew nobody mother father son daughter wife husband brother sister widow "
    "widower grandmother grandfather uncle aunt cousin friend friends colleague colleagues "
    "classmate classmates"
)
"""Further words for unnamed people, most of them plural."""

DOCUMENTS = word_set(
    "advisory affidavit agreement article bill blog book budget bulletin charter contract "
    "decree diary dispatch document documents dossier draft email emails e-mail e-mails figures "
    "filing filings findings footage guideline guidelines indictment invoice judgment judgement "
    "lawsuit leaflet letter letters log logs manual manuscript map memo memoir memoirs "
    "memorandum message messages minutes newsletter note notes notice notices pamphlet paper "
    "papers petition post posting posts record records register report reports resolution "
    "review ruling statement statements statistics study studies submission subpoena summary "
    "survey text texts transcript transcripts treaty tweet verdict video warrant website data "
    "image images photo photos photograph photographs results evidence projections recording "
    "recordings poll polls census audit analysis complaint lawsuits videos"
)
"""What a document is called."""

ORGANIZATIONS = word_set(
    "academy administration agency airline airlines airport alliance army assembly association "
    "authorities authority bank board borough brewery brigade broadcaster bureau business cabinet "
    "cathedral centre center chamber charity church city clinic club coalition coastguard college "
    "commission committee community company confederation congress consortium contractor "
    "cooperative corporation corps council county court defence defense department directorate "
    "district division embassy enterprise exchange factory federation firm fleet force forces "
    "foundation fund garrison government group guard guild headquarters hospital "
    "industry inquiry inspectorate institute institution laboratory league magazine maker "
    "management manufacturer mill mine ministry mission municipality museum navy network "
    "newspaper observatory office operator opposition orchestra organisation organization outlet "
    "owners panel parish parliament party patrol platform police port prison producer prosecution "
    "publisher railway regiment registry regulator retailer school secretariat senate service "
    "services shipyard society squad station studio supplier syndicate team theatre theater "
    "television treasury tribunal trust tv union unions university utility watchdog workshop zoo"
)
"""What an organization is called, or is named with."""

ORGANIZATION_ENDINGS = word_set(
    "Times Post Journal Courier Herald Tribune Gazette Chronicle Globe Guardian Telegraph Weekly "
    "Daily News Press Broadcasting Radio Television Today Catering Foods Motors Energy Power Grid "
    "Hydro Steel Holdings Partners Brothers Sons Industries International Systems Technologies "
    "Pharmaceuticals Insurance Rail Railways Airways Shipping Logistics Works Watch Alliance "
    "Survey Nations House Parliament Senate Union Kingdom Republic States"
)
"""Last words of what a house is named by, with a capital."""

COMPANY_SUFFIXES = word_set(
    "Inc Corp Co Cos Ltd Limited plc PLC LLC LLP GmbH AG SA SpA NV BV AB AS Oy Pty Bros"
)
"""What companies have behind their names."""

REPORTERS = word_set(
    "reporter reporters correspondent correspondents photographer photographers journalists"
)
"""The outlet's own people, where a name of an outlet stands before them."""

NAME_PARTICLES = word_set("of for & de da del della di du van von der den la le bin ibn al el und")
"""Small words within a name."""

NON_NAMES = word_set(
    "A An The This That These Those In On At By For From To With Without Within Of Off Over Under "
    "After Before During Since Until Till While When Where Why How What Which Who Whose Whether "
    "If Unless Although Though Because As And But Or Nor So Yet Both Either Neither Not No None "
    "Nobody Nothing Everybody Everyone Everything Some Somebody Someone Something Any Anybody "
    "Anyone All Each Every Many Most Much More Few Several Other Others Another One Two Three "
    "Four Five Six Seven Eight Nine Ten Eleven Twelve Dozens Hundreds Thousands Millions First "
    "Second Third Last Next Then Now Here There Today Yesterday Tomorrow Tonight Meanwhile "
    "However Still Also Only Even Just Almost About Around Above Across Against Along Among "
    "Between Beyond Despite Except Like Near Out Through Throughout Toward Towards Up Upon Via "
    "According Asked Speaking Writing Citing Quoting Earlier Later Early Late Soon Once Again "
    "Never Always Often Sometimes Perhaps Maybe Instead Thus Therefore Hence Moreover Furthermore "
    "Nevertheless Indeed Finally Yes Well Please Thanks God TV Internet"
)
"""What has a capital only because it begins a sentence, or names nobody that speaks."""

AM_PM = word_set("GMT UTC CET CEST BST EST EDT CST PST a.m p.m AM PM BC AD CE")
"""Capitals that tell the time."""

BEFORE_MONTHS = word_set("in of since until till by on from last next this early late mid during")
"""What stands before a month or a weekday, and hardly before a name like it."""

STOP_WORDS = word_set(
    "a an the this that these those its his her their our my your in on at by for from to with of "
    "off over under after before during since until while when where why how what which who whom "
    "whose whether if unless although though because as and but or nor so yet not no it he she "
    "they we you i him them us is are was were be been being has have had do does did will would "
    "can could may might must shall should there here then than up out about into onto near "
    "between among through against around across also only even just still again never always "
    "often including except without within once if both either neither such same other each every "
    "via amid despite per whereas asked least last next asking dated seen made given taken left "
    "fell rose came went began "
    "opened closed killed told"
)
"""Where a describing phrase ends, or has not begun."""

ARTICLES = word_set("the a an its his her their this that these those")
"""What stands before a noun and is no part of a name."""

COMPLEMENTS = word_set("of for at in from with to by on familiar close near behind about")
"""Words that carry a describing phrase on: "a spokesman for the council"."""
