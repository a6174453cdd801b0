"""Words about names as data: which words are names, which are none, and which are both. Nothing here decides."""

from __future__ import annotations

from typing import Final

from enquiry2article.text.stop_words import ALL_STOP_WORDS

NOT_A_NAME: Final[frozenset[str]] = ALL_STOP_WORDS - frozenset(
    "tag ben as es an ja car do er mia tu may will".split()
) | frozenset(
    """
    there again all everyone everybody folks guys team sir madam mam ma'am maam mate friend friends colleague
    colleagues customer customers service services support help desk helpdesk sales billing accounts account
    admin administrator office reception staff management manager user users guest visitor website web anonymous
    unknown none null test info contact company shop store agent bot noreply reply happy back monday tuesday
    wednesday thursday friday saturday sunday january february march april june july august september october
    november december montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz mai juni
    juli oktober dezember lundi mardi mercredi jeudi vendredi samedi dimanche janvier février avril juin juillet
    août décembre lunes martes miércoles jueves viernes sábado domingo enero febrero marzo abril mayo junio
    julio agosto octubre diciembre maandag dinsdag woensdag donderdag vrijdag zaterdag zondag settings security
    menu home account password profile preferences options file edit view tools apps app windows android iphone
    ipad mac ios google apple amazon paypal facebook whatsapp outlook gmail wifi internet english german french
    spanish dutch italian polish click press tap select choose open close go look see enter type sign start read
    visit buy book register apply order download upload login log pay find check come right left over down below
    above inside outside almost done yes no ok okay sure great perfect fine right correct nothing something
    anything someone anyone nobody kundenservice kundendienst damen herren zusammen leute service-team équipe
    mesdames messieurs tous équipes señores señor señora equipo todos allemaal mevrouw meneer heer heren signori
    todos equipa państwo sirs business owner purchasing manager payable blessings warmly hochachtungsvoll
    unsubscribe enjoy new landlord tenant buen buon bon bonne collab system delivery mailer daemon postmaster
    newsletter partner partners works group reset change cancel update view save share watch schedule join set
    create delete remove world try read more learn cheers thanks regards tel telephone phone mobile cell email
    e-mail mail address fax call ring text contact number telefon handy adresse téléphone teléfono telefoon
    herr herrn frau mr mrs ms miss mx dr prof mme mlle monsieur madame mademoiselle sr sra srta señorita doctor
    doctora familie
    family cordialmente atentamente atte att saludos abrazo besos amicalement cordialement salutations bises bisous
    herzlichst
    hochachtungsvoll cdlt cdt schöne viele liebe herzliche beste besten grüße grüßen gruß hugs respectfully sincerely
    faithfully truly everyone's order invoice ticket parcel refund
    delivery tracking postcode zip iban card username login mobil móvil handynummer postleitzahl plz kennzeichen
    bestellung rechnung
    kundennummer bestellnummer sendung paket konto courriel commande facture colis suivi carte compte dossier
    immatriculation pedido
    factura envío tarjeta cuenta matrícula correo api key token pin dni nie ssn bsn support hotline buchhaltung
    technik dank hilfe
    nachricht danke merci gracias bitte antwort message aide réponse ayuda respuesta respuestas mensaje
    """.split()
)
"""What may stand where a name would, after a greeting or in a sign-off, and is none. Casefolded."""

