# Was Menschen lesen. Fremder Text und Namen kommen bereinigt an; unter $incident steht die Ursache im Log.

more-lines = … und { $n } weitere
nobody = —

span-seconds = { $n } s
span-minutes = { $n } min
span-hours = { $n } h
span-days = { $n ->
    [one] { $n } Tag
   *[other] { $n } Tage
}

## Zustände

state-running = läuft
state-stopped = ausgeschaltet

## Server

servers-title = { $n ->
    [0] Keine Server
    [one] 1 Server
   *[other] { $n } Server
}
list-account-none = **{ $account }**: nichts.
list-incomplete = { $title }, und manches, das nicht aufgelistet werden konnte
list-unlisted = Die Liste konnte nicht gelesen werden

servers-none = Kein Server passt. `/vps list` ohne Optionen zeigt alle, die du sehen darfst.
account-failed = ⚠️ **{ $account }**: { $why } { $next }
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

templates-title = { $n ->
    [0] Keine Betriebssysteme
    [one] 1 Betriebssystem
   *[other] { $n } Betriebssysteme
}
templates-none = Es gibt kein Betriebssystem zur Wahl.
template-disabled = zurzeit nicht zu haben
cards-title = { $n ->
    [0] Keine Karten
    [one] 1 Karte
   *[other] { $n } Karten
}
cards-none = ⚠️ Keine Karte ist gespeichert: Käufe und Verlängerungen scheitern, bis beim Anbieter eine hinterlegt ist.
plans-title = { $n ->
    [0] Keine Tarife
    [one] 1 Tarif
   *[other] { $n } Tarife
}
plans-none = Es wird nichts angeboten.
plan-closed = zurzeit nicht zu kaufen
plan-closed-now = ⚠️ { $provider } verkauft zurzeit nichts.
plan-field-size = Größe
plan-field-systems = Systeme
plan-next = Zum Kaufen: `/order buy` mit dem Tarif `{ $plan }`. Der Preis wird vorher bestätigt.
size-memory = { $n } GB Arbeitsspeicher
size-disk = { $n } GB Festplatte
services-title = { $n ->
    [0] Keine Dienste
    [one] 1 Dienst
   *[other] { $n } Dienste
}
services-none = Nichts wird regelmäßig bezahlt.
renews-on = nächste Zahlung am { $date }
orders-title = { $n ->
    [0] Keine Bestellungen
    [one] 1 Bestellung
   *[other] { $n } Bestellungen
}
orders-none = Es wurde nichts bestellt.
order-placed = von { $person } { $at }
order-untold = { $provider } sagt nichts über den Fortschritt.
order-field-renews = Nächste Zahlung
order-state-sent = gesendet
order-state-installing = wird eingerichtet
order-state-installing-at = wird eingerichtet, { $percent } %
order-state-doubtful = Antwort verloren, wird gesucht
order-state-done = fertig
order-state-failed = Einrichtung gescheitert
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

## Was mit einem Server geschieht

deed-start-working = **{ $server }** wird gestartet …
deed-stop-working = **{ $server }** wird ausgeschaltet …
deed-restart-working = **{ $server }** wird neu gestartet …
deed-destroy-working = **{ $server }** wird gelöscht …

deed-start-watching = **{ $server }** startet: { $provider } hat den Auftrag { $since } angenommen.
deed-stop-watching = **{ $server }** schaltet sich aus: { $provider } hat den Auftrag { $since } angenommen.
deed-restart-watching = **{ $server }** startet neu: { $provider } hat den Auftrag { $since } angenommen.
deed-destroy-watching = **{ $server }** wird gelöscht: { $provider } hat den Auftrag { $since } angenommen.
deed-state = Gemeldeter Zustand: { $state }.

deed-doubtful = Die Antwort auf den Auftrag für **{ $server }** ging { $since } verloren: Vielleicht wurde er ausgeführt, vielleicht nicht. Er wird nicht noch einmal gesendet; ich sehe mir den Server an.

