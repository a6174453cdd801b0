"""Takes the manners off a text and leaves its substance: greetings, thanks, good wishes and closings.

Pure. It works sentence by sentence, so that a greeting on the same line as the substance loses only the greeting. What
signatures and quoted mails are, `cleaning/signatures` and `cleaning/quotes` decide; what is asked,
`cleaning/question_sentences` decides.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Final

from enquiry2article.cleaning.name_words import NOT_A_NAME
from enquiry2article.text.sentences import join_lines, join_wrapped, split_sentences
from enquiry2article.text.stop_words import ALL_STOP_WORDS
from enquiry2article.text.word_lists import read_table

_NAME = r"(?:\[name\]|[A-ZÀ-ÖØ-ÞĄĆĘŁŃÓŚŹŻ][\w'’.-]{0,30})"
_TITLE = (
    r"(?:mrs?|ms|miss|dr|prof|sir|madam|herr|frau|herrn|m|mme|mlle|monsieur|madame|sr|sra|señora?|dhr|mevr|mevrouw|"
    + (r"meneer|signora?|sig|pan|pani|senhora?)\b\.?")
)
_GREETING: Final = re.compile(
    r"""(?P<greeting>(?i:
    h(?:i+|ello+|eya?|iya|ullo)(?:\ (?:again|there))? | dag(?=,) | dear | greetings
    | good\ (?:morning|afternoon|evening|day) | morning | howdy
    | (?:g')?day\ mate | to\ whom\ it\ may\ concern
    | hall[oö](?:chen)? | guten\ (?:tag|morgen|abend) | schönen\ guten\ tag | moin(?:\ moin)?
    | servus | grüezi | grüß\ gott
    | sehr\ geehrte[rs]? | liebe[rs]? | hoi | beste | geachte | goede(?:morgen|middag|navond
    |ndag) | goeden?\ (?:morgen|middag|avond|dag)
    | bonjour | bonsoir | salut | coucou | ch[eè]re?s?
    | (?:muy\ )?buen[oa]s?(?:\ (?:d[ií]as?|tardes|noches))? | hola | estimad[oa]s?
    | ciao | buon\ ?giorno | buona\ ?sera | salve | gentil[ei](?:ssim[oai])? | spett(?:abile|\.le)
    | dzień\ dobry | witam | witajcie | cześć | szanown[iy](?:\ państwo|\ panie)? | szanowna(?:\ pani)?
    | ol[áa] | oi | bom\ dia | boa\ (?:tarde|noite) | prezad[oa]s? | car[oa]s?
    ))(?![\w'’-])""",
    re.VERBOSE,
)
_ADDRESSEE: Final = re.compile(
    rf"""[ ,]{{0,2}}(?:
    (?:(?i:there|team|all|everyone|everybody|folks|guys|both|again|sir|madam|mate|friends?
    |colleagues?|support|customer|service|services
       |care|sales|help|desk|or|and|und|et|y|e|of|the|in|to|à|a|tous|toutes|todos|todas|tutti
       |zusammen|damen|herren|leute|equipo|équipe
       |mesdames|messieurs|señores|señoras|allemaal|heer|dames|tous|państwo|our|my|mein|meine|\&
       |\[name\])\b | {_TITLE} | {_NAME})
    [ ]?){{1,6}}""",
    re.VERBOSE,
)
_AFTER_GREETING = re.compile(r"\s*(?:[,!.:;?–—-]+(?:\s+|$)|$)")
_AFTER_WORD = re.compile(r"[\s,!.:;–—-]+")

_ABOUT = (
    r"(?:\s(?:about|regarding|concerning|with|on|to|in|at|for|from|this|today|again|back|so"
    r"|very|zu|bezüglich|wegen|vom|und"
    r"|concernant|sobre|con|over|met|riguardo)\b[^,;:.!?–]{0,120})?"
)
_OPENER: Final = re.compile(
    rf"""(?i:
    (?:hi|hello)?[ ,]*
    (?: (?:many\ )?(?:thanks|thank\ you)(?:\ (?:very|so)\ much|\ again|\ ever\ so\ much|\ kindly)?
          \ for\ (?:getting\ (?:in\ touch|back\ to\ (?:us|me))|contacting|reaching\ out|writing
          |your\ (?:\w{{1,15}}\ )?(?:e-?mail|message|enquiry|inquiry
          |question|quick\ reply|reply|response|patience|interest|call|note|letter|request|order
          |understanding|time|help|query|feedback|purchase|support|custom|business)
          |the\ (?:e-?mail|message|enquiry|question|quick\ reply|reply|details|information|info|update
          |photos?|pictures?)
          |letting\ (?:us|me)\ know|bringing\ this|being|waiting|asking|taking\ the\ time|messaging
          |emailing|sending|calling|choosing|coming\ back\ to)
      | i\ hope\ (?:this\ (?:e-?mail|message)\ finds|you(?:'re|’re|\ are)?\ (?:all\ )?(?:are\ )?
      (?:well|ok|okay|good|fine|keeping|having|had|doing|enjoy\w*)|all\ is\ well|everyone
      |your\ day) | hope\ (?:you(?:'re|’re|\ are)?\ (?:all\ )?(?:well|ok|okay|good|keeping|having
      |had|can\ help)|all\ (?:is|'s)\ well)
      | (?:i(?:'m|’m|\ am)|we(?:'re|’re|\ are))?\ ?(?:so\ |very\ |really\ )?sorry\ (?:to\ hear
      |for\ (?:the|any|your|this|my)\ (?:\w{{1,15}}\ )?(?:delay|inconvenience|trouble|wait
      |confusion|late\ (?:reply|response)|slow\ reply)|about\ (?:that|this|the\ (?:trouble|delay
      |wait|inconvenience)))
      | (?:please\ accept\ )?(?:my|our)?\ ?apologies\ for | (?:i|we)\ apologi[sz]e\ for\ (?:the|any|this)
      | (?:i|we)\ (?:completely\ |totally\ |fully\ |do\ )?understand\ (?:how|your
      |that\ this)\ (?:frustrat|concern|must|is|can)
      | (?:vielen|besten|herzlichen)?\ ?dank(?:e)?\ für\ (?:ihre|deine|die|das|eure
      |ihr\ |dein\ )\ ?\w{{1,20}}(?:\ bei\ uns)?
      | (?:ich\ hoffe,?\ )?(?:es\ geht\ (?:ihnen|euch|dir)\ gut)
      | (?:es\ tut\ (?:mir|uns)\ (?:sehr\ )?leid,?\ (?:dass|zu\ hören)) |
      (?:bitte\ )?entschuldigen\ sie\ (?:bitte\ )?die | schön,\ dass\ sie\ sich\ melden
      | merci\ (?:beaucoup\ )?(?:pour|de|d['’])\ ?(?:votre|vos|nous|avoir|m['’]avoir)\ \w{{1,20}}
      | j['’]espère\ que\ vous\ allez | (?:nous\ sommes|je\ suis)\ (?:vraiment\ )?désolée?s?\ (?:pour|d['’]apprendre|de)
      | (?:muchas\ )?gracias\ por\ (?:contactar|su|tu|escribir|ponerse|la|el)\ ?\w{{0,20}}
      | espero\ que\ (?:esté|estén|este|se\ encuentre|todo) | (?:lamentamos|sentimos|disculpe)\ (?:las|los|la|el|mucho)
      | (?:hartelijk\ |heel\ erg\ )?(?:bedankt|dank)\ (?:voor|u\ voor|je\ voor)\ (?:uw|je|het|de)\ \w{{1,20}}
      | (?:ik\ hoop\ dat|het\ spijt\ (?:mij|ons|me)|excuses\ voor\ (?:het|de|onze))
      | grazie\ (?:mille\ )?per\ (?:averci|il|la|aver)\ \w{{1,20}} | dziękujemy\ za\ \w{{1,20}}
      | obrigad[oa]\ (?:por|pelo|pela)\ \w{{1,20}}
    ){_ABOUT})""",
    re.VERBOSE,
)
_MY_NAME: Final = re.compile(
    rf"""(?:(?i:my\ name(?:'s|’s|\ is)|mein\ name\ ist|ich\ hei(?:ß|ss)e|je\ m['’]appelle|me\ llamo
    |mi\ nombre\ es|mijn\ naam\ is|ik\ heet
    |mi\ chiamo|nazywam\ się|chamo-me|o\ meu\ nome\ é)\ {_NAME}(?:\ {_NAME}){{0,3}} |
    (?i:this\ is\ |it's\ |i'm\ )?\[name\]\ here)
    (?:\s*(?:[,.!–-]+\s*(?i:and|und|et|y|en|e|i)?|(?i:and|und|et|y|en|e|i)\b)\s*|$)""",
    re.VERBOSE,
)
_THANKS = r"""(?:(?:many|so\ many)\ thanks|thanks?(?:\ you|u)?(?:\ (?:again|a\ lot|a\ million|a\ bunch
    |loads|kindly|very\ much|so\ much|ever\ so\ much
    |in\ advance|guys|all|team))*
    |thx|tia|ty|tks|cheers|ta|much\ appreciated|(?:any\ (?:help|advice|assistance)\ (?:would\ be
    |is|will\ be)?\ ?(?:much\ |greatly\ |very\ )?(?:appreciated|welcome|great))
    |(?:vielen|besten|herzlichen|lieben|schönen)\ dank(?:\ im\ voraus)?|danke(?:\ (?:schön|sehr
    |im\ voraus|vielmals|euch|ihnen|dir))*|dankesch[öo]n
    |merci(?:\ (?:beaucoup|bien|d['’]avance|par\ avance|à\ vous|infiniment))*
    |(?:muchas\ |muchísimas\ |mil\ )?gracias(?:\ (?:de\ antemano|por\ todo|por\ adelantado))?
    |(?:alvast\ |hartelijk\ |heel\ erg\ )?(?:bedankt|dank(?:\ ?je\ ?wel|\ u\ wel)?)(?:\ alvast)?
    |(?:tante\ )?grazie(?:\ (?:mille|in\ anticipo|tante))?
    |dziękuję(?:\ (?:bardzo|z\ góry))?|z\ góry\ dziękuję|dzięki|(?:muito\ )?obrigad[oa](?:\ desde\ já)?)"""
_REGARDS = r"""(?:(?:with\ )?(?:(?:very|my|our|the)\ )?(?:(?:best|kind(?:est)?|warm(?:est)?|many|sincere|friendly)\ )
    (?:and\ (?:best|kind|warm)\ )?(?:regards?|wishes|thanks)
    |regards|best|all\ the\ (?:very\ )?best
    |yours(?:\ (?:sincerely|faithfully|truly))?|sincerely(?:\ yours)?|br|kr|rgds|take\ care
    |xx?x?|many\ thanks\ and\ (?:kind|best)\ regards|warmly|respectfully
    |(?:mit\ )?(?:freundliche[nm]?|beste[nm]?|liebe[nm]?|viele[nm]?|herzliche[nm]?|schöne[nm]?
    |sonnige[nm]?)\ gr(?:ü|ue)(?:ß|ss)(?:e[n]?)?(?:\ aus\ \w{1,30})?|gr(?:uß|uss|üße|uesse|üsse)
    |mfg|lg|vg|hochachtungsvoll
    |(?:bien\ |très\ )?(?:cordialement|amicalement|sincèrement|respectueusement)(?:\ vôtre)?
    |(?:meilleures|sincères)\ salutations|salutations(?:\ distinguées)?|bien\ à\ vous|cdlt
    |bonne\ (?:journée|soirée|continuation)
    |(?:un\ )?(?:(?:cordial|afectuoso)\ )?saludos?(?:\ (?:cordiales|cordial))?
    |(?:muy\ )?atentamente|atte|quedo\ a\ la\ espera\ de\ (?:su|tu|vuestra)\ respuesta
    |(?:met\ )?(?:vriendelijke|hartelijke)\ (?:groet(?:en)?)|(?:veel\ )?groet(?:en|jes)?|mvg
    |(?:distinti|cordiali)\ saluti|saluti|pozdrawiam(?:\ serdecznie)?|z\ (?:poważaniem|wyrazami\ szacunku)
    |(?:os\ melhores\ )?cumprimentos|atenciosamente|abraços?)"""
_TAIL = rf"(?:[\s,.!;:–—-]{{0,4}}(?:{_NAME}|\[[a-z ]+\]|(?i:and|und|x+)\b)){{0,6}}[\s,.!;:)(–—🙂😊👍-]{{0,8}}"
_CLOSING: Final = re.compile(
    rf"(?i:please\ )?(?i:{_THANKS}|{_REGARDS})(?:[\s,.!&+/-]{{0,3}}"
    rf"(?i:and\ |und\ |et\ |y\ |en\ )?(?i:{_THANKS}|{_REGARDS})){{0,3}}(?![\w'’]){_TAIL}",
    re.VERBOSE,
)
_CLOSING_SENTENCE: Final = re.compile(
    r"""(?i:(?:please\ |and\ |so\ |but\ |or\ |otherwise,?\ )?(?:
      (?:just\ |do\ )?let\ (?:me|us)\ know\ if\ (?:you|there(?:'s|\ is)|i|we|that|this
      |it)\ (?:have\ (?:any|more|further|other)|need\ (?:any|further|more)|can\ (?:help|assist)
      |anything|helps?|works?|'d\ like\ any|require|are\ any|is\ anything|still\ (?:have|need)
      |get\ stuck)(?!.{0,80}\b(?:leak|water|gas|smoke|error|code|light)\b)
    | if\ (?:you\ (?:have|need|require|'ve\ got)|there(?:'s|\ is|\ are))\ (?:any|anything
    |further|more|other|some)\ ?(?:other\ |further\ |more\ )?(?:questions?|quer(?:y|ies)|help
    |assistance|info(?:rmation)?|issues?|problems?|trouble|concerns?|doubts?|difficult(?:y|ies)
    |else|support|advice|clarification)\b.{0,60}(?:let\ (?:me|us)\ know|hesitate|feel\ free
    |get\ in\ touch|contact|reply|ask|give\ (?:us|me)|drop|reach|shout|here\ to\ help)
    | (?:please\ )?(?:don['’]?t|do\ not)\ hesitate\ to | (?:please\ )?feel\ free\ to\ (?:contact
    |reach|get\ in\ touch|reply|ask|let|write|call|message|give)
    | (?:i\ |we\ )?(?:do\ |really\ )?hope\ (?:this|that|it|these)\ (?:helps?|is\ helpful
    |was\ helpful|answers|clears|clarifies|sorts|solves|information\ helps) |
    (?:i\ )?hope\ (?:to\ hear|you\ can\ help|someone\ can\ help|(?:that|this)\s?(?:'s|is)\ ok)
    | (?:have|enjoy)\ (?:a|the\ rest\ of|your)\ .{0,20}(?:day|weekend|week|evening|afternoon|one
    |morning|holiday|christmas|time)
    | (?:i\ |we\ )?(?:'m\ |am\ |are\ |'re\ )?look(?:ing)?\ forward\ to\ (?:hear|your|speak|see|help|work|receiv|welcom)
    | (?:i\ |we\ )?(?:'d|would)?\ ?(?:really\ |greatly\ |much\ |very\ much\ )?appreciate\ (?:any
    |your|the|all|a\ (?:quick|prompt))\ (?:help|assistance|advice|reply|response|time|quick
    |prompt|guidance|feedback|swift|business|patience|support|custom|understanding)
    | (?:is\ there|was\ there)\ anything\ (?:else|more)\ (?:i|we)\ can\ (?:help|assist
    |do\ for\ you) | (?:i['’]?m\ |we['’]?re\ )?(?:always\ )?(?:happy|glad)\ to\ (?:help
    |assist)\W*$
    | you['’]?(?:re|\ are)\ (?:very\ |most\ )?welcome\W*$ | no\ (?:problem|worries)
    (?:\ at\ all)?\W*$ | my\ pleasure\W*$ | (?:please\ )?help(?:\ me)?\W*$ | (?:can
    |could)\ (?:you|anyone|someone|u)\ (?:please\ )?help(?:\ me)?(?:\ please)?\W*$
    | (?:await(?:ing)?|waiting\ for)\ (?:your|a)\ (?:reply|response|answer|prompt|quick
    |earliest) | thanks?(?:\ you)?(?:\ (?:again|so\ much|very\ much|a\ lot))?\ for\ (?:your|all
    |any|the)\ (?:\w{1,12}\ )?(?:help|time|assistance|patience|support|understanding|advice
    |attention|cooperation|business|custom|reply|response|consideration)(?:\ (?:with|in
    |on)\b[^,;.]{0,80})?[\s.!]*$
    | (?:we|i)\ (?:are|'re|am|'m)\ (?:always\ |more\ than\ )?(?:here|happy|glad)\ (?:to\ help
    |for\ you) | any\ (?:ideas|help|advice|suggestions)(?:\ please)?\W*$
    | (?:bei|für|sollten\ sie)\ (?:weitere[nr]?\ |noch\ )?(?:rück)?fragen\b
    | wenn\ sie\ (?:noch\ |weitere\ )?fragen\ haben | (?:ich|wir)\ hoffe[n]?,?\ (?:das|ihnen
    |damit|dass\ (?:das|ihnen|ich|wir)) | (?:einen\ )?(?:schönen|schönes|angenehmen)\ (?:tag
    |abend|wochenende|feierabend|restlichen)
    | (?:ich|wir)\ freuen?\ (?:mich|uns)\ (?:auf|über|von) | zögern\ sie\ nicht
    | melden\ sie\ sich\ (?:gerne|einfach|jederzeit|bei\ fragen) | (?:für|über)\ (?:ihre|eine
    |jede|eure)\ .{0,25}(?:hilfe|antwort|rückmeldung)
    | (?:n['’]hésitez|si\ vous\ avez\ (?:d['’]autres|des)\ questions) | (?:en\ espérant
    |j['’]espère)\ que\ (?:cela|ça|cette|ces) | (?:je\ reste|nous\ restons|restant)\ à\ (?:votre
    |ta) | dans\ l['’]attente\ de | (?:je\ vous\ souhaite|passez)\ une | bonne\ (?:journée
    |soirée) | (?:je\ vous\ )?(?:remercie|remercions)\ (?:d['’]avance|par\ avance|pour\ votre)
    | (?:no\ dude|no\ dudes|si\ tiene\ (?:alguna|más|otra))\b | (?:espero
    |esperamos)\ (?:que\ (?:esto|le|te|la\ información)|su|tu) | (?:quedo|quedamos)\ a\ (?:su|la
    |tu) | (?:que\ tenga|feliz)\ .{0,10}(?:día|tarde|semana|fin)
    | (?:aarzel|mocht\ u|als\ (?:u|je)\ (?:nog\ )?vragen|heeft\ u\ (?:nog\ )?vragen) |
    (?:ik\ hoop|hopelijk)\ (?:dat\ dit|dit|u) | (?:een\ )?(?:fijne|prettige)\ (?:dag|avond
    |weekend|week) | (?:ik\ hoor|graag\ hoor)\b
    | (?:resto|restiamo|rimango)\ a\ (?:disposizione|vostra) | (?:buona\ giornata
    |buon\ (?:lavoro|weekend)) | (?:miłego|życzę\ miłego)\ dnia | (?:qualquer\ dúvida
    |fico\ a\ aguardar|aguardo)
    ))""",
    re.VERBOSE,
)
_THANKS_WORD: Final = re.compile(rf"(?i)\b{_THANKS}\b", re.VERBOSE)
_TRAILING: Final = re.compile(
    r"(?<![\s,.;–-])[\s,.;–-]+(?i:(?:many\s)?thanks?(?:\s(?:you|u|again|in\sadvance|so\smuch|very\smuch))*"
    r"|thx|tia|cheers|kind\sregards|best\sregards|regards|danke(?:\sim\svoraus)?"
    r"|vielen\sdank|merci(?:\sd['’]avance)?|gracias|alvast\sbedankt|bedankt|grazie)[\s.!,]*(?:\[name\][\s.!,]*)?$"
)
_NAME_LINE: Final = re.compile(rf"(?i:{_TITLE}|\[[a-z ]+\]|from|[-–—~|,.•*()\s])+")
_SHORT_NAME_LINE: Final = re.compile(rf"[-–—~\s]{{0,3}}{_NAME}(?:[ ,]{{1,2}}{_NAME}){{0,3}}[\s.!,]{{0,3}}")
_NAME_ONLY: Final = re.compile(r"[-–—~ ]{0,3}\[name\](?: x{1,4})?[ .!,]{0,3}")
_AND_REST = re.compile(r"\s*(?:[,;:–—]|\s-\s)?\s*(?i:(?:and|but|und|aber|et|mais|y|pero|en|maar|e)\b)?\s*")

_MANNERLY_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_TELLS: Final = re.compile(r"[\d?@]|https?:|\[(?!name\])|`")
"""What no sentence of manners holds."""
_MOST_WORDS_OF_MANNERS: Final = 32
_LONGEST_COURTESY = 240
"""Characters. A longer sentence says something, whatever it begins with."""


def strip_courtesies(text: str, language: str = "") -> str:
    """Take greetings, thanks, good wishes and closings off a text; "" when it held nothing else.

    The manners of all languages are looked for together, because mails mix them: `language` only spares the trouble of
    guessing where a word means different things, and may stay "".

    >>> strip_courtesies("Hi Anna, thanks for getting in touch. Open Settings.\\n\\nKind regards,\\nEllie")
    'Open Settings.'
    """
    del language  # no word so far means manners in one language and substance in another
    for _ in range(4):  # what one round lays bare, the next one sees; a mail seldom needs two
        stripped = _strip_once(text)
        if stripped == text:
            break
        text = stripped
    return text


def holds_thanks(text: str) -> bool:
    """Tell whether a text says thank you, in any of our languages."""
    return bool(_THANKS_WORD.search(text))


@functools.cache
def _manners() -> Mapping[str, frozenset[str]]:
    return {kind: frozenset(words) for kind, words in read_table("mail/manners.toml").items()}


def is_mannerly(sentence: str, *, others: int = 0) -> bool:
    """Return whether a sentence is made of words of good manners and little words alone.

    `others` more words may end it where at least two are of manners ("We hope you enjoy the outdoors"). A sentence
    with a figure, an address, a question mark or a negation says something.

    >>> is_mannerly("We will be happy to assist you further."), is_mannerly("We will be happy to send a new peg.")
    (True, False)
    """
    if len(sentence) > _LONGEST_COURTESY or _TELLS.search(sentence):
        return False
    words = [word.replace("’", "'") for word in _MANNERLY_WORD.findall(sentence.replace("[name]", "").casefold())]
    lists = _manners()
    if not words or len(words) > _MOST_WORDS_OF_MANNERS or lists["core"].isdisjoint(words):
        return False
    if not lists["negates"].isdisjoint(words) and lists["hesitates"].isdisjoint(words):
        return False
    known = sum(word in lists["core"] or word in lists["beside"] for word in words)
    odd = [word not in lists["core"] and word not in lists["beside"] and word not in ALL_STOP_WORDS for word in words]
    # "We hope you enjoy the outdoors" ends in its odd word; "we have refunded it" goes on and tells what was done.
    return not any(odd) or (known > 1 and not any(odd[: len(odd) - others]))


def _strip_once(text: str) -> str:
    lines = join_wrapped(text)
    kept: list[str] = []
    beginning = True
    closed = False
    for line in lines:
        if not line:
            kept.append("")
            continue
        if closed and _is_bare_name(line):
            continue
        closed = False
        sentences: list[str] = []
        for sentence in split_sentences(line):
            rest = "" if _NAME_ONLY.fullmatch(sentence[:40]) else _strip_sentence(sentence, beginning)
            if rest:
                sentences.append(rest)
                beginning = closed = False
            elif not beginning or _CLOSING.match(sentence):
                closed = True
        if sentences:
            kept.append(" ".join(sentences))
    while kept and (not kept[-1] or _NAME_LINE.fullmatch(kept[-1][:_LONGEST_COURTESY])):
        kept.pop()
    return join_lines(kept)


def _is_bare_name(line: str) -> bool:
    return len(line) <= 80 and bool(_SHORT_NAME_LINE.fullmatch(line) or _NAME_LINE.fullmatch(line))


def _strip_sentence(sentence: str, beginning: bool) -> str:
    if len(sentence) <= _LONGEST_COURTESY and (_CLOSING.fullmatch(sentence) or _CLOSING_SENTENCE.match(sentence)):
        return ""
    if is_mannerly(sentence, others=int(beginning)):
        return ""
    rest = sentence
    if beginning:
        rest = _strip_greeting(rest)
        rest = _strip_opener(rest)
        if match := _MY_NAME.match(rest):
            rest = rest[match.end() :]
    elif len(rest) <= _LONGEST_COURTESY:
        # In the middle of a text only a sentence that is nothing but manners goes.
        match = _OPENER.match(rest)
        if match and not rest[match.end() :].strip(" .!,"):
            return ""
    tail = len(rest) - _LONGEST_COURTESY
    head, end = (rest[:tail], rest[tail:]) if tail > 0 else ("", rest)
    if match := _TRAILING.search(end):
        mark = "?" if "?" not in end[: match.start()] and head == "" and rest.endswith("?") else ""
        rest = head + end[: match.start()] + mark
    if not any(char.isalnum() for char in rest):
        return ""
    if rest != sentence and rest[:1].islower() and sentence[:1].isupper():
        rest = rest[:1].upper() + rest[1:]
    return rest


def _strip_greeting(sentence: str) -> str:
    match = _GREETING.match(sentence)
    if not match:
        return sentence
    end = match.end()
    if stop := _AFTER_GREETING.match(sentence, end):
        return sentence[stop.end() :]
    addressee = _ADDRESSEE.match(sentence, end)
    if addressee and (stop := _AFTER_GREETING.match(sentence.rstrip(), len(sentence[: addressee.end()].rstrip()))):
        return sentence[stop.end() :]
    if word := re.compile(r"\s+([^\W\d_]{1,30})(?=[,!.:–-]+(?:\s|$)|$)").match(sentence, end):  # "hi marisol, ..."
        return sentence[word.end() :].lstrip(" ,!.:–-")
    if match["greeting"].casefold() in {
        "dear",
        "beste",
        "liebe",
        "lieber",
        "cara",
        "caro",
        "caros",
        "caras",
        "morning",
    }:
        return sentence  # each is a word of its own as well: without a name and a comma it is no greeting
    if word := re.compile(r"\s+(\[name\]|(?i:there|all|team|guys|folks|everyone))\s+").match(sentence, end):
        return sentence[word.end() :]
    following = re.compile(r"[^\W\d_]+").search(sentence, end, end + 40)
    if following and (following[0].casefold() in NOT_A_NAME or following[0].islower() or following[0] in {"I", "A"}):
        return sentence[end:].lstrip(" ,!.:–-")
    return sentence


def _strip_opener(sentence: str) -> str:
    for _ in range(3):
        match = _OPENER.match(sentence)
        if not match:
            break
        rest = sentence[match.end() :]
        if not rest.strip(" .!,"):
            return ""
        if len(sentence) > _LONGEST_COURTESY and not rest.startswith((",", ".", "!", ";")):
            break
        joint = _AND_REST.match(rest)
        if not joint or not joint[0].strip():  # the sentence goes on without a break: what follows may be the substance
            break
        sentence = rest[joint.end() :]
    return sentence
