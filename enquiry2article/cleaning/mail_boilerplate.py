"""Takes off the lines that stand for themselves: "Sent from my phone", warnings of mail servers, helpdesks' footers.

Pure. All patterns look at one line or one paragraph and are bounded, so that time grows with the length of the text and
no faster. Which line means that the rest is an earlier mail, `cleaning/quotes` decides.
"""

from __future__ import annotations

import re
from typing import Final

from enquiry2article.text.word_lists import one_of, read_table

_REPLY_MARKS: Final = re.compile(
    r"^(?:\s*(?:re|fwd?|aw|wg|tr|rv|r[eé]p|r[eé]f|sv|vs|vb|antw|antwort|doorst|enc|rif|odp|pd|ynt|ilt|ang)"
    r"\s*(?:\[\d+\]|\(\d+\))?\s*[:：]\s*)+",
    re.IGNORECASE,
)
_REPLY_ABOVE: Final = re.compile(
    r"(?i)^\W{0,12}(?:"
    + one_of(r"""
        (?:please )?(?:type|write|enter|add|put|insert)? ?(?:your )?(?:reply|repl(?:y|ies)|response|answer)
            (?: to this (?:e-?mail|message))? above this line
        (?:please )?(?:reply|respond|write|type|answer)(?: only)? above (?:this|the) line
        bitte .{0,60}\b(?:ober|über).{0,40}\b(?:zeile|linie)(?: ein| ein(?:geben|fügen)| schreiben)?
        .{0,30}\bantwort(?:en)?\b.{0,30}\b(?:oberhalb|über) (?:dieser|diese|der) (?:zeile|linie).{0,20}
        .{0,50}\b(?:répon|rédig|écri|saisi|tap|inscri)\w{0,12}.{0,40}\bau[- ]dessus de (?:cette|la) ligne.{0,12}
        .{0,40}\b(?:escrib|respuesta|respond|conteste|introdu)\w{0,10}.{0,40}
            \b(?:sobre|encima de|arriba de|por encima de) (?:esta|la) línea.{0,12}
        .{0,30}\b(?:typ|antwoord|reactie|reageer|schrijf)\w{0,8}.{0,40}\bboven deze (?:lijn|regel).{0,12}
        .{0,40}\b(?:rispo|scriv|inseri|digit)\w{0,8}.{0,40}\b(?:sopra|al di sopra di) (?:a )?questa (?:riga
            |linea).{0,12}
        .{0,40}\b(?:resp|escrev|digit|insir)\w{0,8}.{0,40}\bacima d(?:esta|a) linha.{0,12}
        .{0,40}\b(?:odpowied|wpisz|napisz)\w{0,6}.{0,40}\b(?:powyżej|nad) (?:tej|tą) lini\w{1,2}.{0,12}
        .{0,40}\b(?:svar|skriv)\w{0,4}.{0,40}\b(?:ovanför|över|over|ovenfor)
            (?: den här| denna| denne| denna)? (?:raden|rad|linjen?|linje).{0,12}
        .{0,40}\bodpově\w{0,4}.{0,40}\bnad (?:tento|tímto) řád\w{1,4}.{0,12}
    """)
    + r")\W{0,12}$|^#{2,4}-.{3,120}-#{2,4}$"
)
_ABOVE: Final = re.compile(
    r"(?i)##|above|ober|über|dessus|sobre|encima|arriba|boven|sopra|acima|powyżej|nad |ovan|över|over|oven"
)
"""Without one of these the long pattern need not be tried."""
_LONGEST_MARK: Final = 140
_FORM_NOISE: Final = re.compile(
    r"(?i)\(security alert: suspicious content is detected\."
    r" see https://contactform7\.com/\S{1,100} for details\.\)"
    r"|^this (?:e-?mail|message) was sent from (?:a|the) contact form on .{1,120}$"
)
_PICTURE: Final = re.compile(
    r"(?i)\[cid:[^\]\s]{1,200}\]|\[(?:inline )?(?:image|bild|imagen|immagine|afbeelding|obraz|imagem)(?::|\s\d)"
    r"[^\]\n]{0,120}\]|<(?:image|photo|img|bild|foto)[\w .()-]{0,60}\.(?:png|jpe?g|gif|heic)>"
)
"""What stands in a plain mail for a picture."""
_SENT_FROM: Final = re.compile(
    r"(?i)^[\s_*-]{0,4}"
    + one_of(r"""
        (?:this (?:e-?mail|message) was )?sent (?:from|via|with|using|by)
        (?:diese (?:nachricht|e-?mail|mail) wurde )?(?:gesendet )?(?:von (?:meine[mr]|unterwegs|einem)|mit|aus|via
            |über)
        gesendet (?:von|mit|aus|via|über) | envoyée? (?:de|depuis|à partir d[e'’]|avec|via)
        (?:enviad[oa]|escrito) (?:desde|de|do|da|con|com|via|a partir d[eo]) | inviat[oa] (?:da|dal|con|tramite|via)
        (?:verzonden|verstuurd) (?:vanaf|met|via|van|vanuit) | wysłan[eoy] (?:z|ze|za|przez)
        (?:skickat|skickades) (?:från|via|med) | sendt (?:fra|via|med) | odesláno (?:z|ze|pomocí) | trimis (?:de|din)
        (?:get|obtenez|obtenir|télécharge[rz]|obtener|obtén|descarga[r]?|hol(?:en sie sich|e? dir)|lade(?:n sie)?
            |scarica|ottieni|download|pobierz|baixe|baixar|obter|obtenha|hämta|skaffa|hent|få)
            (?:[ ](?:the|die|de|la|el|l['’]?app\w{0,10}|ap(?:p|lik|lic)\w{0,10})){0,2} (?:outlook|yahoo|bluemail)
    """)
    + r"\b.{0,60}\b"
    + one_of(r"""
        iphone | iphon\w{1,2} | ipad | ipod | samsung | galaxy | android | huawei | honor | xiaomi | redmi | oppo
        oneplus
        pixel | nokia | blackberry | htc | motorola | moto | sony | xperia | lg | fairphone | windows | outlook
        mail | yahoo | gmail | gmx | web\.de | proton | aol | phone | mobile | móvil | movil | celular | mobil
        mobiltelefon | handy | smartphone | telefoon | telefon | telefonu | telefono | telefone | telemóvel
        téléphone | tablet | device | gerät | t-mobile | vodafone | ee | o2 | telekom | orange | spark
        thunderbird | bluemail | ios | mac | cellulare | mobiele | mobilen | mobilu | unterwegs
    """)
    + r"\b.{0,40}$"
)
_GET_OUTLOOK: Final = re.compile(
    r"(?i)^\W{0,4}outlook (?:für|voor|for|pour|para|per|dla|för|til) (?:ios|android|mobile)\b"
    r".{0,30}\b(?:beziehen|herunterladen|holen|downloaden|downloads?)\W{0,3}$"
)
_EXCUSE: Final = re.compile(
    r"(?i)^\W{0,4}(?:sent .{1,40}[,.;–-] ?)?(?:please )?(?:excuse|forgive|pardon|apologies for|sorry for) "
    r"(?:any |my |the )?(?:typos?|brevity|spelling|errors|auto-?correct)\b.{0,60}$"
    r"|^\W{0,4}von unterwegs (?:gesendet|geschrieben)\b.{0,60}$"
)
_LONGEST_SENT_FROM: Final = 70
_MOST_DEVICE_WORDS: Final = 7
_LINK: Final = re.compile(r"\(https?://[^\s()]{1,300}\)|<https?://[^\s<>]{1,600}>")
_MOST_SENT_FROM_WORDS: Final = 12

