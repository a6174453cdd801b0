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

ASKING_WORDS: Final = frozenset(
    "how what when where why who which can could do does did is are am will would should may must has have "
    "wie was wann wo warum wer welche welcher welches kann können gibt ist sind muss darf habt haben liefert wieso "
    "weshalb woher wohin welchen welchem wieviel wielange könnt könnten dürfen müssen werden wird braucht brauche "
    "comment quand où pourquoi qui quel quelle quels quelles est-ce peut-on puis-je avez pouvez faut-il combien "
    "cómo qué cuándo dónde quién cuál cuánto cuánta cuántos cuántas cuáles puedo pueden puede podéis tenéis tienen hay "
    "hacéis es está como que donde cual cuanto cuanta "
    "hoe wanneer waar waarom wie welke kan kunnen is zijn moet hebben "
    "jak kiedy gdzie dlaczego czy ile kto".split()
)
"""Words that begin a question, by which a sentence without its mark is known for one."""

SERVICE_VERBS: Final = (
    "accept activate add adjust apply arrange authorise authorize block book borrow bring buy calculate cancel "
    "change check choose claim clean close collect combine compare complete configure confirm connect contact "
    "convert copy customise customize deactivate delay delete delink deposit descale disable dispute dispose "
    "download drain edit enable exchange export extend file find fit fix freeze get give hire import increase "
    "insert install insure invite join link lower make measure mend merge move open order park pause pay postpone "
    "preorder prevent print process protect prove reach receive reclaim record recover recycle redeem reduce "
    "refer refund register remove rename renew rent repair replace report request reschedule reserve reset "
    "restart restore return reuse reverse save schedule select send share ship skip split stop store submit "
    "subscribe suspend swap switch sync test track trade transfer unblock unlink unlock unsubscribe update "
    "upgrade upload use verify view wash withdraw "
).split()
"""What customers want done, or do: English verbs of which the grammar of a question is sure."""

