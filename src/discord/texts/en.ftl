# What people read. Foreign text and names arrive cleaned; $incident is the id under which the log has the cause.

more-lines = … and { $n } more
nobody = —

span-seconds = { $n } s
span-minutes = { $n } min
span-hours = { $n } h
span-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}

## States

state-running = running
state-stopped = stopped

## Servers

servers-title = { $n ->
    [0] No servers
    [one] 1 server
   *[other] { $n } servers
}
servers-none = No server matches. `/vps list` without options shows all that you may see.
servers-account-none = **{ $account }** has no servers that match.
account-failed = ⚠️ **{ $account }**: { $why }
pages = Page { $page } of { $pages }

server-field-state = State
server-field-account = Account
server-field-addresses = Addresses
server-field-uptime = Up for
server-field-cpu = CPU
server-field-memory = Memory
server-field-disk = Disk
server-field-payment = Payment
server-field-id = Reference
server-cores = { $n ->
    [one] 1 core
   *[other] { $n } cores
}
server-cpu-used = { $percent } % used
server-memory = { $used } of { $total } GB
server-gb = { $n } GB

## What is done to a server

deed-start-working = Starting **{ $server }** …
deed-stop-working = Stopping **{ $server }** …
deed-restart-working = Restarting **{ $server }** …
deed-destroy-working = Deleting **{ $server }** …

deed-start-watching = **{ $server }** is starting: { $provider } accepted it { $since }.
deed-stop-watching = **{ $server }** is stopping: { $provider } accepted it { $since }.
deed-restart-watching = **{ $server }** is restarting: { $provider } accepted it { $since }.
deed-destroy-watching = **{ $server }** is being deleted: { $provider } accepted it { $since }.
deed-state = It reports { $state }.

deed-doubtful = The answer to the call for **{ $server }** was lost { $since }: it may or may not have been carried out. It is not sent again; I am looking at the server.

deed-start-verified = **{ $server }** is running after { $after }.
deed-stop-verified = **{ $server }** is stopped after { $after }.
deed-restart-verified = **{ $server }** is back after { $after }.
deed-destroy-verified = **{ $server }** is gone after { $after }.
deed-after-doubt = The call's own answer was lost, so this is what the server itself shows.

deed-unobserved = **{ $server }** reports running; the restart could not be observed.
deed-unobserved-uptime = It reports running for { $uptime } without a break. Some providers do not show a restart.
deed-unobserved-doubt = The call's answer was lost and no restart was seen: **{ $server }** reports running. It was not sent again.
deed-unobserved-next = To be sure, look at the server itself. If it did not restart, use `/vps restart` again.

deed-start-not-there = **{ $server }** is still not running after { $after }: it reports { $state }.
deed-stop-not-there = **{ $server }** is still not stopped after { $after }: it reports { $state }.
deed-restart-not-there = **{ $server }** is still down after { $after }: it reports { $state }.
deed-destroy-not-there = **{ $server }** is still there after { $after }: it reports { $state }.
deed-start-next = Look again with `/vps show`; if it stays so, try `/vps restart` or ask { $provider }.
deed-stop-next = Look again with `/vps show`; if it stays so, try `/vps stop` again or ask { $provider }.
deed-restart-next = Look again with `/vps show`; if it stays down, try `/vps start` or ask { $provider }.
deed-destroy-next = Look again with `/vps show`; if it stays, ask { $provider }.

deed-gone = { $provider } no longer knows **{ $server }**.
deed-gone-next = `/vps list` shows what there is.
deed-blind = What became of **{ $server }** could not be seen: { $provider } has not answered for { $after }.
deed-blind-next = Look with `/vps show` as soon as it answers again; nothing was sent twice.

deed-already-start = **{ $server }** is running already. Nothing was sent.
deed-already-stop = **{ $server }** is stopped already. Nothing was sent.

by = Asked for by { $person }.

## Consent

ask-start = Start { $name }?
ask-stop = Stop { $name }?
ask-restart = Restart { $name }?
ask-destroy = Delete { $name } with all its data?
ask-buy = Order { $name }?
ask-text-stop = Whatever runs on it stops until it is started again.
ask-text-restart = Whatever runs on it is interrupted for a while.
ask-text-destroy = **This cannot be undone.** You will be asked to type its name.
ask-text-buy = { $provider } charges the account **{ $account }** as soon as you press the button.
ask-text-start = It will be powered on.
ask-changed-server = ⚠️ The server's state has changed since you were asked. Please decide again.
ask-changed-price = ⚠️ The price or the plan has changed since you were asked. Please decide again.
ask-until = { $person } can decide this; it expires { $until }.
ask-field-price = Price
ask-field-os = System
ask-field-name = Name