_FOOTER_WORDS: Final = one_of(r"""
    unsubscribe(?: from (?:this list|these e-?mails?|all))?(?: here| instantly)? | opt[- ]out | manage (?:your |my )?
        (?:e-?mail |subscription |notification )?(?:preferences|subscriptions?|settings)
    update (?:your |my )?(?:e-?mail |subscription )?preferences | (?:e-?mail|notification) (?:preferences|settings)
    view (?:this (?:e-?mail|message)|it|online version)?(?: ?in| ?online)?(?: your| a)?(?: web)? ?(?:browser|online)
    (?:view|read) (?:this )?(?:e-?mail |message )?online | web version | privacy (?:policy|notice|statement)
    terms (?:of (?:service|use)|(?:and|&) conditions) | imprint | contact us | forward to a friend
    add to address book
    im browser (?:ansehen|öffnen|anzeigen) | (?:e-?mail )?(?:online|im browser) (?:ansehen|lesen)
    (?:newsletter )?(?:abbestellen|abmelden) | impressum | datenschutz(?:erklärung)? | agb
    se désabonner | se désinscrire | désinscription | voir (?:cet e-?mail |la version )?(?:dans (?:votre|le) navigateur
        |en ligne) | politique de confidentialité | mentions légales
    darse de baja | cancelar (?:la )?suscripción | ver (?:este (?:correo|mensaje) )?en (?:el|tu|su) navegador
    política de privacidad | aviso legal | afmelden | uitschrijven
    bekijk (?:deze e-?mail )?(?:online|in (?:je|uw) browser)
    privacybeleid | annulla (?:l['’])?iscrizione | disiscriviti | cancellati
    visualizza (?:questa e-?mail )?nel browser | informativa sulla privacy | wypisz się | zrezygnuj z subskrypcji
    polityka prywatności | cancelar (?:a )?(?:subscrição|inscrição) | ver no navegador | política de privacidade
""")
_FOOTER: Final = re.compile(
    rf"(?i)^\W{{0,6}}{_FOOTER_WORDS}(?:\W{{1,12}}(?:(?:and|or|und|oder|et|ou|y|o|en|of|e|i)\W{{1,4}})?"
    rf"{_FOOTER_WORDS}){{0,9}}\W{{0,6}}$"
)
_FOOTER_SENTENCE: Final = re.compile(
    r"(?i)^\W{0,4}"
    + one_of(r"""
        you(?:['’]re| are) receiving this (?:e-?mail|message|newsletter|notification) (?:because|as|since)\b
        you (?:have )?received this (?:e-?mail|message|newsletter) because\b
        this (?:e-?mail|message) was sent to \S{1,80}(?:@|\[)
        (?:if you )?(?:no longer wish|don['’]t want|do not want|would (?:like|prefer) not) to receive
            (?:these|this|our|any|further|such) (?:e-?mails?|messages?|newsletters?|notifications?)
        to (?:unsubscribe|stop receiving|opt[- ]out|manage your (?:e-?mail )?preferences)\b.{0,80}
            \b(?:click|visit|follow|go to|reply|here|link|use)\b
        (?:click|tap) here to (?:unsubscribe|manage|update|view) | having trouble viewing this e-?mail
        (?:copyright )?(?:©|\(c\)) ?(?:19|20)\d\d\b | copyright © | all rights reserved\W*$
        our (?:mailing|postal) address is:?$
        sie erhalten diese (?:e-?mail|nachricht|mail|newsletter)\b.{0,10}\b(?:weil|da)\b
        wenn sie (?:diesen newsletter|keine weiteren (?:e-?mails|nachrichten|newsletter))
        (?:vous recevez|vous avez reçu) (?:cet|ce) (?:e-?mail|message|courriel|mail) (?:car|parce)
        (?:recibe|recibes|ha recibido|está recibiendo) este (?:correo|mensaje|e-?mail)(?: electrónico)? porque
        (?:u|je) ontvangt (?:deze|dit) (?:e-?mail|bericht|mail) omdat
        (?:ricevi|hai ricevuto|riceve|ha ricevuto) (?:questa|questo) (?:e-?mail|messaggio) perché
        otrzymuj\w{1,4} (?:tę|ten) (?:wiadomość|e-?mail|mail), (?:ponieważ|bo) | (?:você )?recebeu est[ae]
            (?:e-?mail|mensagem) porque
    """)
)
_HELPDESK: Final = re.compile(
    r"(?i)^\W{0,4}(?:"
    + one_of(r"""
        (?:this (?:e-?mail|message) is a service from .{1,80}?)?\.?\s?delivered by zendesk\W{0,3}
        this (?:e-?mail|message) is a service from .{1,80}
        diese e-?mail ist ein service von .{1,80} | cet e-?mail est un service (?:de|fourni par) .{1,80}
        este correo electrónico es un servicio de .{1,80} | deze e-?mail is een service van .{1,80}
        (?:powered|sent|delivered|provided) by (?:zendesk|freshdesk|freshworks|help ?scout|intercom|gorgias|front
            |hubspot|zoho(?: desk)?|kayako|groove|crisp|tidio|re:amaze|reamaze|osticket|jira|atlassian)\b.{0,40}
        (?:\[|\{)#?(?:hs|ticket|case|ref|id|conversation|request)[ _:#-]{0,3}(?:id)?[ :#-]{0,3}[\w-]{3,40}(?:\]|\})
        \[[0-9A-Z]{6}-[0-9A-Z]{4,6}\] | \{\#HS:[\d-]{3,40}\#?\} | ref:_?[\w.!]{8,60}:ref
        \[?ref: ?![\w.!]{8,60}:ref\]?
        (?:ticket|case|request|conversation|reference|anfrage|vorgang|demande|solicitud) ?
            (?:id|no\.?|number|ref(?:erence)?|nummer|nr\.?|\#)? ?[:#]{1,2} ?\#?[a-z]{0,5}-?\d{3,14}
        (?:view|see|track|check) (?:your |this |the )?(?:ticket|request|conversation)(?: online| status| here)?
            ?[:(-]{0,2} ?(?:https?://.{1,200})?
        (?:to (?:add (?:additional|more|further|any) (?:comments?|information)|view the (?:request|ticket)|reply)
            |you can (?:add (?:a comment|comments?|more information)|reply)),? .{0,30}
            (?:(?:reply(?:ing)?|respond(?:ing)?) to this (?:e-?mail|message)|(?:follow|click) (?:the
            |this) link)\b.{0,80}
        um (?:weitere )?kommentare hinzuzufügen, antworten sie .{0,60}
        pour ajouter (?:des|d['’]autres) commentaires, répondez .{0,60}
        para (?:añadir|agregar) (?:más )?comentarios(?: adicionales)?, responda .{0,60}
        .{1,60} added a comment[: ].{0,60} | -{1,4} ?you(?:['’]re| are) receiving this because .{1,120}
    """)
    + r")$"
)
"""Lines by which helpdesks find their ticket again, and what they say about themselves."""

