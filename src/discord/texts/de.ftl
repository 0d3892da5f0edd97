# Was Menschen lesen. Fremder Text und Namen kommen bereinigt an; unter $incident steht die Ursache im Log.

more-lines = … und { $n } weitere
nobody = —
target-item = { $item } aus Bestellung { $order }

span-seconds = { $n } s
span-minutes = { $n } min
span-hours = { $n } h
span-days = { $n ->
    [one] { $n } Tag
   *[other] { $n } Tage
}

## Zustände

state-running = läuft
told-active = aktiv
told-pending = in Arbeit
told-suspended = gesperrt
told-cancelled = gekündigt
told-completed = abgeschlossen
told-payment-needed = Zahlung nötig
state-stopped = ausgeschaltet
state-untold = nicht mitgeteilt

## Server

servers-title = { $n ->
    [0] Keine Server
    [one] 1 Server
   *[other] { $n } Server
}
list-account-none = **{ $account }**: nichts.
list-incomplete = { $title }, und manches, das nicht aufgelistet werden konnte
list-so-far = { $title } bis jetzt
list-unlisted = Die Liste konnte nicht gelesen werden

servers-none = Kein Server passt. `/vps list` ohne Optionen zeigt alle, die du sehen darfst.
servers-unjudged = **{ $account }**: { $provider } sagt von { $n ->
    [one] 1 Server nicht, ob er läuft; er ist hier nicht aufgelistet.
   *[other] { $n } Servern nicht, ob sie laufen; sie sind hier nicht aufgelistet.
}
account-failed = ⚠️ **{ $account }**: { $why } { $next }
account-awaited = ⏳ **{ $account }** hat noch nicht geantwortet.
pages = Seite { $page } von { $pages }

server-field-state = Zustand
server-field-account = Konto
server-field-addresses = Adressen
server-field-uptime = Läuft seit
server-field-cpu = CPU
server-field-memory = Arbeitsspeicher
server-field-disk = Festplatte
server-field-payment = Bezahlung
server-field-id = Referenz
server-cores = { $n ->
    [one] 1 Kern
   *[other] { $n } Kerne
}
server-cpu-used = { $percent } % genutzt
server-memory = { $used } von { $total } GB
server-gb = { $n } GB
server-disk = { $used } von { $total } GB
server-field-sizes = Gemietet als
server-size-cpu = { $n } GHz
server-size-memory = { $n } MB Arbeitsspeicher
server-size-disk = { $n } GB Festplatte
server-size-bandwidth = { $n } Mbit/s

templates-title = { $n ->
    [0] Keine Betriebssysteme
    [one] 1 Betriebssystem
   *[other] { $n } Betriebssysteme
}
templates-none = Es gibt kein Betriebssystem zur Wahl.
template-disabled = zurzeit nicht verfügbar
template-price = kostet { $price } mehr
template-memory = ab { $n } MB Arbeitsspeicher
tasks-title = { $n ->
    [0] Keine Aufgaben von { $server }
    [one] 1 Aufgabe von { $server }
   *[other] { $n } Aufgaben von { $server }
}
tasks-none = { $provider } zeigt keine solche Aufgabe.
credentials-title = Passwort von { $server }
credentials-user = Benutzer: { $user }
credentials-since = Es wurde { $time } vergeben.
credentials-unshowable = Es hat Zeichen, die sich hier nicht genau zeigen lassen: Lies es bei { $provider }.
credentials-note = Nur du siehst das, und es wird nirgends aufbewahrt. Verwirf die Nachricht, wenn du es hast.
credentials-none = { $provider } nennt zurzeit kein Passwort des Servers.
credentials-none-iv = { $provider } nennt ein Passwort nur nach `/vps reinstall` oder `/vps password`, und zurzeit keines.
task-queued = eingereiht { $time }
task-begun = begonnen { $time }
task-finished = beendet { $time }
task-untold = ihr Zustand wird nicht mitgeteilt
methods-title = { $n ->
    [0] Keine Zahlungswege
    [one] 1 Zahlungsweg
   *[other] { $n } Zahlungswege
}
methods-none = ⚠️ Keine Karte ist gespeichert und kein anderer Zahlungsweg bekannt: Käufe und Verlängerungen scheitern, bis beim Anbieter einer hinterlegt ist.
movements-title = { $n ->
    [0] Keine Bewegungen
    [one] 1 Bewegung
   *[other] { $n } Bewegungen
}
movements-none = Nichts ist auf das Konto gekommen oder davon verbraucht worden.
movement-credit = Guthaben
movement-bonus = Bonus
plans-title = { $n ->
    [0] Keine Tarife
    [one] 1 Tarif
   *[other] { $n } Tarife
}
plans-none = Es wird nichts angeboten.
plan-closed = zurzeit nicht zu kaufen
plan-closed-now = ⚠️ { $provider } verkauft dies zurzeit nicht.
plan-field-size = Größe
plan-field-systems = Betriebssysteme
plan-field-category = Kategorie
plan-field-steps = Was zu wählen ist, mit `options:` oder in einem Formular
plan-next = Zum Kaufen: `{ $command }`. Der Preis wird vorher bestätigt.
plan-installed-later = Sein System wird gewählt, sobald er bezahlt ist: mit `/order install`.
size-memory = { $n } GB Arbeitsspeicher
size-disk = { $n } GB Festplatte
services-title = { $n ->
    [0] Keine Dienste
    [one] 1 Dienst
   *[other] { $n } Dienste
}
services-none = Nichts wird regelmäßig bezahlt.
renews-on = nächste Zahlung am { $date }
fact-product = Produkt
fact-domain = Domain
fact-address = Adresse
fact-price = Preis
fact-cycle = Zahlung
fact-since = Seit
fact-next-payment = Nächste Zahlung
sshkeys-title = { $n ->
    [0] Keine SSH-Schlüssel
    [one] 1 SSH-Schlüssel
   *[other] { $n } SSH-Schlüssel
}
sshkeys-none = Es gibt keinen SSH-Schlüssel.

## SSH-Schlüssel, und Bestellungen, die storniert werden

sshkey-add-working = Ein SSH-Schlüssel kommt zu **{ $name }** …
sshkey-add-done = Der SSH-Schlüssel **{ $name }** ist in **{ $account }**.
sshkey-add-doubtful = Die Antwort darauf, den SSH-Schlüssel **{ $name }** hinzuzufügen, gesendet { $since }, ging verloren: { $provider } hat ihn vielleicht, vielleicht nicht.
sshkey-add-seen = Der SSH-Schlüssel **{ $name }** ist da.
sshkey-add-absent = Der SSH-Schlüssel **{ $name }** ist nicht da: { $provider } zeigt ihn auch beim zweiten Nachsehen nicht.
sshkey-add-next = Sieh in `/sshkey list` nach, bevor du ihn noch einmal hinzufügst.
contact-add-doubtful = Die Antwort darauf, einen Kontakt hinzuzufügen, gesendet { $since }, ging verloren: { $provider } hat ihn vielleicht, vielleicht nicht.
contact-add-seen = Der Kontakt ist da.
contact-add-absent = Der Kontakt ist nicht da: { $provider } zeigt ihn auch beim zweiten Nachsehen nicht.
contact-add-next = Sieh in `/account contacts` nach, bevor du ihn noch einmal hinzufügst.
contact-edit-doubtful = Die Antwort darauf, den Kontakt **{ $name }** zu ändern, gesendet { $since }, ging verloren: { $provider } hat es vielleicht getan, vielleicht nicht.
contact-edit-seen = Der Kontakt **{ $name }** hat, was geschrieben wurde.
contact-edit-absent = Der Kontakt **{ $name }** hat nicht, was geschrieben wurde: { $provider } zeigt auch beim zweiten Nachsehen etwas anderes.
contact-edit-next = Sieh in `/account contact` nach, bevor du ihn noch einmal änderst.
sshkey-remove-working = Der SSH-Schlüssel **{ $name }** wird entfernt …
sshkey-remove-done = Der SSH-Schlüssel **{ $name }** ist aus **{ $account }** entfernt.
sshkey-remove-doubtful = Die Antwort darauf, den SSH-Schlüssel **{ $name }** zu entfernen, gesendet { $since }, ging verloren: { $provider } hat ihn vielleicht entfernt, vielleicht nicht.
sshkey-remove-seen = Der SSH-Schlüssel **{ $name }** ist weg.
sshkey-remove-absent = Der SSH-Schlüssel **{ $name }** ist noch da: { $provider } zeigt ihn auch beim zweiten Nachsehen.
sshkey-remove-next = Sieh in `/sshkey list` nach, bevor du ihn noch einmal entfernst.
order-cancel-working = Bestellung **{ $name }** wird storniert …
order-cancel-item-working = **{ $name }** wird storniert …
order-cancel-done = Bestellung **{ $name }** ist bei { $provider } storniert.
order-cancel-item-done = { $item } der Bestellung **{ $name }** ist bei { $provider } storniert.
order-cancel-doubtful = Die Antwort darauf, Bestellung **{ $name }** zu stornieren, gesendet { $since }, ging verloren: { $provider } hat sie vielleicht storniert, vielleicht nicht.
order-cancel-seen = Bestellung **{ $name }** ist storniert.
order-cancel-absent = Bestellung **{ $name }** ist nicht storniert: { $provider } zeigt sie auch beim zweiten Nachsehen wie zuvor.
order-cancel-next = Sieh in `/order list` nach, bevor du sie noch einmal stornierst.
order-end-done = Bestellung **{ $name }** ist bei { $provider } storniert: Sie wird nicht verlängert und läuft bis zum Ende des bezahlten Zeitraums.
order-end-item-done = { $item } der Bestellung **{ $name }** ist bei { $provider } storniert: Der Posten wird nicht verlängert und läuft bis zum Ende des bezahlten Zeitraums.
order-end-doubtful = Die Antwort darauf, Bestellung **{ $name }** zu stornieren, gesendet { $since }, ging verloren: { $provider } hat sie vielleicht storniert, vielleicht nicht.
order-end-seen = Bestellung **{ $name }** ist storniert.
order-end-absent = Bestellung **{ $name }** ist nicht storniert: { $provider } zeigt sie auch beim zweiten Nachsehen wie zuvor.
order-end-unclear = Ob es geschehen ist, lässt sich nicht sagen: { $provider } zeigt eine stornierte Bestellung vielleicht bis zum Ende des bezahlten Zeitraums wie zuvor.
order-end-next = Sieh im Portal von { $provider } nach der Bestellung, bevor du sie noch einmal stornierst.
cancel-field-item = Posten
list-looking = Es wird nicht noch einmal gesendet; ich sehe in der Liste nach.
list-seen = Die Antwort selbst ging verloren; so steht es seitdem in der Liste von { $provider }. Es wurde nicht noch einmal gesendet.
list-absent-next = Nichts wurde zweimal gesendet. Du kannst den Befehl noch einmal benutzen.
list-unclear = Ob es geschehen ist, lässt sich nicht sagen: { $provider } zeigt etwas, das es sein kann oder auch nicht.
list-blind = Ob es geschehen ist, war nicht zu sehen: { $provider } antwortet seit { $after } nicht.
orders-title = { $n ->
    [0] Keine Bestellungen
    [one] 1 Bestellung
   *[other] { $n } Bestellungen
}
orders-own = __Über diesen Bot bestellt__
orders-told = __In der Liste von { $provider }__
orders-none = Es wurde nichts bestellt.
suggestion-used-on = jetzt an { $interface }
suggestion-core = { $price } pro Kern
suggestion-age = { $age } alt
order-placed = von { $person } { $at }
order-untold = { $provider } sagt nichts über den Fortschritt.
order-field-renews = Nächste Zahlung
order-field-items = Posten
order-field-words = Der Anbieter sagt
order-state-sent = gesendet
order-state-installing = wird eingerichtet
order-state-installing-at = wird eingerichtet, { $percent } %
order-state-unpaid = wartet auf Bezahlung
order-state-unpaid-of = wartet auf Bezahlung der Rechnung { $invoice }
order-state-doubtful = Antwort verloren, wird gesucht
order-state-done = fertig
order-state-paid = bezahlt
order-state-failed = Einrichtung gescheitert
order-state-cancelled = storniert, bevor sie bezahlt war
order-state-not-started = nie begonnen
order-state-refused = abgelehnt
order-state-unknown = Ende unbekannt
sites-title = { $n ->
    [0] Keine Websites
    [one] 1 Website
   *[other] { $n } Websites
}
sites-none = Es gibt keine Websites. `/site create` legt eine an.
site-field-plan = Tarif
site-field-php = PHP
site-field-certificate = Zertifikat
site-field-disk = Speicherplatz
site-field-nameservers = Nameserver
site-disk = { $used } von { $limit } MB
yes = ja
no = nein
found-title = { $n ->
    [0] Nichts gefunden zu { $query }
    [one] 1 Fund zu { $query }
   *[other] { $n } Funde zu { $query }
}
found-none = Nichts, was du auflisten darfst, hat das als Teil des Namens, als ID, Adresse oder Domain.

metrics-title-cpu = { $server }: CPU
metrics-title-memory = { $server }: Arbeitsspeicher
metrics-range-hour = die letzte Stunde
metrics-range-day = der letzte Tag
metrics-range-week = die letzte Woche
metrics-range-month = der letzte Monat
metrics-range-year = das letzte Jahr
metrics-text = { $range } · Minimum { $min } % · Mittel { $mean } % · Maximum { $max } %
metrics-none = { $provider } hat keine Messwerte ({ $range }). Versuche einen anderen Zeitraum.
metrics-min = Min
metrics-mean = Mittel
metrics-max = Max
metrics-alt = { $title }, { $range }: Minimum { $min } %, Mittel { $mean } %, Maximum { $max } %
graphs-title = Diagramme von { $server }
graphs-none = { $provider } hat kein solches Diagramm. Lass die Optionen `metric` und `range` weg oder versuche andere.
graphs-note = Diese Links öffnen sich nur von { $ip } aus, und nur du siehst sie.
graphs-elsewhere = { $n ->
    [one] 1 weiterer Link führt
   *[other] { $n } weitere Links führen
} zu einem Host, den `link_hosts` des Kontos nicht nennt; das wird nicht gezeigt.
graph-cpu = CPU
graph-memory = Arbeitsspeicher
graph-traffic = Netz
graph-storage = Festplatte
graph-io = Festplattenzugriffe
graph-load = Last
graph-range-day = ein Tag
graph-range-week = eine Woche
graph-range-month = ein Monat
graph-range-year = ein Jahr

## Was mit einem Server geschieht

deed-start-working = **{ $server }** wird gestartet …
deed-stop-working = **{ $server }** wird ausgeschaltet …
deed-restart-working = **{ $server }** wird neu gestartet …
deed-shutdown-working = **{ $server }** wird heruntergefahren …
deed-reset-working = **{ $server }** wird zurückgesetzt …
deed-destroy-working = **{ $server }** wird gelöscht …
deed-reinstall-working = **{ $server }** wird neu aufgesetzt …
deed-install-working = Der Server von **{ $server }** wird installiert …
deed-resize-working = Die Größen von **{ $server }** werden geändert …
deed-password-working = **{ $server }** bekommt ein neues Passwort …
deed-hostname-working = **{ $server }** wird umbenannt …