COMMON_NAMES: Final[frozenset[str]] = (
    frozenset(
        """
    grace mark will page bill rose price young may hope frank summer dean joy faith banks art amber april august
    autumn bishop blaze brook brooks carol chase chip chuck crystal daisy dale dawn destiny dick drew earl eve
    faye felicity fern flora ford gene glen gore guy harmony harry heath heather holly honey hunter iris ivy
    jack jade jasmine jay jean jewel josh june justice ken lance laurel lily logan lucky major marina mason max
    mercy merry miles misty nick noble norm olive opal pat patience pearl penny peg pepper pierce piper poppy
    prince prudence quinn rain randy ranger ray reed reef rich river rob robin rocky rod rowan roman royal ruby
    rusty sage sandy savannah scarlet serenity shade skip skye sky star stella sterling stone stormy sue sunny
    tab tiger tom trinity trip tucker tony violet vera victor wade ward warren willow winter woody wren abbey
    archer baker ball barber bank barker barn bass bates batter beach bean beard bell best bird black blake
    bloom blue bond book booth bowl box bow bowen boyd bray bridge bridges bright broad brown buck bull burn
    burns bush butcher butler button buyer carpenter carr cart carter case cash castle chambers chance church
    clay clerk close coat coates coffee cole cook cooper corner cotton court cox craft crane cross crow curry
    cutter dash day deal dear dell dick doll down drake draper driver dry duke early east english exposito
    farmer farrier field fields fish fisher flint flower flowers fly foot forest forge foster fox freeman french
    frost fuller gale game garden gardener gates gay german gift gold golden good goodman grant graves gray
    green greene grey grove hall ham hand hands hardy hart harvest hawk hay hazel head heart hill hills holder
    holiday home homes hood hook hooper house hunt jacket jones judge jump kay keen keep key keys kidd king
    kitchen knight knot lake lamb land lane lang large law lawn lee light little lock locke long lord love low
    lowe luck lynn major man marble march marine market marsh marshall may meadows mile mills mine monk moon
    moore moss mount myers neat new noon north nurse oak oakes orange order page paige paint painter pain pane
    park parker parks parish parry parson path pea peace peel pen perry petty pike pitt place plant plumb
    plumber pollard pool poole pope porter post potter potts powell power powers pound press pride pryor purse
    queen quick raven read reader real reader rice rich ridge ring rings rivers road roads rock rook rope rush
    sadler sailor sale sales salmon salt sand sands savage school sellers senior settle shaw shell shepherd
    shine shore short silver simmer sir slater small smart smith snow song south spark sparks spear speed spring
    square stable stamp stark steel storm stout strange street strong style sugar summers sweet swift taylor
    temple tiller till towers town trainer tree turner twist underwood vale valentine walker wall walls waters
    water weaver webb weeks weir well wells west wheeler white wick wild wise wolf wood woods woodward word
    workman worth wren wright yard klein gross lang kurz stark schwarz weiss braun grün koch bauer müller
    schneider schmidt fischer weber wagner becker richter wolf neumann zimmermann krüger hofmann hartmann lange
    vogel keller frank berger winkler lorenz baumann franke kaiser fuchs scholz möller weiß jung hahn schubert
    sommer winter engel busch horn bergmann pohl petit grand blanc leblanc noir rouge leroy boulanger mercier
    marchand meunier fontaine rivière dupont blanco rojo moreno delgado bravo cruz campos flores fuentes
    iglesias leal luna mar marín medina molina montes pastor reina rey ríos rosa sierra sol torres vega bakker
    visser smit boer bos berg mulder kok groot dekker vos winkel
    """.split()
    )
    | frozenset("tag ben as es an ja car do er mia tu mat".split())
    | ALL_STOP_WORDS
)
"""Names that are also everyday words: a single one of these is taken for a name only where a name would stand."""

COMPANY_WORDS: Final[frozenset[str]] = frozenset(
    """
    ltd limited llp plc inc llc corp gmbh ag kg ug ev sarl sas sa srl spa bv nv co company group club school
    college academy surgery clinic practice studio salon shop store team partners partner scouts scout church
    centre center society trust association council hotel cafe restaurant services solutions systems media
    agency consulting verein schule praxis tanzstudio ecole association escuela scuola bakery farm lets lettings
    properties property estates takeaway
    """.split()
)
"""Words that tell a company's name from a person's: the other words of such a name are seldom personal."""