deed-start-verified = **{ $server }** läuft nach { $after }.
deed-stop-verified = **{ $server }** ist nach { $after } ausgeschaltet.
deed-restart-verified = **{ $server }** ist nach { $after } wieder da.
deed-destroy-verified = **{ $server }** ist nach { $after } verschwunden.
deed-after-doubt = Die Antwort auf den Auftrag selbst ging verloren; dies zeigt der Server. Er wurde nicht noch einmal gesendet.

deed-unobserved = **{ $server }** meldet, dass er läuft; der Neustart ließ sich nicht beobachten.
deed-unobserved-uptime = Er meldet, seit { $uptime } ohne Unterbrechung zu laufen. Manche Anbieter zeigen einen Neustart nicht.
deed-unobserved-doubt = Die Antwort auf den Auftrag ging verloren, und kein Neustart war zu sehen: **{ $server }** meldet, dass er läuft. Der Auftrag wurde nicht noch einmal gesendet.
deed-unobserved-next = Sieh zur Sicherheit auf dem Server selbst nach. Wenn er nicht neu gestartet ist, benutze `/vps restart` noch einmal.

deed-start-not-there = **{ $server }** läuft nach { $after } noch nicht. Gemeldeter Zustand: { $state }.
deed-stop-not-there = **{ $server }** ist nach { $after } noch nicht ausgeschaltet. Gemeldeter Zustand: { $state }.
deed-restart-not-there = **{ $server }** ist nach { $after } noch nicht zurück. Gemeldeter Zustand: { $state }.
deed-destroy-not-there = **{ $server }** ist nach { $after } noch da. Gemeldeter Zustand: { $state }.
deed-start-next = Sieh mit `/vps show` noch einmal nach; bleibt es so, versuche `/vps restart` oder frage { $provider }.
deed-stop-next = Sieh mit `/vps show` noch einmal nach; bleibt es so, versuche noch einmal `/vps stop` oder frage { $provider }.
deed-restart-next = Sieh mit `/vps show` noch einmal nach; bleibt er weg, versuche `/vps start` oder frage { $provider }.
deed-destroy-next = Sieh mit `/vps show` noch einmal nach; bleibt er da, frage { $provider }.

deed-gone = { $provider } kennt **{ $server }** nicht mehr.
deed-gone-next = `/vps list` zeigt, was es gibt.
deed-blind = Was aus **{ $server }** wurde, war nicht zu sehen: { $provider } antwortet seit { $after } nicht.
deed-blind-next = Sieh mit `/vps show` nach, sobald wieder Antworten kommen; nichts wurde zweimal gesendet.

deed-already-start = **{ $server }** läuft schon. Es wurde nichts gesendet.
deed-already-stop = **{ $server }** ist schon ausgeschaltet. Es wurde nichts gesendet.

by = Im Auftrag von { $person }.

## Zustimmung

ask-start = { $name } starten?
ask-stop = { $name } ausschalten?
ask-restart = { $name } neu starten?
ask-destroy = { $name } mit allen Daten löschen?
ask-buy = { $name } bestellen?
ask-text-stop = Was darauf läuft, steht still, bis er wieder gestartet wird.
ask-text-restart-stopped = Er ist gerade ausgeschaltet, also wird nichts unterbrochen; ein Neustart schaltet ihn ein.
ask-text-restart = Was darauf läuft, wird für eine Weile unterbrochen.
ask-text-destroy = **Das lässt sich nicht rückgängig machen.** Du wirst gebeten, den Namen einzutippen.
ask-text-buy = { $provider } belastet das Konto **{ $account }**, sobald du den Knopf drückst.
ask-text-start = Er wird eingeschaltet.
ask-changed-server = ⚠️ Der Zustand des Servers hat sich seit der Frage geändert. Bitte entscheide neu.
ask-changed-price = ⚠️ Der Preis, das Gekaufte oder die Karte hat sich seit der Frage geändert. Bitte entscheide neu.
ask-until = { $person } kann das entscheiden; die Frage verfällt { $until }.
ask-field-price = Preis
ask-field-os = System
ask-field-parts = Setzt sich zusammen aus
ask-field-card = Karte
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

