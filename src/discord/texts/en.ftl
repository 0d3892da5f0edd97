# What people read. Foreign text and names arrive cleaned; $incident is the id under which the log has the cause.

more-lines = … and { $n } more
nobody = —
target-item = { $item } of order { $order }

span-seconds = { $n } s
span-minutes = { $n } min
span-hours = { $n } h
span-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}

## States

state-running = running
told-active = active
told-pending = pending
told-suspended = suspended
told-cancelled = cancelled
told-completed = completed
told-payment-needed = payment needed
state-stopped = stopped
state-untold = not told

## Servers

servers-title = { $n ->
    [0] No servers
    [one] 1 server
   *[other] { $n } servers
}
list-account-none = **{ $account }**: none.
list-incomplete = { $title }, and some that could not be listed
list-so-far = { $title } so far
list-unlisted = The list could not be read

servers-none = No server matches. `/vps list` without options shows all that you may see.
servers-unjudged = **{ $account }**: { $provider } does not tell whether { $n ->
    [one] 1 server runs, so it is not listed here.
   *[other] { $n } servers run, so they are not listed here.
}
account-failed = ⚠️ **{ $account }**: { $why } { $next }
account-awaited = ⏳ **{ $account }** has not answered yet.
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
server-disk = { $used } of { $total } GB
server-field-sizes = Rented as
server-size-cpu = { $n } GHz
server-size-memory = { $n } MB memory
server-size-disk = { $n } GB disk
server-size-bandwidth = { $n } Mbps

templates-title = { $n ->
    [0] No operating systems
    [one] 1 operating system
   *[other] { $n } operating systems
}
templates-none = There is no operating system to choose.
template-disabled = not available now
template-price = costs { $price } more
template-memory = from { $n } MB memory
tasks-title = { $n ->
    [0] No tasks of { $server }
    [one] 1 task of { $server }
   *[other] { $n } tasks of { $server }
}
tasks-none = { $provider } shows no such task.
credentials-title = Password of { $server }
credentials-user = User: { $user }
credentials-since = It was set { $time }.
credentials-unshowable = It has characters that cannot be shown here exactly: read it at { $provider }.
credentials-note = You alone see this, and it is kept nowhere. Dismiss the message when you have it.
credentials-none = { $provider } tells no password of the server now.
credentials-none-iv = { $provider } tells a password only after `/vps reinstall` or `/vps password`, and tells of none now.
task-queued = queued { $time }
task-begun = begun { $time }
task-finished = finished { $time }
task-untold = its state is not told
methods-title = { $n ->
    [0] No ways to pay
    [one] 1 way to pay
   *[other] { $n } ways to pay
}
methods-none = ⚠️ No card is saved, and no other way to pay is known: purchases and renewals will fail until there is one at the provider.
movements-title = { $n ->
    [0] Nothing came in or was used
    [one] 1 movement
   *[other] { $n } movements
}
movements-none = Nothing has come into the account or been used of it.
movement-credit = credit
movement-bonus = bonus
plans-title = { $n ->
    [0] No plans
    [one] 1 plan
   *[other] { $n } plans
}
plans-none = Nothing is on sale.
plan-closed = not for sale now
plan-closed-now = ⚠️ { $provider } does not sell this now.
plan-field-size = Size
plan-field-systems = Operating systems
plan-field-category = Category
plan-field-steps = What can be chosen, with `options:` or in a form
plan-next = To buy it: `{ $command }`. The price is confirmed first.
plan-installed-later = Its system is chosen once it is paid, with `/order install`.
size-memory = { $n } GB memory
size-disk = { $n } GB disk
services-title = { $n ->
    [0] No services
    [one] 1 service
   *[other] { $n } services
}
services-none = Nothing is paid for regularly.
renews-on = next on { $date }
fact-product = Product
fact-domain = Domain
fact-address = Address
fact-price = Price
fact-cycle = Paid
fact-since = Since
fact-next-payment = Next payment
sshkeys-title = { $n ->
    [0] No SSH keys
    [one] 1 SSH key
   *[other] { $n } SSH keys
}
sshkeys-none = There is no SSH key.

## SSH keys, and orders that are cancelled

sshkey-add-working = Adding an SSH key to **{ $name }** …
sshkey-add-done = The SSH key **{ $name }** is in **{ $account }**.
sshkey-add-doubtful = The answer to adding the SSH key **{ $name }**, sent { $since }, was lost: { $provider } may or may not have it.
sshkey-add-seen = The SSH key **{ $name }** is there.
sshkey-add-absent = The SSH key **{ $name }** is not there: { $provider }, looked at twice, does not list it.
sshkey-add-next = Look with `/sshkey list` before you add it again.
contact-add-doubtful = The answer to adding a contact, sent { $since }, was lost: { $provider } may or may not have them.
contact-add-seen = The contact is there.
contact-add-absent = The contact is not there: { $provider }, looked at twice, does not list them.
contact-add-next = Look with `/account contacts` before you add them again.
contact-edit-doubtful = The answer to changing the contact **{ $name }**, sent { $since }, was lost: { $provider } may or may not have done it.
contact-edit-seen = The contact **{ $name }** has what was written.
contact-edit-absent = The contact **{ $name }** has not what was written: { $provider }, looked at twice, shows something else.
contact-edit-next = Look with `/account contact` before you change it again.
sshkey-remove-working = Removing the SSH key **{ $name }** …
sshkey-remove-done = The SSH key **{ $name }** is removed from **{ $account }**.
sshkey-remove-doubtful = The answer to removing the SSH key **{ $name }**, sent { $since }, was lost: { $provider } may or may not have removed it.
sshkey-remove-seen = The SSH key **{ $name }** is gone.
sshkey-remove-absent = The SSH key **{ $name }** is still there: { $provider }, looked at twice, lists it.
sshkey-remove-next = Look with `/sshkey list` before you remove it again.
order-cancel-working = Cancelling order **{ $name }** …
order-cancel-item-working = Cancelling **{ $name }** …
order-cancel-done = Order **{ $name }** is cancelled at { $provider }.
order-cancel-item-done = { $item } of order **{ $name }** is cancelled at { $provider }.
order-cancel-doubtful = The answer to cancelling order **{ $name }**, sent { $since }, was lost: { $provider } may or may not have cancelled it.
order-cancel-seen = Order **{ $name }** is cancelled.
order-cancel-absent = Order **{ $name }** is not cancelled: { $provider }, looked at twice, lists it as before.
order-cancel-next = Look with `/order list` before you cancel it again.
order-end-done = Order **{ $name }** is cancelled at { $provider }: it is not renewed, and runs until the end of the paid period.
order-end-item-done = { $item } of order **{ $name }** is cancelled at { $provider }: it is not renewed, and runs until the end of the paid period.
order-end-doubtful = The answer to cancelling order **{ $name }**, sent { $since }, was lost: { $provider } may or may not have cancelled it.
order-end-seen = Order **{ $name }** is cancelled.
order-end-absent = Order **{ $name }** is not cancelled: { $provider }, looked at twice, lists it as before.
order-end-unclear = Whether it was done cannot be told: { $provider } may list a cancelled order as before until its paid period ends.
order-end-next = Look at the order in { $provider }'s portal before you cancel it again.
cancel-field-item = Item
list-looking = It is not sent again; I am looking at the list.
list-seen = The call's own answer was lost; this is what { $provider } lists since then. It was not sent again.
list-absent-next = Nothing was sent twice. You can use the command again.
list-unclear = Whether it was done cannot be told: { $provider } lists something that may or may not be it.
list-blind = Whether it was done could not be seen: { $provider } has not answered for { $after }.
orders-title = { $n ->
    [0] No orders
    [one] 1 order
   *[other] { $n } orders
}
orders-own = __Ordered through this bot__
orders-told = __In the list of { $provider }__
orders-none = Nothing was ordered.
suggestion-used-on = now on { $interface }
suggestion-core = { $price } per core
suggestion-age = { $age } old
order-placed = by { $person } { $at }
order-untold = { $provider } tells nothing of its progress.
order-field-renews = Next payment
order-field-items = Items
order-field-words = The provider says
order-state-sent = sent
order-state-installing = being set up
order-state-installing-at = being set up, { $percent } %
order-state-unpaid = waits for payment
order-state-unpaid-of = waits for payment of invoice { $invoice }
order-state-doubtful = answer lost, being looked for
order-state-done = done
order-state-paid = paid
order-state-failed = setting up failed
order-state-cancelled = cancelled before it was paid
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
graphs-title = Graphs of { $server }
graphs-none = { $provider } has no such graph. Leave the options `metric` and `range` out, or try others.
graphs-note = These links open from { $ip } alone, and you alone see them.
graphs-elsewhere = { $n ->
    [one] 1 more link leads
   *[other] { $n } more links lead
} to a host that the account's `link_hosts` does not name, and so is not shown.
graph-cpu = CPU
graph-memory = Memory
graph-traffic = Network
graph-storage = Disk
graph-io = Disk access
graph-load = Load
graph-range-day = a day
graph-range-week = a week
graph-range-month = a month
graph-range-year = a year

## What is done to a server

deed-start-working = Starting **{ $server }** …
deed-stop-working = Stopping **{ $server }** …
deed-restart-working = Restarting **{ $server }** …
deed-shutdown-working = Shutting down **{ $server }** …
deed-reset-working = Resetting **{ $server }** …
deed-destroy-working = Deleting **{ $server }** …
deed-reinstall-working = Setting up **{ $server }** anew …
deed-install-working = Installing the server of **{ $server }** …
deed-resize-working = Changing the sizes of **{ $server }** …
deed-password-working = Giving **{ $server }** a new password …
deed-hostname-working = Renaming **{ $server }** …