_BANNER_START: Final = re.compile(
    r"(?i)^[\W_]{0,12}"
    + one_of(r"""
        (?:caution|warning|attention|alert|notice|important|external(?: e-?mail| sender| message)?)\b.{0,40}
            \b(?:e-?mail|message|sender|organi[sz]ation|external|outside)\b
        (?:caution|warning|external(?: e-?mail| sender| message)?|ext)[\]\W]{0,6}$
        (?:this|the) (?:e-?mail|message|sender) (?:has )?(?:originated|originates|came|comes|was sent|is|was received)
            (?:from )?(?:an? )?(?:outside|external)\b
        you don['’]t often get e-?mail from | some people who received this message don['’]t often get
        (?:achtung|vorsicht|warnung|hinweis|extern)\b.{0,60}\b(?:extern\w{0,4}|außerhalb)\b
        diese (?:e-?mail|nachricht) (?:stammt|kommt|wurde) .{0,20}(?:extern|außerhalb)
        sie erhalten nicht (?:oft|häufig) e-?mails von
        (?:attention|avertissement|prudence)\b.{0,60}\b(?:externe|extérieur)
        (?:atención|precaución|advertencia|aviso)\b.{0,60}\b(?:extern[oa]|fuera)
        (?:let op|waarschuwing|opgelet)\b.{0,60}\b(?:extern\w?|buiten)\b
        (?:attenzione|avviso)\b.{0,60}\b(?:estern[oa]|fuori|esterno)
        (?:uwaga|ostrzeżenie)\b.{0,60}\b(?:zewn|spoza) | (?:atenção|cuidado|aviso)\b.{0,60}\b(?:extern[oa]|fora)
        zjqcmqryfpfptbannerstart
    """)
)
_BANNER_SENTENCE: Final = re.compile(
    r"(?i)[\s\W]{0,12}"
    + one_of(r"""
        (?:caution|warning|attention|alert|external(?: e-?mail| sender| message)?|ext|notice)[\]:!*\s-]{1,8}
        [^.!?]{0,200}\b(?:originat\w{1,4}|outside|external|extern\w{0,4}|außerhalb|extérieur|fuera|buiten|estern[oa]
            |spoza|zewnętrzn\w{1,3}|fora)\b[^.!?]{0,160}[.!?]*
        [^.!?]{0,80}\b(?:links?|attachments?|anhänge|anhang|pièces jointes|liens?|enlaces|adjuntos|bijlagen|allegati
            |załącznik\w{0,3}|anexos)\b[^.!?]{0,200}[.!?]*
        [^.!?]{0,60}\b(?:don['’]t often get|why this is important|think before you click|report phishing
            |know the content
            |nicht (?:oft|häufig) e-?mails)\b[^\n]{0,300}
    """)
)
_BANNER_END: Final = "zjqcmqryfpfptbannerend"
_LONGEST_BANNER: Final = 900
_MOST_BANNERS: Final = 3