button-start = { $name } starten
button-stop = { $name } ausschalten
button-restart = { $name } neu starten
button-destroy = { $name } löschen …
button-buy = { $name } bestellen - { $price }
button-again = Noch einmal versuchen{ $price }
button-cancel = Abbrechen
button-previous = ◀ Zurück
button-next = Weiter ▶

price-monthly = { $price }/Monat
price-once = { $price } einmalig
price-untold = { $provider } nennt keinen Preis

form-destroy-title = Endgültig löschen
form-label = Zur Bestätigung den Namen eintippen

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
buy-doubtful = Die Antwort auf die Bestellung von **{ $name }**, gesendet { $since }, ging verloren: Vielleicht wurde sie begonnen, vielleicht nicht. Sie wird nicht noch einmal gesendet; ich frage { $provider }.
buy-doubtful-seen = Die Antwort auf die Bestellung von **{ $name }**, gesendet { $since }, ging verloren, aber { $provider } hat die Bestellung und richtet sie ein. Sie wird nicht noch einmal gesendet.
buy-verified = **{ $name }** ist nach { $after } eingerichtet.
buy-after-doubt = Die Antwort auf die Bestellung selbst ging verloren; dies sagt der Anbieter über sie. Sie wurde nicht noch einmal gesendet.
buy-failed = { $provider } sagt, dass die Einrichtung von **{ $name }** gescheitert ist.
buy-failed-next = Vielleicht wurde trotzdem abgebucht: Sieh in `/order list` und `/service list` nach und frage { $provider }, bevor du noch einmal bestellst.
buy-not-started = **{ $name }** wurde nicht bestellt: Die Antwort ging verloren, und { $provider }, zweimal gefragt, weiß nichts von der Bestellung.
buy-again-next = Ein neuer Versuch sendet genau dieselbe Bestellung unter derselben ID, sodass nicht zwei daraus werden.
buy-unfinished = **{ $name }** wird nach { $after } noch immer eingerichtet. Ich sehe nicht weiter zu.
buy-unobserved = { $provider } hat die Bestellung von **{ $name }** angenommen und sagt nichts über den Fortschritt.
buy-blind = Was aus der Bestellung von **{ $name }** wurde, war nicht zu sehen: { $provider } antwortet seit { $after } nicht. Sie wurde nicht noch einmal gesendet.
buy-next = `/order status` fragt jederzeit wieder; `/vps list` zeigt den Server, sobald er da ist.
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
site-after-doubt = Die Antwort auf das Anlegen selbst ging verloren; dies zeigt die Liste der Websites. Es wurde nicht noch einmal gesendet.
site-not-started = **{ $site }** wurde nicht angelegt: { $provider }, zweimal gefragt, hat keine solche Website.
site-not-started-next = Benutze den Befehl noch einmal, wenn sie noch gewünscht ist.
site-not-there = **{ $site }** ist nach { $after } noch nicht aktiv. Gemeldeter Zustand: { $state }.
site-unobserved = { $provider } hat **{ $site }** angenommen und führt die Website { $after } später nicht auf.
site-blind = Was aus **{ $site }** wurde, war nicht zu sehen: { $provider } antwortet seit { $after } nicht. Nichts wurde zweimal gesendet.
site-next = Sieh mit `/site list` noch einmal nach; bleibt es so, frage { $provider }.

buy-done = **{ $name }** ist bestellt: { $price }.
buy-id = Die ID des Anbieters dafür: { $id }

ended-notice = { $person }, dein Auftrag ist zu Ende. `/pending list` zeigt, wie.

## Geld

balance-title = Was die Konten haben und schulden
balance-credit = Guthaben: **{ $money }**
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
account-offers = Bietet { $commands }
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