deed-start-watching = **{ $server }** is starting: { $provider } accepted it { $since }.
deed-stop-watching = **{ $server }** is stopping: { $provider } accepted it { $since }.
deed-restart-watching = **{ $server }** is restarting: { $provider } accepted it { $since }.
deed-shutdown-watching = **{ $server }** is shutting down: { $provider } accepted it { $since }.
deed-reset-watching = **{ $server }** is being reset: { $provider } accepted it { $since }.
deed-destroy-watching = **{ $server }** is being deleted: { $provider } accepted it { $since }.
deed-reinstall-watching = **{ $server }** is being set up anew: { $provider } accepted it { $since }.
deed-install-watching = The server of **{ $server }** is being installed: { $provider } accepted it { $since }.
deed-resize-watching = **{ $server }** is getting other sizes: { $provider } accepted it { $since }.
deed-password-watching = **{ $server }** is getting a new password: { $provider } accepted it { $since }.
deed-hostname-watching = **{ $server }** is getting another host name: { $provider } accepted it { $since }.
deed-state = It reports { $state }.

deed-doubtful = The answer to the call for **{ $server }** was lost { $since }: it may or may not have been carried out. It is not sent again; I am looking at the server.

deed-start-verified = **{ $server }** is running after { $after }.
deed-stop-verified = **{ $server }** is stopped after { $after }.
deed-restart-verified = **{ $server }** is back after { $after }.
deed-shutdown-verified = **{ $server }** is shut down after { $after }.
deed-reset-verified = **{ $server }** is back after { $after }.
deed-destroy-verified = **{ $server }** is gone after { $after }.
deed-reinstall-verified = **{ $server }** is set up anew and running after { $after }.
deed-install-verified = The server of **{ $server }** is installed and running after { $after }.
deed-resize-verified = **{ $server }** has its new sizes after { $after }.
deed-after-doubt = The call's own answer was lost, so this is what the server itself shows. It was not sent again.

deed-unobserved = **{ $server }** reports running; the restart could not be observed.
deed-unobserved-uptime = It reports running for { $uptime } without a break. Some providers do not show a restart.
deed-unobserved-doubt = The call's answer was lost and no restart was seen: **{ $server }** reports running. It was not sent again.
deed-unobserved-next = To be sure, look at the server itself. If it did not restart, use the command again.
deed-reinstall-unobserved = **{ $server }** reports running; that it was set up anew could not be observed.
deed-reinstall-unobserved-doubt = The call's answer was lost, and **{ $server }** reports running throughout. It was not sent again.
deed-reinstall-unobserved-next = Look at the server itself: whether its data are gone shows whether it was done. Only then use the command again.
deed-install-unobserved = No server has come of **{ $server }** yet. I stop looking.
deed-install-unobserved-doubt = The call's answer was lost, and no server has come of **{ $server }** yet. It was not sent again.
deed-install-unobserved-next = Look again with `/vps list`; if none is there after a while, use the command again: where there is one, it changes nothing.

deed-start-not-there = **{ $server }** is still not running after { $after }: it reports { $state }.
deed-stop-not-there = **{ $server }** is still not stopped after { $after }: it reports { $state }.
deed-restart-not-there = **{ $server }** is still down after { $after }: it reports { $state }.
deed-shutdown-not-there = **{ $server }** is still not shut down after { $after }: it reports { $state }.
deed-reset-not-there = **{ $server }** is still down after { $after }: it reports { $state }.
deed-destroy-not-there = **{ $server }** is still there after { $after }: it reports { $state }.
deed-reinstall-not-there = **{ $server }** is still not running after { $after }: it reports { $state }.
deed-install-not-there = The server of **{ $server }** is still not running after { $after }: it reports { $state }.
deed-resize-not-there = **{ $server }** still does not show its new sizes after { $after }: it reports { $state }.
deed-start-next = Look again with `/vps show`; if it stays so, try `/vps restart` or ask { $provider }.
deed-stop-next = Look again with `/vps show`; if it stays so, try `/vps stop` again or ask { $provider }.
deed-restart-next = Look again with `/vps show`; if it stays down, try `/vps start` or ask { $provider }.
deed-shutdown-next = Its system may not listen. Look again with `/vps show`; if it stays so, `/vps stop` powers it off without asking.
deed-reset-next = Look again with `/vps show`; if it stays down, try `/vps start` or ask { $provider }.
deed-destroy-next = Look again with `/vps show`; if it stays, ask { $provider }.
deed-reinstall-next = Look again with `/vps show`; if it stays down, try `/vps start` or ask { $provider }.
deed-install-next = Look again with `/vps list`; if it stays so, ask { $provider }.
deed-resize-next = Look again with `/vps show`; it may need a restart for them. If it stays so, ask { $provider }.

deed-gone = { $provider } no longer knows **{ $server }**.
deed-gone-next = `/vps list` shows what there is.
deed-blind = What became of **{ $server }** could not be seen: { $provider } has not answered for { $after }.
deed-blind-next = Look with `/vps show` as soon as it answers again; nothing was sent twice.
task-doubtful = The answer to the call for **{ $server }** was lost { $since }: it may or may not have been carried out. It is not sent again; I am looking for the task at { $provider }.
task-restart-finished = The restart of **{ $server }** is finished after { $after }.
task-hostname-finished = The change of the host name of **{ $server }** is finished after { $after }.
task-reinstall-finished = Setting up **{ $server }** anew is finished after { $after }.
task-resize-finished = The change of the sizes of **{ $server }** is finished after { $after }.
task-password-finished = Giving **{ $server }** a new password is finished after { $after }.
task-credentials-next = `/vps credentials` shows its password to whoever may see it.
task-finished-note = That is { $provider }'s word for its task; how it went, it does not say.
task-after-doubt = The call's own answer was lost; this is the task that { $provider } shows since then. It was not sent again.
task-restart-unfinished = The restart of **{ $server }** is still not finished after { $after }. I stop watching it.
task-hostname-unfinished = The change of the host name of **{ $server }** is still not finished after { $after }. I stop watching it.
task-reinstall-unfinished = Setting up **{ $server }** anew is still not finished after { $after }. I stop watching it.
task-resize-unfinished = The change of the sizes of **{ $server }** is still not finished after { $after }. I stop watching it.
task-password-unfinished = Giving **{ $server }** a new password is still not finished after { $after }. I stop watching it.
task-unfinished-next = Nothing was sent twice. If it stays so, ask { $provider }.
task-unobserved = { $provider } took the call for **{ $server }** and shows no task of it after { $after }. It was not sent again.
task-unobserved-doubt = The call's answer was lost, and { $provider } shows no task for **{ $server }** after { $after }. It was not sent again.
task-unobserved-next = Look at the server itself before you use the command again.

deed-already-start = **{ $server }** is running already. Nothing was sent.
deed-already-stop = **{ $server }** is stopped already. Nothing was sent.
deed-already-shutdown = **{ $server }** is stopped already. Nothing was sent.
deed-already-resize = **{ $server }** has these sizes already. Nothing was sent.

by = Asked for by { $person }.

## Networks

interfaces-title = { $n ->
    [0] No network interfaces of { $server }
    [one] 1 network interface of { $server }
   *[other] { $n } network interfaces of { $server }
}
interfaces-none = { $provider } shows none. `/network add` makes one.
interface-title = Interface { $name } of { $server }
interface-field-id = Id
interface-field-model = Model
interface-field-mac = Hardware address
interface-field-firewall = Firewall
interface-firewall = firewall { $state }
family-ipv4 = IPv4
family-ipv6 = IPv6
on = on
off = off
addresses-title = { $n ->
    [0] No addresses of { $server }
    [one] 1 address of { $server }
   *[other] { $n } addresses of { $server }
}
addresses-none = { $provider } shows none.
address-id = id { $id }
pools-title = { $n ->
    [0] No pools for { $server }
    [one] 1 pool for { $server }
   *[other] { $n } pools for { $server }
}
pools-none = { $provider } shows none that it could be given another address from.
pool-free = { $n } free
network-field-pool = From the pool
network-field-family = Kind of address
network-field-firewall = Firewall then
network-field-addresses = { $family } then, by ids
network-no-address = none

network-add-working = Giving **{ $name }** another network interface …
network-update-working = Changing a network interface of **{ $name }** …
network-remove-working = Taking a network interface of **{ $name }** away …
network-assign-working = Giving **{ $name }** another address …
network-add-verified = **{ $name }** has another network interface after { $after }: { $part }.
network-update-verified = The interface { $part } of **{ $name }** has the new settings after { $after }.
network-remove-verified = The interface { $part } of **{ $name }** is gone after { $after }.
network-assign-verified = **{ $name }** has another address after { $after }: { $part }.
network-add-not-started = **{ $name }** has no interface that was not there before.
network-update-not-started = The interface { $part } of **{ $name }** has the settings that it had before.
network-remove-not-started = The interface { $part } of **{ $name }** is still there.
network-assign-not-started = **{ $name }** has no address that was not there before.
network-add-unobserved = Whether **{ $name }** gets another interface is not known.
network-update-unobserved = Whether the interface { $part } of **{ $name }** gets the new settings is not known.
network-remove-unobserved = Whether the interface { $part } of **{ $name }** goes is not known.
network-assign-unobserved = Whether **{ $name }** gets another address is not known.
network-add-next = `/network interfaces` shows what it has. Look there before you use the command again.
network-update-next = `/network interface` shows what it has. Look there before you use the command again.
network-remove-next = `/network interfaces` shows what there is. Look there before you use the command again.
network-assign-next = `/network ips` shows what it has, and `/invoice list` whether it is charged. Look there before you use the command again: it may cost money twice.
sight-watching = { $provider } accepted it { $since }; I am looking for it.
sight-doubtful = The answer to the call, made { $since }, was lost: it may or may not have been carried out. It is not sent again; I am looking for it.
sight-after-doubt = The call's own answer was lost, so this is what { $provider } shows. It was not sent again.
sight-not-started = The call's answer was lost, and two looks found nothing of it: it was not carried out, and not sent again. Use the command again if it is still wanted.
sight-unobserved = { $provider } accepted the call and shows nothing of it after { $after }. I stop looking.
sight-unobserved-doubt = The call's answer was lost, and { $provider } shows nothing of it after { $after }. It was not sent again.
sight-unfinished = It is still not done after { $after }. I stop looking; nothing was sent twice.
sight-blind = { $provider } has not answered for { $after }. Nothing was sent twice.

