"""Tells what machines write, from people who write about such mail: delivery failures, automatic replies, surveys.

Pure. In doubt a person wrote it.
"""

from __future__ import annotations

import re
from typing import Final

from enquiry2article.cleaning.courtesies import strip_courtesies
from enquiry2article.cleaning.question_sentences import is_asking, tells_trouble
from enquiry2article.cleaning.surveys import asks_for_rating, is_survey_line, strip_survey
from enquiry2article.text.sentences import split_sentences
from enquiry2article.text.word_lists import one_of

_LONGEST_AUTOMATIC: Final = 3000
"""Characters of a message that a machine can have written; what is longer says something."""
_AUTO_SUBJECT: Final = re.compile(
    r"(?i)^\W{0,5}"
    + one_of(r"""
        auto(?:matic)?[- ]?(?:reply|response|matic reply) | automated (?:reply|response) | autoreply | auto:
        out of (?:the )?office | on (?:annual |maternity )?leave\b | vacation (?:reply|notice)
        abwesenheitsnotiz | automatische (?:antwort|abwesenheit) | abwesend | nicht im büro
        réponse automatique | absence du bureau | message d['’]absence | respuesta automática
        fuera de (?:la )?oficina | risposta automatica | fuori ufficio | automatisch (?:antwoord|bericht)
        afwezig(?:heid)? | odpowiedź automatyczna | autoodpowiedź | nieobecność | resposta automática | ausência
        automatiskt svar | automatisk svar
    """)
)
_AUTO_CUES: Final = tuple(
    re.compile(rf"(?i)\b(?:{cue})")
    for cue in (
        one_of(r"""
            (?:out of|away from|not in) (?:the |my )?office | on (?:annual|maternity|parental|sick|holiday) leave
            (?:currently|am) (?:away|travelling|on (?:leave|holiday|vacation)) | nicht im (?:büro|haus|dienst)
            im urlaub | abwesend | absente? (?:du|jusqu|pour) | actuellement absente? | fuera de (?:la )?oficina
            de vacaciones | ik ben (?:momenteel )?(?:afwezig|niet aanwezig|met vakantie) | afwezig | fuori ufficio
            in ferie | nieobecn | na urlopie | estou (?:ausente|fora) | de férias
        """),
        one_of(r"""
            (?:will (?:be back|return|respond|reply|answer|get back)|be back|returning|back in the office) (?:on|in
                |to|after|when|from|you)
            (?:bin|wieder) (?:ich )?(?:ab|am) .{1,40} (?:wieder|erreichbar) | wieder (?:erreichbar|im büro|da)
            de retour | regres(?:o|aré) | volver[ée] | terug (?:op|vanaf) | rientrer[òo] | torner[òo] | wracam
            regresso
        """),
        one_of(r"""
            limited (?:access|e-?mail) | no access to (?:my )?e-?mail
            (?:e-?mails?|nachricht(?:en)?) (?:wird|werden) (?:nicht|nur) .{0,30}(?:gelesen|weitergeleitet)
            accès limité | acceso limitado | beperkt(?:e)? toegang | accesso limitato
        """),
        one_of(r"""
            (?:urgent|immediate) (?:matters?|cases?|enquir|issues?|assistance|requests?)
            if (?:it is|it's|this is|your (?:matter|enquiry|request) is) urgent
            in dringenden (?:fällen|angelegenheiten) | en cas d['’]urgence | pour toute urgence
            en caso de urgencia | para asuntos urgentes | in dringende gevallen | voor dringende | per urgenze
            w pilnych sprawach | em caso de urgência
        """),
        one_of(r"""
            (?:this is an|automatically generated|an automated|automated) (?:automated |automatic )?(?:response
                |reply|message|e-?mail|acknowledg)
            (?:do not|don't|please do not) reply to this | automatisch (?:generiert|erstellt|verstuurd|gegenereerd)
            dies ist eine automatische | ceci est une réponse automatique | message (?:automatique|généré)
            (?:respuesta|mensaje) automátic | messaggio automatico | wiadomość (?:wygenerowana )?automatyczn
            mensagem automática
        """),
        (
            one_of(r"""
                thank you for your (?:e-?mail|message) | i am | vielen dank für ihre (?:nachricht|e-?mail|mail)
                merci (?:de|pour) votre (?:message|mail) | gracias por su (?:mensaje|correo)
                bedankt voor uw (?:bericht|e-?mail)
            """)
            + r".{0,80}"
            + one_of(r"""
                office | leave | away | abwesend | urlaub | absent | oficina | afwezig | erreichbar | dienst
            """)
        ),
    )
)
_BOUNCE_SUBJECT: Final = re.compile(
    r"(?i)^\W{0,3}"
    + one_of(r"""
        undeliver(?:ed|able) | delivery (?:status notification|failure|has failed|incomplete|delayed)
        mail delivery (?:failed|failure|subsystem|system) | returned mail | failure notice
        message (?:not delivered|undeliverable|blocked) | unzustellbar | nicht zustellbar
        zustellung(?:sfehler| fehlgeschlagen) | échec de (?:remise|livraison|distribution) | non remis
        no se puede entregar | error de entrega | devuelto | onbestelbaar | niet bezorgd | mancata consegna
        niedostarczon
    """)
)
_BOUNCE_CUES: Final = re.compile(
    r"(?i)"
    + one_of(r"""
        mailer-daemon | postmaster@ | this is the mail (?:system|delivery) | (?:could|can) ?not be delivered
        couldn['’]t be delivered | was(?:n['’]t| not) delivered | permanent (?:fatal )?(?:error|failure)
        recipient(?:'s)? (?:address )?(?:rejected|not found|unknown)
        (?:user|mailbox|address) (?:unknown|unavailable|not found|full) | \b[45]\d\d[ -][45]\.\d\.\d
        diagnostic-code | konnte nicht zugestellt | n['’]a pas pu être (?:remis|délivré)
        no se (?:ha podido|pudo) entregar | (?:temporary )?problem delivering your message
        (?:not yet|has not been) delivered | will be retried | kon niet worden (?:bezorgd|afgeleverd)
        remote server (?:returned|replied)
    """)
)


