"""Word lists as data: small, written by hand, and read by the pure helpers. Nothing here decides anything.

Lists are strings because a person can read and mend a line of words, and not a column of quoted ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

LANGUAGES: Final = ("en", "de", "fr", "es", "nl", "it", "pl", "pt")
"""The languages with word lists, in the order in which ties are read."""

_FUNCTION: Final[Mapping[str, str]] = {
    "en": """
        a an the this that these those i me my mine myself we us our ours you your yours he him his she her hers it its
        they them their theirs who whom whose which what when where why how and or but nor so if then than because
        while although though as at by for from in into of off on onto out over to under up with without about after
        again against before between during through until upon am is are was were be been being do does did doing done
        have has had having can could will would shall should may might must not no yes don't doesn't didn't can't
        cannot couldn't won't wouldn't isn't aren't wasn't weren't i'm i've i'd i'll we're we've you're it's that's
        there here some any all both each few more most other such only own same too very just also still there's
        what's cant dont doesnt wont im ive get got""",
    "de": """
        der die das den dem des ein eine einen einem einer eines ich mich mir mein meine meinen meinem meiner wir uns
        unser unsere unseren du dich dir dein deine sie ihr ihnen ihre ihren ihrem ihrer er ihn ihm es man wer wen wem
        was wann wo warum wieso weshalb wie welche welcher welches und oder aber denn wenn dann weil dass daß ob als an
        am auf aus bei beim bis durch für gegen im in ins mit nach ohne seit über um unter vom von vor zu zum zur
        zwischen bin bist ist sind seid war waren wäre sein gewesen habe hast hat haben hatte hätte werde wird werden
        wurde würde kann kannst können könnte könnten konnte muss müssen soll sollte will wollen möchte darf dürfen
        nicht kein keine keinen ja nein doch noch schon auch nur sehr so hier da dort mehr alle alles diese dieser
        dieses diesen sich etwas gibt""",
    "fr": """
        le la les l' un une des du de d' au aux je j' me m' moi mon ma mes nous notre nos tu te toi ton ta tes vous
        votre vos il elle on ils elles lui leur leurs se s' ce cet cette ces cela ça qui que qu' quoi quel quelle quels
        quelles quand où pourquoi comment combien et ou mais donc or ni car si comme parce à dans par pour en vers avec
        sans sous sur entre chez depuis pendant avant après suis es est sommes êtes sont étais était étaient été être
        ai as a avons avez ont avais avait avoir peux peut pouvez peuvent pourrais pourrait pouvoir veux veut voulez
        voudrais dois doit devez faut faire fait ne n' pas plus jamais rien non oui très aussi encore déjà bien y c'est
        est-ce""",
    "es": """
        el la los las un una unos unas lo al del de yo me mi mis mí nosotros nos nuestro nuestra tú tu tus te ti usted
        ustedes su sus él ella ellos ellas le les se este esta estos estas esto ese esa eso qué que quién quien cuál
        cual cuándo cuando dónde donde por porque cómo como cuánto cuántos y e o u pero sino si ni a ante con contra
        desde en entre hacia hasta para según sin sobre tras soy es eres somos son era eran sido ser estoy está están
        estaba estar he ha has hemos han había haber hay puedo puede pueden podría poder quiero quiere quisiera debo
        debe tengo tiene tienen hace hacer no sí muy más ya también aún todavía todo toda""",
    "nl": """
        de het een ik mij me mijn wij we ons onze jij je jou jouw jullie u uw hij hem zijn zij ze haar hen hun dit dat
        deze die wie wat wanneer waar waarom hoe welke welk en of maar want dus als dan omdat aan bij door in met na
        naar naast om onder op over per te ten ter tegen tot tussen uit van vanaf voor zonder ben bent is was waren
        geweest wezen heb hebt heeft hebben had kan kun kunt kunnen kon zou zouden zal zullen moet moeten mag mogen wil
        willen word wordt worden werd niet geen ja nee nog al ook wel heel er hier daar iets alles meer toch""",
    "it": """
        il lo la i gli le l' un uno una del dello della dei degli delle al allo alla ai agli alle dal dalla dai nel
        nella nei sul sulla di a da in con su per tra fra io me mi mio mia miei mie noi ci nostro nostra tu te ti tuo
        tua voi vi vostro vostra lui lei loro si suo sua questo questa questi queste quello quella che chi cosa quale
        quali quando dove perché come quanto e ed o ma se né sono sei è siamo siete era erano stato essere ho hai ha
        abbiamo avete hanno aveva avere posso può possiamo potete possono potrei potrebbe vorrei voglio devo deve fare
        fa non sì no più molto anche ancora già c'è""",
    "pl": """
        i a w we z ze na do od po o u za przy przez dla bez pod nad przed między się nie tak ja mnie mi mój moja moje
        moim mojego mojej my nas nam nasz nasza ty ciebie ci twój twoja pan pani państwo państwa on ona ono oni jego jej
        ich to ten ta te tego tej tym co kto kogo który która które kiedy gdzie dlaczego czemu jak ile czy oraz albo
        lub ale więc bo ponieważ że żeby jeśli jest są był była było być jestem mam ma mają mogę może można możemy
        chcę chciałbym chciałabym muszę trzeba już jeszcze też także tylko bardzo proszę""",
    "pt": """
        o a os as um uma uns umas do da dos das no na nos nas ao à aos de em por para com sem sobre entre até desde eu
        me mim meu minha meus minhas nós nosso nossa tu te teu tua você vocês vos ele ela eles elas lhe se seu sua seus
        suas este esta isto esse essa isso aquele que quem qual quais quando onde porquê porque como quanto e ou mas
        nem se sou é és somos são era eram sido ser estou está estão estava estar tenho tem têm tinha ter há pode posso
        podem poderia poder quero quer gostaria devo deve fazer faz não sim mais muito já também ainda pelo pela""",
}