## Services

service-methods-title = What { $service } offers
service-methods-none = { $provider } tells of no calls.
service-resources-title = What { $service } has and uses
service-resources-none = { $provider } tells of nothing.
service-addresses-title = Addresses of { $service }
service-addresses-none = { $provider } shows none.
service-label = **{ $service }** is labelled **{ $label }**.
service-label-none = **{ $service }** has no label. `/service relabel` gives it one.
service-upgrades-title = What { $service } can have
service-upgrades-none = { $provider } offers nothing to upgrade.
service-upgrades-packages = **Products that it can become**
service-upgrades-quantity = now { $n }
service-upgrades-setup = { $price } to set it up
service-field-kind = Product
service-field-label = Name
service-field-end = It ends
service-field-reason = Reason
service-field-then = It then has
service-field-package = It becomes
service-field-cycle = Paid then
service-field-recurring = Then each time
service-cancel-now = at once
service-cancel-later = at the end of what is paid
service-cancel-sent = { $provider } was asked to end **{ $name }** when what is paid for it is over.
service-cancel-sent-now = { $provider } was asked to end **{ $name }** at once.
service-cancel-after = It stays until { $provider } acts on that; `/service list` shows its state. To take it back, open a ticket.
period-monthly = every month
period-quarterly = every three months
period-semi-annually = every six months
period-annually = every year
period-biennially = every two years
period-triennially = every three years

vps-create-working = Making a server in **{ $name }** …
vps-create-verified = **{ $part }** is made and running after { $after }.
vps-create-not-started = **{ $name }** has no new server { $part }.
vps-create-gone = The server **{ $part }** in **{ $name }** was being made and is no longer there: it was deleted meanwhile. `/invoice list` shows whether it is charged.
vps-create-unobserved = Whether the server { $part } in **{ $name }** gets made is not known.
vps-create-next = `/vps list` shows what there is, and `/invoice list` whether it is charged. Look there before you use the command again: there may be two.
service-relabel-working = Giving **{ $name }** another label …
service-relabel-verified = **{ $name }** is now labelled **{ $part }**.
service-relabel-not-started = **{ $name }** has the label that it had before.
service-relabel-unobserved = Whether **{ $name }** gets the label { $part } is not known.
service-relabel-next = `/service label` shows what it has.
service-upgrade-working = Upgrading **{ $name }** …
service-upgrade-verified = **{ $name }** is upgraded after { $after }.
service-upgrade-not-started = **{ $name }** is as it was before.
service-upgrade-unobserved = **{ $name }** does not show the upgrade yet; it may wait for an invoice to be paid.
service-upgrade-next = `/invoice list` shows whether there is a new invoice, and `/service upgrade-options` what it has. Look there before you use the command again: it may be charged twice.
service-cancel-working = Asking for **{ $name }** to end …
service-cancel-verified = **{ $name }** is now in another state: { $part }.
service-cancel-not-started = **{ $name }** is as it was before.
service-cancel-unobserved = Whether **{ $name }** ends is not known: such a request waits at the provider unseen.
service-cancel-next = Look at the service at the provider, or ask its staff with `/ticket open`.

## Consent

ask-start = Start { $name }?
ask-stop = Stop { $name }?
ask-restart = Restart { $name }?
ask-shutdown = Shut { $name } down?
ask-reset = Reset { $name }?
ask-destroy = Delete { $name } with all its data?
ask-reinstall = Set { $name } up anew and delete all its data?
ask-resize = Change the sizes of { $name }?
ask-password = Give { $name } a new password?
ask-buy = Order { $name }?
ask-pay = Pay invoice { $name } from the credit?
ask-network-update = Change the interface { $what } of { $name }?
ask-network-remove = Take the interface { $what } away from { $name }?
ask-network-assign = Give { $name } another address?
ask-vps-create = Make the server { $what } in { $name }?
ask-service-upgrade = Upgrade { $name }?
ask-service-cancel = Ask for { $name } to end?
ask-withdraw = Cancel order { $name }?
ask-withdraw-item = Cancel { $name }?
ask-remove = Remove the SSH key { $name }?
ask-text-withdraw-runs-on = What was ordered is not renewed: it runs until the end of the paid period and is deleted then. **This cannot be undone here.** You will be asked to type its name.
ask-text-withdraw = It waits for its payment, so nothing of it runs that could be lost. **This cannot be undone**: to have it after all, order it anew. You will be asked to type its name.
ask-text-remove = New servers can no longer be given it; servers that have it keep it. You will be asked to type its name.
ask-text-stop = It is powered off at once: whatever runs on it stops until it is started again.
ask-text-restart-stopped = It is stopped now, so nothing is interrupted; a restart starts it.
ask-text-restart = Its system is restarted: whatever runs on it is interrupted for a while.
ask-text-shutdown = Its system is asked to shut down in good order; whatever runs on it stops until it is started again.
ask-text-reset = It is switched off and on again at once, without asking its system: whatever runs on it is cut off, and what is not saved is lost.
ask-text-reset-stopped = It is stopped now, so nothing is cut off; a reset starts it.
ask-text-pay = { $provider } takes it from the credit of the account **{ $account }**, which is enough, as soon as you press the button.
ask-text-destroy = **This cannot be undone.** You will be asked to type its name.
ask-text-reinstall = Whatever is on its disk is deleted, and it gets a new password. **This cannot be undone.** You will be asked to type its name.
ask-text-resize-price = { $provider } changes what the server costs with its sizes, and does not tell the new price beforehand. It may restart the server for it.
ask-text-resize-interruption = { $provider } may restart the server for it: whatever runs on it may be interrupted.
ask-text-password = It gets a new password, and the old one no longer works. **This cannot be undone.** You will be asked to type the server's name.
ask-text-buy-charge = { $provider } charges the account **{ $account }** as soon as you press the button.
ask-text-buy-invoice = { $provider } makes an order and its invoice for the account **{ $account }** as soon as you press the button. Nothing is charged before somebody pays the invoice.
ask-text-buy-method = { $provider } takes the order for the account **{ $account }** and makes its invoice as soon as you press the button. The way to pay that was chosen decides whether it is charged at once, as a saved card may be.
ask-text-buy-credit = { $provider } orders it for the account **{ $account }** as soon as you press the button: from its credit, or by an invoice where that is not enough.
ask-text-start = It will be powered on.
ask-text-network-update = Other addresses or another firewall can cut the server off from the network.
ask-text-network-remove = **This cannot be undone.** Whatever uses its addresses is cut off. You will be asked to type the name of the server.
ask-text-network-assign = { $provider } may charge the account **{ $account }** for it, and does not tell how much beforehand.
ask-text-vps-create = It is made of what the service has. { $provider } may charge the account **{ $account }** for it, and does not tell how much beforehand.
ask-text-service-upgrade = { $provider } orders it for the account **{ $account }** as soon as you press the button, and issues an invoice.
ask-text-service-cancel = **{ $provider } deletes a cancelled service with all its servers and data.** You will be asked to type its name.
ask-changed-server = ⚠️ The server's state has changed since you were asked. Please decide again.
ask-changed-order = ⚠️ The order has changed since you were asked. Please decide again.
ask-changed-key = ⚠️ The key has changed since you were asked. Please decide again.
ask-changed-price = ⚠️ The price, what is bought or the card has changed since you were asked. Please decide again.
ask-changed-payment = ⚠️ What is left to pay or the credit has changed since you were asked. Please decide again.
ask-changed-network = ⚠️ The server, the interface or the pool has changed since you were asked. Please decide again.
ask-changed-service = ⚠️ The service, what it would become or the price has changed since you were asked. Please decide again.
ask-until = { $person } can decide this; it expires { $until }.
ask-field-price = Price
ask-field-os = System
ask-field-keys = Keys
ask-field-sizes = Sizes
ask-field-chosen = Chosen
ask-field-then = Then
ask-field-beside = And { $name }
step-cycle = How often it is paid
step-domain = Domain or host name
step-pay_method = Way to pay
step-promocode = Promotion code
step-years = Years
step-approver_email = Approval is asked for at
step-software = Made for
step-contact = Answers for it
step-os = Operating system
step-ip_allow = Who may reach ssh
step-authorized_keys = Public SSH key
step-public_ports_allow = Ports open to everybody
step-cloud_init_url = Address of a cloud-init file
step-antiaffinity = Keep apart from
step-firewall_id = Firewall group
step-firewall_addme = Add the server to that group
about-ip_allow = Addresses and networks. Leave none of your own out, or you lock yourself out. Left open, ssh stays as the system sets it up.
about-cloud_init_url = What stands behind its question mark is sent and shown to nobody.
about-antiaffinity = Servers with the same number never share a host.
about-firewall_addme = Then the group's rules let its address in.
step-none = none
step-yes = yes
step-no = no
step-takes-text = a text of { $n } characters at most
step-takes-line = something such as { $example }
step-takes-number = a number from { $least } to { $most }
step-takes-several = any of these, with commas between them:
step-takes-yes-no = yes or no
entry-price = +{ $price }
entry-setup = +{ $price } once
cycle-hourly = hourly
cycle-daily = daily
cycle-weekly = weekly
cycle-monthly = monthly
cycle-quarterly = quarterly
cycle-semiannually = every 6 months
cycle-annually = yearly
cycle-biennially = every 2 years
cycle-triennially = every 3 years
cycle-once = once
cycle-now = now
cycle-untold = every period
ask-field-parts = Made of
ask-field-card = Card
ask-field-pay = To pay now
ask-field-left-after = Then left to pay
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
custom-size-plain = { $cores ->
    [one] 1 core
   *[other] { $cores } cores
}, { $memory } GB memory, { $storage } GB storage, { $ipv4 ->
    [one] 1 IPv4 address
   *[other] { $ipv4 } IPv4 addresses
}