deed-start-watching = **{ $server }** startet: { $provider } hat den Auftrag { $since } angenommen.
deed-stop-watching = **{ $server }** schaltet sich aus: { $provider } hat den Auftrag { $since } angenommen.
deed-restart-watching = **{ $server }** startet neu: { $provider } hat den Auftrag { $since } angenommen.
deed-shutdown-watching = **{ $server }** fährt herunter: { $provider } hat den Auftrag { $since } angenommen.
deed-reset-watching = **{ $server }** wird zurückgesetzt: { $provider } hat den Auftrag { $since } angenommen.
deed-destroy-watching = **{ $server }** wird gelöscht: { $provider } hat den Auftrag { $since } angenommen.
deed-reinstall-watching = **{ $server }** wird neu aufgesetzt: { $provider } hat den Auftrag { $since } angenommen.
deed-install-watching = Der Server von **{ $server }** wird installiert: { $provider } hat den Auftrag { $since } angenommen.
deed-resize-watching = **{ $server }** bekommt andere Größen: { $provider } hat den Auftrag { $since } angenommen.
deed-password-watching = **{ $server }** bekommt ein neues Passwort: { $provider } hat den Auftrag { $since } angenommen.
deed-hostname-watching = **{ $server }** bekommt einen anderen Hostnamen: { $provider } hat den Auftrag { $since } angenommen.
deed-state = Gemeldeter Zustand: { $state }.

deed-doubtful = Die Antwort auf den Auftrag für **{ $server }** ging { $since } verloren: Vielleicht wurde er ausgeführt, vielleicht nicht. Er wird nicht noch einmal gesendet; ich sehe mir den Server an.

deed-start-verified = **{ $server }** läuft nach { $after }.
deed-stop-verified = **{ $server }** ist nach { $after } ausgeschaltet.
deed-restart-verified = **{ $server }** ist nach { $after } wieder da.
deed-shutdown-verified = **{ $server }** ist nach { $after } heruntergefahren.
deed-reset-verified = **{ $server }** ist nach { $after } wieder da.
deed-destroy-verified = **{ $server }** ist nach { $after } verschwunden.
deed-reinstall-verified = **{ $server }** ist nach { $after } neu aufgesetzt und läuft.
deed-install-verified = Der Server von **{ $server }** ist nach { $after } installiert und läuft.
deed-resize-verified = **{ $server }** hat nach { $after } seine neuen Größen.
deed-after-doubt = Die Antwort auf den Auftrag selbst ging verloren; dies zeigt der Server. Er wurde nicht noch einmal gesendet.

deed-unobserved = **{ $server }** meldet, dass er läuft; der Neustart ließ sich nicht beobachten.
deed-unobserved-uptime = Er meldet, seit { $uptime } ohne Unterbrechung zu laufen. Manche Anbieter zeigen einen Neustart nicht.
deed-unobserved-doubt = Die Antwort auf den Auftrag ging verloren, und kein Neustart war zu sehen: **{ $server }** meldet, dass er läuft. Der Auftrag wurde nicht noch einmal gesendet.
deed-unobserved-next = Sieh zur Sicherheit auf dem Server selbst nach. Wenn er nicht neu gestartet ist, benutze den Befehl noch einmal.
deed-reinstall-unobserved = **{ $server }** meldet, dass er läuft; ob er neu aufgesetzt wurde, ließ sich nicht beobachten.
deed-reinstall-unobserved-doubt = Die Antwort auf den Auftrag ging verloren, und **{ $server }** meldet durchgehend, dass er läuft. Der Auftrag wurde nicht noch einmal gesendet.
deed-reinstall-unobserved-next = Sieh auf dem Server selbst nach: Ob seine Daten fort sind, zeigt, ob es geschehen ist. Benutze den Befehl erst dann noch einmal.
deed-install-unobserved = Aus **{ $server }** ist noch kein Server geworden. Ich sehe nicht länger nach.
deed-install-unobserved-doubt = Die Antwort auf den Auftrag ging verloren, und aus **{ $server }** ist noch kein Server geworden. Der Auftrag wurde nicht noch einmal gesendet.
deed-install-unobserved-next = Sieh mit `/vps list` noch einmal nach; ist nach einiger Zeit keiner da, benutze den Befehl noch einmal: Wo schon einer ist, ändert er nichts.

deed-start-not-there = **{ $server }** läuft nach { $after } noch nicht. Gemeldeter Zustand: { $state }.
deed-stop-not-there = **{ $server }** ist nach { $after } noch nicht ausgeschaltet. Gemeldeter Zustand: { $state }.
deed-restart-not-there = **{ $server }** ist nach { $after } noch nicht zurück. Gemeldeter Zustand: { $state }.
deed-shutdown-not-there = **{ $server }** ist nach { $after } noch nicht heruntergefahren. Gemeldeter Zustand: { $state }.
deed-reset-not-there = **{ $server }** ist nach { $after } noch nicht zurück. Gemeldeter Zustand: { $state }.
deed-destroy-not-there = **{ $server }** ist nach { $after } noch da. Gemeldeter Zustand: { $state }.
deed-reinstall-not-there = **{ $server }** läuft nach { $after } noch nicht. Gemeldeter Zustand: { $state }.
deed-install-not-there = Der Server von **{ $server }** läuft nach { $after } noch nicht. Gemeldeter Zustand: { $state }.
deed-resize-not-there = **{ $server }** zeigt nach { $after } noch nicht seine neuen Größen. Gemeldeter Zustand: { $state }.
deed-start-next = Sieh mit `/vps show` noch einmal nach; bleibt es so, versuche `/vps restart` oder frage { $provider }.
deed-stop-next = Sieh mit `/vps show` noch einmal nach; bleibt es so, versuche noch einmal `/vps stop` oder frage { $provider }.
deed-restart-next = Sieh mit `/vps show` noch einmal nach; bleibt er weg, versuche `/vps start` oder frage { $provider }.
deed-shutdown-next = Vielleicht hört sein System nicht darauf. Sieh mit `/vps show` noch einmal nach; bleibt es so, schaltet `/vps stop` ihn ungefragt aus.
deed-reset-next = Sieh mit `/vps show` noch einmal nach; bleibt er weg, versuche `/vps start` oder frage { $provider }.
deed-destroy-next = Sieh mit `/vps show` noch einmal nach; bleibt er da, frage { $provider }.
deed-reinstall-next = Sieh mit `/vps show` noch einmal nach; läuft er auch dann nicht, versuche `/vps start` oder frage { $provider }.
deed-install-next = Sieh mit `/vps list` noch einmal nach; bleibt es so, frage { $provider }.
deed-resize-next = Sieh mit `/vps show` noch einmal nach; vielleicht braucht er dafür einen Neustart. Bleibt es so, frage { $provider }.

deed-gone = { $provider } kennt **{ $server }** nicht mehr.
deed-gone-next = `/vps list` zeigt, was es gibt.
deed-blind = Was aus **{ $server }** wurde, war nicht zu sehen: { $provider } antwortet seit { $after } nicht.
deed-blind-next = Sieh mit `/vps show` nach, sobald wieder Antworten kommen; nichts wurde zweimal gesendet.
task-doubtful = Die Antwort auf den Auftrag für **{ $server }** ging { $since } verloren: Vielleicht wurde er ausgeführt, vielleicht nicht. Er wird nicht noch einmal gesendet; ich suche bei { $provider } nach der Aufgabe.
task-restart-finished = Der Neustart von **{ $server }** ist nach { $after } beendet.
task-hostname-finished = Die Änderung des Hostnamens von **{ $server }** ist nach { $after } beendet.
task-reinstall-finished = Das neue Aufsetzen von **{ $server }** ist nach { $after } beendet.
task-resize-finished = Die Änderung der Größen von **{ $server }** ist nach { $after } beendet.
task-password-finished = Die Vergabe des neuen Passworts an **{ $server }** ist nach { $after } beendet.
task-credentials-next = `/vps credentials` zeigt das Passwort denen, die es sehen dürfen.
task-finished-note = So nennt { $provider } die Aufgabe; wie sie ausging, wird nicht gesagt.
task-after-doubt = Die Antwort auf den Auftrag selbst ging verloren; dies ist die Aufgabe, die { $provider } seitdem zeigt. Er wurde nicht noch einmal gesendet.
task-restart-unfinished = Der Neustart von **{ $server }** ist nach { $after } noch nicht beendet. Ich beobachte ihn nicht länger.
task-hostname-unfinished = Die Änderung des Hostnamens von **{ $server }** ist nach { $after } noch nicht beendet. Ich beobachte sie nicht länger.
task-reinstall-unfinished = Das neue Aufsetzen von **{ $server }** ist nach { $after } noch nicht beendet. Ich beobachte es nicht länger.
task-resize-unfinished = Die Änderung der Größen von **{ $server }** ist nach { $after } noch nicht beendet. Ich beobachte sie nicht länger.
task-password-unfinished = Die Vergabe des neuen Passworts an **{ $server }** ist nach { $after } noch nicht beendet. Ich beobachte sie nicht länger.
task-unfinished-next = Nichts wurde zweimal gesendet. Bleibt es so, frage { $provider }.
task-unobserved = { $provider } nahm den Auftrag für **{ $server }** an und zeigt nach { $after } keine Aufgabe dazu. Er wurde nicht noch einmal gesendet.
task-unobserved-doubt = Die Antwort auf den Auftrag ging verloren, und { $provider } zeigt nach { $after } keine Aufgabe für **{ $server }**. Er wurde nicht noch einmal gesendet.
task-unobserved-next = Sieh auf dem Server selbst nach, bevor du den Befehl noch einmal benutzt.

deed-already-start = **{ $server }** läuft schon. Es wurde nichts gesendet.
deed-already-stop = **{ $server }** ist schon ausgeschaltet. Es wurde nichts gesendet.
deed-already-shutdown = **{ $server }** ist schon ausgeschaltet. Es wurde nichts gesendet.
deed-already-resize = **{ $server }** hat diese Größen schon. Es wurde nichts gesendet.

by = Im Auftrag von { $person }.

## Netzwerke

interfaces-title = { $n ->
    [0] Keine Netzwerkschnittstellen von { $server }
    [one] 1 Netzwerkschnittstelle von { $server }
   *[other] { $n } Netzwerkschnittstellen von { $server }
}
interfaces-none = { $provider } zeigt keine. `/network add` legt eine an.
interface-title = Schnittstelle { $name } von { $server }
interface-field-id = ID
interface-field-model = Modell
interface-field-mac = Hardware-Adresse
interface-field-firewall = Firewall
interface-firewall = Firewall { $state }
family-ipv4 = IPv4
family-ipv6 = IPv6
on = an
off = aus
addresses-title = { $n ->
    [0] Keine Adressen von { $server }
    [one] 1 Adresse von { $server }
   *[other] { $n } Adressen von { $server }
}
addresses-none = { $provider } zeigt keine.
address-id = ID { $id }
pools-title = { $n ->
    [0] Keine Pools für { $server }
    [one] 1 Pool für { $server }
   *[other] { $n } Pools für { $server }
}
pools-none = { $provider } zeigt keinen, aus dem er eine weitere Adresse bekommen könnte.
pool-free = { $n } frei
network-field-pool = Aus dem Pool
network-field-family = Art der Adresse
network-field-firewall = Firewall danach
network-field-addresses = { $family } danach, nach IDs
network-no-address = keine

network-add-working = **{ $name }** bekommt eine weitere Netzwerkschnittstelle …
network-update-working = Eine Netzwerkschnittstelle von **{ $name }** wird geändert …
network-remove-working = Eine Netzwerkschnittstelle von **{ $name }** wird entfernt …
network-assign-working = **{ $name }** bekommt eine weitere Adresse …
network-add-verified = **{ $name }** hat nach { $after } eine weitere Netzwerkschnittstelle: { $part }.
network-update-verified = Die Schnittstelle { $part } von **{ $name }** hat nach { $after } die neuen Einstellungen.
network-remove-verified = Die Schnittstelle { $part } von **{ $name }** ist nach { $after } weg.
network-assign-verified = **{ $name }** hat nach { $after } eine weitere Adresse: { $part }.
network-add-not-started = **{ $name }** hat keine Schnittstelle, die nicht vorher da war.
network-update-not-started = Die Schnittstelle { $part } von **{ $name }** hat die Einstellungen von vorher.
network-remove-not-started = Die Schnittstelle { $part } von **{ $name }** ist noch da.
network-assign-not-started = **{ $name }** hat keine Adresse, die nicht vorher da war.
network-add-unobserved = Ob **{ $name }** eine weitere Schnittstelle bekommt, ist nicht bekannt.
network-update-unobserved = Ob die Schnittstelle { $part } von **{ $name }** die neuen Einstellungen bekommt, ist nicht bekannt.
network-remove-unobserved = Ob die Schnittstelle { $part } von **{ $name }** entfernt wird, ist nicht bekannt.
network-assign-unobserved = Ob **{ $name }** eine weitere Adresse bekommt, ist nicht bekannt.
network-add-next = `/network interfaces` zeigt, was er hat. Bitte dort nachsehen, bevor der Befehl noch einmal benutzt wird.
network-update-next = `/network interface` zeigt, was sie hat. Bitte dort nachsehen, bevor der Befehl noch einmal benutzt wird.
network-remove-next = `/network interfaces` zeigt, was es gibt. Bitte dort nachsehen, bevor der Befehl noch einmal benutzt wird.
network-assign-next = `/network ips` zeigt, was er hat, und `/invoice list`, ob etwas berechnet wird. Bitte dort nachsehen, bevor der Befehl noch einmal benutzt wird: Es kann doppelt kosten.
sight-watching = { $provider } hat es { $since } angenommen; ich sehe nach, ob es da ist.
sight-doubtful = Die Antwort auf den Aufruf, der { $since } gemacht wurde, ging verloren: Vielleicht wurde er ausgeführt, vielleicht nicht. Er wird nicht noch einmal gesendet; ich sehe nach.
sight-after-doubt = Die eigene Antwort auf den Aufruf ging verloren; das ist, was { $provider } zeigt. Er wurde nicht noch einmal gesendet.
sight-not-started = Die Antwort auf den Aufruf ging verloren, und zweimaliges Nachsehen fand nichts davon: Er wurde nicht ausgeführt und nicht noch einmal gesendet. Wenn es noch gewünscht ist, den Befehl noch einmal benutzen.
sight-unobserved = { $provider } hat den Aufruf angenommen und zeigt nach { $after } nichts davon. Ich sehe nicht weiter nach.
sight-unobserved-doubt = Die Antwort auf den Aufruf ging verloren, und { $provider } zeigt nach { $after } nichts davon. Er wurde nicht noch einmal gesendet.
sight-unfinished = Es ist nach { $after } noch nicht fertig. Ich sehe nicht weiter nach; nichts wurde zweimal gesendet.
sight-blind = { $provider } hat seit { $after } nicht geantwortet. Nichts wurde zweimal gesendet.

## Dienste

service-methods-title = Was { $service } anbietet
service-methods-none = { $provider } nennt keine Aufrufe.
service-resources-title = Was { $service } hat und benutzt
service-resources-none = { $provider } nennt nichts.
service-addresses-title = Adressen von { $service }
service-addresses-none = { $provider } zeigt keine.
service-label = **{ $service }** heißt hier **{ $label }**.
service-label-none = **{ $service }** hat keine eigene Bezeichnung. `/service relabel` gibt ihm eine.
service-upgrades-title = Was { $service } haben kann
service-upgrades-none = { $provider } bietet nichts zum Erweitern an.
service-upgrades-packages = **Produkte, die er werden kann**
service-upgrades-quantity = jetzt { $n }
service-upgrades-setup = { $price } zum Einrichten
service-field-kind = Produkt
service-field-label = Name
service-field-end = Er endet
service-field-reason = Grund
service-field-then = Er hat dann
service-field-package = Er wird
service-field-cycle = Bezahlt dann
service-field-recurring = Danach jedes Mal
service-cancel-now = sofort
service-cancel-later = am Ende dessen, was bezahlt ist
service-cancel-sent = { $provider } wurde gebeten, **{ $name }** zu beenden, wenn abgelaufen ist, was bezahlt ist.
service-cancel-sent-now = { $provider } wurde gebeten, **{ $name }** sofort zu beenden.
service-cancel-after = Er bleibt, bis { $provider } das tut; `/service list` zeigt seinen Zustand. Um es zurückzunehmen, öffne ein Ticket.
period-monthly = jeden Monat
period-quarterly = alle drei Monate
period-semi-annually = alle sechs Monate
period-annually = jedes Jahr
period-biennially = alle zwei Jahre
period-triennially = alle drei Jahre