_FILLER: Final[Mapping[str, str]] = {
    "en": """
        hi hello hey hiya dear thanks thank thx cheers please pls plz regards best kind kindly wishes sincerely
        faithfully yours greetings morning afternoon evening sorry hope help advance team support appreciate""",
    "de": """
        hallo hi guten tag morgen abend moin servus liebe lieber liebes sehr geehrte geehrter damen herren danke dank
        vielen bitte gruß grüße grüßen gruss grüsse freundlichen freundliche beste besten viele herzliche mfg lg vg
        voraus""",
    "fr": """
        bonjour bonsoir salut madame monsieur merci beaucoup cordialement svp stp plaît avance bien bonne journée
        salutations cher chère""",
    "es": """
        hola buenos buenas días tardes noches estimado estimada estimados gracias favor saludos saludo atentamente
        cordial cordiales antemano muchas""",
    "nl": """
        hallo hoi beste geachte goedemorgen goedemiddag goedenavond dag bedankt dank dankjewel alvast graag groet
        groeten groetjes vriendelijke hartelijke mvg alstublieft""",
    "it": """
        ciao buongiorno buonasera salve gentile gentili grazie mille cordiali saluti favore prego distinti cortesia""",
    "pl": """
        dzień dobry witam cześć szanowni szanowny dziękuję dziękujemy dzięki pozdrawiam pozdrowienia pozdrowieniami
        proszę góry serdecznie wyrazami szacunku""",
    "pt": """
        olá oi bom boa dia tarde noite prezado prezados caro cara obrigado obrigada atenciosamente cumprimentos abraço
        favor desde""",
}

FUNCTION_WORDS: Final[Mapping[str, frozenset[str]]] = {
    name: frozenset(words.split()) for name, words in _FUNCTION.items()
}
"""Words that say how a sentence is built, by language: they tell languages apart."""

FILLER_WORDS: Final[Mapping[str, frozenset[str]]] = {name: frozenset(words.split()) for name, words in _FILLER.items()}
"""Words of mail manners, by language."""

STOP_WORDS: Final[Mapping[str, frozenset[str]]] = {
    name: FUNCTION_WORDS[name] | FILLER_WORDS[name] for name in LANGUAGES
}
"""Words that say nothing of the subject: the two lists together, by language, casefolded."""

ALL_STOP_WORDS: Final[frozenset[str]] = frozenset().union(*STOP_WORDS.values())

SNOWBALL: Final[Mapping[str, str]] = {
    "en": "english",
    "de": "german",
    "fr": "french",
    "es": "spanish",
    "nl": "dutch",
    "it": "italian",
    "pt": "portuguese",
}
"""Snowball's name of each language; it has none for Polish."""