def strip_marks(lines: list[str]) -> list[str]:
    """Take off single lines: "Sent from my phone", remarks of forms, footers of newsletters and helpdesks."""
    return [_PICTURE.sub("", line).strip() if "." in line or "[" in line else line for line in _keep_said(lines)]


def _keep_said(lines: list[str]) -> list[str]:
    kept = []
    for line in lines:
        if 5 < len(line) < _LONGEST_MARK * 3 and not line.endswith("?") and _is_mark(line):
            continue
        kept.append(_FORM_NOISE.sub("", line).strip() if "(" in line or "form" in line else line)
    return kept


def _is_mark(line: str) -> bool:
    short = _LINK.sub("", line).strip() if "http" in line else line
    if len(short) < _LONGEST_MARK and len(short.split()) <= _MOST_SENT_FROM_WORDS:
        if _SENT_FROM.match(short) or _is_sent_from(short) or _GET_OUTLOOK.match(short) or _EXCUSE.match(short):
            return True
        if _FOOTER.match(short):
            return True
    return bool(_FOOTER_SENTENCE.match(line) or _HELPDESK.match(line))


def _is_sent_from(line: str) -> bool:
    """Return whether a line is no more than "sent" and a device or program, in whatever order of words."""
    if len(line) > _LONGEST_SENT_FROM or len(line.split()) > _MOST_DEVICE_WORDS or ", " in line:
        return False
    words = read_table("mail/footers.toml")
    folded = line.casefold().strip(" .!-–—_*")
    sent = [word for word in words["sent"] if folded.startswith(word) or folded.endswith(word)]
    return bool(sent) and any(device in folded for device in words["devices"])