vps-create-working = In **{ $name }** wird ein Server angelegt …
vps-create-verified = **{ $part }** ist angelegt und läuft nach { $after }.
vps-create-not-started = **{ $name }** hat keinen neuen Server { $part }.
vps-create-gone = Der Server **{ $part }** in **{ $name }** wurde angelegt und ist nicht mehr da: Er wurde inzwischen gelöscht. `/invoice list` zeigt, ob er berechnet wird.
vps-create-unobserved = Ob der Server { $part } in **{ $name }** entsteht, ist nicht bekannt.
vps-create-next = `/vps list` zeigt, was es gibt, und `/invoice list`, ob etwas berechnet wird. Sieh dort nach, bevor du den Befehl noch einmal benutzt: Es könnten zwei werden.
service-relabel-working = **{ $name }** bekommt eine andere Bezeichnung …
service-relabel-verified = **{ $name }** heißt hier jetzt **{ $part }**.
service-relabel-not-started = **{ $name }** hat die Bezeichnung von vorher.
service-relabel-unobserved = Ob **{ $name }** die Bezeichnung { $part } bekommt, ist nicht bekannt.
service-relabel-next = `/service label` zeigt, was er hat.
service-upgrade-working = **{ $name }** wird erweitert …
service-upgrade-verified = **{ $name }** ist nach { $after } erweitert.
service-upgrade-not-started = **{ $name }** ist wie vorher.
service-upgrade-unobserved = **{ $name }** zeigt die Erweiterung noch nicht; vielleicht muss erst eine Rechnung bezahlt werden.
service-upgrade-next = `/invoice list` zeigt, ob es eine neue Rechnung gibt, und `/service upgrade-options`, was er hat. Sieh dort nach, bevor du den Befehl noch einmal benutzt: Es könnte doppelt berechnet werden.
service-cancel-working = **{ $name }** wird gekündigt …
service-cancel-verified = **{ $name }** ist jetzt in einem anderen Zustand: { $part }.
service-cancel-not-started = **{ $name }** ist wie vorher.
service-cancel-unobserved = Ob **{ $name }** endet, ist nicht bekannt: Eine solche Bitte wartet ungesehen beim Anbieter.
service-cancel-next = Sieh beim Anbieter nach, oder frage dort mit `/ticket open`.

## Zustimmung

ask-start = { $name } starten?
ask-stop = { $name } ausschalten?
ask-restart = { $name } neu starten?
ask-shutdown = { $name } herunterfahren?
ask-reset = { $name } zurücksetzen?
ask-destroy = { $name } mit allen Daten löschen?
ask-reinstall = { $name } neu aufsetzen und alle Daten löschen?
ask-resize = Die Größen von { $name } ändern?
ask-password = { $name } ein neues Passwort geben?
ask-buy = { $name } bestellen?
ask-pay = Rechnung { $name } vom Guthaben bezahlen?
ask-network-update = Schnittstelle { $what } von { $name } ändern?
ask-network-remove = Schnittstelle { $what } von { $name } entfernen?
ask-network-assign = { $name } eine weitere Adresse geben?
ask-vps-create = Den Server { $what } in { $name } anlegen?
ask-service-upgrade = { $name } erweitern?
ask-service-cancel = { $name } kündigen?
ask-withdraw = Bestellung { $name } stornieren?
ask-withdraw-item = { $name } stornieren?
ask-remove = Den SSH-Schlüssel { $name } entfernen?
ask-text-withdraw-runs-on = Was bestellt wurde, wird nicht verlängert: Es läuft bis zum Ende des bezahlten Zeitraums und wird dann gelöscht. **Das lässt sich hier nicht rückgängig machen.** Danach wird nach dem Namen gefragt.
ask-text-withdraw = Die Bezahlung steht noch aus, also läuft davon nichts, was verloren ginge. **Das lässt sich nicht rückgängig machen**: Wer es doch haben will, bestellt es neu. Danach wird nach dem Namen gefragt.
ask-text-remove = Neue Server können ihn nicht mehr bekommen; Server, die ihn haben, behalten ihn. Danach wird nach seinem Namen gefragt.
ask-text-stop = Er wird sofort ausgeschaltet: Was darauf läuft, steht still, bis er wieder gestartet wird.
ask-text-restart-stopped = Er ist gerade ausgeschaltet, also wird nichts unterbrochen; ein Neustart schaltet ihn ein.
ask-text-restart = Sein System wird neu gestartet: Was darauf läuft, wird für eine Weile unterbrochen.
ask-text-shutdown = Sein System wird gebeten, geordnet herunterzufahren; was darauf läuft, steht still, bis er wieder gestartet wird.
ask-text-reset = Er wird sofort aus- und wieder eingeschaltet, ohne sein System zu fragen: Was darauf läuft, bricht ab, und was nicht gespeichert ist, geht verloren.
ask-text-reset-stopped = Er ist gerade ausgeschaltet, also bricht nichts ab; ein Zurücksetzen schaltet ihn ein.
ask-text-pay = { $provider } nimmt es vom Guthaben des Kontos **{ $account }**, das dafür reicht, sobald du den Knopf drückst.
ask-text-destroy = **Das lässt sich nicht rückgängig machen.** Du wirst gebeten, den Namen einzutippen.
ask-text-reinstall = Was auf seiner Festplatte ist, wird gelöscht, und er bekommt ein neues Passwort. **Das lässt sich nicht rückgängig machen.** Du wirst gebeten, seinen Namen einzutippen.
ask-text-resize-price = Mit den Größen ändert { $provider } auch, was der Server kostet, und nennt den neuen Preis nicht vorher. Vielleicht startet { $provider } den Server dafür neu.
ask-text-resize-interruption = { $provider } startet den Server dafür vielleicht neu: Was auf ihm läuft, wird dann unterbrochen.
ask-text-password = Er bekommt ein neues Passwort, und das alte gilt nicht mehr. **Das lässt sich nicht rückgängig machen.** Du wirst gebeten, den Namen des Servers einzutippen.
ask-text-buy-charge = { $provider } belastet das Konto **{ $account }**, sobald du den Knopf drückst.
ask-text-buy-invoice = { $provider } legt für das Konto **{ $account }** eine Bestellung mit ihrer Rechnung an, sobald du den Knopf drückst. Nichts wird abgebucht, bevor jemand die Rechnung bezahlt.
ask-text-buy-method = { $provider } nimmt die Bestellung für das Konto **{ $account }** an und legt ihre Rechnung an, sobald du den Knopf drückst. Der gewählte Zahlungsweg entscheidet, ob sofort abgebucht wird, wie etwa von einer gespeicherten Karte.
ask-text-buy-credit = { $provider } bestellt es für das Konto **{ $account }**, sobald du den Knopf drückst: aus dessen Guthaben, oder mit einer Rechnung, wenn das nicht reicht.
ask-text-start = Er wird eingeschaltet.
ask-text-network-update = Andere Adressen oder eine andere Firewall können den Server vom Netz trennen.
ask-text-network-remove = **Das lässt sich nicht rückgängig machen.** Was ihre Adressen benutzt, wird getrennt. Du wirst nach dem Namen des Servers gefragt.
ask-text-network-assign = { $provider } kann sie dem Konto **{ $account }** berechnen und sagt vorher nicht, wie viel.
ask-text-vps-create = Er entsteht aus dem, was der Dienst hat. { $provider } kann ihn dem Konto **{ $account }** berechnen und sagt vorher nicht, wie viel.
ask-text-service-upgrade = { $provider } bestellt es für das Konto **{ $account }**, sobald du den Knopf drückst, und stellt eine Rechnung.
ask-text-service-cancel = **{ $provider } löscht einen gekündigten Dienst mit allen Servern und Daten.** Du wirst nach seinem Namen gefragt.
ask-changed-server = ⚠️ Der Zustand des Servers hat sich seit der Frage geändert. Bitte entscheide neu.
ask-changed-order = ⚠️ Die Bestellung hat sich seit der Frage geändert. Bitte entscheide neu.
ask-changed-key = ⚠️ Der Schlüssel hat sich seit der Frage geändert. Bitte entscheide neu.
ask-changed-price = ⚠️ Der Preis, das Gekaufte oder die Karte hat sich seit der Frage geändert. Bitte entscheide neu.
ask-changed-payment = ⚠️ Der offene Betrag oder das Guthaben hat sich seit der Frage geändert. Bitte entscheide neu.
ask-changed-network = ⚠️ Der Server, die Schnittstelle oder der Pool hat sich seit der Frage geändert. Bitte entscheide neu.
ask-changed-service = ⚠️ Der Dienst, das Ergebnis oder der Preis hat sich seit der Frage geändert. Bitte entscheide neu.
ask-until = { $person } kann das entscheiden; die Frage verfällt { $until }.
ask-field-price = Preis
ask-field-os = System
ask-field-keys = Schlüssel
ask-field-sizes = Größen
ask-field-chosen = Gewählt
ask-field-then = Danach
ask-field-beside = Und { $name }
step-cycle = Wie oft bezahlt wird
step-domain = Domain oder Hostname
step-pay_method = Zahlungsart
step-promocode = Aktionscode
step-years = Jahre
step-approver_email = Um Zustimmung gebeten wird
step-software = Gemacht für
step-contact = Verantwortlich
step-os = Betriebssystem
step-ip_allow = Wer ssh erreichen darf
step-authorized_keys = Öffentlicher SSH-Schlüssel
step-public_ports_allow = Ports, die allen offenstehen
step-cloud_init_url = Adresse einer cloud-init-Datei
step-antiaffinity = Getrennt halten von
step-firewall_id = Firewall-Gruppe
step-firewall_addme = Den Server in diese Gruppe aufnehmen
about-ip_allow = Adressen und Netze. Lass keine eigene weg, sonst sperrst du dich aus. Bleibt es offen, so bleibt ssh, wie das System es einrichtet.
about-cloud_init_url = Was hinter ihrem Fragezeichen steht, wird gesendet und niemandem gezeigt.
about-antiaffinity = Server mit derselben Nummer teilen sich nie einen Host.
about-firewall_addme = Dann lassen die Regeln der Gruppe seine Adresse ein.
step-none = keine
step-yes = ja
step-no = nein
step-takes-text = ein Text von höchstens { $n } Zeichen
step-takes-line = etwas wie { $example }
step-takes-number = eine Zahl von { $least } bis { $most }
step-takes-several = beliebig viele davon, mit Kommas dazwischen:
step-takes-yes-no = ja oder nein
entry-price = +{ $price }
entry-setup = +{ $price } einmalig
cycle-hourly = stündlich
cycle-daily = täglich
cycle-weekly = wöchentlich
cycle-monthly = monatlich
cycle-quarterly = vierteljährlich
cycle-semiannually = alle 6 Monate
cycle-annually = jährlich
cycle-biennially = alle 2 Jahre
cycle-triennially = alle 3 Jahre
cycle-once = einmalig
cycle-now = sofort
cycle-untold = in jedem Zeitraum
ask-field-parts = Setzt sich zusammen aus
ask-field-card = Karte
ask-field-pay = Jetzt zu zahlen
ask-field-left-after = Danach offen
ask-cards-several = Der Anbieter sagt nicht, welche davon er belasten wird.
price-part-cpu = { $n ->
    [one] 1 Kern × { $each } = { $total }
   *[other] { $n } Kerne × { $each } = { $total }
}
price-part-memory = { $n } GB Arbeitsspeicher × { $each } = { $total }
price-part-storage = { $n } GB Speicherplatz × { $each } = { $total }
price-part-ipv4 = { $n ->
    [one] 1 IPv4-Adresse × { $each } = { $total }
   *[other] { $n } IPv4-Adressen × { $each } = { $total }
}
custom-size = { $cores ->
    [one] 1 Kern
   *[other] { $cores } Kerne
} { $type }, { $memory } GB Arbeitsspeicher, { $storage } GB { $kind }, { $ipv4 ->
    [one] 1 IPv4-Adresse
   *[other] { $ipv4 } IPv4-Adressen
}
custom-size-plain = { $cores ->
    [one] 1 Kern
   *[other] { $cores } Kerne
}, { $memory } GB Arbeitsspeicher, { $storage } GB Speicherplatz, { $ipv4 ->
    [one] 1 IPv4-Adresse
   *[other] { $ipv4 } IPv4-Adressen
}

button-start = { $name } starten
button-stop = { $name } ausschalten
button-restart = { $name } neu starten
button-shutdown = { $name } herunterfahren
button-reset = { $name } zurücksetzen
button-destroy = { $name } löschen …
button-withdraw = Bestellung { $name } stornieren …
button-withdraw-item = { $name } stornieren …
button-remove = { $name } entfernen …
button-reinstall = { $name } neu aufsetzen …
button-resize-price = Größen ändern: { $name } - { $price }
button-resize-interruption = Größen ändern: { $name }
button-password = Neues Passwort für { $name } …
button-buy = { $name } bestellen - { $price }
button-pay = Rechnung { $name } bezahlen - { $price }
button-network-update = Schnittstelle von { $name } ändern
button-network-remove = Schnittstelle von { $name } entfernen …
button-network-assign = Adresse für { $name } - { $price }
button-vps-create = Server in { $name } anlegen - { $price }
button-service-upgrade = { $name } erweitern - { $price }
button-service-cancel = { $name } kündigen …
button-again = Noch einmal versuchen{ $price }
button-cancel = Abbrechen
button-previous = ◀ Zurück
button-next = Weiter ▶

price-monthly = { $price }/Monat
price-once = { $price } einmalig
price-now = { $price } sofort
price-untold = { $price } je Zeitraum
price-hourly = { $price }/Stunde
price-daily = { $price }/Tag
price-weekly = { $price }/Woche
price-quarterly = { $price }/Quartal
price-semiannually = { $price }/6 Monate
price-annually = { $price }/Jahr
price-biennially = { $price }/2 Jahre
price-triennially = { $price }/3 Jahre
price-not-told = { $provider } nennt keinen Preis

