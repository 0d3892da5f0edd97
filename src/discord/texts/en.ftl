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
list-account-none = **{ $account }**: none.
list-incomplete = { $title }, and some that could not be listed
list-unlisted = The list could not be read

servers-none = No server matches. `/vps list` without options shows all that you may see.
account-failed = ⚠️ **{ $account }**: { $why } { $next }
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

templates-title = { $n ->
    [0] No operating systems
    [one] 1 operating system
   *[other] { $n } operating systems
}
templates-none = There is no operating system to choose.
template-disabled = not to be had now
cards-title = { $n ->
    [0] No cards
    [one] 1 card
   *[other] { $n } cards
}
cards-none = ⚠️ No card is saved: purchases and renewals will fail until one is added at the provider.
plans-title = { $n ->
    [0] No plans
    [one] 1 plan
   *[other] { $n } plans
}
plans-none = Nothing is on sale.
plan-closed = not for sale now
plan-closed-now = ⚠️ { $provider } sells nothing now.
plan-field-size = Size
plan-field-systems = Systems
plan-next = To buy it: `/order buy` with the plan `{ $plan }`. The price is confirmed first.
size-memory = { $n } GB memory
size-disk = { $n } GB disk
services-title = { $n ->
    [0] No services
    [one] 1 service
   *[other] { $n } services
}
services-none = Nothing is paid for regularly.
renews-on = next on { $date }
orders-title = { $n ->
    [0] No orders
    [one] 1 order
   *[other] { $n } orders
}
orders-none = Nothing was ordered.
order-placed = by { $person } { $at }
order-untold = { $provider } tells nothing of its progress.
order-field-renews = Next payment
order-state-sent = sent
order-state-installing = being set up
order-state-installing-at = being set up, { $percent } %
order-state-doubtful = answer lost, being looked for
order-state-done = done
order-state-failed = setting up failed
order-state-not-started = never begun
order-state-refused = refused
order-state-unknown = end unknown
sites-title = { $n ->
    [0] No sites
    [one] 1 site
   *[other] { $n } sites
}
sites-none = There are no sites. `/site create` makes one.
site-field-plan = Plan
site-field-php = PHP
site-field-certificate = Certificate
site-field-disk = Disk
site-field-nameservers = Name servers
site-disk = { $used } of { $limit } MB
yes = yes
no = no
found-title = { $n ->
    [0] Nothing found for { $query }
    [one] 1 thing found for { $query }
   *[other] { $n } things found for { $query }
}
found-none = Nothing that you may list has it as a part of its name, as its id, its address or its domain.

metrics-title-cpu = { $server }: CPU
metrics-title-memory = { $server }: memory
metrics-range-hour = the last hour
metrics-range-day = the last day
metrics-range-week = the last week
metrics-range-month = the last month
metrics-range-year = the last year
metrics-text = { $range } · minimum { $min } % · mean { $mean } % · maximum { $max } %
metrics-none = { $provider } has no measurements for { $range }. Try another range.
metrics-min = min
metrics-mean = mean
metrics-max = max
metrics-alt = { $title }, { $range }: minimum { $min } %, mean { $mean } %, maximum { $max } %

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
deed-after-doubt = The call's own answer was lost, so this is what the server itself shows. It was not sent again.

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
ask-text-restart-stopped = It is stopped now, so nothing is interrupted; a restart starts it.
ask-text-restart = Whatever runs on it is interrupted for a while.
ask-text-destroy = **This cannot be undone.** You will be asked to type its name.
ask-text-buy = { $provider } charges the account **{ $account }** as soon as you press the button.
ask-text-start = It will be powered on.
ask-changed-server = ⚠️ The server's state has changed since you were asked. Please decide again.
ask-changed-price = ⚠️ The price, what is bought or the card has changed since you were asked. Please decide again.
ask-until = { $person } can decide this; it expires { $until }.
ask-field-price = Price
ask-field-os = System
ask-field-parts = Made of
ask-field-card = Card
ask-cards-several = The provider does not tell which of them it will charge.
price-part-cpu = { $n ->
    [one] 1 core × { $each } = { $total }
   *[other] { $n } cores × { $each } = { $total }
}
price-part-memory = { $n } GB memory × { $each } = { $total }
price-part-storage = { $n } GB storage × { $each } = { $total }
price-part-ipv4 = { $n ->
    [one] 1 IPv4 address × { $each } = { $total }
   *[other] { $n } IPv4 addresses × { $each } = { $total }
}
custom-size = { $cores ->
    [one] 1 core
   *[other] { $cores } cores
} { $type }, { $memory } GB memory, { $storage } GB { $kind }, { $ipv4 ->
    [one] 1 IPv4 address
   *[other] { $ipv4 } IPv4 addresses
}

