//! What Inferno's document leaves open, and how it is read here.

use crate::providers::OpenPoint;

/// The open points.
pub const OPEN_POINTS: &[OpenPoint] = &[
    OpenPoint {
        open: "how an action is sent, where the document shows several ways",
        read: "a form, with the key in its body; JSON with the key in a header where the document shows that; \
               `transport = \"query\"` puts everything in the address",
    },
    OpenPoint {
        open: "what a refusal looks like",
        read: "any answer with `result: fail`, also in its `retx`, whatever its HTTP status, in the provider's own words",
    },
    OpenPoint {
        open: "an answer to a change that says neither success nor failure",
        read: "doubtful: the account's lists are looked at, and nothing is sent again",
    },
    OpenPoint {
        open: "whether installations are answered as printed, by PHP's `print_r`",
        read: "that and JSON are both read, whatever the answer calls itself",
    },
    OpenPoint {
        open: "what a wrong key, or an address that is on no list, is answered",
        read: "a list that is refused: both are named",
    },
    OpenPoint {
        open: "the shapes of plans, templates, services and keys",
        read: "lists and maps alike, of maps or of names; an entry without a usable id is left out and counted in the log",
    },
    OpenPoint {
        open: "which orders have servers",
        read: "those that are Active and whose `vps_info` tells an id, a name or an address",
    },
    OpenPoint {
        open: "other states than on",
        read: "on and off in Russian and English; another word is shown as it is and counts as neither",
    },
    OpenPoint {
        open: "how an invoice stands",
        read: "as its order: unpaid while that is Pending, paid once it is Active",
    },
    OpenPoint {
        open: "how often a plan's price is paid",
        read: "as not told, unless the field is called `monthly`",
    },
    OpenPoint {
        open: "which product an order is of, where the answer to an order was lost",
        read: "any order that was not there before is taken for it, so that nothing is ordered twice",
    },
    OpenPoint {
        open: "which fields of a service are secret",
        read: "all but name, product, status, domain, address, price, cycle and days, which alone are read",
    },
];