form-order-cancel-title = Endgültig stornieren
form-sshkey-remove-title = Endgültig entfernen
form-vps-destroy-title = Endgültig löschen
form-vps-reinstall-title = Löschen und neu aufsetzen
form-vps-password-title = Neues Passwort vergeben
form-network-remove-title = Die Schnittstelle entfernen
form-service-cancel-title = Kündigen
form-label = Zur Bestätigung den Namen eintippen
form-sshkey-add-title = Neuer SSH-Schlüssel: { $name }
form-sshkey-add-label = Der öffentliche Schlüssel, in einer Zeile
form-sshkey-add-hint = ssh-ed25519 AAAAC3… du@example.com
form-cert-order-title = Zertifikat: { $name }
form-cert-order-label = Die Zertifikatsanfrage (CSR)
form-cert-order-hint = -----BEGIN CERTIFICATE REQUEST-----
form-ticket-open-title = Neues Ticket: { $name }
form-ticket-open-label = Was du schreiben willst
form-ticket-open-hint = Das lesen die Leute des Anbieters.
form-ticket-reply-title = Antwort: { $name }
form-ticket-reply-label = Was du schreiben willst
form-ticket-reply-hint = Es geht per Mail an die Leute des Anbieters.
form-account-edit-title = Inhaber: { $name }
form-account-edit-hint = Bleibt es leer, ändert sich nichts daran.
form-account-contact-add-title = Neuer Kontakt: { $name }
form-account-contact-add-hint = Darf leer bleiben. Ohne Passwort kann sich niemand anmelden.
form-account-contact-edit-title = Kontakt: { $name }
form-account-contact-edit-hint = Bleibt es leer, ändert sich nichts daran.
form-write = Schreiben
form-write-hint = Deine Antwort
form-skip = Offen lassen
form-go-on = Weiter
form-skip-default = So lassen
form-finish = Bestellung prüfen
form-add = Noch etwas
form-earlier = Frühere
form-later = Weitere
form-back = Zurück
form-adding = Was soll noch in die Bestellung?
form-review = Das ist alles, was gefragt wird. Als Nächstes wird die Bestellung gezeigt, mit ihrem Preis, soweit er genannt wird, und nichts wird bestellt, bevor du sie bestätigt hast.
form-until = { $person } kann antworten; es verfällt { $until }.
form-at = Frage { $at } von { $of }

closed-expired = Niemand hat rechtzeitig entschieden. Dem Anbieter wurde nichts gesendet.
closed-expired-next = Benutze den Befehl noch einmal, wenn es noch gewünscht ist.
closed-cancelled = Abgebrochen. Dem Anbieter wurde nichts gesendet.
closed-never-sent = Der Bot wurde nach der Bestätigung und vor dem Auftrag beendet. Dem Anbieter wurde nichts gesendet.
closed-unheard = Discord hat meine Antwort nicht rechtzeitig angenommen, deshalb habe ich nicht weitergemacht. Dem Anbieter wurde nichts gesendet.
closed-unknowable = Der Bot wurde während des Auftrags beendet. Vielleicht wurde er ausgeführt, vielleicht nicht; er wird nicht noch einmal gesendet.
closed-unknowable-next = Sieh dir { $account } beim Anbieter an, bevor du es noch einmal versuchst.
closed-not-again = Der Anbieter hatte es nie begonnen, und es wurde nicht noch einmal gesendet.
closed-done = Es wurde ausgeführt. Der Bot wurde beendet, bevor er es sagen konnte; `/audit list` hat die Einzelheiten.
closed-not-done = Es wurde nicht ausgeführt: Der Anbieter hat es abgelehnt oder vorher versagt. Der Bot wurde beendet, bevor er es sagen konnte; `/audit list` hat die Einzelheiten.
closed-about = { $command } { $name }

buy-working = **{ $name }** wird bestellt …
buy-sent = **{ $name }** ist { $since } bei { $provider } bestellt worden. Die Antwort ist noch nicht da.
buy-accepted = **{ $name }** wird eingerichtet: { $provider } hat die { $since } gesendete Bestellung angenommen.
buy-accepted-unpaid = **{ $name }** ist bestellt und wartet auf Bezahlung: { $provider } hat die Bestellung angenommen, gesendet { $since }.
buy-accepted-invoice = **{ $name }** ist bestellt: { $provider } hat die Bestellung, gesendet { $since }, angenommen und die Rechnung dazu erstellt.
buy-doubtful = Die Antwort auf die Bestellung von **{ $name }**, gesendet { $since }, ging verloren: Vielleicht wurde sie begonnen, vielleicht nicht. Sie wird nicht noch einmal gesendet; ich frage { $provider }.
buy-doubtful-seen = Die Antwort auf die Bestellung von **{ $name }**, gesendet { $since }, ging verloren, aber { $provider } hat die Bestellung und richtet sie ein. Sie wird nicht noch einmal gesendet.
buy-doubtful-unpaid = Die Antwort auf die Bestellung von **{ $name }**, gesendet { $since }, ging verloren, aber { $provider } hat die Bestellung; sie wartet auf Bezahlung. Sie wird nicht noch einmal gesendet.
buy-refused = { $provider } hat die Bestellung von **{ $name }**, gesendet { $since }, abgelehnt. Das sagt nicht, was aus ihr wurde, also frage ich { $provider }.
buy-refused-was = Die Bestellung wurde abgelehnt: { $why }
buy-blind-now = Wie weit es ist, lässt sich gerade nicht sagen: { $why } Ich frage weiter.
buy-verified = **{ $name }** ist nach { $after } eingerichtet.
buy-verified-certificate = **{ $name }** ist bestellt, und { $provider } nennt es nach { $after } aktiv. Ausgestellt wird es, sobald es gebilligt ist, von dem, der die E-Mail an die Adresse der Billigung liest: `/cert show` sagt, wie weit das ist, und `/cert download` hat dann die Datei.
buy-paid = **{ $name }** ist nach { $after } bezahlt.
buy-install-next = Ein Server fehlt noch: `/order install order:{ $order }` mit einem System als `template` installiert einen.
buy-after-doubt = Die Antwort auf die Bestellung selbst ging verloren; dies sagt der Anbieter über sie. Sie wurde nicht noch einmal gesendet.
buy-after-doubt-traced = Die Antwort auf die Bestellung selbst ging verloren; ich habe sie als etwas Neues bei { $provider } gefunden, das vorher nicht da war. Sie wurde nicht noch einmal gesendet.
buy-unpaid = Es wartet auf die Rechnung `{ $invoice }`, die noch nicht bezahlt ist: `/invoice show` zeigt sie. Bezahlt wird sie im Portal des Anbieters, oder mit `/invoice pay`, wo es das gibt.
buy-unpaid-install = Es wartet auf die Rechnung `{ $invoice }`, die noch nicht bezahlt ist: `/invoice show` zeigt sie. Bezahlt wird sie im Portal von { $provider }; danach installiert `/order install` den Server.
buy-unpaid-there = Sie wartet auf die Bezahlung: Die Rechnung steht im Portal von { $provider } unter Billing.
buy-charged = ⚠️ { $provider } sagt, dass es { $price } kostet, und das ist nicht, was bestätigt wurde. Sieh dir die Rechnung an.
buy-field-things = Beim Anbieter
buy-failed = { $provider } sagt, dass die Einrichtung von **{ $name }** gescheitert ist.
buy-failed-next = Vielleicht wurde trotzdem abgebucht: Sieh in `/order list` und `/service list` nach und frage { $provider }, bevor du noch einmal bestellst.
buy-cancelled = Die Bestellung von **{ $name }** wurde bei { $provider } storniert, bevor jemand sie bezahlt hat: Es wird nichts eingerichtet, und nichts ist zu zahlen.
buy-not-started = **{ $name }** wurde nicht bestellt: Die Antwort ging verloren, und { $provider }, zweimal gefragt, weiß nichts von der Bestellung.
buy-not-started-traced = **{ $name }** wurde nicht bestellt: Die Antwort ging verloren, und bei { $provider }, zweimal nachgesehen, ist nichts Neues, das es sein könnte.
buy-again-untold = { $provider } kann gerade nicht sagen, ob sie doch begonnen hat, also wurde nichts gesendet. Versuche es gleich noch einmal.
buy-again-next = Ein neuer Versuch sendet genau dieselbe Bestellung unter derselben ID, sodass nicht zwei daraus werden.
buy-again-next-traced = Ein neuer Versuch sieht zuerst noch einmal nach und bestellt dann noch einmal. { $provider } nimmt keine ID an, an der beide als eine zu erkennen wären: Begänne die erste erst danach, wären es zwei.
buy-unfinished = **{ $name }** wird nach { $after } noch immer eingerichtet. Ich sehe nicht weiter zu.
buy-unfinished-unpaid = **{ $name }** ist nach { $after } immer noch nicht bezahlt. Ich beobachte es nicht weiter.
buy-unobserved = { $provider } hat die Bestellung von **{ $name }** angenommen und sagt nichts über den Fortschritt.
buy-blind = Was aus der Bestellung von **{ $name }** wurde, war nicht zu sehen: { $provider } antwortet seit { $after } nicht. Sie wurde nicht noch einmal gesendet.
buy-next = `/order status` fragt jederzeit wieder; `/vps list` zeigt den Server, sobald er da ist.
buy-next-certificate = `/order status` fragt jederzeit wieder; `/cert list` zeigt das Zertifikat, sobald es da ist.
buy-field-server = Server
buy-field-order = Bestellung
progress-bar = { $bar } { $percent } %
provider-words = { $provider } sagt: { $words }

quote-title = Was es kosten würde
quote-text = **{ $name }** würde **{ $account }** { $price } kosten.
quote-next = Noch ist nichts gekauft: Das tut `/order buy`, sobald der Preis bestätigt ist.

site-working = **{ $site }** wird angelegt …
site-watching = **{ $site }** wird angelegt: { $provider } hat den Auftrag { $since } angenommen.
site-doubtful = Die Antwort auf das Anlegen von **{ $site }**, verlangt { $since }, ging verloren: Vielleicht wurde es begonnen, vielleicht nicht. Es wird nicht noch einmal gesendet; ich sehe mir die Websites an.
site-doubtful-seen = Die Antwort auf das Anlegen von **{ $site }**, verlangt { $since }, ging verloren, aber die Website steht in der Liste von { $provider }. Es wird nicht noch einmal verlangt.
site-verified = **{ $site }** ist nach { $after } aktiv.
site-verified-next = `/site show` sagt, auf welche Nameserver die Domain zeigen muss.
site-verified-nameservers = Die Domain muss auf diese Nameserver zeigen: { $nameservers }
site-after-doubt = Die Antwort auf das Anlegen selbst ging verloren; dies zeigt die Liste der Websites. Es wurde nicht noch einmal gesendet.
site-not-started = **{ $site }** wurde nicht angelegt: { $provider }, zweimal gefragt, hat keine solche Website.
site-not-started-next = Benutze den Befehl noch einmal, wenn sie noch gewünscht ist.
site-not-there = **{ $site }** ist nach { $after } noch nicht aktiv. Gemeldeter Zustand: { $state }.
site-unobserved = { $provider } hat **{ $site }** angenommen und führt die Website { $after } später nicht auf.
site-blind = Was aus **{ $site }** wurde, war nicht zu sehen: { $provider } antwortet seit { $after } nicht. Nichts wurde zweimal gesendet.
site-next = Sieh mit `/site list` noch einmal nach; bleibt es so, frage { $provider }.

## Tickets und Mitteilungen

tickets-title = { $n ->
    [0] Keine Tickets
    [one] 1 Ticket
   *[other] { $n } Tickets
}
tickets-none = Es gibt keine solchen Tickets. `/ticket open` eröffnet eines.
ticket-last = letztes Wort { $at }
ticket-unread = ungelesen
ticket-messages = { $n ->
    [one] 1 Nachricht
   *[other] { $n } Nachrichten
}
ticket-staff = Support
ticket-us = wir
ticket-goes-on = Fortsetzung
ticket-field-department = Abteilung
ticket-field-opened = Eröffnet
departments-title = { $n ->
    [0] Keine Abteilungen
    [one] 1 Abteilung
   *[other] { $n } Abteilungen
}
departments-none = Der Anbieter nennt keine Abteilung, bei der Tickets eröffnet werden könnten.
ticket-file = { $name }, eine Datei des Tickets { $ticket }. Sie kommt von Fremden: Öffne sie nur, wenn du ihr traust.
ticket-file-size = { $n ->
    [one] 1 Byte
   *[other] { $n } Bytes
}
ticket-file-too-large = { $name }, eine Datei des Tickets { $ticket }, ist zu groß für Discord. Hol sie beim Anbieter.
ticket-next = `/ticket show` mit { $ticket } zeigt es.
ticket-already-closed = **{ $name }** ist schon geschlossen. Es wurde nichts gesendet.
ticket-already-open = **{ $name }** ist offen. Es wurde nichts gesendet.
ticket-open-working = Eröffne ein Ticket bei **{ $name }** …
ticket-reply-working = Schreibe in **{ $name }** …
ticket-close-working = Schließe **{ $name }** …
ticket-reopen-working = Öffne **{ $name }** wieder …
ticket-open-done = Das Ticket **{ $name }** wurde bei { $provider } eröffnet.
ticket-reply-done = Deine Antwort steht in **{ $name }** bei { $provider }.
ticket-close-done = **{ $name }** wurde bei { $provider } geschlossen.
ticket-reopen-done = **{ $name }** ist bei { $provider } wieder offen.
ticket-open-doubtful = { $provider } wurde { $since } gebeten, **{ $name }** zu eröffnen, und die Antwort ging verloren: Vielleicht ist es eröffnet, vielleicht nicht. Es wird nicht noch einmal gesendet; ich sehe in den Tickets nach.
ticket-reply-doubtful = Was { $provider } zu deiner Antwort in **{ $name }** sagte, gesendet { $since }, ging verloren: Vielleicht ist sie dort, vielleicht nicht. Sie wird nicht noch einmal gesendet; ich sehe im Ticket nach.
ticket-close-doubtful = { $provider } wurde { $since } gebeten, **{ $name }** zu schließen, und die Antwort ging verloren. Es wird nicht noch einmal gefragt; ich sehe im Ticket nach.
ticket-reopen-doubtful = { $provider } wurde { $since } gebeten, **{ $name }** wieder zu öffnen, und die Antwort ging verloren. Es wird nicht noch einmal gefragt; ich sehe im Ticket nach.
ticket-open-watching = { $provider } hat **{ $name }** { $since } angenommen, ohne die Nummer zu nennen. Ich sehe in den Tickets nach.
ticket-reply-watching = { $provider } hat deine Antwort in **{ $name }** { $since } angenommen, ohne zu sagen, ob sie dort steht. Ich sehe im Ticket nach.
ticket-close-watching = { $provider } hat die Bitte, **{ $name }** zu schließen, { $since } angenommen. Ich sehe im Ticket nach.
ticket-reopen-watching = { $provider } hat die Bitte, **{ $name }** wieder zu öffnen, { $since } angenommen. Ich sehe im Ticket nach.
ticket-seen = Der Anbieter selbst hat es nicht gesagt, also ist dies, was ich beim Nachsehen fand. Es wurde nicht noch einmal gesendet.
ticket-open-absent = **{ $name }** wurde nicht eröffnet: { $provider } hat, zweimal nachgesehen, kein solches Ticket.
ticket-reply-absent = Deine Antwort steht nicht in **{ $name }**: { $provider } zeigt sie, zweimal nachgesehen, nicht.
ticket-close-absent = **{ $name }** wurde von { $provider } nicht geschlossen.
ticket-reopen-absent = **{ $name }** wurde von { $provider } nicht wieder geöffnet.
ticket-absent-next = Es wurde nicht noch einmal gesendet. Sieh noch einmal nach, bevor du es selbst tust: Es kann noch ankommen.
ticket-open-unclear = { $provider } hat **{ $name }** angenommen und führt es nicht auf.
ticket-reply-unclear = Ob deine Antwort in **{ $name }** steht, lässt sich nicht sagen: Was { $provider } dort zeigt, ist sie vielleicht und vielleicht nicht.
ticket-close-unclear = { $provider } hat die Bitte, **{ $name }** zu schließen, angenommen und zeigt nichts davon.
ticket-reopen-unclear = { $provider } hat die Bitte, **{ $name }** wieder zu öffnen, angenommen und zeigt nichts davon.
ticket-unclear-next = Nichts wurde zweimal gesendet. Sieh beim Anbieter nach, bevor du es noch einmal sendest.
ticket-not-there = **{ $name }** meldet { $state }, { $after } nachdem um anderes gebeten wurde. Es wurde nicht noch einmal gefragt.
ticket-blind = Was bei **{ $name }** daraus wurde, war nicht zu sehen: { $provider } hat { $after } lang nicht geantwortet.
written-title = Was du geschrieben hast, zum Kopieren:
notices-title = { $n ->
    [0] Keine Mitteilungen
    [one] 1 Mitteilung
   *[other] { $n } Mitteilungen
}
notices-none = Es gibt nichts, was niemand bestätigt hat. `/notice list` mit `all` zeigt den Rest.
notice-ack-working = Bestätige **{ $name }** …
notice-done = Beim Anbieter bestätigt: { $name }
notice-already = Das war schon bestätigt: { $name }
statuses-title = { $n ->
    [0] Nichts gemeldet
    [one] 1 Meldung
   *[other] { $n } Meldungen
}
statuses-none = Der Anbieter meldet keine Störung und keine Wartung dieser Art.
status-field-posted = Gemeldet
status-field-id = ID