button-start = Start { $name }
button-stop = Stop { $name }
button-restart = Restart { $name }
button-destroy = Delete { $name } …
button-buy = Order { $name } - { $price }
button-again = Try again{ $price }
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
closed-not-again = The provider had never begun it, and it was not sent again.
closed-done = It was done. The bot was stopped before it could say so; `/audit list` has the details.
closed-not-done = It was not carried out: the provider refused it, or failed before it began. The bot was stopped before it could say so; `/audit list` has the details.
closed-about = { $command } { $name }

buy-working = Ordering **{ $name }** …
buy-sent = **{ $name }** is ordered at { $provider }, { $since }. Its answer is not here yet.
buy-accepted = **{ $name }** is being set up: { $provider } accepted the order sent { $since }.
buy-doubtful = The answer to the order of **{ $name }**, sent { $since }, was lost: it may or may not have been begun. It is not sent again; I am asking { $provider }.
buy-doubtful-seen = The answer to the order of **{ $name }**, sent { $since }, was lost, but { $provider } has the order and is setting it up. It is not sent again.
buy-verified = **{ $name }** is set up after { $after }.
buy-after-doubt = The answer to the order itself was lost, so this is what the provider tells of it. It was not sent again.
buy-failed = { $provider } says that setting up **{ $name }** has failed.
buy-failed-next = It may have been charged all the same: look at `/order list` and `/service list`, and ask { $provider } before you order it again.
buy-not-started = **{ $name }** was not ordered: the answer was lost, and { $provider }, asked twice, knows nothing of the order.
buy-again-next = Trying again sends the very same order under the same id, so that it cannot become two.
buy-unfinished = **{ $name }** is still being set up after { $after }. I stop watching it.
buy-unobserved = { $provider } accepted the order of **{ $name }** and tells nothing of its progress.
buy-blind = What became of the order of **{ $name }** could not be seen: { $provider } has not answered for { $after }. It was not sent again.
buy-next = `/order status` asks again at any time; `/vps list` shows the server once it is there.
buy-field-server = Server
buy-field-order = Order
progress-bar = { $bar } { $percent } %
provider-words = { $provider } says: { $words }

quote-title = What it would cost
quote-text = **{ $name }** would cost **{ $account }** { $price }.
quote-next = Nothing is bought yet: `/order buy` does that, once the price is confirmed.

site-working = Creating **{ $site }** …
site-watching = **{ $site }** is being created: { $provider } accepted it { $since }.
site-doubtful = The answer to the creation of **{ $site }**, asked for { $since }, was lost: it may or may not have been begun. It is not sent again; I am looking at the sites.
site-doubtful-seen = The answer to the creation of **{ $site }**, asked for { $since }, was lost, but the site is in { $provider }'s list. It is not asked for again.
site-verified = **{ $site }** is active after { $after }.
site-verified-next = `/site show` tells which name servers its domain must point to.
site-after-doubt = The answer to the creation itself was lost, so this is what the list of sites shows. It was not sent again.
site-not-started = **{ $site }** was not created: { $provider }, asked twice, has no such site.
site-not-started-next = Use the command again if it is still wanted.
site-not-there = **{ $site }** is still not active after { $after }: it reports { $state }.
site-unobserved = { $provider } took on **{ $site }** and does not list it { $after } later.
site-blind = What became of **{ $site }** could not be seen: { $provider } has not answered for { $after }. Nothing was sent twice.
site-next = Look again with `/site list`; if it stays so, ask { $provider }.

