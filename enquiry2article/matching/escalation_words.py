"""What people say when a person should answer them, as data for `matching/escalation`: one pattern a line, by language.

`<3>` stands for up to three words, `<kin>` and the like for the words of `PARTS`. All is in small letters. TOLD counts
however it is put; STATED counts outside a question only.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

PARTS: Final[Mapping[str, str]] = {
    "i": r"(?:i|we)(?:'d|'ll|'m|'re|'ve)?",
    "kin": r"(?:husband|wife|partner|mother|father|mum|mom|dad|son|daughter|brother|sister|grand\w+|nan|gran|aunt|uncle"
    r"|baby|child|fianc[eé]e?|cousin)",
    "body": r"(?:hands?|fingers?|thumb|arms?|legs?|knee|face|foot|feet|toes?|eyes?|head|mouth|tongue|skin|wrist|ankle|back(?! button)|neck|shoulder|hip|ribs?|chest)",
    "device": r"(?:it|charger|battery|oven|boiler|socket|plug|machine|heater|cable|motor|laptop|phone|unit|device|panel"
    r"|adapter|pump|fan|lamp|light|fuse ?box|stove|cooker|dryer|toaster|kettle|printer|scooter|bike)",
    "gerät": r"(?:gerät|ladegerät|akku|steckdose|stecker|ofen|backofen|kessel|therme|heizung|maschine|kabel|lampe|motor)",
    "appareil": r"(?:appareil|chargeur|batterie|prise|four|chaudière|machine|câble|poêle|moteur)",
    "parent": r"(?:mari|femme|mère|père|fils|fille|frère|sœur|compagn(?:on|e)|grand-\w+|conjoint)",
    "familie": r"(?:mann|frau|mutter|vater|sohn|tochter|bruder|schwester|schwieger\w+|onkel|tante|oma|opa|großmutter|großvater|partner(?:in)?)",
    "familia": r"(?:marido|mujer|esposa|esposo|madre|padre|hijo|hija|hermano|hermana|suegr[oa]|tí[oa]|abuel[oa]|pareja)",
    "nth": r"(?:third|fourth|fifth|sixth|seventh|tenth|umpteenth|hundredth|[3-9](?:rd|th)|1\dth)",
    "write": r"(?:writ|wrote|ask|contact|e-?mail|messag|call|ring|rung|rang|phon|chas|complain|tell|told|request|report"
    r"|remind|send|sent|explain|reach)\w*",
    "soon": r"(?:today|tonight|tomorrow|this (?:morning|afternoon|evening)"
    r"|in (?:an|one|two|three|half an|\d{1,2}) (?:hours?|minutes?))",
    "ties": r"(?:(?!news|mailing|e-?mail|free|trial|order|booking|lesson|appointment|review|pin|card|tab|session|auto"
    r"|on|from|in|to|for|of|with|and|request|transfer|payment|sub-)[\w'-]+ ){0,3}(?:subscription|membership|contract|account|plan|policy|agreement|tenancy|lease|standing order)"
    r"(?!s? (?:e-?mails?|newsletters?|reminders?|notifications?|texts?|page|tab|settings))",
    "vertrag": r"(?:abo|abonnement|jahresabo|vertrag|mobilfunkvertrag|mitgliedschaft|konto|kundenkonto|tarif|account"
    r"|versicherung|vereinbarung|dauerauftrag)",
    "contrat": r"(?:mon|notre) (?:abonnement|contrat|compte|adhésion|assurance|forfait)",
    "contrato": r"(?:mi|nuestra|nuestro|la|el) (?:suscripción|contrato|cuenta|membresía|póliza|abono|seguro)",
}

DANGER: Final = r"""
smell(?:s|ing|ed|t)? (?:strongly |a bit |like |of |some |really ){0,3}(?:gas|(?:something )?burn(?:ing|t|ed))
(?:gas|burning|burnt) smell
smell of (?:gas|burn\w+)
gas (?:is |was |keeps )?(?:leaking|escaping|hissing)
leaking gas
(?:have|has|is|got) an? gas leak
(?:caught|catches|is on|was on|are on|were on|'s on) fire
(?:in|up in) flames
burn(?:t|ed|ing) down
(?:smoke|flames) (?:is |are |was |were |started |keeps? )?(?:com\w+|came|pour\w*|billow\w*|rising)
<device> (?:is |was |are |has |have |just )?(?:start(?:s|ed)? |began |keeps |been )?(?:to )?(?:smok(?:e|es|ing)|spark(?:s|ing))
sparks (?:are |were )?(?:com\w+|came|fl(?:y|ew|ying))
melt(?:ed|ing) (?:plug|socket|cable|charger|wires?)
<device> (?:has |is |just ){0,2}(?:melted|melting|exploded|exploding|blew up|blown up|burst|caught)
exploded
(?:threw|throws|throwing|saw|see|shoots?|shot) sparks
(?:hot|boiling) (?:oil|water|fat|wax|soup|tea|coffee) <2>(?:over|on|onto|down) (?:my|his|her|our)
sparked(?! (?:my|our|an?) (?:interest|idea|question))
something <4>is burning
smells? (?:a bit )?burnt
(?:lamp|charger|plug|oven|it|socket|machine|fence|cable|toaster) <2>(?:gave|gives|got) (?:me|him|her|us|my \w+) an? <2>shock
got an? <1>shock from
electric(?:al)? shocks?
(?:got|get|gave me|gives me) (?:a|an electric) (?:small |big |nasty )?shock (?:from|off|when i touch\w*)
electrocuted
(?:bare|live|exposed) wires?
(?:carbon monoxide|co|smoke|gas|fire) (?:alarm|detector)s? <3>(?:went|going|goes|gone) off
(?:stuck|trapped|locked) in(?:side)? (?:the |a |an |your |my )?(?:lift|elevator|car|toilet|bathroom|cabin|sauna)
(?:kill|hurt|harm) myself
suicid\w*
end my life
(?:want|wish) to die
don't want to live
(?:riecht|stinkt|rieche|riechen|roch|gerochen) <6>(?:gas|verbrannt|verschmort|angebrannt|brand|schmor\w*)
(?:gas|brand|schmor)geruch
gasleck
gas (?:tritt|strömt) aus
es brennt(?! nur| nicht| kein)
(?:in brand|feuer) (?:geraten|gefangen|gesetzt)
in flammen
(?:durch|ver)geschmort
kurzschl(?:uss|üsse)
stromschl(?:ag|äge)
explodiert
<gerät> (?:ist |hat |hatte )?(?:raucht|qualmt|schmort|sprüht funken|brennt|geschmolzen|gebrannt|gequalmt|geraucht)
(?:rauch|qualm) (?:kommt|steigt|tritt|dringt)
(?:rauch|gas|co-?|brand|kohlenmonoxid)-?melder <5>(?:ausgelöst|losgegangen|angeschlagen|schlägt an)
(?:im|in dem) (?:aufzug|fahrstuhl|lift) (?:fest|eingesperrt|stecken)\w*
mich umbringen
mir das leben nehmen
(?:sent|sens|sentons|sentait) <3>(?:gaz|brûlé|brulé)
odeur (?:de|du) (?:gaz|brûlé|brulé)
fuite de gaz
(?:a pris|prend|en|pris) feu(?! rouge| vert)
en flammes
des flammes
court-circuit
fumée (?:qui )?(?:sort|s'échappe|noire)
<appareil> (?:qui )?(?:fume|fond|a fondu|a explosé|fait des étincelles|a pris feu)
décharge électrique
choc électrique
électrocut\w*
électrisée?
explosé
coincée?s? dans (?:l'|un |votre )ascenseur
me suicider
mettre fin à mes jours
(?:huele|olor|huelo|olía) <3>(?:gas|quemado|chamuscado)
(?:fuga|escape) de gas
en llamas
cortocircuito
(?:prendió|prendido|cogió|cogido|agarró) fuego
(?:se )?(?:ha )?incendi(?:ó|ado)
está ardiendo
(?:sale|salía|salió|saliendo|echa|echando|suelta|soltando) (?:much[oa] )?(?:humo|chispas)
descarga eléctrica
calambrazo
me (?:dio|ha dado|da) (?:un )?(?:calambre|corriente)
electrocut\w*
explot(?:ó|ado)
(?:atrapad|encerrad)[oa]s? en el ascensor
quitarme la vida
"""

INJURY: Final = r"""
(?:was|were|got|been|badly|seriously|slightly) (?:injured|scalded)
injured (?:my|her|his|him|himself|herself|myself)
(?:burn(?:t|ed)|cut|scalded|hurt|broke|crushed|injured|sprained|fractured) (?:my|her|his|our|their) (?:\w+ )?<body>
(?:burn(?:t|ed)|cut|hurt|scalded) (?:my|her|him|them)sel(?:f|ves)
(?:is|was|am|are|were|been|nose|hand|finger|head|gums?|he's|she's|keeps|started) bleeding(?! (?:a|the|my|them|it))
(?:am|i'm|is|was|been|are|were|went|taken|rushed|ended up|admitted|currently|now|lying) (?:still |now |back )?(?:in|to|into) (?:the )?hospital
hospitali[sz]ed
ambulance (?:came|was|took|had|is|has)
emergency room
unconscious
allergic reaction
anaphyla\w+
<body> (?:is|are|was|has been) (?:\w+ )?(?:swollen|swelling|blistered|numb|broken|fractured)
(?:he|she|i|patient|guest|child|son|daughter|mother|father|baby|who) (?:has |have |nearly )?(?:fainted|collapsed|passed out)
(?:at|in|from|to) (?:a&e|the er)
(?:up|in|into|down) (?:his|her|my) (?:nose|ear|throat|eye)
(?:hit|struck|knocked (?:down|over)|ran over|fell on) (?:a |an |our |my |the )?(?:passer-?by|pedestrian|child|customer|guest|neighbour|someone|somebody|worker|<kin>)
(?:fell|slipped|tripped) <6>(?:and|when|because) <4>(?:broke|hurt|hit|injured|cut|twisted|bruised)
(?:lump|cut|gash|bruises?|blisters?|rash|burns?) on (?:my|his|her|our) (?:\w+ )?<body>
can(?:'t|not) breathe
(?:trouble|difficulty) breathing
chest pains?
food poisoning
overdosed?
(?:he|she|boy|girl|toddler|kid|dog|cat|puppy|kitten|<kin>) (?:has |have |just |may have ){0,3}(?:swallowed|choked)
heart attack
had a stroke
miscarriage
terminally ill
(?:mich|sich|hat|wurde|bin|schwer|leicht|kind|tochter|sohn) <4>verletzt(?! das| die| es)
(?:hand|finger|arm|bein|fuß|gesicht|auge) <3>(?:verbrannt|verbrüht|gebrochen|verletzt|geschnitten|gequetscht)
(?:liege|liegt|bin|ist|war|musste|kam|lag|derzeit|gerade) <7>(?:im|ins) krankenhaus
notarzt
rettungswagen
notaufnahme
(?:kind|sohn|tochter|baby|hund|katze) <5>verschluckt
allergische reaktion
blutet
bewusstlos
herzinfarkt
schlaganfall
(?:est|suis|été|gravement|légèrement) <2>blessée?s?
(?:s'est|me suis|a) (?:brûlé|cassé|coupé|blessé)e? (?:la|le|les|au|à)
(?:suis|est|été|était) <2>(?:à l'hôpital|hospitalisée?)
réaction allergique
(?:enfant|fils|fille|bébé|chien|chat) <2>(?:a|vient d') ?aval(?:é|er)
aux urgences
crise cardiaque
(?:ha|he|está|estoy|resultó|quedó) <2>(?:herid|lesionad)[oa]
(?:quemado|quemé|quemó|roto|cortado|corté) (?:la|el|los|un) (?:mano|dedos?|brazo|pierna|pie|cara|muñeca|ojo)
(?:estoy|está|ingresad[oa]|estuve|sigo) <2>(?:en|al) (?:el )?hospital
reacción alérgica
(?:hijo|hija|niñ[oa]|bebé|perro|gato) (?:se )?(?:ha )?trag(?:ó|ado)
en urgencias
infarto
"""

DEATH: Final = r"""
passed away
lost (?:his|her|their) battle
lost my <kin>(?= (?:in|last|to|this|on|recently|suddenly|two|three)|[.,!]|$)
(?:buried|cremated) (?:my|our|him|her)
<kin> (?:has |have |had |sadly |recently |just |suddenly |who |unexpectedly ){0,3}(?:died|passed(?! (?:the|his|her|their)))
my late <kin>
(?:death|loss|passing) of (?:my|our|her|his) (?:\w+ )?<kin>
widowed
executor of
verstorbene[nrsm]?
verstorben
verstarb
<familie> <5>gestorben
<familie> ist (?:\w+ )?tot
von uns gegangen
tod (?:meine[rs]|unsere[rs])
<parent> <4>(?:est mort|est morte|vient de (?:mourir|nous quitter))
décéd(?:ée?s?|er)
décès de
nous a quittés
(?:suis|est) (?:veuve|veuf)
<familia> <4>(?:murió|muerto)
falleci(?:ó|do|da|miento)
difunt[oa]
(?:soy|quedé|quedado) viud[oa]
"""
DEATH_STATED: Final = r"""
todesf[aä]ll\w*
trauerf[aä]ll\w*
funerals?
bereave\w+
beerdigung
obsèques
enterrement
entierro
"""

LAW: Final = r"""
hear from (?:my|our) (?:lawyer|solicitor|attorney)s?
(?:get|getting|contact\w*|consult\w*|involv\w+|hire|hiring) (?:my|a|an|our) (?:lawyer|solicitor|attorney)s?
(?:pass\w*|hand\w*|forward\w*) (?:it|this) (?:on )?to (?:my|our|a) (?:lawyer|solicitor|attorney)s?
legal (?:action|steps|proceedings)
small claims
(?:take|taking|see) (?:you|this|it|the company) (?:\w+ )?(?:to|in) court
letter before (?:action|claim)
lawsuit
(?:my|our) legal (?:team|counsel|advis\w+|representatives?)
(?:sue|suing) (?:you|your|the|for)
(?:to|the) (?:\w+ )?ombuds\w+
trading standards
consumer rights act
consumer (?:law|rights)
breach of (?:contract|law|the law)
report(?:ing|ed)? (?:you|this|your company|it) to (?:the )?(?:police|authorit\w+|regulator|ftc|bbb|trading|ofcom|fca)
(?:meine[mnrs]?|unsere[mnrs]?) (?:rechts)?anw[aä]lt\w*
rechtliche[nr]? schritte
juristische[nr]? schritte
verklag\w+
vor gericht
(?:klage|strafanzeige|anzeige) (?:einreichen|eingereicht|erheben|erstatte[nt]?)
verbraucherzentrale
schlichtungsstelle
rechtsweg
(?:mon|notre|mes) avocats?
mise en demeure
poursui\w+ en justice
poursuites judiciaires
action en justice
port(?:er|erai|ons|e) plainte
devant (?:le|les) (?:tribunal|tribunaux)
sais(?:ir|i|is|irai|issons) (?:le|la|un) (?:médiateur|tribunal|justice)
dgccrf
(?:mi|mis|nuestro|nuestros|con un) abogad[oa]s?
acciones legales
(?:voy a|vamos a|pienso) (?:denunciar|demandar)\w*
(?:los|les|os) (?:denunciaré|demandaré)
demanda (?:judicial|contra)
vía judicial
oficina del consumidor
hojas? de reclamaci(?:ón|ones)
juzgado
"""
LAW_STATED: Final = r"""
lawyers?
solicitors?
attorneys?
ombudsman
rechtsan\w+
anw[aä]lt(?:in|e)?
avocats?(?! mûrs?)
abogad[oa]s?
"""

FRAUD: Final = r"""
(?:was|were|been|got) (?:\w+ )?(?:stolen|hacked|defrauded|scammed|robbed)
(?:someone|somebody|thieves) (?:has |have |had )?(?:stole|stolen|hacked)
unauthori[sz]ed (?:payments?|charges?|transactions?|purchases?|access|debits?|withdrawals?)
fraudulent\w*
identity theft
(?:got|was|been) nicked
payments? (?:that )?<i> (?:never|didn't|did not) (?:make|made|authori[sz]e\w*)
(?:nicht|keine) von mir (?:sind|ist|stammen|stammt|veranlasst)
(?:account|profile|e-?mail|page|number) (?:has been |was |is |got |been )(?:hijacked|compromised|taken over)
pretend(?:ing|ed|s) to be (?:you|me|your|from)
impersonat\w+
(?:someone|somebody) (?:else )?(?:has |have |is )?(?:used|using|got into|opened|bought|taken|took) <3>(?:my|our) (?:\w+ )?(?:card|account|details|name|identity|password|money)
(?:jemand|man|unbekannte) <5>(?:gehackt|gestohlen|geklaut)
(?:charged|debited|taken|took) [^.?!]{0,40}without (?:my|our) (?:permission|consent|authori[sz]ation|knowledge)
charge ?backs?
victim of <2>(?:fraud|scam|theft)
crime reference
police report
(?:wurde|wurden|mir) <4>(?:gestohlen|geklaut|gehackt|entwendet)
(?:unberechtigt|unbefugt)\w* [^.?!]{0,20}(?:abbuchung|lastschrift|zahlung|zugriff)\w*
ohne meine (?:zustimmung|einwilligung|erlaubnis|genehmigung) [^.?!]{0,20}(?:abgebucht|belastet)
betrogen
betrüger\w*
identitätsdiebstahl
(?:a été|ont été|m'a|on m'a|est|suis|fait) <2>(?:volée?s?|piratée?s?|escroquée?|voler)
prélèvements? (?:non autorisés?|frauduleux)
frauduleu\w+
sans mon (?:autorisation|accord|consentement)
escroquerie
usurpation
(?:han|ha|me|fue|sido) <2>(?:robado|robada|robaron|hackeado|hackeada|estafado|estafada|estafaron)
cargos? (?:no autorizados?|fraudulentos?)
sin mi (?:autorización|consentimiento|permiso)
fraudulent\w+
contracargo
"""
FRAUD_STATED: Final = r"""
fraud
scam
stolen
theft
police
betrug
diebstahl
gestohlen
polizei
fraude
escroc
estafa
policía
"""

DATA: Final = r"""
subject access request
right (?:to be forgotten|of access|to erasure)
data protection (?:officer|request|commissioner|authority)
(?:under|according to|pursuant to|as per) (?:the )?(?:gdpr|ccpa|data protection)
gdpr request
article 1[57] (?:gdpr|of)
(?:please|kindly|i (?:want|demand|request) (?:you to )?) ?(?:delete|erase|remove|destroy) (?:\w+ ){0,3}my (?:\w+ ){0,2}(?:data|personal information)
auskunft (?:nach|gemäß|gem\.|laut) (?:art|dsgvo|der dsgvo)\w*
(?:gemäß|nach|laut|gem\.) (?:art(?:ikel|\.) ?1[57]|(?:der )?dsgvo)
datenschutzbeauftragte\w*
auskunft über (?:\w+ )?(?:meine|die über mich) (?:\w+ ){0,2}daten
(?:bitte|verlange|fordere|möchte) [^.?!]{0,40}(?:meine|meiner) (?:\w+ )?daten (?:\w+ ){0,2}(?:löschen|gelöscht)
bitte (?:löschen|entfernen) sie (?:\w+ ){0,2}meine (?:\w+ ){0,2}daten
löschung (?:\w+ )?(?:meiner|aller meiner) (?:\w+ )?daten
droit (?:d'accès|à l'oubli|à l'effacement|de rectification)
(?:conformément au|selon le|au titre du) rgpd
la cnil
(?:merci de|veuillez|je (?:demande|exige|souhaite)) [^.?!]{0,30}(?:supprimer|effacer|suppression de) (?:\w+ )?mes données
derecho (?:de acceso|al olvido|de supresión)
(?:según|conforme al|conforme a la) (?:el )?(?:rgpd|lopd)
(?:por favor,?|solicito|exijo|quiero que|ruego) [^.?!]{0,30}(?:borr\w+|elimin\w+|supresión de) (?:\w+ )?mis datos
"""
DATA_STATED: Final = r"""
gdpr
dsgvo
rgpd
"""

COMPLAINT: Final = r"""
(?:make|making|made|file|filing|filed|lodge|lodging|raise|raising|submit|register|send|put in|write|have) (?:a |an |another |my |this |our )(?:\w+ )?complaint
<i> <4>(?:to complain|complaining)
(?:formal|official|serious|my|this is a) complaint
complaint about (?:your|the|my|one of|how)
(?:mich|uns) <4>(?:zu )?beschweren?
beschwere (?:ich )?(?:mich|uns)
beschwerde (?:einreichen|einlegen|über|gegen)
(?:meine|eine|diese|offizielle|formelle) (?:\w+ )?beschwerde
(?:fai[st]|faire|dépos\w+|formul\w+|adress\w+|envoy\w+) <3>réclamation
(?:me|nous) plaindre
je me plains
réclamation (?:officielle|formelle)
(?:poner|pongo|presentar|presento|formular|hacer|hago|tengo) <2>(?:queja|reclamación)
quejar(?:me|nos)
me quejo
(?:mi|esta) queja
queja (?:formal|por|sobre|contra)
"""

ANGER: Final = r"""
<nth> (?:time|occasion)(?: now)?,? (?:that |now )?<i> <4><write>
<nth> (?:e-?mail|mail|message|attempt|reminder|letter|complaint|chaser)
^for the <nth> time
(?:asking|writing|ringing|calling|telling you|reporting|complaining|chasing) <3>for the <nth> time
(?:asked|written|told|called|e-?mailed|contacted|complained|rung|reported|explained) (?:you |to you |your \w+ |in |this |it |about (?:this|it) |now |already ){0,3}(?:three|four|five|six|ten|several|many|countless|multiple) times
still (?:have )?(?:no|not had (?:a|any)|haven't had (?:a|any)|not received (?:a|any)|waiting for (?:a|any|an)) (?:answer|reply|response)
(?:no ?one|nobody) (?:\w+ ){0,3}(?:answers?|answered|repl(?:ies|ied)|responds?|responded|cares?|calls? (?:me |us )?back|rings? (?:me |us )?back|bothers?|picks up|gets? back|getting back|got back|called back)
waiting (?:for )?(?:over |more than |nearly |almost )?(?:\w+ )?(?:weeks|months|ages|forever)
how many (?:more )?times (?:do|must|should|will) (?:i|we) (?:have|need|got|write|call|ask|explain)
unacceptable
disgrac\w+
disgust\w+
appall\w+
outrag\w+
furious
livid
(?:i am|i'm|we are|we're|very|so|really|getting|totally|absolutely|beyond) fed up
fed up (?:with|of) (?:this|your|you|waiting|being|the)
sick (?:and tired )?of (?:this|your|waiting|being|the way)
(?:this|it|that)(?:'s| is| was) (?:just |simply |absolutely |completely |totally |beyond ){0,2}(?:ridiculous|pathetic|a joke|a shambles|shocking|shameful|insulting|a nightmare|a farce)
what a (?:joke|shambles|disgrace|farce|nightmare)
is this a joke
(?:i am|i'm|we are|we're|very|so|really|extremely|getting|increasingly|made me|rather|quite|beyond) (?:angry|annoyed|upset|frustrated|unhappy|dissatisfied|disappointed|irritated)
(?:very|so|extremely|really|hugely) (?:frustrating|disappointing|annoying)
disappointed (?:with|by|in|at) (?:you|your|the (?:service|way|support|quality))
(?:worst|terrible|horrible|awful|abysmal|dreadful|shocking|poor|lousy|crap|useless|rubbish|atrocious) (?:customer )?(?:service|support|experience|company|communication|treatment)
(?:you(?:r| are|'re)|service|support|staff|team|company|absolutely|utterly|completely|totally) (?:\w+ )?(?:useless|incompetent|hopeless|liars|lying)
(?:a|total|complete|absolute|such a) rip[- ]?off
(?:thieves|crooks|liars|cowboys|idiots?|morons?|clowns|scammers|incompetent)
shame on you
(?:are )?you (?:kidding|joking)(?: me)?
ruined (?:my|our|the whole)
shambles
fiasco
end of my tether
(?:not|un)(?: very| at all)? ?impressed
(?:not|never)(?: at all| very)? happy with (?:you|your|the (?:service|way))
(?:speak|talk) (?:to|with) (?:a|the|your) (?:manager|supervisor|boss|superior)
(?:useless|incompetent|clueless) (?:bunch|lot|people|company|service)
^(?:terrible|awful|horrible|useless|pathetic|shocking|hopeless)(?= ?[.!]|$)
ashamed of yoursel(?:f|ves)
(?:absolutely|utterly|simply|totally|completely|frankly) (?:shocking|ridiculous|pathetic|shameful|unbelievable|unreal|terrible|awful|dreadful)
not a (?:single )?(?:word|reply|response|peep|sorry)
(?:swore|shouted|yelled|screamed|hung up|laughed) (?:at|on) (?:me|us|my \w+)
(?:had|have had) enough(?: of (?:this|your|you|waiting|being)|(?= ?[.,!])|$)
(?:not|isn't|is not|wasn't) (?:nearly |simply |just )?good enough
(?:been|being|feel|keep|you're|you are|you have) (?:\w+ )?(?:ignored|ignoring|cheated|let down|insulted|humiliated|fobbed off|treated (?:like|so badly))
(?:am|was|left|is) in tears
wits'? end
(?:losing|lost|out of) (?:my |our |all )?patience
lost (?:all |my |our )?(?:trust|faith|confidence)
(?:i|we)(?: will|'ll| am going to|'m going to| shall) <2>(?:post|put|share|write|go|talk|tell) <5>(?:facebook|twitter|instagram|tiktok|social media|google|papers?|press|everyone|everybody|all my friends)
how dare you
i demand
(?<!do )(?<!can )(?<!are )(?<!have )you (?:people|lot|guys) (?:are|have|just|never|don't)
(?:was|were|so|been|being|extremely|incredibly) rude
lied to
(?:bad|negative|one[- ]star|1[- ]star|terrible|scathing) (?:review|rating)
trustpilot
better business bureau
(?:going|go) to the press
(?:will|going to|'ll) tell everyone
wtf
fuck\w*
(?:bull)?shit\w*
arseholes?
assholes?
bastards?
piss(?:ed)? (?:off|take)
bloody (?:hell|useless|awful|ridiculous|joke|thing|annoying)
damn (?:it|you|thing)
for (?:god|christ|heaven|pete)'?s'? sake
what the hell
never (?:again|(?:buy|order|shop|book|use|come|deal)(?:ing)? <4>(?:again|you|here))
last time (?:that )?<i> (?:\w+ )?(?:buy|order|book|use|shop|deal|come)
waste of (?:my )?(?:time|money)
money back (?:now(?= ?[.!]|$)|immediately|or else)
zum (?:dritten|vierten|fünften|sechsten|zehnten|x-ten|hundertsten|wiederholten) ?mal
(?:dritte|vierte|fünfte|x-te|zigste)[rsn]? (?:mail|e-mail|nachricht|anfrage|mahnung|anlauf|versuch|schreiben|erinnerung)
noch (?:immer )?keine (?:antwort|rückmeldung|reaktion)
(?:niemand|keiner) <3>(?:antwortet|reagiert|meldet|hilft|kümmert|geantwortet|gemeldet)
warten? (?:ich |wir |jetzt |nun |schon |bereits ){0,4}seit (?:\w+ )?(?:wochen|monaten|ewigkeiten)
seit (?:wochen|monaten) (?:warte|keine|nichts|passiert|werde)
unverschämt\w*
frechheit
unfassbar
unmögliche[rs]? (?:service|verhalten|umgang)
katastroph(?:e|al\w*)
(?:sau|schweine)erei
scheiß\w*
verarsch\w*
verdammte?\w*
wütend
(?:stink|bin |echt |wirklich |richtig |total |langsam )sauer
verärgert
(?:sehr|mehr als|schwer|extrem|wirklich|maßlos|bin|total) enttäuscht\w*
(?:ein |schlechter )(?:witz|scherz)
lächerlich\w*
inkompeten\w+
idioten?
abzock\w*
nie wieder
(?:schlechte|negative) bewertung\w*
mir reicht(?:'s| es)
es reicht (?:mir|jetzt|langsam)
platzt <2>kragen
schnauze voll
geduld <2>(?:am )?ende
zumutung
(?:antwortet|reagiert|meldet sich|hilft) <2>(?:keiner|niemand)
fassungslos
lass(?:e|en)? (?:ich |wir )?(?:mir|uns) (?:das |so etwas |dies )?nicht (?:länger |mehr )?(?:gefallen|bieten)
endlich (?:mal )?(?:jemand|eine antwort|reagier\w*|meld\w*)
(?:verlange|fordere|erwarte) (?:ich )?(?:sofort|umgehend|endlich|eine entschuldigung)
saftladen
finden? (?:ich |wir )?(?:das |es |so |dies |sowas )<3>(?:unmöglich|dreist|unerhört|traurig|schwach|daneben)
unerhört
(?:schon|bereits|jetzt|nun) (?:\w+ )?(?:dreimal|viermal|fünfmal|mehrmals|mehrfach|x-mal) <3>(?:geschrieben|angerufen|gemeldet|gebeten|nachgefragt|kontaktiert|reklamiert|angeschrieben)
(?:fühle|fühlen|komme|kommen) (?:mich|uns|mir) <4>(?:veräppelt|betrogen|ignoriert|stich gelassen|hingehalten|alleingelassen|vergessen|vorgeführt)
werde <4>(?:hingehalten|vertröstet|ignoriert|abgewimmelt)
unter aller (?:sau|kanone)
miserab\w+
skandal\w*
schlechteste[rn]? service
verzweifelt
(?:troisième|quatrième|cinquième|sixième|dixième|énième|[3-9]e|[3-9][eè]me) (?:mail|e-mail|message|relance|demande|courrier|réclamation|appel|fois (?:que|qu'))
(?:toujours|encore) (?:pas de|aucune|pas eu de|pas reçu de) (?:réponse|nouvelles|retour)
personne ne (?:me |nous )?(?:répond|rappelle|aide)
sans réponse depuis
inadmissibles?
inacceptables?
scandaleu(?:x|se)
(?:c'est |quelle |une )honte
honteu(?:x|se)
lamentables?
n'importe quoi
(?:vous vous|se|on se) (?:moqu|fout|fich)\w+ (?:de (?:moi|nous|qui|vos|ses)|du monde)
ras[- ]le[- ]bol
ai (?:vraiment )?marre
furieu(?:x|se)
en colère
(?:très|extrêmement|vraiment|profondément|suis) déçue?s?
exaspérée?
excédée?
incompéten\w+
(?:bande de )?voleurs
arnaqu\w+
avis (?:négatif|désastreux)
mauvais avis
merde
putain
plus jamais
dernière fois que (?:je|nous)
service (?:nul|déplorable|minable|catastrophique)
déplorable
mécontente?s?
j'exige
nous exigeons
(?:vous êtes|bande d'|des) ?incapables?
intolérables?
aberrant
pitoyables?
quel scandale
un scandale
à bout de (?:nerfs|patience)
de qui se moque
(?:semaines|mois) que (?:j'|je |nous )(?:attends?|attendons)
me sens (?:ignoré|trahi|volé|abandonné)e?
(?:tercera|cuarta|quinta|enésima) vez que <2>(?:escrib|contact|llam|pregunt|pid|reclam|avis|mand)\w*
(?:tercer|cuarto|quinto|enésimo) (?:correo|mensaje|mail|e-mail|intento|aviso)
nadie (?:me |nos )?(?:responde|contesta|ayuda|hace caso|ha respondido|ha contestado)
sigo sin (?:\w+ )?(?:respuesta|noticias|contestación)
inaceptables?
(?:qué|una|es una) vergüenza
vergonzos[oa]
indignante
(?:estoy|ya|muy|estamos) hart[oa]s?
(?:muy|estoy|estamos) (?:enfadad|cabread|molest|decepcionad|indignad|furios)[oa]s?
decepcionante
mierda
joder
ladrones
sinvergüenzas?
estafadores
inútiles
incompetentes
(?:pésim|horrible|lamentable|malísim)\w* (?:servicio|atención|trato|experiencia)
(?:servicio|atención|trato|experiencia) (?:\w+ )?(?:pésim|horrible|lamentable|malísim|nefast)\w*
tomadura de pelo
exijo
exigimos
(?:es|qué es|esto es|una) (?:una )?broma
intolerables?
patétic[oa]
impresentables?
(?:un|qué|vaya) (?:desastre|timo|vergüenza)
(?:llevo|llevamos) <3>(?:semanas?|mes|meses|días) (?:esperando|sin|pidiendo)
engañad[oa]s?
(?:estoy|estamos) <1>(?:cansad|desesperad)[oa]s?
reseña negativa
nunca más
última vez que (?:compro|pido|les|reservo)
"""

LEAVING: Final = r"""
(?<!do )(?<!did )(?<!can )(?<!should )(?:i|we)(?:'d|'ll|'m|'re|'ve| want| wish| would| will| am| are| have| need| hereby| intend| plan) <3>?(?:cancel|cancell?ing|terminate|terminating|end|ending|close|closing|quit|stop|stopping|delete|leave|leaving) <ties>
(?:please|kindly|just) (?:\w+ )?(?:cancel|terminate|close|end|stop|delete|deactivate) <ties>
(?:cancel|terminate|close) (?:my|our) <ties> (?:please|immediately|now|today|at once|with immediate effect)
<i> (?:no longer|don't) (?:want|wish|need) (?:to be (?:a|your) (?:customer|member|client)|your services?)
(?:cancell?ation|termination) of my <ties>
(?:switch\w*|mov\w+|going) to (?:a |another |one of your |your |the )(?:\w+ )?(?:competit\w+|competition|provider|supplier)
tak(?:e|ing) (?:my|our) (?:business|custom|money) elsewhere
(?:you(?:'ve| have)|just) lost (?:a|me as a) customer
take (?:me|us) off your (?:books|register)
stop (?:taking|charging|debiting) (?:me|my|money|us|our)
(?:want|get|wish) (?:\w+ )?out of (?:the|my|this|our) <ties>
(?:i'm|i am|we're|we are) done with (?:you|this company)
(?:möchte|will|wollen|werde) (?:[\w-]+ ){0,5}austreten
ich trete <4>aus
(?:i am|i'm|we are|we're) leaving (?:you|your (?:company|service|club|gym|bank))
(?:and|,) (?:i am|i'm|we are|we're) leaving(?= ?[.!]|$)
(?:won't|will not|not going to|don't want to|do not want to|won't be|not be) renew(?:ing)? (?:my|our|the) <ties>
hiermit widerruf\w+
give (?:you )?notice (?:on|of|to|that)
(?:ich|wir) (?:möchten?|will|wollen|werden?) (?:[\w.-]+ ){0,5}kündigen
hiermit (?:\w+ )?kündig\w+
kündige ich
ich kündige
(?:möchten?|will|wollen|werden?|bitte|würden?) (?:[\w.-]+ ){0,6}<vertrag>(?: [\w.-]+){0,5} (?:kündigen|gekündigt|beenden|auflösen|schließen|löschen)
bitte (?:\w+ ){0,2}(?:kündigen|löschen|schließen|beenden|lösen) sie (?:\w+ )?(?:meine?[nms]?|unsere?[nms]?) (?:[\w-]+ )?<vertrag>
(?:wechsle|wechseln|gehe) <3>(?:zur konkurrenz|den anbieter|zu einem anderen anbieter)
(?:je|nous) (?:vous )?(?:souhait\w+|voudr\w+|veux|voulons|désir\w+|aimer\w+|vais|demand\w+|viens) (?:(?!lettre|newsletter|commande)[\w'-]+ ){0,5}?(?:résilier|résiliation|(?:mettre fin à|clôturer|annuler|arrêter|stopper|fermer|supprimer) <contrat>)
je (?:vous )?résilie
(?:merci de|veuillez|prière de|je vous prie de) (?:bien vouloir )?(?:résilier|clôturer|fermer|annuler|supprimer|arrêter|mettre fin à) <contrat>
(?:aller|voir) (?:voir )?ailleurs
chez (?:un|le|la) concurren\w+
perdu un client
(?:quiero|quisiera|deseo|queremos|gustaría|voy a|vamos a|solicito|necesito) <2>?(?:dar(?:me|nos)? de baja|rescindir|(?:cancelar|anular|cerrar|terminar|eliminar) <contrato>)(?! (?:del?|de la|de su|en el|de los|el|la|su) (?:bolet|newsletter|correo|lista|publicidad|mail))
(?:por favor|ruego|rogaría)[^.?!]{0,20} (?:cancelen|anulen|cierren|eliminen|den de baja) <contrato>
solicito la baja
cambiar(?:me|nos) de (?:compañía|proveedor|operador)
a la competencia
"""
LEAVING_STATED: Final = r"""
kündigung (?:meine[rs]|unsere[rs]|des vertrags|der mitgliedschaft)
résiliation de (?:mon|notre)
baja de (?:mi|nuestro) (?:contrato|suscripción)
"""

URGENT: Final = r"""
(?<!not )(?<!not that )(?<!not very )(?:it's|is|very|really|so|quite|extremely|super|pretty|bit) urgent(?= ?[.,;:!?)]|$| and| as| because| please)
(?<!not )urgently
(?:please )?urgent(?= ?[!:]|$| help| please| reply| answer| attention| assistance)
(?:it's|this is|it is|have|got) (?:really )?an emergency
life or death
alarm (?:is|keeps|has been|won't stop) (?:ringing|sounding|blaring)
(?:server|system|site|website|web ?shop|shop|tills?|network|phone lines?) (?:is|are) (?:completely |totally |all )?down
please help (?:immediately|now|urgently|asap)
(?:i'm|i am|we're|we are|so|getting) desperate
(?:flight|train|ferry|wedding|exam|interview|deadline|operation|surgery|event|party|conference|plane|opening) (?:is |leaves? |starts? |begins? |departs? )?<soon>(?=[^?]*$)
needs? (?:it|this|them|an answer|a reply|help|someone|somebody|that) (?:[\w']+ ){0,5}?(?:today|tonight|right now|immediately|right away|straight away|within the hour)(?=[^?]*$)
(?:losing|lose) (?:\w+ ){0,2}(?:money|customers|orders|sales|bookings|patients) (?:every|by the|each|as we|right)
(?:stranded|stuck (?:outside|at the|on the (?:road|motorway)|in the cold))
locked out(?! of (?:my|the|our|his|her) (?:\w+ )?(?:account|e-?mail|app|profile|phone|laptop|computer|dashboard))(?= (?:of (?:my|the|our) (?:house|flat|car|home|room|office|shop|building|apartment))|,? (?:in the|with|and))
(?:no|without|lost) (?:\w+ ){0,2}(?:heat(?:ing)?|hot water|water|power|electricity)\b[^.?!]{0,60}(?:baby|newborn|toddler|children|elderly|pregnant|disabled|oxygen|insulin|freezing|asthma)
(?:baby|newborn|toddler|elderly|pregnant|disabled|oxygen|insulin)\b[^.?!]{0,60}(?:no|without) (?:\w+ ){0,2}(?:heat(?:ing)?|hot water|water|power|electricity)
(?:water|sewage) (?:is |was |keeps |has been )?(?:pouring|gushing|flooding|streaming|coming (?:through|in))
dripping (?:from|through) the (?:ceiling|light|fuse)
(?:is|are|being|been|getting) flooded
(?:have|got|there's|there is|is|with) a burst pipe
pipe (?:has |just )?burst
water (?:is |was |keeps )?running down the <2>(?:walls?|stairs)
flooding (?:my|our|the)
(?:insulin|inhaler|epi-?pen|medication|medicine|oxygen) <3>(?:run out|ran out|runs out|running out|hasn't arrived)
(?:run|ran|running) out of (?:\w+ )?(?:insulin|medication|medicine|oxygen)
(?<!nicht )(?<!nicht so )(?:sehr |äußerst |wirklich )?dringende?[rsnm]?(?! empfohlen| abgeraten)
es eilt(?! nicht)
sehr eilig
ein notfall
(?:brauche|benötige|brauchen|benötigen) [^.?!]{0,40}(?:heute noch|noch heute|sofort|umgehend)(?=[^?]*$)
rohrbruch
wasserrohrbruch
überflutet
überschwemmt
wasser (?:läuft|strömt|tropft) <4>(?:decke|wand|keller)
(?:flug|zug|hochzeit|prüfung) <3>(?:ist |geht |beginnt )?(?:heute|in (?:einer|zwei|drei) stunden?)(?=[^?]*$)
(?<!konto )(?<!account )(?<!app )ausgesperrt(?! (?:aus|von))
(?<!n')(?:c'est|est|très|extrêmement|vraiment) (?:très |vraiment )?urgent
urgent :
(?:c'est|est) une urgence
en urgence
de toute urgence
besoin [^.?!]{0,40}(?:aujourd'hui|immédiatement|tout de suite|ce soir)(?=[^?]*$)
dégât des eaux
inondée?
enfermée? dehors
(?:vol|train|mariage|examen) <3>(?:est |part )?(?:aujourd'hui|ce soir|demain|dans (?:une|deux|\d+) heures?)(?=[^?]*$)
(?<!no )es (?:muy |realmente )?urgente
(?:muy|realmente) urgente
urgentemente
es una emergencia
con urgencia
(?:necesito|necesitamos) [^.?!]{0,40}(?:hoy mismo|para hoy|ahora mismo|inmediatamente|ya mismo|esta noche)(?=[^?]*$)
inundad[oa]
inundación
(?:vuelo|tren|boda|examen) <3>(?:es |sale )?(?:hoy|mañana|esta noche|en (?:una|dos|\d+) horas?)(?=[^?]*$)
"""
URGENT_STATED: Final = r"""
(?<!not )(?<!pas )(?<!très )(?<!very )(?<!nothing )(?<!less )(?<!non-)(?<!that )urgent(?! care)
emergency(?! (?:rates?|call|number|service|plumber|contact|exit|kit|price|cover|fees?|charges?|appointment|line|light|stop|fund))
notfall
urgence
emergencia
"""

ASKS: Final = r"""
how (?:do|does|did|can|could|would|should|to|long|much|many|often|soon|late|will|is|are)
(?:what|where|when|which|who|why|wo|wie|was|wann|welche[rsn]?|wer|warum|wieso|comment|quand|où|quels?|quelles?|combien|pourquoi)
(?:can|could|may|do|does|did|is|are|will|would|should|am|has|have|must|shall)
(?:kann|können|könnte|könnten|gibt|ist|sind|habt|haben|hat|muss|darf|dürfen|braucht|brauche|soll|bieten|wird|werden|nehmen|verlangt)
(?:est-ce|puis-je|peut-on|pouvez-vous|y a-t-il|avez-vous|faut-il|proposez-vous|dois-je|qu'est-ce|que faire)
(?:cómo|cuánto|cuántos|dónde|cuándo|qué|cuál|puedo|se puede|podría|hay|tienen|es posible|debo|necesito saber|quién)
"""
"""How a question begins."""

SUPPOSES: Final = r"""
if
in case
suppose
supposing
when
whether
wenn
falls
ob
si
en cas
au cas où
en caso
"""
"""What is not so, but might be."""