buy-done = **{ $name }** ist bestellt: { $price }.
buy-id = Die ID des Anbieters dafür: { $id }

pay-working = Rechnung **{ $invoice }** wird bezahlt …
pay-done = Rechnung **{ $invoice }** ist bezahlt: { $money } vom Guthaben.
pay-done-part = { $money } der Rechnung **{ $invoice }** wurden vom Guthaben bezahlt.
pay-done-other = ⚠️ { $provider } hat { $money } verwendet, nicht die verlangten { $asked }.
pay-after = Jetzt noch offen: **{ $due }**.
pay-watching = { $provider } hat die Zahlung von { $money } für Rechnung **{ $invoice }**, gesendet { $since }, ohne ein Wort über das Ergebnis angenommen. Ich sehe mir Rechnung und Guthaben an.
pay-doubtful = Die Antwort auf die Zahlung von { $money } für Rechnung **{ $invoice }**, gesendet { $since }, ging verloren: Vielleicht wurde sie ausgeführt, vielleicht nicht. Sie wird nicht noch einmal gesendet; ich sehe mir Rechnung und Guthaben an.
pay-verified = { $money } der Rechnung **{ $invoice }** wurden vom Guthaben bezahlt.
pay-after-doubt = Die Antwort auf die Zahlung selbst ging verloren; dies zeigen Rechnung und Guthaben. Sie wurde nicht noch einmal gesendet.
pay-after-silence = { $provider } hat nichts über das Ergebnis gesagt; dies zeigen Rechnung und Guthaben.
pay-not-started = Rechnung **{ $invoice }** wurde nicht bezahlt: Die Antwort ging verloren, und { $provider } zeigt, zweimal gefragt, weder eine Zahlung noch verbrauchtes Guthaben.
pay-not-started-next = Sie kann noch ankommen: Ich sehe noch eine Weile nach und sage es dann hier. Sieh mit `/invoice show` nach, bevor du den Befehl noch einmal benutzt.
pay-unobserved = Was aus der Zahlung von { $money } für Rechnung **{ $invoice }** wurde, ist { $after } später aus Rechnung und Guthaben nicht zu erkennen. Sie wurde nicht noch einmal gesendet.
pay-blind = Was aus der Zahlung von { $money } für Rechnung **{ $invoice }** wurde, war nicht zu sehen: { $provider } antwortet seit { $after } nicht. Sie wurde nicht noch einmal gesendet.
pay-next = Sieh mit `/invoice show` und `/balance` nach und frage { $provider }, bevor du noch einmal zahlst.
pay-seen = Gemeldeter Zustand der Rechnung: { $state }; offen: { $due }.
ended-notice = { $person }, dein Auftrag ist zu Ende. `/pending list` zeigt, wie.

## Geld

balance-title = Was die Konten haben und schulden
balance-untold = { $n ->
    [one] Sagt keinen Kontostand: { $accounts }
   *[other] Sagen keinen Kontostand: { $accounts }
}
balance-sum-credit = Guthaben zusammen: **{ $money }**
balance-sum-bonus = Boni zusammen: **{ $money }**
balance-sum-owed = Schulden zusammen: **{ $money }**
balance-sum-monthly = Im Monat zusammen: **{ $money }**
balance-credit = Guthaben: **{ $money }**
balance-bonus = Bonus: **{ $money }**
balance-owed = Offen: **{ $money }**
balance-monthly = Jeden Monat: **{ $money }**
balance-no-subscriptions = Keine laufenden Abonnements.
balance-next = Als Nächstes: { $name }, { $date }{ $price }
balance-for = , { $money }
balance-card = 💳 { $brand }{ $digits }, gültig bis { $until }
balance-card-soon = ⚠️ { $brand }{ $digits } läuft { $until } ab: Hinterlege beim Anbieter eine neue Karte.
balance-card-expired = ⚠️ { $brand }{ $digits } ist { $until } abgelaufen: Hinterlege beim Anbieter eine neue Karte.
balance-card-undated = 💳 { $brand }{ $digits }
card-digits = { " " }···· { $digits }
card-name = { $brand }, gültig bis { $until }
card-name-undated = { $brand }
balance-no-card = ⚠️ Keine Karte ist hinterlegt: Verlängerungen scheitern, bis beim Anbieter eine hinterlegt wird.
method-fee-both = Gebühr { $fixed } + { $percent } %
method-fee-fixed = Gebühr { $fixed }
method-fee-percent = Gebühr { $percent } %
method-fee-none = keine Gebühr
method-fee-untold = Gebühr nicht genannt

## Rechnungen

standing-overdue = überfällig
standing-unpaid = unbezahlt
standing-paid = bezahlt
invoices-title = { $n ->
    [0] Keine Rechnungen
    [one] 1 Rechnung
   *[other] { $n } Rechnungen
}
invoices-none = Keine Rechnung passt. `/invoice list` ohne Optionen zeigt alle, die du sehen darfst.
invoices-sum-overdue = Überfällig zusammen
invoices-sum-unpaid = Unbezahlt, nicht überfällig
invoices-sum-paid = Bezahlt zusammen
invoice-due = fällig { $date }
invoice-issued = vom { $date }
invoice-title = Rechnung { $name }
invoice-field-issued = Ausgestellt
invoice-field-due = Fällig
invoice-field-paid = Bezahlt
invoice-field-subtotal = Vor Steuern
invoice-field-tax = Steuern
invoice-field-total = Gesamt
invoice-field-used = Vom Guthaben bezahlt
invoice-field-left = Noch offen

not-payable-invoice-paid = Rechnung **{ $invoice }** ist schon bezahlt.
not-payable-nothing-due = Von Rechnung **{ $invoice }** ist nichts mehr zu zahlen, auch wenn der Anbieter sie noch { $state } nennt.
not-payable-invoice-over = An Rechnung **{ $invoice }** ist nichts zu zahlen. Gemeldeter Zustand: { $state }.
not-payable-due-untold = Der Anbieter sagt nicht, was von Rechnung **{ $invoice }** noch offen ist oder welches Guthaben es gibt; deshalb wird sie nicht bezahlt.
not-payable-other-currency = Von Rechnung **{ $invoice }** sind { $due } offen, aber das Guthaben ist in einer anderen Währung.
not-payable-too-fine = { $decimals ->
    [0] Beträge in der Währung von Rechnung **{ $invoice }** haben keine Nachkommastellen.
   *[other] Beträge in der Währung von Rechnung **{ $invoice }** haben höchstens { $decimals } Nachkommastellen.
}
not-payable-above-due = Das ist mehr als die { $due }, die von Rechnung **{ $invoice }** noch offen sind.
not-payable-above-credit = Das Guthaben reicht nicht für { $amount } von Rechnung **{ $invoice }**. Zahle mit der Option `amount` einen Teil oder lade beim Anbieter Guthaben auf.

## Hilfe und Rechte

help-title = Was du hier tun kannst
help-line = **/{ $path }**: { $description }
help-none = Noch nichts.
help-usage = Verwendung
help-example = Beispiel
help-risk = Risiko
help-action = Recht
help-footer = /help command zeigt einen Befehl ausführlich.
help-contact = Fehlt etwas? { $contact }

whoami-title = Wer du für hostmaster bist
whoami-person = { $person }, mit { $n ->
    [0] keiner der Rollen, die eine Freigabe nennt
    [one] 1 Rolle, die eine Freigabe nennt: { $roles }
   *[other] { $n } Rollen, die Freigaben nennen: { $roles }
}.
whoami-actions = Hier darfst du
whoami-nothing = Nichts außer `/help` und `/access whoami`.

risk-read = sieht nur nach
risk-private = sieht persönliche oder finanzielle Daten nach; nur du siehst die Antwort
risk-change = ändert etwas
risk-disruptive = unterbricht einen Dienst; ein Knopf bestätigt es
risk-destructive = zerstört etwas; der Name muss eingetippt werden
risk-spend = kostet Geld; ein Knopf mit dem Preis bestätigt es
risk-reveal = zeigt ein Geheimnis; nur du siehst es

accounts-title = Die Konten
account-offers = Bietet { $things }.
account-version = Version der Schnittstelle: { $version }.
offers-vps = Server
offers-balance = den Kontostand
offers-invoice = Rechnungen
offers-ticket = Tickets
offers-notice = Mitteilungen
offers-network = Netzwerke
offers-billing = Zahlungsarten
offers-order = Bestellungen
offers-service = Abonnements
offers-site = Websites
offers-cert = Zertifikate
offers-sshkey = SSH-Schlüssel
offers-account = den Inhaber
offers-contacts = Ansprechpartner
condition-untried = ⚪ Es wurde noch nichts gefragt.
condition-ok = 🟢 Es antwortet.
condition-slow = 🟡 Es antwortet langsam: Die letzte Antwort brauchte { $took }.
condition-failing = 🔴 Gestört, zum ersten Mal { $since }: { $why }

profile-name = Name
profile-username = Anmeldename
profile-email = E-Mail
profile-phone = Telefon
profile-role = Rolle
profile-id = ID
profile-none = Der Anbieter sagt nichts über den Inhaber.
certificates-title = { $n ->
    [0] Keine Zertifikate
    [one] 1 Zertifikat
   *[other] { $n } Zertifikate
}
certificates-none = Es gibt keine Zertifikate.
certificate-expires = gültig bis { $time }
certificate-field-issue = Ausstellung
certificate-field-product = Produkt
certificate-field-expires = Gültig bis
certificate-field-approver = Bestätigt durch
certificate-field-organization = Ausgestellt auf
certificate-field-admin = Verantwortlich
certificate-field-billing = Zahlt dafür
certificate-field-tech = Richtet es ein
certificate-file = Das Zertifikat { $cert } ist in der Datei.
certificate-file-note = Es ist öffentlich; sein privater Schlüssel liegt nicht beim Anbieter, und ich sehe ihn nie.
certplans-title = { $n ->
    [0] Keine Zertifikate im Angebot
    [one] 1 Zertifikat im Angebot
   *[other] { $n } Zertifikate im Angebot
}
certplans-none = Es wird kein Zertifikat angeboten.
certificate-years = { $n ->
    [one] 1 Jahr
   *[other] { $n } Jahre
}
certificate-period = { $years }: { $price }
certificate-period-then = { $years }: { $price }, danach { $renewal }
software-title = { $n ->
    [0] Keine Programme
    [one] 1 Programm
   *[other] { $n } Programme
}
software-none = Der Anbieter nennt kein Programm für dieses Zertifikat.
contacts-title = { $n ->
    [0] Keine Kontakte
    [one] 1 Kontakt
   *[other] { $n } Kontakte
}
contacts-none = Das Konto hat neben seinem Inhaber keine Kontakte.
contact-seen = zuletzt da { $time }
contact-field-privileges = Darf
privileges-title = { $n ->
    [0] Keine Rechte
    [one] 1 Bereich von Rechten
   *[other] { $n } Bereiche von Rechten
}
privileges-none = Der Anbieter nennt keine Rechte.
logs-title = { $n ->
    [0] Nichts im Protokoll
    [one] 1 Eintrag im Protokoll
   *[other] { $n } Einträge im Protokoll
}
logs-none = Das Protokoll sagt nichts.
person-email = E-Mail
person-firstname = Vorname
person-lastname = Nachname
person-companyname = Firma
person-unit = Abteilung
person-address1 = Straße
person-address2 = Adresse, zweite Zeile
person-city = Ort
person-state = Bundesland
person-postcode = Postleitzahl
person-country = Land
person-phonenumber = Telefon
person-type = Art
person-working = Was der Anbieter weiß, wird geändert …
person-done-account-edit = **{ $account }**: { $provider } hat geändert, was über den Inhaber bekannt ist. `/account show` zeigt es.
person-done-account-contact-add = **{ $account }**: { $provider } hat den Kontakt { $who } angelegt. Er hat kein Passwort und kann sich nicht anmelden.
person-done-account-contact-edit = **{ $account }**: { $provider } hat geändert, was über den Kontakt { $who } bekannt ist. `/account contact` zeigt es.
person-taken = **{ $account }**: { $provider } hat es angenommen und nicht bestätigt, dass es getan ist. Sieh mit `/account show` oder `/account contacts` nach, bevor du es noch einmal versuchst.

