//! What Klikk's document leaves open, and how it is read here.

use crate::providers::OpenPoint;

/// The open points.
pub const OPEN_POINTS: &[OpenPoint] = &[
    OpenPoint {
        open: "where the API is",
        read: "`https://my.klikk.com/api`, unless `base_url` names another place; every action is a POST of JSON there",
    },
    OpenPoint {
        open: "whether a password is to be shown plainly or as a digest",
        read: "plainly until the server asks for a digest (MD5 or SHA-256), from then on as one; the first refusal is no error",
    },
    OpenPoint {
        open: "what a wrong credential, an address outside a token's IP filter, and a password where 2-factor is required \
               are answered",
        read: "401 or 403; all three are named, and a password that was refused is not shown again for five minutes, lest \
               it lock the account",
    },
    OpenPoint {
        open: "what a list of orders looks like",
        read: "a list or a map, bare or in `orders`, with the id in `order_id`, in `id` or as its key; an entry without a \
               usable id is left out and counted in the log, and the list then tells nothing of a lost order",
    },
    OpenPoint {
        open: "what an order is called",
        read: "by the names of its items, else by its reference, else by its id",
    },
    OpenPoint {
        open: "what an error looks like",
        read: "any status but 2xx, and an `error` in a map that is not empty, `false` or 0; in the words of `message` or \
               `error`, never those of a page; a refused purchase that names an order is looked for before it counts as \
               refused",
    },
    OpenPoint {
        open: "what a server costs",
        read: "not told: the question before an order says so, and Klikk makes the invoice",
    },
    OpenPoint {
        open: "which operating systems there are",
        read: "whatever is typed as a name and a version, such as `Debian 10.4`; Klikk refuses what it does not have",
    },
    OpenPoint {
        open: "the bounds of sizes",
        read: "memory in halves of a gigabyte, at least one core and one gigabyte of storage, one IPv4 address or none",
    },
    OpenPoint {
        open: "what a purchase became whose answer was lost, or was a 402",
        read: "looked for in the list of orders, by the reference that is in every one, else as a new order with the same \
               item; never sent again by itself",
    },
    OpenPoint {
        open: "which order a cancellation means, as the document prints the same body for an order and for an item",
        read: "the `order_id` is in every one, and the `order_item_id` too where one item is meant; an item must be one of \
               the order's",
    },
    OpenPoint {
        open: "whether an order shows that it is cancelled before its paid period ends",
        read: "not surely: where the answer to a cancellation was lost and the order looks as before, what became of it is \
               said to be unknown",
    },
    OpenPoint {
        open: "an answer to a cancellation that is not empty",
        read: "done as well, unless it is a page or holds an `error`",
    },
    OpenPoint {
        open: "the units of memory and storage",
        read: "megabytes in the list of servers: 1024 of memory are a gigabyte, and 1000 of storage",
    },
    OpenPoint {
        open: "which servers a list has",
        read: "those of the profile that the token was made under: an empty list may mean that it is the wrong one",
    },
];