ABBREVIATIONS: Final[frozenset[str]] = frozenset(
    """
    e.g i.e eg ie mr mrs ms dr prof st approx vs etc a.m p.m fig tel ext dept est inc ltd co corp jan feb apr
    jun jul aug sep sept oct nov dec tue tues wed thu thur thurs fri u.s u.k p.s cf ca resp incl excl
    z.b d.h u.a o.ä usw bzw ggf evtl inkl zzgl bspw nr hr fr str abs vgl s.o s.u i.d.r u.u m.e mio
    p.ex ex mme mlle av bd env réf num tél
    p.ej sr sra srta ud uds vd avda núm pág
    bijv d.w.z dhr mevr mw o.a m.b.t t.a.v evt
    sig sig.ra dott ecc pag
    np tj itd itp ul tzn godz
    exmo exma av dra
    """.split()
)
"""What stands before a full stop that ends no sentence, without that full stop, casefolded."""

NUMBER_ABBREVIATIONS: Final[frozenset[str]] = frozenset("no nos nr art pp p vol ver sec ch pos".split())
"""Abbreviations only when a number follows: 'no. 5', but 'The answer is no.'"""

NOT_A_NAME: Final[frozenset[str]] = ALL_STOP_WORDS - frozenset(
    "tag ben as es an ja car do er mia tu may will".split()
) | frozenset(
    """
    there again all everyone everybody folks guys team sir madam mam ma'am maam mate friend friends colleague
    colleagues customer customers service services support help desk helpdesk sales billing accounts account admin
    administrator office reception staff management manager user users guest visitor website web anonymous unknown
    none null test info contact company shop store agent bot noreply reply happy back
    monday tuesday wednesday thursday friday saturday sunday january february march april june july
    august september october november december montag dienstag mittwoch donnerstag freitag samstag sonntag januar
    februar märz mai juni juli oktober dezember lundi mardi mercredi jeudi vendredi samedi dimanche janvier février
    avril juin juillet août décembre lunes martes miércoles jueves viernes sábado domingo enero febrero
    marzo abril mayo junio julio agosto octubre diciembre maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
    settings security menu home account password profile preferences options file edit view tools apps app
    windows android iphone ipad mac ios google apple amazon paypal facebook whatsapp outlook gmail wifi
    internet english german french spanish dutch italian polish
    click press tap select choose open close go look see enter type sign start read visit buy book register apply order
    download upload login log pay find check come right left over down below above inside outside almost done
    yes no ok okay sure great perfect fine right correct nothing something anything someone anyone nobody
    kundenservice kundendienst damen herren zusammen leute service-team équipe mesdames messieurs tous équipes señores
    señor señora equipo todos allemaal mevrouw meneer heer heren signori todos equipa państwo
        sirs business owner purchasing manager payable blessings warmly hochachtungsvoll unsubscribe enjoy new
    landlord tenant
    buen buon bon bonne collab system delivery mailer daemon postmaster newsletter partner partners works group
    reset change cancel update view save share watch schedule join set create delete remove world try read more learn
    cheers thanks regards tel telephone phone mobile cell email e-mail mail address fax call ring text contact number
    telefon handy adresse téléphone teléfono telefoon
    """.split()
)
"""What may stand where a name would, after a greeting or in a sign-off, and is none. Casefolded."""

MONTHS: Final[frozenset[str]] = frozenset(
    """
    january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec
    januar februar märz mai juni juli oktober dezember
    janvier février mars avril juin juillet août septembre octobre novembre décembre
    enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
    januari februari maart april mei augustus
    gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre
    stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
    janeiro fevereiro março maio junho julho setembro outubro novembro dezembro
    """.split()
)
"""Names of months, casefolded."""