EVERYDAY_WORDS: Final[Mapping[str, frozenset[str]]] = {
    "en": frozenset(
        """
        able accepted across actual actually afterwards ago allowed almost already alright always amount another
        anymore anyway anywhere apart around asap ask asked automatic automatically available away back bad badly
        beforehand behind better big bigger bill billed bit bought broken button called cancelled charge charged cheap
        cheaper clear close closed coming compared complete completely confused contact correct correctly cost costs
        cover covered date dates days deal decide default delayed delivered difference different difficult directly
        double easily easy else elsewhere empty end ends enough enter entire entirely error especially even ever every
        everything everywhere exact exactly existing expensive extra fail failed failing fails far fast faster fault
        faulty fee fees final finally find fine finish finished first fits found free friday full fully further go
        goes gone half hand happen happened happening happens happy hard hasn't haven't heavy high hold hour hours
        how's however immediately impossible included incorrect incorrectly inside instead issue issues item items
        keep keeps kinds know large larger last late lately later latest learn leave leaves less let like limit list
        little long longer look looking looks lost lot loud low lower main manage manually many maximum maybe mean
        means message minimum minute minutes missing mistake monday mondays month monthly months much multiple near
        nearly necessary need needed never new next nice noisy normal normally nothing now number numbers odd often ok
        old older online open opening option options ordinary original outside overnight partly pay people person pick
        pieces plain possible possibly press price prices problem problems properly put quality question questions
        quick quickly quite read ready really reason reasons receive received recent recently registered regular
        related replacement reply required return returned right run running safe saturday saturdays say says see seem
        send sent separate separately set several short shorter shouldn't show showing shown shows simple simply since
        single size sizes slightly slow slower slowly small smaller someone something sometimes soon sooner sort sound
        sounds speak specific standard start started starting status stay stop stopped straight strange stuck stuff
        sudden suddenly suitable sunday sundays sure take taken taking talk tell temporarily temporary terms they're
        thing things thursday time times today together tomorrow tonight total trouble troubles try trying tuesday
        turn twice type types unable undo unusual used useful usual usually various version wait waiting wanted
        warning watch way ways wednesday week weekend weekly weeks well went where's who's whole wish work worked
        working works write wrong yearly years yesterday yet yourself
        """.split()
    ),
    "de": frozenset(
        """
        abbestellen abholen absagen anders angeblich anmelden annehmen anrufen ausstellen austauschen auswählen
        auszahlen auszustellen automatisch beantragen bearbeiten bekommen benutzen bereits besser bestellen bestellt
        bestimmt bezahlen bezahlt bleibt brauche bringen buchen dauer dauert defekt derzeit dienstag direkt donnerstag
        doppelt eigentlich einfach einloggen einlösen einstellen endlich erhalten erneuern erneut erreichen ersetzen
        erst erstatten falsch fehler fehlt fertig finden fragen freischalten freitag früher funktionieren funktioniert
        gehen geht genau genug gestern gleich groß größe günstig günstiger heute hinzufügen hochladen holen häufig
        immer informieren installieren irgendwie jedes jetzt kaputt kaufen klappt klein komme kommen kommt kosten
        kostet kriegen kurzfristig kündigen laden lang lange langsam laut leer leider liefern lohnt länger läuft
        löschen lösen machen mehrere melden menge mitbringen mitnehmen mittwoch momentan montag möglich nachsehen
        nachträglich nehmen neu neue neuen neues nochmal normalerweise notwendig nutzen nötig oft passiert passt
        plötzlich preis preise probleme prüfen rechtzeitig reklamieren reparieren repariert reservieren richtig
        samstag schicken schnell schneller selbst senden sonntag speichern sperren später starten stimmt stornieren
        ständig suchen tauschen teilen testen teuer tun umbuchen umtauschen unbedingt unterschied unterstellen
        vereinbaren verlängern verschicken verschieben verschiedene versenden verwenden vorbeikommen vorher warten
        wechseln wenig weniger widerrufen wieder wirklich wissen wochen wochenende wählen zahlen zeigen zeit zurzeit
        zurück zurückgeben zurückschicken zurücksenden zusammen zuschicken zusätzlich ändern öffnen überhaupt übrig
        """.split()
    ),
    "fr": frozenset(
        """
        abîmé acheter activer ailleurs ajouter annuler appeler arrêter attendre aujourd'hui automatiquement autre
        autres besoin bientôt cassé changer choisir commander commencer connecter contacter continuer correctement
        coûte coûter créer demain demander difficile différence différent différente dimanche directement disponible
        donner délai désactiver effacer emprunter enfin enregistrer ensemble envoyer erreur essayer expédier fermer
        fonctionne fonctionnent frais grand grande gratuit immédiatement installer jeudi laisser lent lentement livrer
        longtemps louer lundi maintenant manque marche mardi meilleur mercredi mettre modifier moins montant neuf
        nombre normalement nouveau nouvelle obtenir ouvrir parfois passer payer perdre petit petite prendre prix
        problème problèmes prochain prolonger rapide rapidement recevoir refuser rembourser remplacer renvoyer retirer
        retourner retrouver régler réparer répondre réserver résilier samedi savoir seul seulement soudain souvent
        supprimer tard temps tester toujours trop trouver télécharger utiliser vendredi vite voir vraiment vérifier
        échanger
        """.split()
    ),
    "es": frozenset(
        """
        abrir activar además ahora antes anular aplazar automáticamente ayer añadir bastante borrar buscar cambiar
        cancelar cargar cerca cerrar comprar comprobar conseguir contactar correctamente costar crear cuesta dar
        defecto dejar demasiado desactivar descargar después devolver diferencia diferente diferentes difícil
        directamente doble domingo elegir empezar encontrar enviar errores esperar falla fallo falta fecha funciona
        funcionan gratis guardar hoy igual imposible inmediatamente instalar jamás jueves lentamente lento llamar
        llegar luego lunes mandar martes mañana mejor menos mirar mismo miércoles modificar mover mucho nueva nuevo
        nunca número obtener opción pagar pasa pedir pequeño perder posible precio precios probar problema problemas
        pronto próximo recibir recoger reembolsar renovar reparar reservar responder retirar roto rápidamente rápido
        saber sacar seguir siempre solicitar solo subir sábado sólo tener tiempo tomar usar utilizar varios veces ver
        viernes volver
        """.split()
    ),
    "nl": frozenset(
        """
        aanmelden aanpassen afhalen alleen alsnog alweer annuleren bellen beschikbaar bestellen betalen beter bewaren
        brengen dinsdag direct doen donderdag dubbel duur duurt eerder eerst fout gebruiken geven gisteren groot halen
        huren inloggen instellen kapot kiezen klopt kopen krijgen langer laten leveren maandag maat maken meenemen
        meerdere melden minder mogelijk nemen nieuw nieuwe nodig normaal nu ontvangen ooit opeens openen opzeggen
        prijs probleem problemen retourneren ruilen snel sneller soms steeds sturen terugsturen testen tijd vaak
        vandaag veranderen verkeerd verlengen verschil versturen verwijderen verzetten vinden vorige vragen vrijdag
        wachten weer werken werkt weten wijzigen woensdag zaterdag zoeken zondag
        """.split()
    ),
}
"""Words beside the little ones that anybody may say of anything, by language: they tell nothing of who said them."""