pending-title = Was noch nicht zu Ende ist
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
why-allow = • Zeile { $line } erlaubt { $patterns }: { $counts }
why-deny = • Zeile { $line } verbietet { $patterns }: { $counts }
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
why-missing = Was fehlt: eine Freigabe, die `{ $action }` dieser Person oder einer ihrer Rollen erlaubt und hier gilt.
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
detail-outdated = veralteter Befehl
detail-locked = in Benutzung
detail-not-yours = nicht ihre Entscheidung
detail-stale = nicht mehr gültig
detail-wrong-name = falscher Name eingetippt
detail-decided = schon entschieden
detail-not-served = falscher Ort
detail-nothing-to-do = nichts zu tun
detail-never-sent = nie gesendet
detail-expired = verfallen
detail-the-bot-stopped = der Bot wurde beendet
detail-verified = gesehen
detail-unobserved = nicht zu beobachten
detail-not-there = nicht erreicht
detail-unknown-relay = unbekanntes Relay
detail-exists = gibt es schon
detail-gone = verschwunden
detail-blind = nicht zu sehen
detail-failed = beim Anbieter gescheitert
detail-not-started = nie begonnen
detail-unfinished = nicht rechtzeitig fertig
detail-seen = gesehen
detail-shop-closed = Verkauf geschlossen
detail-custom-closed = keine Server nach Maß
detail-system-missing = kein System gewählt
detail-system-unknown = unbekanntes System
detail-system-disabled = System nicht zu haben
detail-cpu-type-unknown = unbekannter Prozessortyp
detail-storage-type-unknown = unbekannte Speicherart
detail-storage-too-small = zu wenig Speicherplatz
detail-name-not-taken = Name nicht angenommen
detail-name-unusable = unbrauchbarer Name
detail-price-unknown = Preis unbekannt
detail-no-card = keine Karte
detail-late = hat zu lange gedauert
detail-internal = Fehler im Bot
detail-unsupported = nicht angeboten
detail-unreachable = Anbieter nicht erreichbar
detail-timeout = keine Antwort in der Zeit
detail-connection-lost = Verbindung abgebrochen
detail-unauthenticated = keine Zugangsdaten
detail-unauthorized = Zugangsdaten abgelehnt
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
refused-instead = Konten, die es können: { $accounts }.
refused-unknown-account = Es gibt kein Konto { $name }, das du dafür benutzen darfst.
refused-accounts = Konten, die du benutzen darfst: { $accounts }.
refused-nothing-fits = { $kind ->
    [server] Kein Server, den du benutzen darfst, passt zu { $name }.
    [plan] Kein Tarif, den du benutzen darfst, passt zu { $name }.
    [order] Keine Bestellung, die du sehen darfst, passt zu { $name }.
    [site] Keine Website, die du sehen darfst, passt zu { $name }.
   *[other] Nichts, was du benutzen darfst, passt zu { $name }.
}
refused-nothing-next = { $kind ->
    [server] Tippe einen Teil des Namens und wähle aus der Liste, oder sieh in `/vps list` nach.
    [plan] Tippe einen Teil des Namens und wähle aus der Liste, oder sieh in `/order plans` nach.
    [order] Tippe einen Teil des Namens und wähle aus der Liste, oder sieh in `/order list` nach.
    [site] Tippe einen Teil der Domain und wähle aus der Liste, oder sieh in `/site list` nach.
   *[other] Tippe einen Teil des Namens und wähle aus der Liste.
}
refused-unsearched = In **{ $account }** konnte nicht gesucht werden: { $why } { $next }
refused-unsearched-pending = Die Liste von **{ $account }** wird noch gelesen; versuche es gleich noch einmal.
refused-ambiguous = { $kind ->
    [server] Mehrere Server passen zu { $name }. Welcher?
    [plan] Mehrere Tarife passen zu { $name }. Welcher?
    [order] Mehrere Bestellungen passen zu { $name }. Welche?
    [site] Mehrere Websites passen zu { $name }. Welche?
   *[other] Mehreres passt zu { $name }. Welches?
}
refused-menu = Auswählen
refused-bad-argument = Die Option `{ $argument }` hat einen Wert, der nicht brauchbar ist.
refused-bad-argument-since = Schreibe als Zahl und Einheit, wie weit zurück: `30m`, `12h`, `7d` oder `2w`.
refused-bad-argument-plan = Schreibe den Tarif, wie der Anbieter ihn nennt, etwa business.
refused-bad-argument-metric = Wähle `cpu` oder `memory`.
refused-bad-argument-range = Wähle `hour`, `day`, `week`, `month` oder `year`.
refused-bad-argument-query = Schreibe einen Teil eines Namens, eine ID, eine IP-Adresse oder eine Domain.
refused-bad-argument-domain = Schreibe nur eine Domain, etwa mysite.co.il, mit höchstens 64 Zeichen.
refused-bad-argument-php = Schreibe eine PHP-Version, etwa 8.2.
refused-bad-argument-account = Wähle ein Konto aus der Liste, die sich beim Tippen öffnet.
refused-bad-argument-server = Dieser Server ist in einem anderen Konto. Lass eine der beiden Optionen weg.
refused-bad-argument-command = Einen solchen Befehl, den du benutzen darfst, gibt es nicht. `/help` zählt sie auf.
not-sold-shop-closed = { $provider } verkauft zurzeit nichts: Der Verkauf ist geschlossen.
not-sold-custom-closed = { $provider } verkauft zurzeit keine Server nach Maß. `/order plans` zeigt die Tarife.
not-sold-system-missing = Welches Betriebssystem soll er haben?
not-sold-system-unknown = { $provider } hat kein Betriebssystem **{ $text }**.
not-sold-system-disabled = Das Betriebssystem **{ $text }** ist bei { $provider } zurzeit nicht zu haben.
not-sold-cpu-type-unknown = { $provider } hat keinen Prozessortyp **{ $text }**.
not-sold-storage-type-unknown = { $provider } hat keine Speicherart **{ $text }**.
not-sold-storage-too-small = **{ $text }** braucht mindestens { $least } GB Speicherplatz.
not-sold-name-not-taken = { $provider } nimmt für einen Tarif keinen Namen an: Lass die Option `name` weg.
not-sold-name-unusable = Der Name ist unbrauchbar: Schreibe 1 bis 64 sichtbare Zeichen.
not-sold-price-unknown = { $provider } sagt nicht, was es kosten würde; es wird nicht bestellt.
not-sold-no-card = **{ $account }** hat keine gespeicherte Karte bei { $provider }: Hinterlege dort unter den Zahlungsarten eine, sieh sie mit `/billing methods` an und bestelle noch einmal.
not-sold-known = Es gibt: { $known }.
refused-outdated = Die Befehle wurden erneuert. Bitte versuche es noch einmal; bleibt es so, lade Discord neu.
refused-locked = { $person } hat { $since } **/{ $command }** auf { $name } begonnen, und das war noch nicht zu Ende, als du gefragt hast. Es wurde nichts gesendet; warte das Ende ab und frage noch einmal.
refused-not-yours = Nur { $people } kann das entscheiden.
refused-stale = Dieser Knopf, dieses Menü oder dieses Formular führt nirgendwohin mehr. Benutze den Befehl noch einmal.
refused-site-exists = Unter **{ $domain }** gibt es schon eine Website, also wurde keine angelegt. Nenne eine andere Domain oder frage jemanden, der `/site show` benutzen darf.
refused-wrong-name = Das ist nicht der verlangte Name. Es wurde nichts gesendet; drücke den Knopf noch einmal, um es wieder zu versuchen.
refused-not-served = Ich arbeite nur auf den Discord-Servern, für die ich eingerichtet bin, nicht hier.
refused-decided = Das ist schon entschieden.

