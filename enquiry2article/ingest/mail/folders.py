"""Knows what mail programs call their own folders and labels: sent mail, drafts, spam and the rest.

Names are those of Gmail, Outlook, Apple Mail, Thunderbird and webmail in the languages in which shops most often run
them. A name in a language that is missing costs little: it is taken for a label of the person's own.
"""

from __future__ import annotations

import re
import unicodedata

_LONGEST = 100
_NUMBER = re.compile(r"(?<![ _-])[ _-]*\(?\d{1,4}\)?$")


def _listed(text: str) -> frozenset[str]:
    return frozenset(fold_label(name) for name in text.split(","))


def fold_label(label: str) -> str:
    """Make two spellings of one label equal: no case, plain spaces.

    >>> fold_label("Sent\u00a0Items ")
    'sent items'
    """
    return " ".join(unicodedata.normalize("NFC", label[:_LONGEST]).casefold().split())


_SENT = _listed("""sent, sent mail, sent items, sent messages, sent-mail, sent mails, sent objects,
    gesendet, gesendete objekte, gesendete elemente, gesendete nachrichten, gesendete mails, versendet,
    envoyé, envoyés, envoyes, messages envoyés, éléments envoyés, courrier envoyé,
    enviado, enviados, enviadas, elementos enviados, mensajes enviados, correo enviado, correos enviados,
    itens enviados, mensagens enviadas, e-mails enviados, correio enviado, enviats, missatges enviats, elements enviats,
    inviati, inviata, inviato, posta inviata, messaggi inviati, elementi inviati,
    verzonden, verzonden items, verzonden berichten, verzonden e-mail,
    wysłane, wysłano, elementy wysłane, wiadomości wysłane, skickat, skickade, skickade objekt, skickade meddelanden,
    sendt, sendte, sendte elementer, sendt post, sendte meldinger, lähetetyt, lähetetty, lähetetyt viestit,
    lähetetyt kohteet, odeslané, odesláno, odeslaná pošta, odeslané zprávy, odoslané, odoslaná pošta, odoslané správy,
    elküldött, elküldött levelek, elküldött üzenetek, elküldött elemek, trimise, mesaje trimise, elemente trimise,
    poslano, poslane stavke, poslana pošta, poslane poruke, saadetud, saadetud kirjad, nosūtītie, nosūtītās vēstules,
    išsiųsta, išsiųsti laiškai, изпратени, изпратена поща, отправленные, надіслані, відправлені, послато,
    απεσταλμένα, σταλμένα, gönderilmiş postalar, gönderilmiş öğeler, gönderilen, gönderilenler, gönderilmiş,
    送信済み, 送信済みメール, 送信済みアイテム, 送信済みトレイ, 已发送, 已发邮件, 已发送邮件, 寄件備份, 已傳送,
    已傳送郵件,
    보낸편지함, 보낸 편지함, 보낸메일함, 보낸 메일함, נשלח, דואר שנשלח, פריטים שנשלחו, المرسلة, البريد المرسل,
    العناصر المرسلة, đã gửi, thư đã gửi, ส่งแล้ว, จดหมายที่ส่งแล้ว, terkirim, surat terkirim""")
_DRAFTS = _listed("""drafts, draft, entwürfe, entwurf, brouillon, brouillons, borradores, borrador, rascunhos, rascunho,
    esborranys, bozze, bozza, concepten, wersje robocze, robocze, szkice, utkast, kladder, luonnokset,
    koncepty, rozepsané, piszkozatok, mesaje nefinalizate, schițe, nacrti, skice, osnutki, mustandid, melnraksti,
    juodraščiai, чернови, черновики, чернетки, πρόχειρα, taslaklar, 下書き, 草稿, 草稿箱, 임시보관함, 임시 보관함,
    טיוטות, المسودات, thư nháp, จดหมายร่าง, draf, outbox, unsent messages, postausgang,
    boîte d'envoi, bandeja de salida, postvak uit, posta in uscita""")
_SPAM = _listed("""spam, junk, junk mail, junk e-mail, bulk mail, spamverdacht, unerwünscht,
    courrier indésirable, indésirables, pourriel, correo no deseado, no deseado, correo basura, lixo eletrônico,
    lixo eletrónico, correu brossa, posta indesiderata, indesiderata, ongewenst, ongewenste e-mail,
    ongewenste reclame,
    wiadomości-śmieci, niechciane, skräppost, uønsket e-mail, søppelpost, roskaposti, nevyžádaná pošta,
    nevyžiadaná pošta, levélszemét, спам, нежелана поща, ανεπιθύμητα, istenmeyen, gereksiz, 迷惑メール,
    垃圾邮件, 垃圾郵件, 스팸함, 스팸""")