button-start = Start { $name }
button-stop = Stop { $name }
button-restart = Restart { $name }
button-destroy = Delete { $name } …
button-buy = Order { $name } - { $price }
button-cancel = Cancel
button-previous = ◀ Previous
button-next = Next ▶

price-monthly = { $price }/month
price-once = { $price } once
price-untold = price not told by { $provider }

form-destroy-title = Delete for good
form-label = Type the name to confirm

closed-expired = Nobody decided in time. Nothing was sent to the provider.
closed-expired-next = Use the command again if it is still wanted.
closed-cancelled = Cancelled. Nothing was sent to the provider.
closed-never-sent = The bot was stopped after the confirmation and before the call. Nothing was sent to the provider.
closed-unheard = Discord did not take my answer in time, so I did not go on. Nothing was sent to the provider.
closed-unknowable = The bot was stopped during the call. It may or may not have been carried out, and it is not sent again.
closed-unknowable-next = Look at { $account } at the provider before you try again.
closed-about = { $command } { $name }

buy-working = Ordering **{ $name }** …
buy-done = **{ $name }** is ordered: { $price }.
buy-id = The provider's id for it: { $id }

ended-notice = { $person }, what you asked for has ended. `/audit list` or the command itself shows how.

## Money

balance-title = What the accounts hold and owe
balance-credit = Credit: **{ $money }**
balance-monthly = Every month: **{ $money }**
balance-no-subscriptions = No running subscriptions.
balance-next = Next: { $name }, { $date }{ $price }
balance-for = , { $money }
balance-card = 💳 { $brand } ···· { $digits }, valid to { $until }
balance-card-soon = ⚠️ { $brand } ···· { $digits } expires { $until }: add a new card at the provider.
balance-card-expired = ⚠️ { $brand } ···· { $digits } expired { $until }: add a new card at the provider.
balance-card-undated = 💳 { $brand } ···· { $digits }
balance-no-card = ⚠️ No card is saved: renewals will fail until one is added at the provider.

## Help and rights

help-title = What you can do here
help-line = **/{ $path }**: { $description }
help-none = Nothing yet.
help-usage = Usage
help-example = Example
help-risk = Risk
help-action = Right
help-footer = /help command shows one command in full.
help-contact = Something missing? { $contact }

whoami-title = Who you are to hostmaster
whoami-person = { $person }, with { $n ->
    [0] none of the roles that any grant names
    [one] 1 role that a grant names: { $roles }
   *[other] { $n } roles that grants name: { $roles }
}.
whoami-actions = You may do here
whoami-nothing = Nothing but `/help` and `/access whoami`.

risk-read = looks
risk-private = looks at personal or financial data; only you see the answer
risk-change = changes something
risk-disruptive = interrupts a service; a button confirms it
risk-destructive = destroys something; its name must be typed
risk-spend = costs money; a button with the price confirms it
risk-reveal = shows a secret; only you see it

## Audit

audit-title = Who did what
audit-none = Nothing matches.
audit-line = { $at } { $person } { $action } { $target } **{ $result }**{ $detail }
audit-intent = begun
audit-done = done
audit-refused = refused
audit-asked = asked
audit-cancelled = cancelled
audit-failed = failed
audit-unknown = unknown

detail-denied = right missing
detail-not-offered = not offered
detail-unknown-account = unknown account
detail-nothing-fits = nothing fits
detail-ambiguous = ambiguous name
detail-bad-argument = unusable option
detail-outdated = outdated command
detail-locked = in use
detail-not-yours = not theirs to decide
detail-stale = no longer valid
detail-wrong-name = wrong name typed
detail-decided = decided already
detail-not-served = wrong place
detail-nothing-to-do = nothing to do
detail-never-sent = never sent
detail-expired = expired
detail-the-bot-stopped = the bot stopped
detail-verified = seen
detail-unobserved = not observable
detail-not-there = not reached
detail-gone = gone
detail-blind = could not be seen
detail-late = took too long
detail-internal = fault in the bot
detail-unsupported = not offered
detail-unreachable = provider unreachable
detail-timeout = no answer in time
detail-connection-lost = connection lost
detail-unauthorized = credentials refused
detail-payment-required = payment refused
detail-not-found = not found
detail-rate-limited = too many requests
detail-refused = refused by the provider
detail-server-error = fault at the provider
detail-unreadable = unreadable answer
detail-too-large = answer too large
detail-redirected = redirected

