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
servers-none = Kein Server passt. `/vps list` ohne Optionen zeigt alle, die du sehen darfst.
servers-account-none = **{ $account }** hat keine passenden Server.
account-failed = ⚠️ **{ $account }**: { $why }
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
deed-after-doubt = Die Antwort auf den Auftrag selbst ging verloren; dies zeigt der Server.

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
ask-text-restart = Was darauf läuft, wird für eine Weile unterbrochen.
ask-text-destroy = **Das lässt sich nicht rückgängig machen.** Du wirst gebeten, den Namen einzutippen.
ask-text-buy = { $provider } belastet das Konto **{ $account }**, sobald du den Knopf drückst.
ask-text-start = Er wird eingeschaltet.
ask-changed-server = ⚠️ Der Zustand des Servers hat sich seit der Frage geändert. Bitte entscheide neu.
ask-changed-price = ⚠️ Der Preis oder der Tarif hat sich seit der Frage geändert. Bitte entscheide neu.
ask-until = { $person } kann das entscheiden; die Frage verfällt { $until }.
ask-field-price = Preis
ask-field-os = System
ask-field-name = Name

button-start = { $name } starten
button-stop = { $name } ausschalten
button-restart = { $name } neu starten
button-destroy = { $name } löschen …
button-buy = { $name } bestellen - { $price }
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
closed-about = { $command } { $name }

buy-working = **{ $name }** wird bestellt …
buy-done = **{ $name }** ist bestellt: { $price }.
buy-id = Die ID des Anbieters dafür: { $id }

ended-notice = { $person }, dein Auftrag ist zu Ende. `/audit list` oder der Befehl selbst zeigt, wie.

## Geld

balance-title = Was die Konten haben und schulden
balance-credit = Guthaben: **{ $money }**
balance-monthly = Jeden Monat: **{ $money }**
balance-no-subscriptions = Keine laufenden Abonnements.
balance-next = Als Nächstes: { $name }, { $date }{ $price }
balance-for = , { $money }
balance-card = 💳 { $brand } ···· { $digits }, gültig bis { $until }
balance-card-soon = ⚠️ { $brand } ···· { $digits } läuft { $until } ab: Hinterlege beim Anbieter eine neue Karte.
balance-card-expired = ⚠️ { $brand } ···· { $digits } ist { $until } abgelaufen: Hinterlege beim Anbieter eine neue Karte.
balance-card-undated = 💳 { $brand } ···· { $digits }
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
detail-gone = verschwunden
detail-blind = nicht zu sehen
detail-late = hat zu lange gedauert
detail-internal = Fehler im Bot
detail-unsupported = nicht angeboten
detail-unreachable = Anbieter nicht erreichbar
detail-timeout = keine Antwort in der Zeit
detail-connection-lost = Verbindung abgebrochen
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
refused-nothing-fits = Kein Server, den du benutzen darfst, passt zu { $name }.
refused-nothing-next = Tippe einen Teil des Namens und wähle aus der Liste, oder sieh in `/vps list` nach.
refused-unsearched = In **{ $account }** konnte nicht gesucht werden: { $why }
refused-unsearched-pending = Die Liste von **{ $account }** wird noch gelesen; versuche es gleich noch einmal.
refused-ambiguous = Mehrere Server passen zu { $name }. Welcher?
refused-ambiguous-menu = Einen Server wählen
refused-bad-argument = Die Option `{ $argument }` hat einen Wert, der nicht brauchbar ist.
refused-bad-argument-since = Schreibe als Zahl und Einheit, wie weit zurück: `30m`, `12h`, `7d` oder `2w`.
refused-bad-argument-plan = Wähle einen Tarif aus der Liste, die sich beim Tippen öffnet.
refused-bad-argument-command = Einen solchen Befehl, den du benutzen darfst, gibt es nicht. `/help` zählt sie auf.
refused-outdated = Die Befehle wurden erneuert. Bitte versuche es noch einmal; bleibt es so, lade Discord neu.
refused-locked = { $person } hat { $since } **/{ $command }** auf { $name } angewandt, und das ist noch nicht zu Ende. Es wurde nichts gesendet; warte, bis es so weit ist.
refused-not-yours = Nur { $people } kann das entscheiden.
refused-stale = Dieser Knopf, dieses Menü oder dieses Formular führt nirgendwohin mehr. Benutze den Befehl noch einmal.
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
failed-gone = Das gibt es nicht mehr.
failed-gone-next = `/vps list` zeigt, was es gibt.
failed-late = Es hat zu lange gedauert, deshalb warte ich nicht länger.
failed-late-next = Versuche es in einer Minute noch einmal.
failed-internal = Im Bot selbst ist etwas schiefgegangen.
failed-internal-next = Nenne denen, die den Bot betreiben, die ID des Fehlers.

why-unsupported = { $provider } bietet das nicht an.
why-unreachable = { $provider } ist nicht erreichbar.
why-timeout = { $provider } hat nicht rechtzeitig geantwortet.
why-connection-lost = die Verbindung zu { $provider } brach ab, bevor die Antwort da war.
why-unauthorized = { $provider } hat die Zugangsdaten des Kontos **{ $account }** abgelehnt.
why-payment-required = { $provider } hat für das Konto **{ $account }** keine gültige Zahlungskarte, oder die Abbuchung ist gescheitert.
why-not-found = { $provider } kennt nichts unter dieser ID.
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
next-unauthorized = Wer den Bot betreibt, muss den Schlüssel dieses Kontos in der Konfiguration prüfen: Er fehlt, ist falsch oder abgelaufen.
next-payment-required = Hinterlege beim Anbieter eine gültige Karte und versuche es noch einmal.
next-not-found = `/vps list` zeigt, was es gibt.
next-rate-limited = Warte ein wenig und versuche es noch einmal.
next-refused = Prüfe die Optionen und versuche es noch einmal.
next-server-error = Versuche es in einer Minute noch einmal; bleibt es so, frage den Anbieter.
next-unreadable = Versuche es noch einmal; bleibt es so, nenne denen, die den Bot betreiben, die ID des Fehlers.
next-too-large = Nenne denen, die den Bot betreiben, die ID des Fehlers.
next-redirected = Wer den Bot betreibt, muss die `base_url` des Kontos in der Konfiguration prüfen.