pending-title = Was noch nicht zu Ende ist, und was zuletzt endete
pending-none = Nichts wartet, und nichts wird verfolgt.
pending-confirmation = ❓ **/{ $command }** { $name }: wartet auf eine Entscheidung, verfällt { $time }{ $by }{ $link }
pending-followed = ⏳ **/{ $command }** { $name }: wird verfolgt, gesendet { $time }{ $by }{ $link }
pending-doubtful = ⏳ **/{ $command }** { $name }: Antwort verloren, wird gesucht, gesendet { $time }{ $by }{ $link }
pending-unknown = ⚠️ **/{ $command }** { $name }: Ende unbekannt, gesendet { $time }{ $by }{ $link }
pending-ended = ☑️ **/{ $command }** { $name }: **{ $verdict }**, zu Ende { $time }{ $by }{ $link }
pending-by = , von { $person }
pending-link = [ansehen](https://discord.com/channels/{ $guild }/{ $channel }/{ $message })
pending-footer = Was unbekannt endete, steht hier eine Woche lang. Sieh beim Anbieter nach, bevor du es noch einmal verlangst.

## Warum jemand darf oder nicht

why-may = { $person } **darf** **/{ $command }** hier benutzen.
why-may-on = { $person } **darf** **/{ $command }** hier auf { $target } anwenden.
why-may-partly = { $person } **darf** **/{ $command }** hier benutzen, aber nicht auf alles anwenden.
why-may-not = { $person } **darf** **/{ $command }** hier **nicht** benutzen.
why-may-not-on = { $person } **darf** **/{ $command }** hier **nicht** auf { $target } anwenden.
why-not-served = Ich arbeite nicht auf diesem Discord-Server, also darf hier niemand etwas benutzen.
why-no-member = Die Person ist kein Mitglied dieses Discord-Servers, und nur Mitglieder können hier Befehle benutzen.
why-open = Das darf jedes Mitglied; es braucht keine Freigabe, und keine nimmt es weg.
why-no-rule = Keine Freigabe spricht von `{ $action }`.
why-allow = • Zeile { $line } erlaubt { $patterns }{ $through }: { $counts }
why-deny = • Zeile { $line } verbietet { $patterns }{ $through }: { $counts }
why-through = für { $people }
why-counts = gilt.
why-wins = gilt und hat Vorrang vor allem, was es erlaubt.
why-wins-unknown = gilt vielleicht ({ $reasons }), zählt also und hat Vorrang vor allem, was es erlaubt.
why-counts-partly = gilt für die { $only }, die sie nennt.
why-counts-not = gilt nicht: Das ist für { $reasons }.
why-counts-unknown = gilt vielleicht nicht ({ $reasons }) und zählt also nicht.
why-only-accounts = Konten
why-only-servers = Server
why-only-both = Konten und Server
why-other-people = andere Leute
why-other-guilds = andere Discord-Server
why-other-channels = andere Kanäle
why-other-accounts = andere Konten
why-other-servers = andere Server
why-unknown-channels = Discord nennt den Kanal nicht
why-unknown-servers = der Name des Servers ist unbekannt
why-not-offered = Was die Freigaben auch sagen: Keines der Konten bietet **/{ $command }** an.
why-not-offered-here = Was die Freigaben auch sagen: Dieses Konto bietet **/{ $command }** nicht an.
why-missing = { $person } braucht eine Freigabe, die `{ $action }` dieser Person oder einer ihrer Rollen erlaubt und hier gilt.
why-missing-own = Du brauchst eine Freigabe, die `{ $action }` dir oder einer deiner Rollen erlaubt und hier gilt.
why-forbidden = { $n ->
    [one] Was es verbietet, müsste sich ändern: Zeile { $lines } der Konfiguration.
   *[other] Was es verbietet, müsste sich ändern: die Zeilen { $lines } der Konfiguration.
}

## Geänderte Rechte

reloaded-title = Rechte haben sich geändert
reloaded-none = Die Konfiguration wurde neu gelesen. Keine Rechte haben sich geändert.
reloaded-footer = Die Konfiguration wurde neu gelesen; das gilt von jetzt an.
reloaded-served = Ich arbeite jetzt auch auf dem Discord-Server { $guild }.
reloaded-unserved = Ich arbeite nicht mehr auf dem Discord-Server { $guild } und verlasse ihn.
reloaded-gained = • darf jetzt: { $rights }
reloaded-lost = • darf nicht mehr: { $rights }
reloaded-kept = • darf weiterhin: { $rights }
reloaded-denied = • ist jetzt verboten: { $rights }
reloaded-undenied = • ist nicht mehr verboten: { $rights }
extent-guilds = { $n ->
    [one] auf dem Discord-Server { $list }
   *[other] auf den Discord-Servern { $list }
}
extent-channels = { $n ->
    [one] im Kanal { $list }
   *[other] in den Kanälen { $list }
}
extent-accounts = { $n ->
    [one] Konto { $list }
   *[other] Konten { $list }
}
extent-servers = Server { $list }

## Protokoll

audit-title = Wer was getan hat
audit-none = Nichts passt.
audit-line = { $at } { $person } { $action } { $target } **{ $result }**{ $detail }
audit-intent = begonnen
audit-done = erledigt
audit-refused = abgelehnt
audit-asked = gefragt
audit-cancelled = abgebrochen
audit-failed = gescheitert
audit-unknown = ungewiss

detail-denied = Recht fehlt
detail-not-offered = nicht angeboten
detail-unknown-account = unbekanntes Konto
detail-nothing-fits = nichts passt
detail-ambiguous = mehrdeutiger Name
detail-bad-argument = unbrauchbare Option
detail-address-in-use = Adresse in Gebrauch
detail-no-servers-in-it = keine Server darin
detail-option-missing = Option fehlt
detail-outdated = veralteter Befehl
detail-order-unpaid = Bestellung nicht bezahlt
detail-order-installed = Bestellung schon eingerichtet
detail-not-cancellable = nicht stornierbar
detail-no-such-item = kein solcher Posten
detail-private-key = privater Schlüssel
detail-locked = in Benutzung
detail-not-yours = nicht ihre Entscheidung
detail-stale = nicht mehr gültig
detail-wrong-name = falscher Name eingetippt
detail-decided = schon entschieden
detail-sent-before = schon gesendet
detail-not-served = falscher Ort
detail-nothing-to-do = nichts zu tun
detail-never-sent = nie gesendet
detail-expired = verfallen
detail-the-bot-stopped = der Bot wurde beendet
detail-verified = gesehen
detail-finished = beendet
detail-unobserved = nicht zu beobachten
detail-not-there = nicht erreicht
detail-changed = seither geändert
detail-unknown-relay = unbekanntes Relay
detail-exists = gibt es schon
detail-gone = verschwunden
detail-blind = nicht zu sehen
detail-failed = beim Anbieter gescheitert
detail-not-started = nie begonnen
detail-unfinished = nicht rechtzeitig fertig
detail-seen = gesehen
detail-shop-closed = Verkauf geschlossen
detail-plan-closed = dieser Tarif wird nicht verkauft
detail-custom-closed = keine Server nach Maß
detail-method-missing = keine Zahlungsart gewählt
detail-system-missing = kein System gewählt
detail-system-unknown = unbekanntes System
detail-system-disabled = System nicht verfügbar
detail-cpu-type-unknown = unbekannter Prozessortyp
detail-storage-type-unknown = unbekannte Speicherart
detail-storage-too-small = zu wenig Speicherplatz
detail-name-not-taken = Name nicht angenommen
detail-name-unusable = unbrauchbarer Name
detail-price-unknown = Preis unbekannt
detail-unanswered = noch etwas zu wählen
detail-no-such-step = nichts dergleichen zu wählen
detail-bad-answer = eine Wahl, die es nicht gibt
detail-bad-form = braucht eine andere Form
detail-needs = etwas dazu noch zu wählen
detail-declined = vom Anbieter nicht angenommen
detail-one-at-a-time = ein Ding je Bestellung
detail-too-many = zu viele Dinge auf einmal
detail-no-card = keine Karte
detail-template-unknown = unbekanntes System
detail-template-disabled = System nicht verfügbar
detail-keys-not-taken = Schlüssel nicht genommen
detail-key-elsewhere = Schlüssel eines anderen Kontos
detail-no-size = keine Größe genannt
detail-size-fixed = Größe nicht änderbar
detail-out-of-bounds = Größe außerhalb der Grenzen
detail-out-of-bounds-now = jetzige Größe außerhalb der Grenzen
detail-size-untold = jetzige Größe nicht genannt
detail-invoice-paid = schon bezahlt
detail-nothing-due = nichts mehr zu zahlen
detail-invoice-over = nichts zu zahlen
detail-due-untold = Offenes oder Guthaben nicht genannt
detail-other-currency = andere Währung
detail-too-fine = zu viele Nachkommastellen
detail-above-due = mehr als offen ist
detail-above-credit = zu wenig Guthaben
detail-late = hat zu lange gedauert
detail-internal = Fehler im Bot
detail-unsupported = nicht angeboten
detail-unreachable = Anbieter nicht erreichbar
detail-timeout = keine Antwort in der Zeit
detail-connection-lost = Verbindung abgebrochen
detail-unauthenticated = keine Zugangsdaten
detail-unauthorized = Zugangsdaten abgelehnt
detail-login-refused = Benutzername oder Passwort abgelehnt
detail-address-refused = Adresse abgelehnt
detail-server-needed = kein Server genannt
detail-payment-required = Zahlung abgelehnt
detail-not-found = nicht gefunden
detail-rate-limited = zu viele Anfragen
detail-refused = vom Anbieter abgelehnt
detail-server-error = Fehler beim Anbieter
detail-unreadable = unlesbare Antwort
detail-too-large = zu große Antwort
detail-redirected = umgeleitet

## Ablehnungen

refused-denied = Du darfst **/{ $command }** hier nicht benutzen.
refused-denied-on = Du darfst **/{ $command }** hier nicht auf { $target } anwenden.
refused-missing = Das Recht, das fehlt: `{ $action }`.
refused-contact = So bekommst du es: { $contact }
refused-not-offered = { $provider } bietet **/{ $command }** nicht an, also kann das Konto **{ $account }** es nicht.
refused-not-offered-anywhere = Keines der eingerichteten Konten bietet **/{ $command }** an.
refused-paid-there = Bezahle sie im Kundenbereich von { $provider }: Nur dort wird sie bezahlt.
refused-offers = `/account list` zeigt, was jedes Konto bietet.
refused-instead = Konten, die es können: { $accounts }.
refused-instead-theirs = Konten, die es für das Ihre können: { $accounts }.
refused-unknown-account = Es gibt kein Konto { $name }, das du dafür benutzen darfst.
refused-accounts = Konten, die du benutzen darfst: { $accounts }.
refused-nothing-fits = { $kind ->
    [server] Kein Server, den du benutzen darfst, passt zu { $name }.
    [plan] Kein Tarif, den du benutzen darfst, passt zu { $name }.
    [order] Keine Bestellung, die du sehen darfst, passt zu { $name }.
    [site] Keine Website, die du sehen darfst, passt zu { $name }.
    [ticket] Kein Ticket, das du sehen darfst, passt zu { $name }.
    [department] Das Konto hat keine Abteilung { $name }.
    [notice] Keine Mitteilung, die du sehen darfst, passt zu { $name }.
    [invoice] Keine Rechnung, die du sehen darfst, passt zu { $name }.
    [certificate] Kein Zertifikat, das du sehen darfst, passt zu { $name }.
    [certificate-plan] Kein Zertifikat im Angebot passt zu { $name }.
    [contact] Kein Kontakt, den du sehen darfst, passt zu { $name }.
    [service] Kein Dienst, den du sehen darfst, passt zu { $name }.
    [key] Kein SSH-Schlüssel, den du sehen darfst, passt zu { $name }.
   *[other] Nichts, was du benutzen darfst, passt zu { $name }.
}
refused-nothing-next = { $kind ->
    [server] Tippe einen Teil des Namens und wähle aus der Liste, oder sieh in `/vps list` nach.
    [plan] Tippe einen Teil des Namens und wähle aus der Liste, oder sieh in `/order plans` nach.
    [order] Tippe einen Teil des Namens und wähle aus der Liste, oder sieh in `/order list` nach.
    [site] Tippe einen Teil der Domain und wähle aus der Liste, oder sieh in `/site list` nach.
    [ticket] Tippe die Nummer oder einen Teil des Betreffs und wähle aus der Liste, oder sieh in `/ticket list` nach.
    [department] Wähle eine aus der Liste, die sich beim Tippen öffnet, oder sieh in `/ticket departments` nach.
    [notice] Wähle eine aus der Liste, die sich beim Tippen öffnet, oder sieh in `/notice list` nach.
    [invoice] Tippe einen Teil der Nummer und wähle aus der Liste, oder sieh in `/invoice list` nach.
    [certificate] Tippe einen Teil der Domain und wähle aus der Liste, oder sieh in `/cert list` nach.
    [certificate-plan] Wähle eines aus der Liste, die sich beim Tippen öffnet, oder sieh in `/cert plans` nach.
    [contact] Wähle einen aus der Liste, die sich beim Tippen öffnet, oder sieh in `/account contacts` nach.
    [service] Wähle einen aus der Liste, die sich beim Tippen öffnet, oder siehe `/service list`.
    [key] Tippe einen Teil des Namens und wähle aus der Liste, oder sieh in `/sshkey list` nach.
   *[other] Tippe einen Teil des Namens und wähle aus der Liste.
}
refused-unsearched = In **{ $account }** konnte nicht gesucht werden: { $why } { $next }
refused-unsearched-pending = Die Liste von **{ $account }** wird noch gelesen; versuche es gleich noch einmal.
refused-ambiguous = { $kind ->
    [server] Mehrere Server passen zu { $name }. Welcher?
    [plan] Mehrere Tarife passen zu { $name }. Welcher?
    [order] Mehrere Bestellungen passen zu { $name }. Welche?
    [site] Mehrere Websites passen zu { $name }. Welche?
    [ticket] Mehrere Tickets passen zu { $name }. Welches?
    [notice] Mehrere Mitteilungen passen zu { $name }. Welche?
    [invoice] Mehrere Rechnungen passen zu { $name }. Welche?
    [service] Mehrere Dienste passen zu { $name }. Welcher?
    [key] Mehrere SSH-Schlüssel passen zu { $name }. Welcher?
   *[other] Mehreres passt zu { $name }. Welches?
}
chosen = **{ $choice }** gewählt.
refused-menu = Auswählen
refused-bad-value = Die Option `{ $argument }` kann nicht { $text } sein.
refused-missing-argument = Hier braucht es die Option `{ $argument }`.
refused-bad-form = Was im Formular steht, kann nicht verwendet werden.
refused-bad-field = Das Formular nimmt { $text } nicht.
refused-address-in-use = { $address } wird von **{ $interface }** benutzt und ginge dort verloren. Nimm sie dort erst mit `/network update` weg, oder nenne eine freie Adresse.
refused-no-servers-in = In **{ $name }** lässt sich kein Server anlegen: Es ist etwas anderes, oder { $provider } bietet dort kein Betriebssystem an. Wähle einen anderen Service; `/service list` zeigt sie.
refused-option-missing = Was soll geändert werden? Benutze mindestens eine dieser Optionen: { $options }.
refused-bad-argument = Die Option `{ $argument }` hat einen Wert, der nicht brauchbar ist.
refused-bad-argument-since = Schreibe als Zahl und Einheit, wie weit zurück: `30m`, `12h`, `7d` oder `2w`.
refused-bad-argument-plan = Schreibe den Tarif, wie der Anbieter ihn nennt, etwa business.
refused-bad-argument-options = Schreibe, was du wählst, als `id=value, id=value`, jede ID einmal. `/order plan` zeigt, was ein Tarif annimmt, und `guided:true` fragt nach allem.
refused-bad-argument-metric = Wähle `cpu` oder `memory`.
refused-bad-argument-ip = Schreibe die IP-Adresse, von der aus du die Diagramme ansehen wirst: Nur von dort öffnen sie sich. Der Schlüssel `graph_viewer_ip` des Kontos kann eine für alle nennen.
refused-bad-argument-kind = Wähle `credits` oder `bonuses`, oder lass die Option weg.
refused-bad-argument-contact = Wähle einen Kontakt dieses Kontos; `/account contacts` zeigt sie.
refused-bad-argument-part = Wähle `name`, `address` oder `phone`.
refused-bad-argument-line = Fülle mindestens ein Feld des Formulars aus, jedes mit bis zu 200 Zeichen, und eine E-Mail-Adresse wie mary@example.com. Es wurde nichts gesendet.
refused-bad-argument-range = Wähle `hour`, `day`, `week`, `month` oder `year`.
refused-bad-argument-query = Schreibe einen Teil eines Namens, eine ID, eine IP-Adresse oder eine Domain.
refused-bad-argument-amount = Schreibe einen Betrag über 0 nur als Zahl, etwa 10 oder 19,65. Ohne ihn wird alles bezahlt, was noch offen ist.
refused-bad-argument-card = Wähle eine Karte aus der Liste, oder schreibe mit dem Account, wofür sie steht, etwa asia/736633.
refused-bad-argument-until = Wähle eine der Zeiten aus der Liste.
refused-bad-argument-type = Wähle `ipv4` oder `ipv6`, wie der Pool es hat.
refused-bad-argument-interface = Der Server hat keine solche Schnittstelle. `/network interfaces` listet sie mit ihren IDs auf.
refused-bad-argument-pool = Einen solchen Pool gibt es nicht. `/network pools` listet sie mit ihren IDs auf.
refused-bad-argument-ipv4 = Schreibe IPv4-Adressen des Servers oder ihre IDs mit Kommas dazwischen, oder `none`. `/network ips` listet sie mit ihren IDs auf.
refused-bad-argument-ipv6 = Schreibe IPv6-Adressen des Servers oder ihre IDs mit Kommas dazwischen, oder `none`. `/network ips` listet sie mit ihren IDs auf.
refused-bad-argument-resources = Schreibe, was der Dienst haben soll, als `id=value` mit Kommas dazwischen, wie `/service upgrade-options` es auflistet; oder gib `package` oder `cycle` an.
refused-bad-argument-package = Ein solches Produkt kann er nicht werden. `/service upgrade-options` listet sie mit ihren IDs auf.
refused-bad-argument-cycle = Wähle einen der Zeiträume aus der Liste.
refused-bad-argument-label = Schreibe einen Namen in einer Zeile: höchstens 64 Zeichen für einen Server, 100 für einen Dienst.
refused-bad-argument-reason = Schreibe einen Grund in einer Zeile, mit höchstens 500 Zeichen.
refused-bad-argument-template = Der Dienst hat kein solches Betriebssystem. Wähle eines aus der Liste, die sich beim Tippen öffnet.
refused-bad-argument-memory = Schreibe den Speicher in MB, von 64 bis 1048576.
refused-bad-argument-cpu = Schreibe die Zahl der Kerne, von 1 bis 256.
refused-bad-argument-disk = Schreibe die Platte in GB, von 1 bis 65536.
refused-bad-argument-domain = Schreibe nur eine Domain, etwa mysite.co.il, mit höchstens 64 Zeichen.
refused-bad-argument-hostname = Schreibe nur einen Hostnamen, etwa web-1.example.com: Buchstaben von a bis z, Ziffern und Bindestriche, in Teilen mit Punkten dazwischen.
refused-bad-argument-key = Füge die eine Zeile einer `.pub`-Datei ein: Art, Schlüssel und Bezeichnung, etwa ssh-ed25519 AAAAC3… du@example.com. Es wurde nichts gesendet.
refused-bad-argument-csr = Füge die ganze Zertifikatsanfrage ein, von `-----BEGIN CERTIFICATE REQUEST-----` bis `-----END CERTIFICATE REQUEST-----`, wie `openssl req -new` sie schreibt. Nichts wurde gesendet.
refused-bad-argument-approver_email = Schreibe eine einzige E-Mail-Adresse, etwa admin@example.com.
refused-bad-argument-item = Dieser Anbieter storniert Bestellungen nur im Ganzen: Lass die Option weg.
refused-private-key = Das ist ein privater Schlüssel. Er wurde weder gesendet noch aufbewahrt. Füge ein, was öffentlich ist: von einem SSH-Schlüssel die eine Zeile der Datei, deren Name auf `.pub` endet, für ein Zertifikat die Zertifikatsanfrage. Wer ihn sonst gelesen haben kann, kann ihn benutzen: Denk an ein neues Paar.
refused-cancelled-already = **{ $name }** lässt sich nicht stornieren: { $provider } sagt { $state }.
refused-no-such-item = Bestellung **{ $name }** hat keinen Posten { $text }. Nenne einen von diesen mit seiner ID:
refused-order-unpaid = **{ $name }** ist noch nicht bezahlt: Der Server wird eingerichtet, sobald das geschehen ist.
refused-order-unpaid-invoice = Bezahle die Rechnung { $invoice } bei { $provider } und benutze den Befehl noch einmal.
refused-order-unpaid-next = Bezahle sie bei { $provider } und benutze den Befehl noch einmal.
refused-order-installed = Der Server von **{ $name }** ist schon eingerichtet oder wird gerade eingerichtet.
refused-order-installed-next = `/vps reinstall` setzt { $server } neu auf, was alle seine Daten löscht.
refused-not-cancellable = **{ $name }** lässt sich nicht stornieren: { $provider } sagt { $state }. Bei { $provider } geht das nur, solange nicht bezahlt ist.
refused-bad-argument-ssh_keys = Schreibe bis zu 20 Schlüssel mit Kommas dazwischen, jeden mit seiner Referenz, etwa dev/8, oder nur mit seiner ID. `/sshkey list` zeigt sie.
refused-bad-argument-php = Schreibe eine PHP-Version, etwa 8.2.
refused-bad-argument-account = Wähle ein Konto aus der Liste, die sich beim Tippen öffnet.
refused-bad-argument-server = Dieser Server ist in einem anderen Konto. Lass eine der beiden Optionen weg.
refused-bad-argument-text = Schreibe etwas, in höchstens 4000 Zeichen. Es wurde nichts gesendet.
refused-bad-argument-subject = Schreibe in höchstens 250 Zeichen, worum es geht.
refused-bad-argument-file = Das Ticket hat keine solche Datei. Wähle eine aus der Liste, die sich beim Tippen öffnet.
refused-bad-argument-id = Schreibe die ID so, wie `/notice statuses` sie zeigt.
refused-bad-argument-command = Einen solchen Befehl, den du benutzen darfst, gibt es nicht. `/help` zählt sie auf.
not-sold-shop-closed = { $provider } verkauft zurzeit nichts: Der Verkauf ist geschlossen.
not-sold-plan-closed = { $provider } verkauft diesen Tarif zurzeit nicht: `/order plans` zeigt, was es verkauft.
not-sold-custom-closed = { $provider } verkauft zurzeit keine Server nach Maß. `/order plans` zeigt die Tarife.
not-sold-system-missing = Welches Betriebssystem soll er haben?
not-sold-system-unknown = { $provider } hat kein Betriebssystem **{ $text }**.
not-sold-system-disabled = Das Betriebssystem **{ $text }** ist bei { $provider } zurzeit nicht verfügbar.
not-sold-cpu-type-unknown = { $provider } hat keinen Prozessortyp **{ $text }**.
not-sold-storage-type-unknown = { $provider } hat keine Speicherart **{ $text }**.
not-sold-storage-too-small = **{ $text }** braucht mindestens { $least } GB Speicherplatz; angegeben war `storage:{ $given }`.
not-sold-storage-too-small-next = Benutze `/order custom` noch einmal mit `storage:{ $least }` oder mehr und den übrigen Optionen wie vorher.
not-sold-name-not-taken = { $provider } nimmt für einen Tarif keinen Namen an: Lass die Option `name` weg.
not-sold-unanswered = Zuerst ist etwas zu wählen: **{ $text }**. Schreibe es in `options:` als `id=value`; `/order plan` zeigt, was der Tarif hat.
not-sold-unanswered-option = Zuerst ist etwas zu wählen: mit der Option **{ $text }**.
not-sold-method-missing = Wie soll bezahlt werden? Wähle hier, oder benutze die Option `pay_method`.
not-sold-no-such-step = { $provider } hat hier nichts zu wählen, das **{ $text }** heißt.
not-sold-bad-answer = Für **{ $step }** nimmt { $provider } **{ $text }** nicht an.
not-sold-bad-form = Für **{ $step }** nimmt { $provider } **{ $text }** nicht an. Angenommen wird etwas wie { $example }.
not-sold-needs = **{ $text }** geht nur mit **{ $step }**: Wähle beides oder keines, in `options:` als `id=value`.
not-sold-declined = { $provider } würde diese Bestellung nicht annehmen: { $text }
not-sold-one-at-a-time = { $provider } verkauft mit jeder Bestellung ein Ding.
not-sold-too-many = Eine Bestellung kann höchstens { $least } Dinge haben.
not-sold-name-unusable = Der Name ist unbrauchbar: Schreibe 1 bis 64 sichtbare Zeichen.
not-sold-price-unknown = { $provider } sagt nicht, was es kosten würde; es wird nicht bestellt.
not-sold-no-card = **{ $account }** hat keine gespeicherte Karte bei { $provider }: Hinterlege dort unter den Zahlungsarten eine, sieh sie mit `/billing methods` an und bestelle noch einmal.
not-sold-known = Es gibt: { $known }.
unfit-template-unknown = { $provider } hat für diesen Server kein Betriebssystem **{ $text }**.
unfit-template-disabled = Das Betriebssystem **{ $text }** ist bei { $provider } zurzeit nicht verfügbar.
unfit-keys-not-taken = { $provider } nimmt keine SSH-Schlüssel, wenn ein Server aufgesetzt wird: Lass die Option `ssh_keys` weg.
unfit-key-elsewhere = { $key } ist kein Schlüssel dieses Kontos. `/sshkey list` zeigt die, die es hat.
unfit-no-size = Nenne mindestens eine Größe, die sich ändern soll: { $known }.
unfit-size-fixed = { $provider } kann `{ $size }` nicht ändern: Lass diese Option weg.
unfit-out-of-bounds = { $provider } nimmt als `{ $size }` { $least } bis { $most }, verlangt war { $value }.
unfit-out-of-bounds-now = { $provider } muss alle Größen erfahren und nimmt als `{ $size }` { $least } bis { $most }; der Server hat davon jetzt { $value }: Nenne auch diese.
unfit-size-untold = { $provider } muss alle Größen erfahren und sagt nicht, was der Server jetzt als `{ $size }` hat: Nenne auch diese.
refused-outdated = Die Befehle wurden erneuert. Bitte versuche es noch einmal; bleibt es so, lade Discord neu.
refused-locked = { $person } hat { $since } **/{ $command }** auf { $name } begonnen, und das war noch nicht zu Ende, als du gefragt hast. Es wurde nichts gesendet; warte das Ende ab und frage noch einmal.
refused-not-yours = Nur { $people } kann das entscheiden.
refused-stale = Dieser Knopf, dieses Menü oder dieses Formular führt nirgendwohin mehr. Benutze den Befehl noch einmal.
refused-site-exists = Unter **{ $domain }** gibt es schon eine Website, also wurde keine angelegt.
refused-site-exists-shown = `/site show` zeigt sie; für eine neue nenne eine andere Domain.
refused-site-exists-hidden = Nenne eine andere Domain oder frage jemanden, der `/site show` benutzen darf.
refused-changed-since = Der Preis, die Ware oder die Karte hat sich seit der ersten Bestellung geändert, also wurde sie nicht noch einmal gesendet. Ich sehe noch eine Weile nach, ob die erste doch beginnt, und sage es hier. `/order buy` bestellt zum jetzigen Preis.
refused-wrong-name = Das ist nicht der verlangte Name. Es wurde nichts gesendet; drücke den Knopf noch einmal, um es wieder zu versuchen.
refused-not-served = Ich arbeite nur auf den Discord-Servern, für die ich eingerichtet bin, nicht hier.
refused-decided = Das ist schon entschieden.
refused-already-sent = Dieses Formular wurde schon gesendet, und worum es bat, wurde damals begonnen. Es wurde nichts noch einmal gesendet.

## Fehlschläge

failed-title = Das hat nicht geklappt
failed-why = **{ $account }**: { $why }
failed-about = /{ $command } auf { $name }
failed-about-bot = /{ $command }
failed-incident = Fehler { $incident }
failed-nothing-sent = Es wurde nichts geändert.
failed-nothing-paid = Es wurde nichts bezahlt.
failed-nothing-bought = Es wurde nichts bestellt und nichts abgebucht.
failed-contact = Wer helfen kann: { $contact }
failed-ambiguous = Vielleicht wurde es ausgeführt, vielleicht nicht; es wird nicht noch einmal gesendet. Sieh dir das Konto bei { $provider } an, bevor du es noch einmal versuchst.
failed-card = { $provider } hatte diese Karte: { $cards }.
failed-no-card = Dort ist keine Karte gespeichert.
failed-card-next = Hinterlege bei { $provider } unter den Zahlungsarten des Kontos eine gültige Karte, sieh sie mit `/billing methods` an und bestelle noch einmal.
failed-gone = Bei **{ $account }** gibt es das nicht mehr.
failed-gone-next = { $kind ->
    [plan] `/order plans` zeigt, was es gibt.
    [order] `/order list` zeigt, was es gibt.
    [site] `/site list` zeigt, was es gibt.
    [ticket] `/ticket list` zeigt, was es gibt.
    [notice] `/notice list` zeigt, was es gibt.
    [invoice] `/invoice list` zeigt, was es gibt.
    [certificate] `/cert list` zeigt, was es gibt.
    [certificate-plan] `/cert plans` zeigt, was es gibt.
    [contact] `/account contacts` zeigt, wen es gibt.
    [service] `/service list` zeigt, was es gibt.
   *[other] `/vps list` zeigt, was es gibt.
}
failed-late = Es hat zu lange gedauert, deshalb warte ich nicht länger.
failed-late-account = **{ $account }** hat zu lange gebraucht, deshalb warte ich nicht länger.
failed-late-next = Versuche es in einer Minute noch einmal.
failed-internal = Im Bot selbst ist etwas schiefgegangen.
failed-internal-next = Nenne denen, die den Bot betreiben, die ID des Fehlers.

why-unsupported = { $provider } bietet das nicht an.
why-unreachable = { $provider } ist nicht erreichbar.
why-timeout = { $provider } hat nicht rechtzeitig geantwortet.
why-connection-lost = die Verbindung zu { $provider } brach ab, bevor die Antwort da war.
why-unauthenticated = { $provider } sagt, dass mit der Anfrage kein Schlüssel kam.
why-unauthorized = { $provider } sagt, dass der Schlüssel des Kontos ungültig oder abgelaufen ist.
why-unauthorized-iv = { $provider } hat den API-Benutzer oder sein Passwort abgelehnt.
why-unauthorized-lightlayer = { $provider } lässt das Konto ein, aber nicht dies tun.
why-unauthorized-klikk = { $provider } hat Token oder Passwort abgelehnt, oder die Adresse des Bots steht dort nicht im IP-Filter des Tokens.
why-unauthorized-inferno = { $provider } hat den Schlüssel abgelehnt, oder die Adresse des Bots steht dort nicht auf der Liste des Kontos.
why-login-refused = { $provider } hat die Anmeldung mit Benutzername und Passwort des Kontos abgelehnt.
why-address-refused = { $provider } hat die Anfrage abgelehnt, weil sie nicht über HTTPS von einer Adresse aus dem eigenen Netz kam.
why-server-needed = { $provider } sagt das nur für einen Server auf einmal.
why-payment-required = { $provider } hat für das Konto keine gültige Zahlungskarte, oder die Abbuchung ist gescheitert.
why-not-found = { $provider } kennt nichts unter dieser ID.
why-not-found-site-plan = { $provider } kennt nicht, womit die Website angelegt werden sollte; vermutlich hat das Konto keinen solchen Website-Tarif.
why-not-found-list = { $provider } kennt nicht, wonach gefragt wurde.
why-rate-limited = { $provider } bittet um weniger Anfragen.
why-rate-limited-for = { $provider } bittet für { $wait } um weniger Anfragen.
why-refused = { $provider } hat es abgelehnt.
why-refused-words = { $provider } hat es abgelehnt: { $words }
why-server-error = { $provider } hat selbst eine Störung.
why-unreadable = { $provider } gab eine Antwort, die nicht zu lesen ist.
why-too-large = { $provider } gab eine viel zu große Antwort.
why-redirected = { $provider } verwies auf eine andere Adresse; dem wird nie gefolgt.

next-unsupported = `/help` zeigt, was es gibt.
next-unreachable = Versuche es in einer Minute noch einmal; bleibt es so, sieh auf die Statusseite des Anbieters.
next-timeout = Versuche es in einer Minute noch einmal; bleibt es so, sieh auf die Statusseite des Anbieters.
next-connection-lost = Versuche es in einer Minute noch einmal.
next-unauthenticated = Wer den Bot betreibt, muss Schlüssel und `base_url` dieses Kontos in der Konfiguration prüfen: Etwas auf dem Weg entfernt den Schlüssel.
next-unauthorized = Wer den Bot betreibt, muss einen neuen Schlüssel dort hinterlegen, worauf die Konfiguration dieses Kontos zeigt.
next-unauthorized-iv = Wer den Bot betreibt, muss `nick` und Passwort des Kontos in der Konfiguration prüfen; im Kundenbereich von { $provider } muss die Beschreibung des Benutzers genau `API` lauten.
next-unauthorized-lightlayer = Wer den Bot betreibt, muss dem Kontakt, als der sich das Konto anmeldet, im Kundenbereich von { $provider } das Recht dazu geben.
next-unauthorized-klikk = Wer den Bot betreibt, muss Token oder Passwort des Kontos in der Konfiguration prüfen. Bei { $provider } gilt ein Token nur von den Adressen in seinem IP-Filter, und ein Passwort nur für einen Benutzer ohne 2-Faktor-Anmeldung: Mit dieser braucht es ein Token.
next-unauthorized-inferno = Wer den Bot betreibt, muss `cid` und Schlüssel des Kontos in der Konfiguration prüfen, und ob der Support von { $provider } die Adresse des Bots auf die Liste des Kontos gesetzt hat: Dafür genügt dort ein Ticket.
next-login-refused = Wer den Bot betreibt, muss `username` und Passwort des Kontos in der Konfiguration berichtigen und sie neu lesen lassen. Eine abgelehnte Anmeldung wird frühestens { $again } wieder versucht, damit { $provider } niemanden aussperrt; eine berichtigte sofort.
next-login-refused-lightlayer = Mit zweitem Faktor kommt niemand hinein: Nenne einen Kontakt ohne einen, oder setze `auth = "basic"`.
next-login-refused-klikk = Mit 2-Faktor-Anmeldung gilt kein Passwort: Es braucht ein Token.
next-address-refused = Wer den Bot betreibt, muss ihn auf einem Server laufen lassen, der bei { $provider } steht: Von anderswo wird jede Anfrage abgelehnt.
next-server-needed = Nenne einen mit der Option `server`.
next-payment-required = Hinterlege beim Anbieter eine gültige Karte und versuche es noch einmal.
next-not-found = `/vps list` zeigt, was es gibt.
next-not-found-goods = `/order plans` und `/vps templates` zeigen, was es gibt.
next-not-found-site-plan = `/service list` zeigt die Website-Tarife, für die das Konto bezahlt.
next-not-found-ticket = `/ticket list` zeigt, was es gibt.
next-not-found-notice = `/notice list` zeigt, was es gibt.
next-not-found-invoice = `/invoice list` zeigt, was es gibt.
next-not-found-cert = `/cert list` zeigt, was es gibt.
next-not-found-cert-plan = `/cert plans` zeigt, was angeboten wird.
next-not-found-contact = `/account contacts` zeigt, wen es gibt.
next-not-found-service = `/service list` zeigt, was es gibt.
next-not-found-list = Wer den Bot betreibt, muss die `base_url` des Kontos in der Konfiguration prüfen.
next-rate-limited = Warte ein wenig und versuche es noch einmal.
next-refused = Prüfe die Optionen und versuche es noch einmal.
next-server-error = Versuche es in einer Minute noch einmal; bleibt es so, frage den Anbieter.
next-unreadable = Versuche es noch einmal; bleibt es so, sage denen Bescheid, die den Bot betreiben.
next-too-large = Sage denen Bescheid, die den Bot betreiben.
next-redirected = Wer den Bot betreibt, muss die `base_url` des Kontos in der Konfiguration prüfen.

## Karten und ihre Hinweise

card-order-on-request = Wer sie aufgegeben hat, ihr Preis und ihr Server werden auf Nachfrage gezeigt.
card-order-elsewhere = beim Anbieter, nicht durch mich
card-order-doubtful = Die Antwort auf die Bestellung ging verloren: Vielleicht wurde sie begonnen, vielleicht nicht. Sie wird nicht noch einmal gesendet; ich frage { $provider }.
card-order-not-started = { $provider } weiß nichts von der Bestellung: Sie wurde nicht begonnen. Wer danach gefragt hat, kann es dort noch einmal versuchen.
card-order-refused = { $provider } hat die Bestellung nicht angenommen. Die Nachricht, in der nach ihr gefragt wurde, sagt warum.
card-order-unknown = Was aus der Bestellung wurde, war nicht zu sehen; sie wurde nicht noch einmal gesendet. `/order status` fragt { $provider } jederzeit, und `/vps list` zeigt den Server, sobald er da ist: Sieh nach, bevor jemand noch einmal bestellt.
card-field-listed = In der Liste des Anbieters
card-field-ordered = Bestellt
card-field-buyer = Bestellt von
card-mark = Ref. { $mark }
card-on-request = Was darin steht, wird auf Nachfrage gezeigt.
card-ticket-number = Ticket { $number }
card-invoice = Rechnung { $number }
card-invoice-gone = nicht mehr in der Liste des Anbieters
card-server = Server { $name }
card-server-running = { $name } läuft
card-server-down = { $name } läuft nicht
card-server-gone = { $name } gibt es nicht mehr
card-service = { $name }
card-certificate = Zertifikat für { $name }
card-certificate-expiring = Das Zertifikat für { $name } gilt nicht mehr lange
card-certificate-expired = Das Zertifikat für { $name } gilt nicht mehr
card-renewal = { $name } ist bald wieder zu zahlen
card-start = Starten
card-restart = Neu starten
card-field-since = Steht seit
card-balance = Guthaben
card-balance-low = Das Guthaben ist niedrig
card-notice = Mitteilung
card-notice-read = Mitteilung, zur Kenntnis genommen
card-unreachable = { $provider } antwortet nicht
card-field-reason = Letzter Fehler
card-balance-next = Das Guthaben liegt unter der eingestellten Grenze. `/balance account:{ $account }` zeigt, was als Nächstes fällig wird, und `/invoice list account:{ $account }`, was offen ist.
card-unreachable-text = Seit { $since } ist keine Anfrage an { $provider } gelungen. Ich versuche es weiter, je länger es dauert, desto seltener, und sage hier, wenn es wieder gelingt. `/account list` sagt, wie es jetzt steht und was zu tun ist.
card-recovered = { $provider } antwortet wieder
card-reply = Antworten
card-close = Schließen
card-reopen = Wieder öffnen
card-claim = Übernehmen
card-pay = Mit Guthaben zahlen
card-ack = Zur Kenntnis nehmen
card-details = Einzelheiten für dich
card-snooze = Eine Weile ruhig
card-snooze-15m = 15 Minuten
card-snooze-1h = 1 Stunde
card-snooze-morning = bis morgen früh
card-claimed = Du hast es übernommen; die Karte in { $channel } sagt es. Übernimm es noch einmal, um es abzugeben.
card-taken-over = Du hast es von { $person } übernommen; die Karte in { $channel } sagt es.
card-given-up = Du hast es abgegeben; die Karte in { $channel } sagt es.
card-snoozed = Die Hinweise in { $channel } warten; ich erinnere dort { $until } daran.
card-field-owner = Übernommen von
card-field-snoozed = Ruhig bis
card-field-department = Abteilung
card-field-author = Eröffnet von
card-field-opened = Eröffnet
card-field-last = { $n ->
    [one] Die Antwort
   *[other] Letzte von { $n } Antworten
}
card-due-soon = { $day } · **bald fällig**
card-overdue = { $day } · **überfällig**
card-field-due = Fällig
card-field-issued = Ausgestellt
card-field-amount = Betrag
card-field-lines = Posten
card-field-compared = Verglichen mit der vorigen
card-field-credit = Guthaben
card-field-bonus = Bonus
card-field-owed = Geschuldet
card-field-about = Betrifft
reply-staff = **{ $name }** (Support)
reply-client = **{ $name }**
reply-by = { $person }, über diesen Bot
reply-staff-unnamed = Support
reply-client-unnamed = Das Konto
compared-same = Gleich.
compared-percent = { $percent } %
compared-line = { $text }: { $before } → { $now }
compared-new = neu: { $text } { $now }
compared-gone = fehlt: { $text } { $before }
note-replied = Es gibt eine neue Antwort.
note-replied-staff = Der Support hat geantwortet.
note-ticket-opened = Ein neues Ticket.
note-ticket-closed = Das Ticket ist geschlossen.
note-invoice-issued = Eine neue Rechnung.
note-invoice-due = Die Rechnung ist bald fällig.
note-invoice-overdue = Die Rechnung ist überfällig.
note-invoice-paid = Die Rechnung ist bezahlt.
note-order-placed = Eine neue Bestellung.
note-order-status = Ihr Zustand beim Anbieter ist jetzt **{ $state }**.
note-provision-progress = Die Einrichtung geht weiter.
note-provision-done = Es ist eingerichtet.
note-provision-failed = Die Einrichtung ist gescheitert. Vielleicht wurde trotzdem abgebucht: Sieh nach, bevor jemand noch einmal bestellt.
note-provision-nothing = Es wurde nicht bestellt.
note-provision-unknown = Was daraus wurde, ist nicht bekannt: Sieh nach, bevor jemand noch einmal bestellt.
note-provision-after-all = Es schien gescheitert, ist es aber nicht: Die Karte sagt, wie es steht.
note-server-down = Der Server läuft seit einer Weile nicht.
note-server-up = Der Server läuft wieder.
note-server-added = Das Konto hat einen Server mehr.
note-server-removed = Den Server gibt es nicht mehr.
note-renewal-due = Es ist bald wieder zu zahlen.
note-certificate-expiring = Das Zertifikat gilt nicht mehr lange.
note-balance-low = Das Guthaben ist unter der Grenze, die die Konfiguration setzt.
note-credit-used = Vom Guthaben wurden **{ $amount }** verbraucht.
note-credit-used-hidden = Vom Guthaben wurde etwas verbraucht.
note-bonus-added = Zum Bonus kamen **{ $amount }** hinzu.
note-bonus-added-hidden = Zum Bonus kam etwas hinzu.
note-bonus-used = Vom Bonus wurden **{ $amount }** verbraucht.
note-bonus-used-hidden = Vom Bonus wurde etwas verbraucht.
note-notice-posted = Eine neue Mitteilung.
note-provider-unreachable = Der Anbieter antwortet nicht.
note-provider-recovered = Der Anbieter antwortet wieder.
note-earlier-replies = { $n ->
    [one] { $n } frühere Antwort ist
   *[other] { $n } frühere Antworten sind
} auch gekommen.
note-baseline-balance = Von nun an beobachte ich das Guthaben von **{ $account }** und melde hier, was davon verbraucht wird{ $open ->
    [0] .
   *[other] { "" }, und wenn es unter die eingestellte Grenze fällt. Jetzt liegt es darüber.
}
note-baseline-tickets = Von nun an beobachte ich die Tickets von **{ $account }** und sage hier, was geschieht. Es gibt { $count ->
    [one] { $count } Ticket
   *[other] { $count } Tickets
}, davon { $open } nicht geschlossen; `/ticket list` zeigt sie.
note-baseline-invoices = Von nun an beobachte ich die Rechnungen von **{ $account }** und sage hier, was geschieht. Es gibt { $count ->
    [one] { $count } Rechnung
   *[other] { $count } Rechnungen
}, davon { $open } unbezahlt; `/invoice list` zeigt sie.
note-baseline-notices = Von nun an beobachte ich die Mitteilungen an **{ $account }** und zeige neue hier. { $open ->
    [one] { $open } ist
   *[other] { $open } sind
} nicht zur Kenntnis genommen; `/notice list` zeigt sie.
note-baseline-orders = Von nun an beobachte ich die Bestellungen von **{ $account }** und sage hier, was geschieht. Es gibt { $count ->
    [one] { $count } Bestellung
   *[other] { $count } Bestellungen
}; `/order list` zeigt sie.
note-baseline-servers = Von nun an beobachte ich die Server von **{ $account }** und sage hier, was geschieht. Es gibt { $count ->
    [one] { $count } Server
   *[other] { $count } Server
}, davon { $open } ausgeschaltet; `/vps list` zeigt sie.
note-baseline-services = Von nun an beobachte ich, wofür **{ $account }** regelmäßig zahlt, und sage hier, wann wieder zu zahlen ist. Es gibt { $count ->
    [one] { $count } Dienst
   *[other] { $count } Dienste
}, davon { $open } in den nächsten Tagen zu zahlen; `/service list` zeigt sie.
note-baseline-certificates = Von nun an beobachte ich die Zertifikate von **{ $account }** und melde hier, wenn eines nicht mehr lange gilt. Es gibt { $count ->
    [one] { $count } Zertifikat
   *[other] { $count } Zertifikate
}, davon { $open } höchstens noch einen Monat gültig; `/cert list` zeigt sie.
note-reminder = { $person } wollte jetzt daran erinnert werden.
note-channel-gone = Den Kanal { $channel } gibt es nicht mehr. Was ihm geschuldet ist, kommt hierher, bis die Konfiguration einen anderen nennt; `/relay redrive` versucht es noch einmal.
note-channel-closed = In { $channel } darf ich nicht schreiben. Was ihm geschuldet ist, kommt hierher, bis ich es darf; `/relay redrive` versucht es noch einmal.
note-test = { $person } probiert dieses Relay aus. Es funktioniert.

## Relays

relays-title = Relays
relays-none = Es gibt keine Relays. Ein Abschnitt `[[relays]]` in der Konfiguration macht eines.
relays-all-accounts = alle Konten
relays-blind-tickets = ⚠️ Ich kann die Tickets von **{ $account }** nicht lesen, zum ersten Mal { $since }: { $why }
relays-blind-invoices = ⚠️ Ich kann die Rechnungen von **{ $account }** nicht lesen, zum ersten Mal { $since }: { $why }
relays-blind-orders = ⚠️ Ich kann die Bestellungen von **{ $account }** nicht lesen, zum ersten Mal { $since }: { $why }
relays-blind-servers = ⚠️ Ich kann die Server von **{ $account }** nicht lesen, zum ersten Mal { $since }: { $why }
relays-blind-services = ⚠️ Ich kann nicht lesen, wofür **{ $account }** regelmäßig zahlt, zum ersten Mal { $since }: { $why }
relays-blind-certificates = ⚠️ Ich kann die Zertifikate von **{ $account }** nicht lesen, seit { $since }: { $why }
relays-blind-balance = ⚠️ Ich kann das Guthaben von **{ $account }** nicht lesen, zum ersten Mal { $since }: { $why }
relays-blind-notices = ⚠️ Ich kann die Mitteilungen von **{ $account }** nicht lesen, zum ersten Mal { $since }: { $why }
relays-blind-health = ⚠️ Ich kann den Zustand von **{ $account }** nicht lesen, zum ersten Mal { $since }: { $why }
relay-delivering = liefert
relay-paused = angehalten
relay-gone = den Kanal gibt es nicht mehr
relay-closed = dort darf ich nicht schreiben
relay-pending = { $n } warten
relay-dead = { $n } nicht geliefert; `/relay redrive` versucht es noch einmal
relay-public = Einzelheiten auf Nachfrage
relay-tested = Eine Testnachricht ist unterwegs nach { $channel }.
relay-paused-now = Nach { $channel } wird nichts mehr geliefert; was ihm geschuldet ist, wartet. `/relay resume` macht weiter.
relay-paused-before = Das Liefern nach { $channel } war schon angehalten.
relay-resumed-now = Was { $channel } geschuldet ist, wird wieder geliefert.
relay-resumed-before = Das Liefern nach { $channel } war nicht angehalten.
relay-redriven = { $n ->
    [one] { $n } Nachricht
   *[other] { $n } Nachrichten
} für { $channel } { $n ->
    [one] wird
   *[other] werden
} noch einmal versucht.
relay-redriven-none = Es gibt nichts, was { $channel } nicht bekommen konnte.
refused-unknown-relay = Es gibt kein Relay { $text }. `/relay list` zeigt die { $n ->
    [0] Relays, von denen es keine gibt
    [one] eine, die es gibt
   *[other] { $n }, die es gibt
}.