button-start = Start { $name }
button-stop = Stop { $name }
button-restart = Restart { $name }
button-shutdown = Shut down { $name }
button-reset = Reset { $name }
button-destroy = Delete { $name } …
button-withdraw = Cancel order { $name } …
button-withdraw-item = Cancel { $name } …
button-remove = Remove { $name } …
button-reinstall = Set up { $name } anew …
button-resize-price = Resize { $name } - { $price }
button-resize-interruption = Resize { $name }
button-password = New password for { $name } …
button-buy = Order { $name } - { $price }
button-pay = Pay invoice { $name } - { $price }
button-network-update = Change an interface of { $name }
button-network-remove = Take an interface from { $name } …
button-network-assign = Take an address for { $name } - { $price }
button-vps-create = Make a server in { $name } - { $price }
button-service-upgrade = Upgrade { $name } - { $price }
button-service-cancel = Cancel { $name } …
button-again = Try again{ $price }
button-cancel = Cancel
button-previous = ◀ Previous
button-next = Next ▶

price-monthly = { $price }/month
price-once = { $price } once
price-now = { $price } now
price-untold = { $price } a period
price-hourly = { $price }/hour
price-daily = { $price }/day
price-weekly = { $price }/week
price-quarterly = { $price }/quarter
price-semiannually = { $price }/6 months
price-annually = { $price }/year
price-biennially = { $price }/2 years
price-triennially = { $price }/3 years
price-not-told = price not told by { $provider }

form-order-cancel-title = Cancel for good
form-sshkey-remove-title = Remove for good
form-vps-destroy-title = Delete for good
form-vps-reinstall-title = Delete and set up anew
form-vps-password-title = Give a new password
form-network-remove-title = Take the interface away
form-service-cancel-title = Ask for it to end
form-label = Type the name to confirm
form-sshkey-add-title = New SSH key: { $name }
form-sshkey-add-label = The public key, on one line
form-sshkey-add-hint = ssh-ed25519 AAAAC3… you@example.com
form-cert-order-title = Certificate: { $name }
form-cert-order-label = The signing request (CSR)
form-cert-order-hint = -----BEGIN CERTIFICATE REQUEST-----
form-ticket-open-title = New ticket: { $name }
form-ticket-open-label = What you want to write
form-ticket-open-hint = The provider's staff read this.
form-ticket-reply-title = Reply: { $name }
form-ticket-reply-label = What you want to write
form-ticket-reply-hint = It is mailed to the provider's staff.
form-account-edit-title = Owner: { $name }
form-account-edit-hint = Left empty, it stays as it is.
form-account-contact-add-title = New contact: { $name }
form-account-contact-add-hint = May stay empty. Without a password, nobody can sign in.
form-account-contact-edit-title = Contact: { $name }
form-account-contact-edit-hint = Left empty, it stays as it is.
form-write = Write
form-write-hint = Your answer
form-skip = Leave open
form-go-on = Go on
form-skip-default = Keep as it is
form-finish = Review the order
form-add = Add another
form-earlier = Earlier
form-later = More
form-back = Back
form-adding = What else shall be in the order?
form-review = That is all that is asked. The order is shown next with its price, as far as that is told, and nothing is ordered before you have confirmed it.
form-until = { $person } can answer; it expires { $until }.
form-at = Question { $at } of { $of }

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
buy-accepted-unpaid = **{ $name }** is ordered and waits for its payment: { $provider } accepted the order sent { $since }.
buy-accepted-invoice = **{ $name }** is ordered: { $provider } accepted the order sent { $since } and made its invoice.
buy-doubtful = The answer to the order of **{ $name }**, sent { $since }, was lost: it may or may not have been begun. It is not sent again; I am asking { $provider }.
buy-doubtful-seen = The answer to the order of **{ $name }**, sent { $since }, was lost, but { $provider } has the order and is setting it up. It is not sent again.
buy-doubtful-unpaid = The answer to the order of **{ $name }**, sent { $since }, was lost, but { $provider } has the order, which waits for its payment. It is not sent again.
buy-refused = { $provider } refused the order of **{ $name }**, sent { $since }. That does not tell what became of it, so I am asking { $provider }.
buy-refused-was = The order was refused: { $why }
buy-blind-now = How far it is cannot be told just now: { $why } I go on asking.
buy-verified = **{ $name }** is set up after { $after }.
buy-verified-certificate = **{ $name }** is ordered, and { $provider } calls it active after { $after }. It is issued once it has been approved, by whoever reads the mail to the approver: `/cert show` tells how far that is, and `/cert download` has the file then.
buy-paid = **{ $name }** is paid after { $after }.
buy-install-next = It has no server yet: `/order install order:{ $order }` and a system as its `template` install one.
buy-after-doubt = The answer to the order itself was lost, so this is what the provider tells of it. It was not sent again.
buy-after-doubt-traced = The answer to the order itself was lost; I found it as something new at { $provider } that was not there before. It was not sent again.
buy-unpaid = It waits for invoice `{ $invoice }`, which is not paid yet: `/invoice show` shows it. It is paid in the provider's portal, or by `/invoice pay` where that is offered.
buy-unpaid-install = It waits for invoice `{ $invoice }`, which is not paid yet: `/invoice show` shows it. Pay it in { $provider }'s portal; once it is paid, `/order install` installs the server.
buy-unpaid-there = It waits to be paid: the invoice is in { $provider }'s portal, under billing.
buy-charged = ⚠️ { $provider } says that it costs { $price }, which is not what was confirmed. Look at the invoice.
buy-field-things = At the provider
buy-failed = { $provider } says that setting up **{ $name }** has failed.
buy-failed-next = It may have been charged all the same: look at `/order list` and `/service list`, and ask { $provider } before you order it again.
buy-cancelled = The order for **{ $name }** was cancelled at { $provider } before anybody paid it: nothing is set up, and there is nothing to pay.
buy-not-started = **{ $name }** was not ordered: the answer was lost, and { $provider }, asked twice, knows nothing of the order.
buy-not-started-traced = **{ $name }** was not ordered: the answer was lost, and { $provider }, looked at twice, has nothing new that could be it.
buy-again-untold = { $provider } cannot tell just now whether it has begun after all, so nothing was sent. Try again in a moment.
buy-again-next = Trying again sends the very same order under the same id, so that it cannot become two.
buy-again-next-traced = Trying again looks once more first and then orders once more. { $provider } takes no id by which the two could be known as one: should the first order begin after that, there would be two.
buy-unfinished = **{ $name }** is still being set up after { $after }. I stop watching it.
buy-unfinished-unpaid = **{ $name }** is still not paid after { $after }. I stop watching it.
buy-unobserved = { $provider } accepted the order of **{ $name }** and tells nothing of its progress.
buy-blind = What became of the order of **{ $name }** could not be seen: { $provider } has not answered for { $after }. It was not sent again.
buy-next = `/order status` asks again at any time; `/vps list` shows the server once it is there.
buy-next-certificate = `/order status` asks again at any time; `/cert list` shows the certificate once it is there.
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
site-verified-nameservers = Its domain must point to these name servers: { $nameservers }
site-after-doubt = The answer to the creation itself was lost, so this is what the list of sites shows. It was not sent again.
site-not-started = **{ $site }** was not created: { $provider }, asked twice, has no such site.
site-not-started-next = Use the command again if it is still wanted.
site-not-there = **{ $site }** is still not active after { $after }: it reports { $state }.
site-unobserved = { $provider } took on **{ $site }** and does not list it { $after } later.
site-blind = What became of **{ $site }** could not be seen: { $provider } has not answered for { $after }. Nothing was sent twice.
site-next = Look again with `/site list`; if it stays so, ask { $provider }.

## Tickets and notices