## Refusals

refused-denied = You may not use **/{ $command }** here.
refused-denied-on = You may not use **/{ $command }** on { $target } here.
refused-missing = The right that is missing: `{ $action }`.
refused-contact = To get it: { $contact }
refused-not-offered = { $provider } does not offer **/{ $command }**, so the account **{ $account }** cannot do it.
refused-not-offered-anywhere = None of the configured accounts offers **/{ $command }**.
refused-instead = Accounts that do: { $accounts }.
refused-unknown-account = There is no account { $name } that you may use for this.
refused-accounts = Accounts that you may use: { $accounts }.
refused-nothing-fits = No server that you may use fits { $name }.
refused-nothing-next = Type part of the name and choose from the list, or see `/vps list`.
refused-unsearched = Could not look in **{ $account }**: { $why }
refused-unsearched-pending = The list of **{ $account }** is still being read; try again in a moment.
refused-ambiguous = Several servers fit { $name }. Which one?
refused-ambiguous-menu = Choose a server
refused-bad-argument = The option `{ $argument }` has a value that cannot be used.
refused-bad-argument-since = Write how far back to look as a number and a unit: `30m`, `12h`, `7d` or `2w`.
refused-bad-argument-plan = Choose a plan from the list that opens while you type.
refused-bad-argument-command = There is no such command that you may use. `/help` lists them.
refused-outdated = The commands were updated. Please try again; if it stays so, reload Discord.
refused-locked = { $person } used **/{ $command }** on { $name } { $since }, and that has not ended yet. Nothing was sent; wait until it has.
refused-not-yours = Only { $people } can decide this.
refused-stale = This button, menu or form no longer leads anywhere. Use the command again.
refused-wrong-name = That is not the name that was asked for. Nothing was sent; press the button again to retry.
refused-not-served = I work only in the Discord servers that I am configured for, not here.
refused-decided = This has been decided already.

## Failures

failed-title = That did not work
failed-why = **{ $account }**: { $why }
failed-about = /{ $command } on { $name }
failed-about-bot = /{ $command }
failed-incident = Error { $incident }
failed-nothing-sent = Nothing was changed.
failed-ambiguous = It may or may not have been carried out, and it is not sent again. Look at the account at { $provider } before you try again.
failed-gone = It is no longer there.
failed-gone-next = `/vps list` shows what there is.
failed-late = It took too long, so I stopped waiting.
failed-late-next = Try again in a minute.
failed-internal = Something inside the bot failed.
failed-internal-next = Tell whoever runs the bot the error's id.

why-unsupported = { $provider } does not offer this.
why-unreachable = { $provider } cannot be reached.
why-timeout = { $provider } did not answer in time.
why-connection-lost = the connection to { $provider } broke before the answer had come.
why-unauthorized = { $provider } refused the credentials of the account **{ $account }**.
why-payment-required = { $provider } has no valid payment card for the account **{ $account }**, or the charge failed.
why-not-found = { $provider } knows nothing by that id.
why-rate-limited = { $provider } asks for fewer requests.
why-rate-limited-for = { $provider } asks for fewer requests, for { $wait }.
why-refused = { $provider } refused it.
why-refused-words = { $provider } refused it: { $words }
why-server-error = { $provider } has a fault of its own.
why-unreadable = { $provider } gave an answer that cannot be read.
why-too-large = { $provider } gave an answer that is far too large.
why-redirected = { $provider } pointed to another address, which is never followed.

next-unsupported = `/help` shows what there is.
next-unreachable = Try again in a minute; if it stays so, look at the provider's status page.
next-timeout = Try again in a minute; if it stays so, look at the provider's status page.
next-connection-lost = Try again in a minute.
next-unauthorized = Whoever runs the bot must check that account's key in the configuration: it is missing, wrong or expired.
next-payment-required = Add a valid card at the provider and try again.
next-not-found = `/vps list` shows what there is.
next-rate-limited = Wait a little and try again.
next-refused = Check the options and try again.
next-server-error = Try again in a minute; if it stays so, ask the provider.
next-unreadable = Try again; if it stays so, tell whoever runs the bot the error's id.
next-too-large = Tell whoever runs the bot the error's id.
next-redirected = Whoever runs the bot must check the account's `base_url` in the configuration.
