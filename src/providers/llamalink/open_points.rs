//! What LlamaLink's document leaves open, and how it is read here.

use crate::providers::OpenPoint;

/// The open points.
pub const OPEN_POINTS: &[OpenPoint] = &[
    OpenPoint {
        open: "where the API is",
        read: "`https://api.llamalink.net`, unless `base_url` names another place",
    },
    OpenPoint {
        open: "how long a purchase's own id is remembered",
        read: "long enough to settle a lost answer: it goes with every call of one purchase, and \"not started\" needs \
               two answers of 404, half a minute apart",
    },
    OpenPoint {
        open: "which words the progress of a purchase knows",
        read: "`success` is done, `failed` and `error` have failed, all else goes on; 100 percent is done too",
    },
    OpenPoint {
        open: "which states a server has",
        read: "`running` and `stopped`; another word is shown as it is and counts as neither",
    },
    OpenPoint {
        open: "the unit of memory and disk",
        read: "gigabytes, as in the names of the plans' fields",
    },
    OpenPoint {
        open: "what storage and addresses of a server of one's own choice cost",
        read: "what the account's `ssd_per_gb`, `hdd_per_gb` and `ipv4_each` say",
    },
    OpenPoint {
        open: "other refusals than 401, 402, 403 and 404",
        read: "a refusal in the provider's own words",
    },
];