GIVEN_NAMES: Final[frozenset[str]] = frozenset(
    """
    aaron abigail adam adrian agnes agnieszka aidan aisha alan alasdair albert alejandro alessandro alessia alex
    alexander alexandra alexandre alfie alfred ali alice alicia alina alison allison alistair amanda amelia
    amina amy ana anastasia andrea andreas andrew andrzej andy angela angus anita anja anke anna anne annette
    annika anthony antoine antonio anton arjun arthur ashley asif astrid audrey barbara beata beatrice becky
    benedikt benjamin bernadette bernard bernd beth bianca birgit björn boris brenda brian bridget brigitte
    bruno bryan callum camille carla carlos carmen caroline catherine cathy cecilia celeste celine charles
    charlie chloe chloé christian christina christine christopher claire clara claudia claudine colin connor
    cristina daniel daniela danielle danny darren dave david deborah debbie declan denise dennis derek diana
    diane diego dieter dmitri dominic dominik donald donna doreen doris dorothy douglas duncan dylan edith
    eduardo edward eileen elaine eleanor elena elisabeth elizabeth ella ellen ellie emil emilia emily emma eric
    erika erik erin ernst esther eva evelyn ewa fabian fatima felix fernando fiona florian françois francesca
    francesco franz fred frederik freya gabriel gabriela gareth gary gavin gemma geoffrey georg gerald gerard
    gethin gillian giovanni giulia giuseppe gordon graham greg gregory greta guido guillaume gustav gwen hamza
    hanna hannah hannes hans harriet hassan hazel heike helen helena helga helmut hendrik henry hilary holger
    howard hugh ibrahim ida ian imogen ines inga inge ingrid irene irina isabel isabella isabelle isla ivan
    ivana jacob jacqueline jakob jakub james jamie jan jane janet janine jason javier jeanette jenny jennifer
    jens jeremy jerome jessica jill jim joachim joan joanna joanne joao joe joel johan johannes john johnny
    jonas jonathan jorge josé josef joseph josephine joshua joyce juan juanita judith julia julian julie
    juliette jürgen justin kamil karen karin karl karolina katarzyna kate katharina katherine kathleen kathrin
    kathy katie katja katrin kayleigh keith kelly kenneth kerry kevin kieran kirsten kirsty klaus konrad
    krystyna krzysztof kwame lars laura lauren laurent lea leah lena leo leonard leonie leopold lewis liam lidia
    linda lisa lisbeth liz lorraine louis louise luca lucas lucia lucy luis luisa luise lukas łukasz lydia lynne
    maciej magdalena małgorzata manfred manuel manuela marc marcel marcin marco marcus marek margaret margarita
    maria marianne marie marion marisol marjorie markus marta martha martin martina mary mateo mateusz mathias
    mathieu matilda matteo matthew matthias maureen maurice maxime megan melanie melissa mia michael michał
    michel michelle miguel mike mikołaj mireille miriam mohamed mohammed moira monica monika morgan moritz
    muhammad nadia nadine naomi natalia natalie nathan neil niamh nicholas nicola nicolas nicole nigel nikolai
    nina noah nora norbert norman odile olaf olga oliver olivia olivier olu omar oona oscar otto pablo pamela
    patricia patrick patrik paul paula pauline paulo pawel paweł pedro peggy penelope peter petra philip philipp
    philippa phoebe pierre piers piotr priya rachel rafael rainer ralf ralph raphael raymond rebecca reinhard
    renate rhys ricardo richard rita robert roberta roberto rodrigo roger roland rolf ronald rosemary rosie
    rowena roy rupert russell ruth ryan sabine sabrina sally salma samantha samuel sandra sara sarah sascha
    scott sean sebastian serena sergio shannon sharon sheila shirley siegfried sigrid silke silvia simon simone
    siobhan sofia sofie sonia sonja sophia sophie stanisław stefan stefanie stephanie stephen steve steven
    stuart susan susanne suzanne svenja sven sylvia sylvie tamara tanja tanya tara teresa terence thandi theo
    theresa thérèse thomas thorsten tim timothy tina tobias tomasz torsten tracey tracy trevor ulrich ulrike
    ursula uwe valerie vanessa veronica véronique vicky victoria viktor vincent vivian volker walter waltraud
    wendy werner wilhelm william wojciech wolfgang xavier yasmin yuki yusuf yvette yvonne zainab zoe zofia
    """.split()
)
"""Given names that are no everyday words, for people whom no column names. Never complete, and need not be."""