def is_bounce(subject: str, body: str, automatic: bool) -> bool:
    """Tell whether a mail server wrote that a mail could not be delivered."""
    told, cue = bool(_BOUNCE_SUBJECT.search(subject)), bool(_BOUNCE_CUES.search(body))
    # "I get 'undeliverable' when I write to you" is a question about bounces, not a bounce.
    return (told and cue and not _asks_personally(body)) or (automatic and (told or cue))


def _asks_personally(body: str) -> bool:
    return "?" in body and is_asking(body)


def is_auto_reply(subject: str, body: str, automatic: bool) -> bool:
    """Tell whether a mail program answered in its owner's absence, which it says at the beginning."""
    body = body[:_LONGEST_AUTOMATIC]
    asks = _asks_personally(body)
    if automatic and not asks:
        return True
    told = bool(_AUTO_SUBJECT.search(subject))
    if not automatic and asks:
        return False
    cues = sum(bool(cue.search(body)) for cue in _AUTO_CUES)
    if automatic:
        return told or cues >= 1
    if tells_trouble(_AUTO_SUBJECT.sub("", subject)):
        return False
    return (told and cues >= 1) or (cues >= 2 and len(body) < 1500 and not tells_trouble(body[:200]))


_THING: Final = (
    r"(?:support |help |service |online |contact |new )?(?:requests?|messages?|enquir(?:y|ies)|inquir(?:y|ies)|tickets?"
    r"|e-?mails?|mails?|quer(?:y|ies)|cases?|questions?|submissions?|feedback|form)"
)
_NUMBERED: Final = r"(?: ?[(\[]?#? ?[\w-]{0,6}\d{2,12}[)\]]?)?"
_RECEIVED: Final = re.compile(
    r"(?i)"
    + one_of(rf"""
        \b(?:we(?:['’]ve| have)?|i(?:['’]ve| have)?|our team has)(?: now| just| successfully)? received your
            [ ]{_THING}{_NUMBERED}
        \byour {_THING}{_NUMBERED}(?: .{{1,60}})? (?:has been|was|is|have been) (?:successfully )?
            (?:received|created|opened|logged|submitted|registered|sent|assigned(?: to .{{1,40}})?)
        \ba(?: new)? (?:support )?(?:ticket|case|request){_NUMBERED} (?:has been|was) (?:created|opened|logged)
        \b(?:this is an|this) (?:automatic|automated|auto-generated|automatically generated)
            (?: (?:reply|response|message|e-?mail|confirmation|acknowledg\w{{1,8}}))
        \bthis (?:e-?mail|message) (?:is|was|has been) (?:automatically|auto-?)\s?(?:generated|sent)
        \bwir haben (?:ihre|deine|eure) (?:anfrage|nachricht|e-?mail|mail|mitteilung){_NUMBERED}.{{0,20}}
            (?:erhalten|empfangen)
        \b(?:ihre|deine) (?:anfrage|nachricht|e-?mail|mail){_NUMBERED} (?:ist|wurde) .{{0,20}}
            (?:eingegangen|erstellt|registriert|angekommen|empfangen)
        \bdies(?:e nachricht wurde automatisch| ist eine automatische)\b.{{0,40}}
        \b(?:nous avons|j['’]ai|on a) bien reçu votre (?:demande|message|e-?mail|courriel|mail|requête){_NUMBERED}
        \bvotre (?:demande|message|e-?mail|ticket|requête){_NUMBERED} a (?:bien )?été
            (?:reçue?|enregistrée?|créée?|prise? en compte|transmise?)
        \bceci est une réponse automatique\b
        \b(?:hemos|he) recibido (?:correctamente )?(?:su|tu) (?:solicitud|mensaje|correo|consulta
            |petición)(?: \(.{{1,20}}\))?
        \b(?:su|tu) (?:solicitud|mensaje|consulta|petición|ticket)(?: \(.{{1,20}}\))? (?:ha sido|fue|se ha)
            (?:recibid[oa]|cread[oa]|registrad[oa])
        \b(?:we|wij) hebben (?:uw|je|jouw) (?:aanvraag|bericht|e-?mail|vraag
            |verzoek)(?: \(.{{1,20}}\))?.{{0,20}} ontvangen
        \b(?:uw|je|jouw) (?:aanvraag|bericht|e-?mail|vraag|verzoek|serviceaanvraag)(?: \(.{{1,20}}\))? (?:is|werd)
            .{{0,20}}(?:ontvangen|aangemaakt|geregistreerd)
        \babbiamo ricevuto la (?:sua|tua|vostra) (?:richiesta|e-?mail|domanda)
        \bla (?:sua|tua|vostra) (?:richiesta|e-?mail)(?: \(.{{1,20}}\))? è stata (?:ricevuta|creata|registrata)
        \b(?:otrzymaliśmy|dotarło do nas) (?:twoje|twoją|państwa|pana|pani) (?:zgłoszenie|wiadomość|zapytanie)
        \b(?:twoje|państwa) zgłoszenie(?: \(.{{1,20}}\))? zostało (?:przyjęte|zarejestrowane|utworzone)
        \brecebemos (?:o seu|a sua|o teu|a tua) (?:pedido|mensagem|e-?mail|solicitação)
        \b(?:o seu|seu|a sua|sua) (?:pedido|mensagem|solicitação)(?: \(.{{1,20}}\))? foi
            (?:recebid[oa]|criad[oa]|registad[oa])
        \b(?:vi har|jeg har|jag har) (?:modtaget|mottatt|mottagit|tagit emot) (?:din|ditt|dit|deres|er)
            (?:henvendelse|besked|mail|meddelande|melding|ärende)
    """)
)
"""That something arrived, and nothing about it."""
_ACKNOWLEDGES: Final = re.compile(
    r"(?i)"
    + one_of(r"""
        \b(?:it )?(?:is|will be) (?:now |currently |being )?(?:being )?(?:reviewed|looked (?:at|into)|handled|processed
            |answered|dealt with|assigned)(?: (?:by|to) (?:our|a member of|one of our|the)\b.{0,50}
            |(?: as)? soon(?: as possible)?| shortly)?
        \b(?:we|someone|somebody|our (?:support |service |customer (?:care|service) )?(?:team|staff|agents?|experts?)
            |a member of (?:our|the).{0,25}|one of (?:our|the|us).{0,30}|an agent|i)(?:['’]ll| will| shall| should)
            (?:now |then |usually |normally )?(?:be (?:back )?(?:in (?:touch|contact)|with you)|get (?:back )?(?:to
            |in touch)
            |get back|respond|reply|answer|contact|review|come back|reach out|look into|be reviewing)\b.{0,100}
        \ben (?:nemen|reageren|beantwoorden|komen|antwoorden)\b.{0,100}
        \b(?:and )?will (?:be in touch|get (?:back|in touch)|respond|reply|answer you|contact you|review it)\b.{0,100}
        \bthank(?:s| you)(?: (?:very|so) much)? for (?:contacting|reaching out|getting in touch|writing|your)\b.{0,60}
        \b(?:vielen|herzlichen|besten) dank für (?:ihre|deine|die|ihr)\b.{0,60} | \bmerci (?:de|pour)\b.{0,60}
        \bgracias por\b.{0,60} | \b(?:bedankt|dank u|hartelijk dank) voor\b.{0,60} | \bgrazie per\b.{0,60}
        \bdziękujemy za\b.{0,60} | \bobrigad[oa] (?:por|pel[oa])\b.{0,60} | \btak(?:k)? for\b.{0,60}
        \bwe (?:aim|try|endeavou?r|strive|do our best|usually|normally|generally|typically) (?:to )?
            (?:respond|reply|answer|get back)\b.{0,80}
        \b(?:our |the |your |current )?(?:average |typical |normal |usual |expected )?
            (?:response|reply|waiting|office|business|opening|working|support) (?:times?|hours?) (?:is|are
            |:)\s?.{0,80}
        \bto (?:add|provide|send|include) (?:additional|more|further|any)\b.{0,60}\b(?:reply|respond
            |answer)\b.{0,40}
        \b(?:please )?(?:do not|don['’]t) (?:reply|respond) to this\b.{0,40}
        \b(?:your|the|please (?:quote|keep|use|mention|note)(?: (?:your|the|this))?) (?:ticket|case|reference|request)
            (?: (?:number|no\.?|id|reference))?\b.{0,60}
        \b(?:in the meantime|meanwhile|while you wait|until then|you (?:may|might|can) (?:also )?find)\b.{0,80}
            \b(?:help (?:cent|page|site|doc)|faqs?|knowledge base|support (?:page|site|cent)
            |help\b.{0,12}https?:)\w{0,8}.{0,120}
        \b(?:you can|please) (?:track|view|check|follow|see)\b.{0,30}\b(?:status|ticket|request|case)\b.{0,120}
        \b(?:due to|because of|owing to|we(?:['’]re| are) (?:currently )?(?:experiencing|receiving))\b.{0,40}
            \b(?:volumes?|numbers?|demand)\b.{0,120}
        \b(?:wir|unser(?:e)? \w{1,20}|ein mitarbeiter|jemand) (?:melde[nt]|werden?|wird|antworte[nt]|kümmer\w{1,3}
            |bearbeite[nt]|prüf\w{1,3})\b.{0,100}
        \b(?:und )?(?:melden uns|bearbeiten (?:diese|sie)|werden (?:uns|diese|sie|ihnen))\b.{0,100}
        \b(?:ihre|die|deine) (?:ticket|vorgangs?|referenz|bearbeitungs|anfrage)-?(?:nummer|nr\.?|id)\b.{0,40}
        \bbitte antworten sie nicht auf diese\b.{0,40} | \bum (?:weitere )?(?:kommentare|informationen)\b.{0,80}
        \b(?:nous (?:vous|allons|reviendrons|traitons|y)|notre équipe|un (?:conseiller|agent|membre)|et (?:nous
            |vous))\b
            .{0,30}\b(?:répond|recontact|revien|trait|contact|étudi|examin)\w{0,8}\b.{0,80}
        \bpour ajouter (?:des|d['’])\b.{0,80} | \bmerci de ne pas répondre\b.{0,40}
        \b(?:votre |le )?(?:numéro|référence) (?:de|du) (?:ticket|demande|dossier)\b.{0,40}
        \b(?:nos pondremos|le responderemos|te responderemos|nuestro equipo|un agente|le contestaremos
            |se pondrá|está siendo revisad[oa]|la está revisando)\b.{0,100}
        \bpara (?:añadir|agregar)\b.{0,80} | \bno responda a este\b.{0,30}
        \b(?:we|wij|ons team|een (?:medewerker|collega)) (?:nemen|neemt|reageren|reageert|beantwoorden|antwoorden
            |streven
            |zullen|komt|komen)\b.{0,100}
        \b(?:le|ti|vi) risponderemo\b.{0,80} | \bil nostro (?:team|staff)\b.{0,100}
        \b(?:odpowiemy|skontaktujemy się|nasz zespół)\b.{0,100}
        \b(?:responderemos|entraremos em contacto|entraremos em contato|a nossa equipa|nossa equipe)\b.{0,100}
        \b(?:vi (?:vender|svarer|svarar|återkommer|kommer))\b.{0,80}
    """)
)
"""What is said beside it: when somebody will write, and how the ticket is found again."""
_PLAIN_LINE: Final = re.compile(r"^\W*(?:https?://\S{1,300}|[#\[(]?[\w-]{0,10}\d{2,12}[\])]?)?\W*$")
_MOST_OTHER_WORDS: Final = 7
"""Words of a sentence that may be left when what a machine says is taken out of it."""
_MOST_NAME_WORDS: Final = 5