## Fehlschläge

failed-title = Das hat nicht geklappt
failed-why = **{ $account }**: { $why }
failed-about = /{ $command } auf { $name }
failed-about-bot = /{ $command }
failed-incident = Fehler { $incident }
failed-nothing-sent = Es wurde nichts geändert.
failed-ambiguous = Vielleicht wurde es ausgeführt, vielleicht nicht; es wird nicht noch einmal gesendet. Sieh dir das Konto bei { $provider } an, bevor du es noch einmal versuchst.
failed-card = { $provider } hatte diese Karte: { $cards }.
failed-no-card = Dort ist keine Karte gespeichert.
failed-card-next = Hinterlege bei { $provider } unter den Zahlungsarten des Kontos eine gültige Karte, sieh sie mit `/billing methods` an und bestelle noch einmal. `/order list` zeigt, ob etwas begonnen wurde.
failed-gone = Bei **{ $account }** gibt es das nicht mehr.
failed-gone-next = { $kind ->
    [plan] `/order plans` zeigt, was es gibt.
    [order] `/order list` zeigt, was es gibt.
    [site] `/site list` zeigt, was es gibt.
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
next-payment-required = Hinterlege beim Anbieter eine gültige Karte und versuche es noch einmal.
next-not-found = `/vps list` zeigt, was es gibt.
next-not-found-goods = `/order plans` und `/vps templates` zeigen, was es gibt.
next-not-found-site-plan = `/service list` zeigt die Website-Tarife, für die das Konto bezahlt.
next-not-found-list = Wer den Bot betreibt, muss die `base_url` des Kontos in der Konfiguration prüfen.
next-rate-limited = Warte ein wenig und versuche es noch einmal.
next-refused = Prüfe die Optionen und versuche es noch einmal.
next-server-error = Versuche es in einer Minute noch einmal; bleibt es so, frage den Anbieter.
next-unreadable = Versuche es noch einmal; bleibt es so, sage denen Bescheid, die den Bot betreiben.
next-too-large = Sage denen Bescheid, die den Bot betreiben.
next-redirected = Wer den Bot betreibt, muss die `base_url` des Kontos in der Konfiguration prüfen.

## Karten und ihre Hinweise

card-mark = Ref. { $mark }
card-on-request = Was darin steht, wird auf Nachfrage gezeigt.
card-ticket-number = Ticket { $number }
card-invoice = Rechnung { $number }
card-balance = Guthaben
card-balance-low = Das Guthaben ist niedrig
card-notice = Mitteilung
card-notice-read = Mitteilung, zur Kenntnis genommen
card-unreachable = { $provider } antwortet nicht
card-unreachable-text = Kein Aufruf bei { $provider } gelang mehr seit { $since }. Ich versuche es weiter und sage hier, wenn einer gelingt.
card-recovered = { $provider } antwortet wieder
card-field-owner = Übernommen von
card-field-snoozed = Ruhig bis
card-field-department = Abteilung
card-field-author = Eröffnet von
card-field-opened = Eröffnet
card-field-last = { $n ->
    [one] Die Antwort
   *[other] Letzte von { $n } Antworten
}
card-field-due = Fällig
card-field-issued = Ausgestellt
card-field-amount = Betrag
card-field-lines = Posten
card-field-compared = Verglichen mit der vorigen
card-field-credit = Guthaben
card-field-owed = Geschuldet
card-field-about = Betrifft
reply-staff = **{ $name }** (Support)
reply-client = **{ $name }**
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
note-balance-low = Das Guthaben ist unter der Grenze, die die Konfiguration setzt.
note-notice-posted = Eine neue Mitteilung.
note-provider-unreachable = Der Anbieter antwortet nicht.
note-provider-recovered = Der Anbieter antwortet wieder.
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
note-reminder = { $person } wollte jetzt daran erinnert werden.
note-channel-gone = Den Kanal { $channel } gibt es nicht mehr. Was ihm geschuldet ist, kommt hierher, bis die Konfiguration einen anderen nennt; `/relay redrive` versucht es noch einmal.
note-channel-closed = In { $channel } darf ich nicht schreiben. Was ihm geschuldet ist, kommt hierher, bis ich es darf; `/relay redrive` versucht es noch einmal.
note-test = { $person } probiert dieses Relay aus. Es funktioniert.

## Relays

relays-title = Relays
relays-none = Es gibt keine Relays. Ein Abschnitt `[[relays]]` in der Konfiguration macht eines.
relays-all-accounts = alle Konten
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