buy-done = **{ $name }** is ordered: { $price }.
buy-id = The provider's id for it: { $id }

ended-notice = { $person }, what you asked for has ended. `/pending list` shows how.

## Money

balance-title = What the accounts hold and owe
balance-credit = Credit: **{ $money }**
balance-monthly = Every month: **{ $money }**
balance-no-subscriptions = No running subscriptions.
balance-next = Next: { $name }, { $date }{ $price }
balance-for = , { $money }
balance-card = 💳 { $brand }{ $digits }, valid to { $until }
balance-card-soon = ⚠️ { $brand }{ $digits } expires { $until }: add a new card at the provider.
balance-card-expired = ⚠️ { $brand }{ $digits } expired { $until }: add a new card at the provider.
balance-card-undated = 💳 { $brand }{ $digits }
card-digits = { " " }···· { $digits }
card-name = { $brand }, valid to { $until }
card-name-undated = { $brand }
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

accounts-title = The accounts
account-offers = Offers { $commands }
condition-untried = ⚪ Nothing has been asked of it yet.
condition-ok = 🟢 It answers.
condition-slow = 🟡 It answers slowly: the last answer took { $took }.
condition-failing = 🔴 Failing, for the first time { $since }: { $why }

profile-name = Name
profile-username = Login
profile-email = E-mail
profile-phone = Telephone
profile-role = Role
profile-id = Id
profile-none = The provider tells nothing about the owner.

