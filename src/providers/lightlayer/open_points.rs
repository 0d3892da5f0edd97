//! What LightLayer's document leaves open, and how it is read here.

use crate::providers::OpenPoint;

/// The open points.
pub const OPEN_POINTS: &[OpenPoint] = &[
    OpenPoint {
        open: "where the API is",
        read: "`https://account.lightlayer.net/api`; other portals of the same software by `base_url`",
    },
    OpenPoint {
        open: "whether fields go in the address or the body",
        read: "JSON bodies for changes, the address for looking",
    },
    OpenPoint {
        open: "what a refusal looks like",
        read: "any answer with an `error`, or with `success` or `status` false, whatever its HTTP status",
    },
    OpenPoint {
        open: "a change that is answered with nothing readable",
        read: "accepted and not confirmed: the state is looked at, and nothing is sent again",
    },
    OpenPoint {
        open: "the shape of lists",
        read: "arrays, maps by id and PHP's empty arrays alike; an entry that cannot be read is left out and counted in the log",
    },
    OpenPoint {
        open: "which states a VM has",
        read: "running and stopped, and building while it is not built; another word is shown as it is",
    },
    OpenPoint {
        open: "the balance, which the document prints with a brace too many",
        read: "with and without it",
    },
    OpenPoint { open: "the time zone", read: "the account's `timezone`; `0000-00-00` is no date" },
    OpenPoint {
        open: "every answer about interfaces, addresses, pools, resources and systems",
        read: "under the likely key or bare, as texts, maps or maps by id; addresses may stand under `ipaddress`, `ip` or `address`",
    },
    OpenPoint {
        open: "whether an interface is removed by its id or its name",
        read: "by the name where it has one, as the known clients do; changed by its number",
    },
    OpenPoint {
        open: "where an estimate of an upgrade tells the price",
        read: "`total`, `charge`, `price` or `cost`, in the answer itself or under `estimate`, `summary`, `details` or `upgrade`; else the price is not told",
    },
    OpenPoint {
        open: "what an upgrade that was ordered shows",
        read: "the chosen items, the product and the period; until then it may wait for its invoice, and is never called not begun",
    },
    OpenPoint {
        open: "the id of a VM that is made",
        read: "from the answer where it tells one, else by its label among the service's VMs that were not there before",
    },
    OpenPoint {
        open: "what a cancellation without `immediate` does",
        read: "it is always sent, as the text `true` or `false`, and `false` unless a person says otherwise",
    },
    OpenPoint {
        open: "how an order is known again whose answer was lost",
        read: "as a service of the same product that was not there before and that no other order of the bot is",
    },
    OpenPoint {
        open: "how add-ons are ordered",
        read: "as `addon` and `addon_cycles`, by the names that a product's fields have",
    },
    OpenPoint {
        open: "whether a quote's total is paid once",
        read: "it is the price where it is also the only recurring one, else what is paid at once",
    },
    OpenPoint {
        open: "a login that asks for a second factor",
        read: "refused with the advice to use a contact without one, or Basic",
    },
    OpenPoint {
        open: "how the conditions of a form's field are written",
        read: "a field that has some is asked, never required, and nothing is sent for it unless it is answered; the quote says what is missing",
    },
    OpenPoint {
        open: "what `csr` of a certificate's order is, which the document calls a domain",
        read: "the signing request as PEM text, as the answer about a certificate shows it",
    },
    OpenPoint {
        open: "which contact of a certificate's order is which",
        read: "the one that is named answers for it, pays for it and installs it; without one, none is sent",
    },
];