tickets-title = { $n ->
    [0] No tickets
    [one] 1 ticket
   *[other] { $n } tickets
}
tickets-none = There are no such tickets. `/ticket open` opens one.
ticket-last = last word { $at }
ticket-unread = unread
ticket-messages = { $n ->
    [one] 1 message
   *[other] { $n } messages
}
ticket-staff = staff
ticket-us = us
ticket-goes-on = continued
ticket-field-department = Department
ticket-field-opened = Opened
departments-title = { $n ->
    [0] No departments
    [one] 1 department
   *[other] { $n } departments
}
departments-none = The provider names no department that tickets could be opened with.
ticket-file = { $name }, a file of the ticket { $ticket }. It comes from a stranger: open it only if you trust it.
ticket-file-size = { $n ->
    [one] 1 byte
   *[other] { $n } bytes
}
ticket-file-too-large = { $name }, a file of the ticket { $ticket }, is too large for Discord. Get it at the provider.
ticket-next = `/ticket show` with { $ticket } shows it.
ticket-already-closed = **{ $name }** is closed already. Nothing was sent.
ticket-already-open = **{ $name }** is open. Nothing was sent.
ticket-open-working = Opening a ticket with **{ $name }** …
ticket-reply-working = Writing to **{ $name }** …
ticket-close-working = Closing **{ $name }** …
ticket-reopen-working = Opening **{ $name }** again …
ticket-open-done = The ticket **{ $name }** was opened at { $provider }.
ticket-reply-done = Your reply is in **{ $name }** at { $provider }.
ticket-close-done = **{ $name }** was closed at { $provider }.
ticket-reopen-done = **{ $name }** is open again at { $provider }.
ticket-open-doubtful = { $provider } was asked { $since } to open **{ $name }**, and the answer was lost: it may or may not have been opened. It is not sent again; I am looking at the tickets.
ticket-reply-doubtful = The answer to your reply to **{ $name }**, sent { $since }, was lost: { $provider } may or may not have it. It is not sent again; I am looking at the ticket.
ticket-close-doubtful = { $provider } was asked { $since } to close **{ $name }**, and the answer was lost. It is not asked again; I am looking at the ticket.
ticket-reopen-doubtful = { $provider } was asked { $since } to open **{ $name }** again, and the answer was lost. It is not asked again; I am looking at the ticket.
ticket-open-watching = { $provider } took **{ $name }** { $since } and did not tell its number. I am looking at the tickets.
ticket-reply-watching = { $provider } took your reply to **{ $name }** { $since } and did not say whether it is there. I am looking at the ticket.
ticket-close-watching = { $provider } took the request to close **{ $name }** { $since }. I am looking at the ticket.
ticket-reopen-watching = { $provider } took the request to open **{ $name }** again { $since }. I am looking at the ticket.
ticket-seen = The provider's own answer did not tell, so this is what I saw when I looked. It was not sent again.
ticket-open-absent = **{ $name }** was not opened: { $provider }, looked at twice, has no such ticket.
ticket-reply-absent = Your reply is not in **{ $name }**: { $provider }, looked at twice, does not show it.
ticket-close-absent = **{ $name }** was not closed by { $provider }.
ticket-reopen-absent = **{ $name }** was not opened again by { $provider }.
ticket-absent-next = It was not sent again. Look once more before you do so yourself: it may still arrive.
ticket-open-unclear = { $provider } took **{ $name }** and does not list it.
ticket-reply-unclear = Whether your reply is in **{ $name }** cannot be told: what { $provider } shows there may or may not be it.
ticket-close-unclear = { $provider } took the request to close **{ $name }** and shows nothing of it.
ticket-reopen-unclear = { $provider } took the request to open **{ $name }** again and shows nothing of it.
ticket-unclear-next = Nothing was sent twice. Look at the provider before you send it again.
ticket-not-there = **{ $name }** reports { $state }, { $after } after it was asked for something else. It was not asked again.
ticket-blind = What became of it for **{ $name }** could not be seen: { $provider } has not answered for { $after }.
written-title = What you wrote, to copy it:
notices-title = { $n ->
    [0] No notices
    [one] 1 notice
   *[other] { $n } notices
}
notices-none = There is nothing that nobody has acknowledged. `/notice list` with `all` shows the rest.
notice-ack-working = Acknowledging **{ $name }** …
notice-done = Acknowledged at the provider: { $name }
notice-already = That had been acknowledged already: { $name }
statuses-title = { $n ->
    [0] Nothing reported
    [one] 1 thing reported
   *[other] { $n } things reported
}
statuses-none = The provider reports no incident and no maintenance of that kind.
status-field-posted = Posted
status-field-id = Id

buy-done = **{ $name }** is ordered: { $price }.
buy-id = The provider's id for it: { $id }

pay-working = Paying invoice **{ $invoice }** …
pay-done = Invoice **{ $invoice }** is paid: { $money } from the credit.
pay-done-part = { $money } of invoice **{ $invoice }** were paid from the credit.
pay-done-other = ⚠️ { $provider } used { $money }, not the { $asked } that it was asked for.
pay-after = Now left to pay: **{ $due }**.
pay-watching = { $provider } took the payment of { $money } for invoice **{ $invoice }**, sent { $since }, without a word of what became of it. I am looking at the invoice and the credit.
pay-doubtful = The answer to the payment of { $money } for invoice **{ $invoice }**, sent { $since }, was lost: it may or may not have been carried out. It is not sent again; I am looking at the invoice and the credit.
pay-verified = { $money } of invoice **{ $invoice }** were paid from the credit.
pay-after-doubt = The answer to the payment itself was lost, so this is what the invoice and the credit show. It was not sent again.
pay-after-silence = { $provider } said nothing of what it did, so this is what the invoice and the credit show.
pay-not-started = Invoice **{ $invoice }** was not paid: the answer was lost, and { $provider }, asked twice, shows neither a payment nor any credit used.
pay-not-started-next = It may still arrive: I go on looking for a while, and then say so here. Look with `/invoice show` before you use the command again.
pay-unobserved = What became of the payment of { $money } for invoice **{ $invoice }** cannot be told from the invoice and the credit, { $after } later. It was not sent again.
pay-blind = What became of the payment of { $money } for invoice **{ $invoice }** could not be seen: { $provider } has not answered for { $after }. It was not sent again.
pay-next = Look with `/invoice show` and `/balance`, and ask { $provider } before you pay it again.
pay-seen = The invoice reports { $state }; left to pay: { $due }.
ended-notice = { $person }, what you asked for has ended. `/pending list` shows how.

## Money

balance-title = What the accounts hold and owe
balance-untold = { $n ->
    [one] Tells no balance: { $accounts }
   *[other] Tell no balance: { $accounts }
}
balance-sum-credit = Credit together: **{ $money }**
balance-sum-bonus = Bonuses together: **{ $money }**
balance-sum-owed = Owed together: **{ $money }**
balance-sum-monthly = A month together: **{ $money }**
balance-credit = Credit: **{ $money }**
balance-bonus = Bonus: **{ $money }**
balance-owed = Owed: **{ $money }**
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
method-fee-both = fee { $fixed } + { $percent } %
method-fee-fixed = fee { $fixed }
method-fee-percent = fee { $percent } %
method-fee-none = no fee
method-fee-untold = fee not told

## Invoices

standing-overdue = overdue
standing-unpaid = unpaid
standing-paid = paid
invoices-title = { $n ->
    [0] No invoices
    [one] 1 invoice
   *[other] { $n } invoices
}
invoices-none = No invoice matches. `/invoice list` without options shows all that you may see.
invoices-sum-overdue = Overdue together
invoices-sum-unpaid = Unpaid, not overdue
invoices-sum-paid = Paid together
invoice-due = due { $date }
invoice-issued = of { $date }
invoice-title = Invoice { $name }
invoice-field-issued = Issued
invoice-field-due = Due
invoice-field-paid = Paid
invoice-field-subtotal = Before tax
invoice-field-tax = Tax
invoice-field-total = Total
invoice-field-used = Paid from credit
invoice-field-left = Left to pay

not-payable-invoice-paid = Invoice **{ $invoice }** is paid already.
not-payable-nothing-due = Nothing is left to pay of invoice **{ $invoice }**, though the provider still calls it { $state }.
not-payable-invoice-over = There is nothing to pay on invoice **{ $invoice }**: it reports { $state }.
not-payable-due-untold = The provider does not tell what is left to pay of invoice **{ $invoice }**, or what credit there is, so it is not paid.
not-payable-other-currency = Of invoice **{ $invoice }**, { $due } is left to pay, but the credit is in another currency.
not-payable-too-fine = { $decimals ->
    [0] Amounts in the currency of invoice **{ $invoice }** have no decimals.
   *[other] Amounts in the currency of invoice **{ $invoice }** have { $decimals } decimals at most.
}
not-payable-above-due = That is more than the { $due } that is left to pay of invoice **{ $invoice }**.
not-payable-above-credit = The credit is not enough to pay { $amount } of invoice **{ $invoice }**. Pay a part of it with the option `amount`, or add credit at the provider.

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
account-offers = Offers { $things }.
account-version = Version of its API: { $version }.
offers-vps = servers
offers-balance = the balance
offers-invoice = invoices
offers-ticket = tickets
offers-notice = notices
offers-network = networks
offers-billing = payment methods
offers-order = orders
offers-service = subscriptions
offers-site = hosted sites
offers-cert = certificates
offers-sshkey = SSH keys
offers-account = the owner
offers-contacts = contacts
condition-untried = ⚪ Nothing has been asked of it yet.
condition-ok = 🟢 It answers.
condition-slow = 🟡 It answers slowly: the last answer took { $took }.
condition-failing = 🔴 Failing since { $since }: { $why }