_OTHERS = _listed("""inbox, important, unread, opened, starred, archived, archive, trash, bin, deleted items, chat,
    chats, all mail, snoozed, scheduled, muted, purchases,
    posteingang, wichtig, ungelesen, geöffnet, markiert, archiviert, papierkorb, alle nachrichten, zurückgestellt,
    boîte de réception, non lus, non lu, ouvert, ouverts, suivis, archivés, archivé, messages archivés, corbeille,
    tous les messages, recibidos, importante, importantes, no leídos, no leído, abierto, abiertos, destacados,
    archivados, archivado, papelera, todos, caixa de entrada, não lidas, não lidos, aberto, abertos, com estrela,
    arquivado, lixeira, safata d'entrada, no llegits, obert, in arrivo, posta in arrivo, da leggere, non letti, aperto,
    aperti, speciali, archiviati, cestino, importanti, postvak in, ongelezen, geopend, belangrijk, met ster,
    gearchiveerd, prullenbak, odebrane, nieprzeczytane, otwarte, ważne, z gwiazdką, zarchiwizowane, kosz, inkorg,
    oläst, olästa, öppnad, öppnade, viktigt, stjärnmärkt, arkiverad, papperskorgen, indbakke, ulæst, åbnet, vigtig,
    innboks, ulest, åpnet, viktig, stjernemerket, arkivert, papirkurv, saapuneet, lukematon, avattu, tärkeä, doručené,
    doručená pošta, nepřečtené, otevřeno, důležité, archivováno, koš, beérkezett üzenetek, olvasatlan, megnyitott,
    fontos, primite, necitite, deschis, важное, входящие, непрочитанные, открытые, gelen kutusu, okunmamış, açılmış,
    受信トレイ, 未読, 開封済み, 重要, 收件箱, 收件匣, 未读, 未讀, 받은편지함""")
_CATEGORY = re.compile(r"(?:category|kategori\w{0,2}|cat[ée]gorie?|categor[ií]ae?|categori[ea]|luokka|категория) ?:? ")
_SYNC = re.compile(r"(?:imap_|\[imap\]/|\[gmail\]/|\[google mail\]/|category_|\^)")


def is_sent(label: str) -> bool:
    """Say whether a folder or label holds what the owner of the mailbox has sent."""
    return fold_label(label) in _SENT


def is_draft(label: str) -> bool:
    """Say whether a folder or label holds what has never been sent."""
    return fold_label(label) in _DRAFTS


def is_spam(label: str) -> bool:
    """Say whether a folder or label holds what the mail program took for spam."""
    return fold_label(label) in _SPAM


def is_own_label(label: str) -> bool:
    """Say whether a person gave the label, as against the mail program."""
    folded = fold_label(label)
    if folded in _OTHERS or folded in _SENT or folded in _DRAFTS or folded in _SPAM:
        return False
    return not _CATEGORY.match(folded) and not _SYNC.match(folded)


def name_folders(path: str) -> tuple[str, ...]:
    """Give the names of the folders that a mail lies in, as a mail program shows them.

    `path` is the name of its file, with the folders before it: "Sent.mbox", "mail.zip/Sent Items/12.eml",
    "backup/.Sent/cur/1767600000.M12P34.host:2,S", "Local Folders/Inbox.sbd/Sent-1".

    >>> name_folders("Maildir/.INBOX.Sent/cur/1767600000.host:2,S")
    ('Maildir', 'INBOX', 'Sent')
    """
    names: list[str] = []
    *folders, own = path.split("/")
    if own.casefold().endswith((".mbox", ".mbx", ".mbs")) or "." not in own:
        folders.append(own)
    for folder in folders:
        if folder in ("cur", "new", "tmp", "Messages", "mbox", "Data"):
            continue
        if folder.startswith("."):
            names += [part for part in folder.split(".") if part]
            continue
        stem = re.sub(r"\.(?:mbox|mbx|mbs|sbd|zip|tgz|tar|gz)$", "", folder, flags=re.IGNORECASE)
        names.append(_NUMBER.sub("", stem) or stem)
    return tuple(names)