def strip_banners(lines: list[str]) -> list[str]:
    """Take off what a mail server warns of above a mail that came from outside."""
    for _ in range(_MOST_BANNERS):
        lines, before = _strip_banner(lines), lines
        if lines is before:
            break
    return lines


def _strip_banner(lines: list[str]) -> list[str]:
    first = next((place for place, line in enumerate(lines) if line), len(lines))
    if first == len(lines) or not _BANNER_START.match(lines[first][:200]):
        return lines
    end = next((place for place in range(first, len(lines)) if not lines[place]), len(lines))
    if "bannerstart" in lines[first].lower():
        ends = [place for place in range(first, min(first + 12, len(lines))) if _BANNER_END in lines[place].lower()]
        return lines[ends[0] + 1 :] if ends else lines
    paragraph = "\n".join(lines[first:end])
    place = 0
    while place < min(len(paragraph), _LONGEST_BANNER) and (match := _BANNER_SENTENCE.match(paragraph, place)):
        if match.end() == place:
            break
        place = match.end()
    rest = paragraph[place:].strip(" \t])*_-|")
    return [*rest.strip("\n").split("\n"), *lines[end:]] if place else lines


def is_reply_line(line: str) -> bool:
    """Tell whether a helpdesk asks on this line to reply above it."""
    return 10 < len(line) < _LONGEST_MARK and bool(_ABOVE.search(line)) and bool(_REPLY_ABOVE.match(line))


def strip_reply_marks(subject: str) -> str:
    """Take "Re:", "AW:" and the like away from a subject.

    >>> strip_reply_marks("Re: AW: Rechnung")
    'Rechnung'
    """
    return _REPLY_MARKS.sub("", subject).strip()