profile-name = Name
profile-username = Login
profile-email = E-mail
profile-phone = Telephone
profile-role = Role
profile-id = Id
profile-none = The provider tells nothing about the owner.
certificates-title = { $n ->
    [0] No certificates
    [one] 1 certificate
   *[other] { $n } certificates
}
certificates-none = There are no certificates.
certificate-expires = valid until { $time }
certificate-field-issue = Issue
certificate-field-product = Product
certificate-field-expires = Valid until
certificate-field-approver = Approved by
certificate-field-organization = Made out to
certificate-field-admin = Answers for it
certificate-field-billing = Pays for it
certificate-field-tech = Installs it
certificate-file = The certificate { $cert } is in the file.
certificate-file-note = It is public; its private key is not with the provider, and I never see it.
certplans-title = { $n ->
    [0] No certificates on sale
    [one] 1 certificate on sale
   *[other] { $n } certificates on sale
}
certplans-none = No certificate is on sale.
certificate-years = { $n ->
    [one] 1 year
   *[other] { $n } years
}
certificate-period = { $years }: { $price }
certificate-period-then = { $years }: { $price }, then { $renewal }
software-title = { $n ->
    [0] No programs
    [one] 1 program
   *[other] { $n } programs
}
software-none = The provider names no program for this certificate.
contacts-title = { $n ->
    [0] No contacts
    [one] 1 contact
   *[other] { $n } contacts
}
contacts-none = The account has no contacts beside its owner.
contact-seen = last seen { $time }
contact-field-privileges = May
privileges-title = { $n ->
    [0] No privileges
    [one] 1 area of privileges
   *[other] { $n } areas of privileges
}
privileges-none = The provider names no privileges.
logs-title = { $n ->
    [0] Nothing in the log
    [one] 1 entry of the log
   *[other] { $n } entries of the log
}
logs-none = The log says nothing.
person-email = E-mail
person-firstname = First name
person-lastname = Last name
person-companyname = Company
person-unit = Department
person-address1 = Street
person-address2 = Address, second line
person-city = City
person-state = State
person-postcode = Post code
person-country = Country
person-phonenumber = Telephone
person-type = Type
person-working = Changing what the provider knows …
person-done-account-edit = **{ $account }**: { $provider } has changed what it knows of the owner. `/account show` shows it.
person-done-account-contact-add = **{ $account }**: { $provider } has added the contact { $who }. It has no password and cannot sign in.
person-done-account-contact-edit = **{ $account }**: { $provider } has changed what it knows of the contact { $who }. `/account contact` shows it.
person-taken = **{ $account }**: { $provider } took it and did not confirm that it was done. Look with `/account show` or `/account contacts` before you try again.

