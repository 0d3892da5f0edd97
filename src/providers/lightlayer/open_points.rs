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
];