pending-title = What is not over
pending-none = Nothing waits, and nothing is being followed.
pending-confirmation = ❓ **/{ $command }** { $name }: waits for a decision, expires { $time }{ $by }{ $link }
pending-followed = ⏳ **/{ $command }** { $name }: followed, sent { $time }{ $by }{ $link }
pending-doubtful = ⏳ **/{ $command }** { $name }: answer lost, being looked for, sent { $time }{ $by }{ $link }
pending-unknown = ⚠️ **/{ $command }** { $name }: end unknown, sent { $time }{ $by }{ $link }
pending-ended = ☑️ **/{ $command }** { $name }: **{ $verdict }**, ended { $time }{ $by }{ $link }
pending-by = , by { $person }
pending-link = [look](https://discord.com/channels/{ $guild }/{ $channel }/{ $message })
pending-footer = What ended unknown is listed for a week. Look at the provider before you ask for it again.

## Why somebody may or may not

why-may = { $person } **may** use **/{ $command }** here.
why-may-on = { $person } **may** use **/{ $command }** on { $target } here.
why-may-partly = { $person } **may** use **/{ $command }** here, but not on everything.
why-may-not = { $person } **may not** use **/{ $command }** here.
why-may-not-on = { $person } **may not** use **/{ $command }** on { $target } here.
why-not-served = I do not work in this Discord server, so nobody may use anything here.
why-no-member = They are no member of this Discord server, and only members can use commands here.
why-open = Every member may; it needs no grant, and none takes it away.
why-no-rule = No grant speaks of `{ $action }`.
why-allow = • line { $line } allows { $patterns }: { $counts }
why-deny = • line { $line } forbids { $patterns }: { $counts }
why-counts = applies.
why-wins = applies, and wins over whatever allows it.
why-wins-unknown = may apply ({ $reasons }), so it counts, and wins over whatever allows it.
why-counts-partly = applies to the { $only } that it names.
why-counts-not = does not apply: it is for { $reasons }.
why-counts-unknown = may not apply ({ $reasons }), so it does not count.
why-only-accounts = accounts
why-only-servers = servers
why-only-both = accounts and servers
why-other-people = other people
why-other-guilds = other Discord servers
why-other-channels = other channels
why-other-accounts = other accounts
why-other-servers = other servers
why-unknown-channels = Discord does not tell the channel
why-unknown-servers = the server's name is unknown
why-not-offered = Whatever the grants say: none of the accounts offers **/{ $command }**.
why-not-offered-here = Whatever the grants say: this account does not offer **/{ $command }**.
why-missing = What is missing: a grant that allows `{ $action }` to them or one of their roles, and that applies here.
why-forbidden = { $n ->
    [one] What forbids it would have to change: line { $lines } of the configuration.
   *[other] What forbids it would have to change: lines { $lines } of the configuration.
}

## Rights that changed

reloaded-title = Rights have changed
reloaded-none = The configuration was read again. No rights changed.
reloaded-footer = The configuration was read again; this holds from now on.
reloaded-served = I now work in the Discord server { $guild } as well.
reloaded-unserved = I no longer work in the Discord server { $guild }, and leave it.
reloaded-gained = • may now: { $rights }
reloaded-lost = • may no longer: { $rights }
reloaded-kept = • still may: { $rights }
reloaded-denied = • is now forbidden: { $rights }
reloaded-undenied = • is no longer forbidden: { $rights }
extent-guilds = { $n ->
    [one] in the Discord server { $list }
   *[other] in the Discord servers { $list }
}
extent-channels = { $n ->
    [one] in the channel { $list }
   *[other] in the channels { $list }
}
extent-accounts = { $n ->
    [one] account { $list }
   *[other] accounts { $list }
}
extent-servers = servers { $list }

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
detail-unknown-relay = unknown relay
detail-exists = exists already
detail-gone = gone
detail-blind = could not be seen
detail-failed = failed at the provider
detail-not-started = never begun
detail-unfinished = not finished in time
detail-seen = seen
detail-shop-closed = shop closed
detail-custom-closed = no custom servers
detail-system-missing = no system chosen
detail-system-unknown = unknown system
detail-system-disabled = system not to be had
detail-cpu-type-unknown = unknown type of processor
detail-storage-type-unknown = unknown type of storage
detail-storage-too-small = too little storage
detail-name-not-taken = name not taken
detail-name-unusable = unusable name
detail-price-unknown = price unknown
detail-no-card = no card
detail-late = took too long
detail-internal = fault in the bot
detail-unsupported = not offered
detail-unreachable = provider unreachable
detail-timeout = no answer in time
detail-connection-lost = connection lost
detail-unauthenticated = no credentials
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
refused-nothing-fits = { $kind ->
    [server] No server that you may use fits { $name }.
    [plan] No plan that you may use fits { $name }.
    [order] No order that you may see fits { $name }.
    [site] No site that you may see fits { $name }.
   *[other] Nothing that you may use fits { $name }.
}
refused-nothing-next = { $kind ->
    [server] Type part of the name and choose from the list, or see `/vps list`.
    [plan] Type part of the name and choose from the list, or see `/order plans`.
    [order] Type part of the name and choose from the list, or see `/order list`.
    [site] Type part of the domain and choose from the list, or see `/site list`.
   *[other] Type part of the name and choose from the list.
}
refused-unsearched = Could not look in **{ $account }**: { $why } { $next }
refused-unsearched-pending = The list of **{ $account }** is still being read; try again in a moment.
refused-ambiguous = { $kind ->
    [server] Several servers fit { $name }. Which one?
    [plan] Several plans fit { $name }. Which one?
    [order] Several orders fit { $name }. Which one?
    [site] Several sites fit { $name }. Which one?
   *[other] Several things fit { $name }. Which one?
}
refused-menu = Choose one
refused-bad-argument = The option `{ $argument }` has a value that cannot be used.
refused-bad-argument-since = Write how far back to look as a number and a unit: `30m`, `12h`, `7d` or `2w`.
refused-bad-argument-plan = Write the plan as the provider names it, such as business.
refused-bad-argument-metric = Choose `cpu` or `memory`.
refused-bad-argument-range = Choose `hour`, `day`, `week`, `month` or `year`.
refused-bad-argument-query = Write a part of a name, an id, an IP address or a domain.
refused-bad-argument-domain = Write a domain alone, such as mysite.co.il, of 64 characters at most.
refused-bad-argument-php = Write a version of PHP, such as 8.2.
refused-bad-argument-account = Choose an account from the list that opens while you type.
refused-bad-argument-server = That server is in another account. Leave one of the two options out.
refused-bad-argument-command = There is no such command that you may use. `/help` lists them.
not-sold-shop-closed = { $provider } sells nothing now: the shop is closed.
not-sold-custom-closed = { $provider } sells no servers of one's own choice now. `/order plans` shows the plans.
not-sold-system-missing = Which operating system shall it have?
not-sold-system-unknown = { $provider } has no operating system **{ $text }**.
not-sold-system-disabled = The operating system **{ $text }** is not to be had at { $provider } now.
not-sold-cpu-type-unknown = { $provider } has no type of processor **{ $text }**.
not-sold-storage-type-unknown = { $provider } has no type of storage **{ $text }**.
not-sold-storage-too-small = **{ $text }** needs { $least } GB of storage at least.
not-sold-name-not-taken = { $provider } takes no name for a plan: leave the option `name` out.
not-sold-name-unusable = The name cannot be used: write 1 to 64 visible characters.
not-sold-price-unknown = { $provider } does not tell what it would cost, so it is not ordered.
not-sold-no-card = **{ $account }** has no saved card at { $provider }: add one there under its payment methods, see it with `/billing methods`, and order again.
not-sold-known = There are: { $known }.
refused-outdated = The commands were updated. Please try again; if it stays so, reload Discord.
refused-locked = { $person } began **/{ $command }** on { $name } { $since }, and that had not ended when you asked. Nothing was sent; wait for its end and ask again.
refused-not-yours = Only { $people } can decide this.
refused-stale = This button, menu or form no longer leads anywhere. Use the command again.
refused-site-exists = There is a site at **{ $domain }** already, so none was created. Name another domain, or ask somebody who may use `/site show` about it.
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
failed-card = { $provider } had this card: { $cards }.
failed-no-card = No card is saved there.
failed-card-next = Add a valid card at { $provider } under the account's payment methods, see it with `/billing methods`, and order again. `/order list` shows whether anything was begun.
failed-gone = **{ $account }** no longer has it.
failed-gone-next = { $kind ->
    [plan] `/order plans` shows what there is.
    [order] `/order list` shows what there is.
    [site] `/site list` shows what there is.
   *[other] `/vps list` shows what there is.
}
failed-late = It took too long, so I stopped waiting.
failed-late-account = **{ $account }** took too long, so I stopped waiting.
failed-late-next = Try again in a minute.
failed-internal = Something inside the bot failed.
failed-internal-next = Tell whoever runs the bot the error's id.

why-unsupported = { $provider } does not offer this.
why-unreachable = { $provider } cannot be reached.
why-timeout = { $provider } did not answer in time.
why-connection-lost = the connection to { $provider } broke before the answer had come.
why-unauthenticated = { $provider } says that no key came with the request.
why-unauthorized = { $provider } says that the account's key is invalid or has expired.
why-payment-required = { $provider } has no valid payment card for the account, or the charge failed.
why-not-found = { $provider } knows nothing by that id.
why-not-found-site-plan = { $provider } does not know what the site was asked for with; most likely the account has no such site plan.
why-not-found-list = { $provider } does not know what it was asked for.
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
next-unauthenticated = Whoever runs the bot must check that account's key and `base_url` in the configuration: something on the way removes the key.
next-unauthorized = Whoever runs the bot must put a new key where the configuration of that account points to.
next-payment-required = Add a valid card at the provider and try again.
next-not-found = `/vps list` shows what there is.
next-not-found-goods = `/order plans` and `/vps templates` show what there is.
next-not-found-site-plan = `/service list` shows the site plans that the account pays for.
next-not-found-list = Whoever runs the bot must check the account's `base_url` in the configuration.
next-rate-limited = Wait a little and try again.
next-refused = Check the options and try again.
next-server-error = Try again in a minute; if it stays so, ask the provider.
next-unreadable = Try again; if it stays so, tell whoever runs the bot.
next-too-large = Tell whoever runs the bot.
next-redirected = Whoever runs the bot must check the account's `base_url` in the configuration.

## Cards and their notes

card-mark = ref { $mark }
card-on-request = What it says is shown on request.
card-ticket-number = Ticket { $number }
card-invoice = Invoice { $number }
card-balance = Balance
card-balance-low = The balance is low
card-notice = Notice
card-notice-read = Notice, acknowledged
card-unreachable = { $provider } does not answer
card-unreachable-text = No call to { $provider } has worked since { $since }. I go on trying and say here when one does.
card-recovered = { $provider } answers again
card-field-owner = Taken on by
card-field-snoozed = Quiet until
card-field-department = Department
card-field-author = Opened by
card-field-opened = Opened
card-field-last = { $n ->
    [one] The reply
   *[other] Last of { $n } replies
}
card-field-due = Due
card-field-issued = Issued
card-field-amount = Amount
card-field-lines = Lines
card-field-compared = Compared with the one before
card-field-credit = Credit
card-field-owed = Owed
card-field-about = About
reply-staff = **{ $name }** (staff)
reply-client = **{ $name }**
reply-staff-unnamed = Staff
reply-client-unnamed = The account
compared-same = The same.
compared-percent = { $percent } %
compared-line = { $text }: { $before } → { $now }
compared-new = new: { $text } { $now }
compared-gone = gone: { $text } { $before }
note-replied = There is a new reply.
note-replied-staff = The staff has replied.
note-ticket-opened = A new ticket.
note-ticket-closed = The ticket is closed.
note-invoice-issued = A new invoice.
note-invoice-due = The invoice is due soon.
note-invoice-overdue = The invoice is overdue.
note-invoice-paid = The invoice is paid.
note-balance-low = The balance is below the floor that the configuration sets.
note-notice-posted = A new notice.
note-provider-unreachable = The provider does not answer.
note-provider-recovered = The provider answers again.
note-baseline-tickets = From now on I watch the tickets of **{ $account }** and post here what happens. There { $count ->
    [one] is { $count } ticket
   *[other] are { $count } tickets
}, { $open } not closed; `/ticket list` shows them.
note-baseline-invoices = From now on I watch the invoices of **{ $account }** and post here what happens. There { $count ->
    [one] is { $count } invoice
   *[other] are { $count } invoices
}, { $open } unpaid; `/invoice list` shows them.
note-baseline-notices = From now on I watch the notices to **{ $account }** and post new ones here. There { $open ->
    [one] is { $open }
   *[other] are { $open }
} not acknowledged; `/notice list` shows them.
note-reminder = { $person } asked to be reminded of this now.
note-channel-gone = The channel { $channel } is gone. What it is owed comes here until the configuration names another one; `/relay redrive` tries it again.
note-channel-closed = I may not write in { $channel }. What it is owed comes here until I may; `/relay redrive` tries it again.
note-test = { $person } tests this relay. It works.

## Relays

relays-title = Relays
relays-none = There are no relays. A section `[[relays]]` in the configuration makes one.
relays-all-accounts = all accounts
relay-delivering = delivering
relay-paused = paused
relay-gone = the channel is gone
relay-closed = I may not write there
relay-pending = { $n } waiting
relay-dead = { $n } not delivered; `/relay redrive` tries again
relay-public = details on request
relay-tested = A test message is on its way to { $channel }.
relay-paused-now = Nothing is delivered to { $channel } any more; what it is owed waits. `/relay resume` goes on.
relay-paused-before = Delivering to { $channel } was paused already.
relay-resumed-now = What { $channel } is owed is delivered again.
relay-resumed-before = Delivering to { $channel } was not paused.
relay-redriven = { $n ->
    [one] { $n } message
   *[other] { $n } messages
} for { $channel } { $n ->
    [one] is
   *[other] are
} tried again.
relay-redriven-none = There is nothing that { $channel } could not be given.
refused-unknown-relay = There is no relay { $text }. `/relay list` shows the { $n ->
    [0] relays, of which there are none
    [one] one that there is
   *[other] { $n } that there are
}.
