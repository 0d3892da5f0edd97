//! What IV's document leaves open, and how it is read here.

use crate::providers::OpenPoint;

/// The open points.
pub const OPEN_POINTS: &[OpenPoint] = &[
    OpenPoint {
        open: "whether fields may come in a body instead of the address",
        read: "the address, as documented; `http_method = \"post\"` sends them in a body once you have seen that work",
    },
    OpenPoint {
        open: "which of the account's services are servers",
        read: "those that IV describes as the rent of a server",
    },
    OpenPoint {
        open: "whether a finished task has succeeded",
        read: "it is called finished, never successful, and its own words are shown without secrets",
    },
    OpenPoint {
        open: "a task without an id in the answer",
        read: "accepted: the newest task of that command since the call is followed, and nothing is sent again",
    },
    OpenPoint { open: "whether a server runs", read: "it is not told, and no state is shown" },
    OpenPoint {
        open: "whether sizes that are left out stay",
        read: "all four are always sent, those that nobody changes as they are now",
    },
    OpenPoint {
        open: "what 400, 401 and 403 mean",
        read: "a wrong field or command; a refused login; a call from outside IV's own network",
    },
];
