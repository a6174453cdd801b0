"""Tells what machines write, delivery failures and automatic replies, from people who write about such mail.

Pure. In doubt a person wrote it.
"""

from __future__ import annotations

import re
from typing import Final

from enquiry2article.asking import is_asking, tells_trouble
from enquiry2article.patterns import one_of

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
    """Tell whether a mail program answered in its owner's absence."""
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