COMMON_NAMES: Final[frozenset[str]] = (
    frozenset(
        """
    grace mark will page bill rose price young may hope frank summer dean joy faith banks art amber april august autumn
    bishop blaze brook brooks carol chase chip chuck crystal daisy dale dawn destiny dick drew earl eve faye felicity
    fern flora ford gene glen gore guy harmony harry heath heather holly honey hunter iris ivy jack jade jasmine jay
    jean jewel josh june justice ken lance laurel lily logan lucky major marina mason max mercy merry miles misty
    nick noble norm olive opal pat patience pearl penny peg pepper pierce piper poppy prince prudence quinn rain
    randy ranger ray reed reef rich river rob robin rocky rod rowan roman royal ruby rusty sage sandy savannah scarlet
    serenity shade skip skye sky star stella sterling stone stormy sue sunny tab tiger tom trinity trip tucker tony
    violet vera victor wade ward warren willow winter woody wren
    abbey archer baker ball barber bank barker barn bass bates batter beach bean beard bell best bird black blake bloom
        blue bond book booth bowl box bow bowen boyd bray bridge bridges bright broad brown buck bull burn burns bush
    butcher
    butler button buyer carpenter carr cart carter case cash castle chambers chance church clay clerk close coat coates
    coffee cole cook cooper corner cotton court cox craft crane cross crow curry cutter dash day deal dear dell dick
    doll down drake draper driver dry duke early east english exposito farmer farrier field fields fish fisher flint
    flower flowers fly foot forest forge foster fox freeman french frost fuller gale game garden gardener gates gay
    german gift gold golden good goodman grant graves gray green greene grey grove hall ham hand hands hardy hart
        harvest hawk hay hazel head heart hill hills holder holiday home homes hood hook hooper house hunt jacket
    jones judge
    jump kay keen keep key keys kidd king kitchen knight knot lake lamb land lane lang large law lawn lee light
    little lock locke long lord love low lowe luck lynn major man marble march marine market marsh marshall may meadows
    mile mills mine monk moon moore moss mount myers neat new noon north nurse oak oakes orange order page paige paint
    painter pain pane park parker parks parish parry parson path pea peace peel pen perry petty pike pitt place plant
    plumb plumber pollard pool poole pope porter post potter potts powell power powers pound press pride pryor purse
    queen quick raven read reader real reader rice rich ridge ring rings rivers road roads rock rook rope rush sadler
    sailor sale sales salmon salt sand sands savage school sellers senior settle shaw shell shepherd shine shore short
    silver simmer sir slater small smart smith snow song south spark sparks spear speed spring square stable stamp
    stark steel storm stout strange street strong style sugar summers sweet swift taylor temple tiller till towers
    town trainer tree turner twist underwood vale valentine walker wall walls waters water weaver webb weeks weir well
    wells west wheeler white wick wild wise wolf wood woods woodward word workman worth wren wright yard
    klein gross lang kurz stark schwarz weiss braun grün koch bauer müller schneider schmidt fischer weber wagner
    becker richter wolf neumann zimmermann krüger hofmann hartmann lange vogel keller frank berger winkler lorenz
    baumann franke kaiser fuchs scholz möller weiß jung hahn schubert sommer winter engel busch horn bergmann pohl
    petit grand blanc leblanc noir rouge leroy boulanger mercier marchand meunier fontaine rivière dupont
    blanco rojo moreno delgado bravo cruz campos flores fuentes iglesias leal luna mar marín medina molina
    montes pastor reina rey ríos rosa sierra sol torres vega
    bakker visser smit boer bos berg mulder kok groot dekker vos winkel
    """.split()
    )
    | frozenset("tag ben as es an ja car do er mia tu mat".split())
    | ALL_STOP_WORDS
)
"""Names that are also everyday words: a single one of these is taken for a name only where a name would stand."""

COMPANY_WORDS: Final[frozenset[str]] = frozenset(
    """
        ltd limited llp plc inc llc corp gmbh ag kg ug ev sarl sas sa srl spa bv nv co company group club school
    college academy
        surgery clinic practice studio salon shop store team partners partner scouts scout church centre center
    society trust
    association council hotel cafe restaurant services solutions systems media agency consulting verein schule praxis
    tanzstudio ecole association escuela scuola bakery farm lets lettings properties property estates takeaway
    """.split()
)
"""Words that tell a company's name from a person's: the other words of such a name are seldom personal."""