pending-title = What is not over, and what ended lately
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
why-allow = • line { $line } allows { $patterns }{ $through }: { $counts }
why-deny = • line { $line } forbids { $patterns }{ $through }: { $counts }
why-through = to { $people }
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
why-missing = { $person } needs a grant that allows `{ $action }` to them or one of their roles, and that applies here.
why-missing-own = You need a grant that allows `{ $action }` to you or one of your roles, and that applies here.
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
detail-address-in-use = address in use
detail-no-servers-in-it = no servers in it
detail-option-missing = option missing
detail-outdated = outdated command
detail-order-unpaid = order not paid
detail-order-installed = order installed already
detail-not-cancellable = not cancellable
detail-no-such-item = no such item
detail-private-key = private key
detail-locked = in use
detail-not-yours = not theirs to decide
detail-stale = no longer valid
detail-wrong-name = wrong name typed
detail-decided = decided already
detail-sent-before = sent before
detail-not-served = wrong place
detail-nothing-to-do = nothing to do
detail-never-sent = never sent
detail-expired = expired
detail-the-bot-stopped = the bot stopped
detail-verified = seen
detail-finished = finished
detail-unobserved = not observable
detail-not-there = not reached
detail-changed = changed since
detail-unknown-relay = unknown relay
detail-exists = exists already
detail-gone = gone
detail-blind = could not be seen
detail-failed = failed at the provider
detail-not-started = never begun
detail-unfinished = not finished in time
detail-seen = seen
detail-shop-closed = shop closed
detail-plan-closed = this plan is not for sale
detail-custom-closed = no custom servers
detail-method-missing = no way to pay chosen
detail-system-missing = no system chosen
detail-system-unknown = unknown system
detail-system-disabled = system not available
detail-cpu-type-unknown = unknown type of processor
detail-storage-type-unknown = unknown type of storage
detail-storage-too-small = too little storage
detail-name-not-taken = name not taken
detail-name-unusable = unusable name
detail-price-unknown = price unknown
detail-unanswered = something left to choose
detail-no-such-step = nothing of the sort to choose
detail-bad-answer = a choice that does not exist
detail-bad-form = another form is needed
detail-needs = something left to choose beside it
detail-declined = declined by the provider
detail-one-at-a-time = one thing an order
detail-too-many = too many things at once
detail-no-card = no card
detail-template-unknown = unknown system
detail-template-disabled = system not available
detail-keys-not-taken = keys not taken
detail-key-elsewhere = key of another account
detail-no-size = no size named
detail-size-fixed = size cannot be changed
detail-out-of-bounds = size out of bounds
detail-out-of-bounds-now = present size out of bounds
detail-size-untold = present size not told
detail-invoice-paid = paid already
detail-nothing-due = nothing left to pay
detail-invoice-over = nothing to pay
detail-due-untold = due or credit not told
detail-other-currency = another currency
detail-too-fine = too many decimals
detail-above-due = more than is due
detail-above-credit = not enough credit
detail-late = took too long
detail-internal = fault in the bot
detail-unsupported = not offered
detail-unreachable = provider unreachable
detail-timeout = no answer in time
detail-connection-lost = connection lost
detail-unauthenticated = no credentials
detail-unauthorized = credentials refused
detail-login-refused = username or password refused
detail-address-refused = address refused
detail-server-needed = no server named
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
refused-paid-there = Pay it in { $provider }'s own client area: its invoices are paid there alone.
refused-offers = `/account list` shows what each account offers.
refused-instead = Accounts that do: { $accounts }.
refused-instead-theirs = Accounts that do, for what is theirs: { $accounts }.
refused-unknown-account = There is no account { $name } that you may use for this.
refused-accounts = Accounts that you may use: { $accounts }.
refused-nothing-fits = { $kind ->
    [server] No server that you may use fits { $name }.
    [plan] No plan that you may use fits { $name }.
    [order] No order that you may see fits { $name }.
    [site] No site that you may see fits { $name }.
    [ticket] No ticket that you may see fits { $name }.
    [department] The account has no department { $name }.
    [notice] No notice that you may see fits { $name }.
    [invoice] No invoice that you may see fits { $name }.
    [certificate] No certificate that you may see fits { $name }.
    [certificate-plan] No certificate on sale fits { $name }.
    [contact] No contact that you may see fits { $name }.
    [service] No service that you may see fits { $name }.
    [key] No SSH key that you may see fits { $name }.
   *[other] Nothing that you may use fits { $name }.
}
refused-nothing-next = { $kind ->
    [server] Type part of the name and choose from the list, or see `/vps list`.
    [plan] Type part of the name and choose from the list, or see `/order plans`.
    [order] Type part of the name and choose from the list, or see `/order list`.
    [site] Type part of the domain and choose from the list, or see `/site list`.
    [ticket] Type its number or part of its subject and choose from the list, or see `/ticket list`.
    [department] Choose one from the list that opens while you type, or see `/ticket departments`.
    [notice] Choose one from the list that opens while you type, or see `/notice list`.
    [invoice] Type part of the number and choose from the list, or see `/invoice list`.
    [certificate] Type part of the domain and choose from the list, or see `/cert list`.
    [certificate-plan] Choose one from the list that opens while you type, or see `/cert plans`.
    [contact] Choose one from the list that opens while you type, or see `/account contacts`.
    [service] Choose one from the list that opens while you type, or see `/service list`.
    [key] Type part of the name and choose from the list, or see `/sshkey list`.
   *[other] Type part of the name and choose from the list.
}
refused-unsearched = Could not look in **{ $account }**: { $why } { $next }
refused-unsearched-pending = The list of **{ $account }** is still being read; try again in a moment.
refused-ambiguous = { $kind ->
    [server] Several servers fit { $name }. Which one?
    [plan] Several plans fit { $name }. Which one?
    [order] Several orders fit { $name }. Which one?
    [site] Several sites fit { $name }. Which one?
    [ticket] Several tickets fit { $name }. Which one?
    [notice] Several notices fit { $name }. Which one?
    [invoice] Several invoices fit { $name }. Which one?
    [service] Several services fit { $name }. Which one?
    [key] Several SSH keys fit { $name }. Which one?
   *[other] Several things fit { $name }. Which one?
}
chosen = **{ $choice }** chosen.
refused-menu = Choose one
refused-bad-value = The option `{ $argument }` cannot be { $text }.
refused-missing-argument = The option `{ $argument }` is needed here.
refused-bad-form = What the form says cannot be used.
refused-bad-field = The form cannot take { $text }.
refused-address-in-use = { $address } is in use on **{ $interface }**, which would lose it. Take it off there first with `/network update`, or name an address that is free.
refused-no-servers-in = No server can be made in **{ $name }**: it is of another kind, or { $provider } offers no operating system there. Choose another service; `/service list` shows them.
refused-option-missing = What shall be changed? Use at least one of these options: { $options }.
refused-bad-argument = The option `{ $argument }` has a value that cannot be used.
refused-bad-argument-since = Write how far back to look as a number and a unit: `30m`, `12h`, `7d` or `2w`.
refused-bad-argument-plan = Write the plan as the provider names it, such as business.
refused-bad-argument-options = Write what you choose as `id=value, id=value`, each id once. `/order plan` shows what a plan takes, and `guided:true` asks for everything.
refused-bad-argument-metric = Choose `cpu` or `memory`.
refused-bad-argument-ip = Write the IP address from which you will look at the graphs: they open from there alone. The account's key `graph_viewer_ip` can name one for everybody.
refused-bad-argument-kind = Choose `credits` or `bonuses`, or leave the option out.
refused-bad-argument-contact = Choose a contact of that account; `/account contacts` shows them.
refused-bad-argument-part = Choose `name`, `address` or `phone`.
refused-bad-argument-line = Fill in at least one field of the form, each with up to 200 characters, and a mail address as in mary@example.com. Nothing was sent.
refused-bad-argument-range = Choose `hour`, `day`, `week`, `month` or `year`.
refused-bad-argument-query = Write a part of a name, an id, an IP address or a domain.
refused-bad-argument-amount = Write an amount above 0 as a number alone, such as 10 or 19.65. Without it, all that is left to pay is paid.
refused-bad-argument-card = Choose a card from the list, or write what it stands for with its account, such as asia/736633.
refused-bad-argument-until = Choose one of the times that the list offers.
refused-bad-argument-type = Choose `ipv4` or `ipv6`, as the pool has it.
refused-bad-argument-interface = The server has no such interface. `/network interfaces` lists them with their ids.
refused-bad-argument-pool = There is no such pool. `/network pools` lists them with their ids.
refused-bad-argument-ipv4 = Write IPv4 addresses of the server or their ids, with commas between them, or `none`. `/network ips` lists them with their ids.
refused-bad-argument-ipv6 = Write IPv6 addresses of the server or their ids, with commas between them, or `none`. `/network ips` lists them with their ids.
refused-bad-argument-resources = Write what the service is to have as `id=value`, with commas between several, as `/service upgrade-options` lists it; or name a `package` or a `cycle`.
refused-bad-argument-package = There is no such product to become. `/service upgrade-options` lists them with their ids.
refused-bad-argument-cycle = Choose one of the periods that the list offers.
refused-bad-argument-label = Write a name of one line: 64 characters at most for a server, 100 for a service.
refused-bad-argument-reason = Write a reason of one line, in 500 characters at most.
refused-bad-argument-template = The service has no such operating system. Choose one from the list that opens while you type.
refused-bad-argument-memory = Write the memory in MB, from 64 to 1048576.
refused-bad-argument-cpu = Write the number of cores, from 1 to 256.
refused-bad-argument-disk = Write the disk in GB, from 1 to 65536.
refused-bad-argument-domain = Write a domain alone, such as mysite.co.il, of 64 characters at most.
refused-bad-argument-hostname = Write a host name alone, such as web-1.example.com: letters a to z, digits and hyphens, in parts that dots divide.
refused-bad-argument-key = Paste the one line of a `.pub` file: its type, the key and a label, such as ssh-ed25519 AAAAC3… you@example.com. Nothing was sent.
refused-bad-argument-csr = Paste the whole signing request, from `-----BEGIN CERTIFICATE REQUEST-----` to `-----END CERTIFICATE REQUEST-----`, as `openssl req -new` writes it. Nothing was sent.
refused-bad-argument-approver_email = Write one mail address, such as admin@example.com.
refused-bad-argument-item = This provider cancels orders as a whole: leave the option out.
refused-private-key = That is a private key. It was neither sent nor kept. Paste what is public: of an SSH key the one line of the file that ends in `.pub`, for a certificate the signing request. Whoever else may have read it can use it: consider making a new pair.
refused-cancelled-already = **{ $name }** cannot be cancelled: { $provider } says { $state }.
refused-no-such-item = Order **{ $name }** has no item { $text }. Name one of these by its id:
refused-order-unpaid = **{ $name }** is not paid yet: its server is installed once it is.
refused-order-unpaid-invoice = Pay the invoice { $invoice } at { $provider }, and use this command again.
refused-order-unpaid-next = Pay it at { $provider }, and use this command again.
refused-order-installed = The server of **{ $name }** is installed already, or is being installed.
refused-order-installed-next = `/vps reinstall` sets up { $server } anew, which deletes all its data.
refused-not-cancellable = **{ $name }** cannot be cancelled: { $provider } says { $state }. At { $provider } only what is not paid yet can be cancelled.
refused-bad-argument-ssh_keys = Write up to 20 keys with commas between them, each by its reference, such as dev/8, or by its id alone. `/sshkey list` shows them.
refused-bad-argument-php = Write a version of PHP, such as 8.2.
refused-bad-argument-account = Choose an account from the list that opens while you type.
refused-bad-argument-server = That server is in another account. Leave one of the two options out.
refused-bad-argument-text = Write something, in 4000 characters at most. Nothing was sent.
refused-bad-argument-subject = Write what it is about, in 250 characters at most.
refused-bad-argument-file = The ticket has no such file. Choose one from the list that opens while you type.
refused-bad-argument-id = Write the id as `/notice statuses` shows it.
refused-bad-argument-command = There is no such command that you may use. `/help` lists them.
not-sold-shop-closed = { $provider } sells nothing now: the shop is closed.
not-sold-plan-closed = { $provider } does not sell this plan now: `/order plans` shows what it sells.
not-sold-custom-closed = { $provider } sells no servers of one's own choice now. `/order plans` shows the plans.
not-sold-system-missing = Which operating system shall it have?
not-sold-system-unknown = { $provider } has no operating system **{ $text }**.
not-sold-system-disabled = The operating system **{ $text }** is not available at { $provider } now.
not-sold-cpu-type-unknown = { $provider } has no type of processor **{ $text }**.
not-sold-storage-type-unknown = { $provider } has no type of storage **{ $text }**.
not-sold-storage-too-small = **{ $text }** needs { $least } GB of storage at least; `storage:{ $given }` was given.
not-sold-storage-too-small-next = Use `/order custom` again with `storage:{ $least }` or more, and the other options as they were.
not-sold-name-not-taken = { $provider } takes no name for a plan: leave the option `name` out.
not-sold-unanswered = Something must be chosen first: **{ $text }**. Write it in `options:` as `id=value`; `/order plan` shows what the plan has.
not-sold-unanswered-option = Something must be chosen first: use the option **{ $text }**.
not-sold-method-missing = How shall it be paid? Choose here, or use the option `pay_method`.
not-sold-no-such-step = { $provider } has nothing called **{ $text }** to choose here.
not-sold-bad-answer = For **{ $step }**, { $provider } does not take **{ $text }**.
not-sold-bad-form = For **{ $step }**, { $provider } does not take **{ $text }**. It takes something such as { $example }.
not-sold-needs = **{ $text }** goes with **{ $step }** alone: choose both or neither, in `options:` as `id=value`.
not-sold-declined = { $provider } would not take this order: { $text }
not-sold-one-at-a-time = { $provider } sells one thing an order.
not-sold-too-many = One order can have { $least } things at most.
not-sold-name-unusable = The name cannot be used: write 1 to 64 visible characters.
not-sold-price-unknown = { $provider } does not tell what it would cost, so it is not ordered.
not-sold-no-card = **{ $account }** has no saved card at { $provider }: add one there under its payment methods, see it with `/billing methods`, and order again.
not-sold-known = There are: { $known }.
unfit-template-unknown = { $provider } has no operating system **{ $text }** for this server.
unfit-template-disabled = The operating system **{ $text }** is not available at { $provider } now.
unfit-keys-not-taken = { $provider } takes no SSH keys when it sets up a server: leave the option `ssh_keys` out.
unfit-key-elsewhere = { $key } is no key of this account. `/sshkey list` shows those that it has.
unfit-no-size = Name at least one size to change: { $known }.
unfit-size-fixed = { $provider } cannot change `{ $size }`: leave that option out.
unfit-out-of-bounds = { $provider } takes { $least } to { $most } as `{ $size }`, and { $value } was asked for.
unfit-out-of-bounds-now = { $provider } must be told every size and takes { $least } to { $most } as `{ $size }`, of which the server has { $value } now: name that one as well.
unfit-size-untold = { $provider } must be told every size and does not say what the server has as `{ $size }` now: name that one as well.
refused-outdated = The commands were updated. Please try again; if it stays so, reload Discord.
refused-locked = { $person } began **/{ $command }** on { $name } { $since }, and that had not ended when you asked. Nothing was sent; wait for its end and ask again.
refused-not-yours = Only { $people } can decide this.
refused-stale = This button, menu or form no longer leads anywhere. Use the command again.
refused-site-exists = There is a site at **{ $domain }** already, so none was created.
refused-site-exists-shown = `/site show` shows it; to create another one, name another domain.
refused-site-exists-hidden = Name another domain, or ask somebody who may use `/site show` about it.
refused-changed-since = The price, what is bought or the card has changed since it was first ordered, so it was not sent again. I go on looking for a while whether the first order begins after all, and say so here. `/order buy` orders at the present price.
refused-wrong-name = That is not the name that was asked for. Nothing was sent; press the button again to retry.
refused-not-served = I work only in the Discord servers that I am configured for, not here.
refused-decided = This has been decided already.
refused-already-sent = This form was sent before, and what it asked for was begun then. Nothing was sent again.

## Failures