def is_automatic_turn(text: str) -> bool:
    """Tell whether a message within a conversation is only what a machine writes: it answers nothing.

    An acknowledgement ("We have received your request"), a survey, a reply in somebody's absence. One sentence that is
    none of this, and a person wrote it. The message has been cleaned.

    >>> is_automatic_turn("Your request (4821) has been received and is being reviewed by our support staff.")
    True
    >>> is_automatic_turn("We have received your request. Press Reset for ten seconds.")
    False
    """
    if len(text) > _LONGEST_AUTOMATIC:
        return False
    absent = sum(bool(cue.search(text)) for cue in _AUTO_CUES) >= 2
    received, rating = bool(_RECEIVED.search(text)), asks_for_rating(text)
    if not (absent or received or rating):
        return False
    if rating:
        # Below "Here is a reminder of what your ticket was about" stand the customer's own words.
        left = strip_survey(text.split("\n"))
        if not strip_courtesies("\n".join(left)):
            return True
    sentences = [sentence for line in text.split("\n") for sentence in split_sentences(line)]
    others = [sentence for sentence in sentences if not _is_machines(sentence, absent=absent, rating=rating)]
    # The company's name below, without a verb, says nothing more.
    return not others or (
        len(others) == 1
        and others[0] == sentences[-1]
        and len(others[0].split()) <= _MOST_NAME_WORDS
        and not others[0].endswith((".", "?"))
    )


def _is_machines(sentence: str, *, absent: bool, rating: bool) -> bool:
    if _PLAIN_LINE.match(sentence) or not strip_courtesies(sentence):
        return True
    if rating and is_survey_line(sentence):
        return True
    if absent and any(cue.search(sentence) for cue in _AUTO_CUES):
        return True
    rest = _ACKNOWLEDGES.sub(" ", _RECEIVED.sub(" ", sentence))
    return rest != sentence and len(rest.split()) <= _MOST_OTHER_WORDS