GIVEN_NAMES: Final[frozenset[str]] = frozenset(
    """
        aaron abigail adam adrian agnes agnieszka aidan aisha alan alasdair albert alejandro alessandro alessia alex
    alexander
        alexandra alexandre alfie alfred ali alice alicia alina alison allison alistair amanda amelia amina amy ana
    anastasia
        andrea andreas andrew andrzej andy angela angus anita anja anke anna anne annette annika anthony antoine
    antonio anton
        arjun arthur ashley asif astrid audrey barbara beata beatrice becky benedikt benjamin bernadette bernard bernd
    beth bianca
        birgit björn boris brenda brian bridget brigitte bruno bryan callum camille carla carlos carmen caroline
    catherine cathy
        cecilia celeste celine charles charlie chloe chloé christian christina christine christopher claire clara
    claudia claudine
        colin connor cristina daniel daniela danielle danny darren dave david deborah debbie declan denise dennis
    derek diana
        diane diego dieter dmitri dominic dominik donald donna doreen doris dorothy douglas duncan dylan edith eduardo
    edward
        eileen elaine eleanor elena elisabeth elizabeth ella ellen ellie emil emilia emily emma eric erika erik erin
    ernst esther
        eva evelyn ewa fabian fatima felix fernando fiona florian françois francesca francesco franz fred frederik
    freya gabriel
        gabriela gareth gary gavin gemma geoffrey georg gerald gerard gethin gillian giovanni giulia giuseppe gordon
    graham greg
        gregory greta guido guillaume gustav gwen hamza hanna hannah hannes hans harriet hassan hazel heike helen
    helena helga
        helmut hendrik henry hilary holger howard hugh ibrahim ida ian imogen ines inga inge ingrid irene irina isabel
    isabella
    isabelle isla ivan ivana jacob jacqueline jakob jakub james jamie jan jane janet janine jason javier jeanette jenny
        jennifer jens jeremy jerome jessica jill jim joachim joan joanna joanne joao joe joel johan johannes john
    johnny jonas
        jonathan jorge josé josef joseph josephine joshua joyce juan juanita judith julia julian julie juliette jürgen
    justin
        kamil karen karin karl karolina katarzyna kate katharina katherine kathleen kathrin kathy katie katja katrin
    kayleigh
        keith kelly kenneth kerry kevin kieran kirsten kirsty klaus konrad krystyna krzysztof kwame lars laura lauren
    laurent
        lea leah lena leo leonard leonie leopold lewis liam lidia linda lisa lisbeth liz lorraine louis louise luca
    lucas lucia
    lucy luis luisa luise lukas łukasz lydia lynne maciej magdalena małgorzata manfred manuel manuela marc marcel marcin
        marco marcus marek margaret margarita maria marianne marie marion marisol marjorie markus marta martha martin
    martina
    mary mateo mateusz mathias mathieu matilda matteo matthew matthias maureen maurice maxime megan melanie melissa mia
        michael michał michel michelle miguel mike mikołaj mireille miriam mohamed mohammed moira monica monika morgan
    moritz
    muhammad nadia nadine naomi natalia natalie nathan neil niamh nicholas nicola nicolas nicole nigel nikolai nina noah
        nora norbert norman odile olaf olga oliver olivia olivier olu omar oona oscar otto pablo pamela patricia
    patrick patrik
        paul paula pauline paulo pawel paweł pedro peggy penelope peter petra philip philipp philippa phoebe pierre
    piers piotr
        priya rachel rafael rainer ralf ralph raphael raymond rebecca reinhard renate rhys ricardo richard rita robert
    roberta
        roberto rodrigo roger roland rolf ronald rosemary rosie rowena roy rupert russell ruth ryan sabine sabrina
    sally salma
    samantha samuel sandra sara sarah sascha scott sean sebastian serena sergio shannon sharon sheila shirley siegfried
    sigrid silke silvia simon simone siobhan sofia sofie sonia sonja sophia sophie stanisław stefan stefanie stephanie
    stephen steve steven stuart susan susanne suzanne svenja sven sylvia sylvie tamara tanja tanya tara teresa terence
        thandi theo theresa thérèse thomas thorsten tim timothy tina tobias tomasz torsten tracey tracy trevor ulrich
    ulrike ursula
        uwe valerie vanessa veronica véronique vicky victoria viktor vincent vivian volker walter waltraud wendy
    werner wilhelm
    william wojciech wolfgang xavier yasmin yuki yusuf yvette yvonne zainab zoe zofia
    """.split()
)
"""Given names that are no everyday words, for people whom no column names. Never complete, and need not be."""