failed-title = That did not work
failed-why = **{ $account }**: { $why }
failed-about = /{ $command } on { $name }
failed-about-bot = /{ $command }
failed-incident = Error { $incident }
failed-nothing-sent = Nothing was changed.
failed-nothing-paid = Nothing was paid.
failed-nothing-bought = Nothing was ordered and nothing was charged.
failed-contact = Whom to ask: { $contact }
failed-ambiguous = It may or may not have been carried out, and it is not sent again. Look at the account at { $provider } before you try again.
failed-card = { $provider } had this card: { $cards }.
failed-no-card = No card is saved there.
failed-card-next = Add a valid card at { $provider } under the account's payment methods, see it with `/billing methods`, and order again.
failed-gone = **{ $account }** no longer has it.
failed-gone-next = { $kind ->
    [plan] `/order plans` shows what there is.
    [order] `/order list` shows what there is.
    [site] `/site list` shows what there is.
    [ticket] `/ticket list` shows what there is.
    [notice] `/notice list` shows what there is.
    [invoice] `/invoice list` shows what there is.
    [certificate] `/cert list` shows what there is.
    [certificate-plan] `/cert plans` shows what there is.
    [contact] `/account contacts` shows whom there is.
    [service] `/service list` shows what there is.
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
why-unauthorized-iv = { $provider } refused the API user or its password.
why-unauthorized-lightlayer = { $provider } lets the account in, and not do this.
why-unauthorized-klikk = { $provider } refused the token or the password, or the bot's address is not in the token's IP filter there.
why-unauthorized-inferno = { $provider } refused the key, or the bot's address is not on the account's list there.
why-login-refused = { $provider } refused the login with the account's username and password.
why-address-refused = { $provider } refused the call, since it did not come from an address of its own network over HTTPS.
why-server-needed = { $provider } tells this for one server at a time.
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
next-unauthorized-iv = Whoever runs the bot must check the account's `nick` and password in the configuration; in { $provider }'s client area, the user's description must be exactly `API`.
next-unauthorized-lightlayer = Whoever runs the bot must give the contact that the account signs in as the privilege for it, in { $provider }'s client area.
next-unauthorized-klikk = Whoever runs the bot must check the account's token or password in the configuration. At { $provider }, a token works only from the addresses in its IP filter, and a password only for a user without 2-factor sign-in: with that, a token is needed.
next-unauthorized-inferno = Whoever runs the bot must check the account's `cid` and key in the configuration, and that { $provider }'s support has put the bot's address on the account's list: a ticket there does it.
next-login-refused = Whoever runs the bot must correct the account's `username` and password in the configuration and have it read again. A refused login is tried again { $again } at the earliest, so that { $provider } locks nobody out; a corrected one, at once.
next-login-refused-lightlayer = With a second factor nobody is let in: name a contact without one, or set `auth = "basic"`.
next-login-refused-klikk = With 2-factor sign-in no password is let in: a token is.
next-address-refused = Whoever runs the bot must run it on a server that { $provider } hosts: from elsewhere, every call is refused.
next-server-needed = Name one with the option `server`.
next-payment-required = Add a valid card at the provider and try again.
next-not-found = `/vps list` shows what there is.
next-not-found-goods = `/order plans` and `/vps templates` show what there is.
next-not-found-site-plan = `/service list` shows the site plans that the account pays for.
next-not-found-ticket = `/ticket list` shows what there is.
next-not-found-notice = `/notice list` shows what there is.
next-not-found-invoice = `/invoice list` shows what there is.
next-not-found-cert = `/cert list` shows what there is.
next-not-found-cert-plan = `/cert plans` shows what is on sale.
next-not-found-contact = `/account contacts` shows whom there is.
next-not-found-service = `/service list` shows what there is.
next-not-found-list = Whoever runs the bot must check the account's `base_url` in the configuration.
next-rate-limited = Wait a little and try again.
next-refused = Check the options and try again.
next-server-error = Try again in a minute; if it stays so, ask the provider.
next-unreadable = Try again; if it stays so, tell whoever runs the bot.
next-too-large = Tell whoever runs the bot.
next-redirected = Whoever runs the bot must check the account's `base_url` in the configuration.

## Cards and their notes

card-order-on-request = Who ordered it, its price and its server are shown on request.
card-order-elsewhere = at the provider, not through me
card-order-doubtful = The answer to the order was lost: it may or may not have been begun. It is not sent again; I am asking { $provider }.
card-order-not-started = { $provider } knows nothing of the order: it was not begun. Who asked for it can try again where it was asked for.
card-order-refused = { $provider } has not taken the order. The message in which it was asked for says why.
card-order-unknown = What became of the order could not be seen; it was not sent again. `/order status` asks { $provider } at any time, and `/vps list` shows the server once it is there: look before anybody orders it again.
card-field-listed = In the provider's list
card-field-ordered = Ordered
card-field-buyer = Ordered by
card-mark = ref { $mark }
card-on-request = What it says is shown on request.
card-ticket-number = Ticket { $number }
card-invoice = Invoice { $number }
card-invoice-gone = no longer in the provider's list
card-server = Server { $name }
card-server-running = { $name } runs
card-server-down = { $name } is down
card-server-gone = { $name } is no longer there
card-service = { $name }
card-certificate = Certificate for { $name }
card-certificate-expiring = The certificate for { $name } is not valid much longer
card-certificate-expired = The certificate for { $name } is no longer valid
card-renewal = { $name } is to be paid again soon
card-start = Start
card-restart = Restart
card-field-since = Down since
card-balance = Balance
card-balance-low = The balance is low
card-notice = Notice
card-notice-read = Notice, acknowledged
card-unreachable = { $provider } does not answer
card-field-reason = Last error
card-balance-next = The credit is below the configured floor. `/balance account:{ $account }` shows what is due next, and `/invoice list account:{ $account }` what is open.
card-unreachable-text = No call to { $provider } has worked since { $since }. I go on trying, more seldom the longer it lasts, and say here when one does. `/account list` says how it is now and what to do.
card-recovered = { $provider } answers again
card-reply = Reply
card-close = Close
card-reopen = Reopen
card-claim = Claim
card-pay = Pay with credit
card-ack = Acknowledge
card-details = Details for you
card-snooze = Quiet for a while
card-snooze-15m = 15 minutes
card-snooze-1h = 1 hour
card-snooze-morning = until tomorrow morning
card-claimed = You have taken it on; the card in { $channel } says so. Claim it again to give it up.
card-taken-over = You have taken it over from { $person }; the card in { $channel } says so.
card-given-up = You have given it up; the card in { $channel } says so.
card-snoozed = Its notes in { $channel } wait; I remind of it there { $until }.
card-field-owner = Taken on by
card-field-snoozed = Quiet until
card-field-department = Department
card-field-author = Opened by
card-field-opened = Opened
card-field-last = { $n ->
    [one] The reply
   *[other] Last of { $n } replies
}
card-due-soon = { $day } · **due soon**
card-overdue = { $day } · **overdue**
card-field-due = Due
card-field-issued = Issued
card-field-amount = Amount
card-field-lines = Lines
card-field-compared = Compared with the one before
card-field-credit = Credit
card-field-bonus = Bonus
card-field-owed = Owed
card-field-about = About
reply-staff = **{ $name }** (staff)
reply-client = **{ $name }**
reply-by = { $person }, through this bot
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
note-order-placed = A new order.
note-order-status = Its state at the provider is now **{ $state }**.
note-provision-progress = Setting it up goes on.
note-provision-done = It is set up.
note-provision-failed = Setting it up has failed. It may have been charged all the same: look before anybody orders it again.
note-provision-nothing = It was not ordered.
note-provision-unknown = What became of it is not known: look before anybody orders it again.
note-provision-after-all = It seemed to have failed, but has not: the card says how it stands.
note-server-down = The server has not run for a while.
note-server-up = The server runs again.
note-server-added = The account has another server.
note-server-removed = The server is no longer there.
note-renewal-due = It is to be paid again soon.
note-certificate-expiring = The certificate is not valid much longer.
note-balance-low = The balance is below the floor that the configuration sets.
note-credit-used = **{ $amount }** of the credit was used.
note-credit-used-hidden = Some of the credit was used.
note-bonus-added = **{ $amount }** of bonus was added.
note-bonus-added-hidden = Some bonus was added.
note-bonus-used = **{ $amount }** of the bonus was used.
note-bonus-used-hidden = Some of the bonus was used.
note-notice-posted = A new notice.
note-provider-unreachable = The provider does not answer.
note-provider-recovered = The provider answers again.
note-earlier-replies = { $n ->
    [one] { $n } earlier reply
   *[other] { $n } earlier replies
} came as well.
note-baseline-balance = From now on I watch the balance of **{ $account }** and say here what is used of it{ $open ->
    [0] .
   *[other] { "" }, and when it falls below the configured floor. It is above it now.
}
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
note-baseline-orders = From now on I watch the orders of **{ $account }** and post here what happens. There { $count ->
    [one] is { $count } order
   *[other] are { $count } orders
}; `/order list` shows them.
note-baseline-servers = From now on I watch the servers of **{ $account }** and post here what happens. There { $count ->
    [one] is { $count } server
   *[other] are { $count } servers
}, { $open } powered off; `/vps list` shows them.
note-baseline-services = From now on I watch what **{ $account }** pays for regularly and say here when it is to be paid again. There { $count ->
    [one] is { $count } service
   *[other] are { $count } services
}, { $open } to be paid within days; `/service list` shows them.
note-baseline-certificates = From now on I watch the certificates of **{ $account }** and say here when one is not valid much longer. There { $count ->
    [one] is { $count } certificate
   *[other] are { $count } certificates
}, { $open } valid for a month at most; `/cert list` shows them.
note-reminder = { $person } asked to be reminded of this now.
note-channel-gone = The channel { $channel } is gone. What it is owed comes here until the configuration names another one; `/relay redrive` tries it again.
note-channel-closed = I may not write in { $channel }. What it is owed comes here until I may; `/relay redrive` tries it again.
note-test = { $person } tests this relay. It works.

## Relays

relays-title = Relays
relays-none = There are no relays. A section `[[relays]]` in the configuration makes one.
relays-all-accounts = all accounts
relays-blind-tickets = ⚠️ I cannot read the tickets of **{ $account }**, since { $since }: { $why }
relays-blind-invoices = ⚠️ I cannot read the invoices of **{ $account }**, since { $since }: { $why }
relays-blind-orders = ⚠️ I cannot read the orders of **{ $account }**, since { $since }: { $why }
relays-blind-servers = ⚠️ I cannot read the servers of **{ $account }**, since { $since }: { $why }
relays-blind-services = ⚠️ I cannot read what **{ $account }** pays for regularly, since { $since }: { $why }
relays-blind-certificates = ⚠️ I cannot read the certificates of **{ $account }**, since { $since }: { $why }
relays-blind-balance = ⚠️ I cannot read the balance of **{ $account }**, since { $since }: { $why }
relays-blind-notices = ⚠️ I cannot read the notices of **{ $account }**, since { $since }: { $why }
relays-blind-health = ⚠️ I cannot read the condition of **{ $account }**, since { $since }: { $why }
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
