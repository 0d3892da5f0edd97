-- What sources have seen, and what is owed to channels because of it.

CREATE TABLE feeds (
    account TEXT NOT NULL,
    feed TEXT NOT NULL,
    -- The digest of the body that was last read; NULL when the next one must be read whatever it is.
    body TEXT,
    PRIMARY KEY (account, feed)
) STRICT, WITHOUT ROWID;

-- One row a thing: what was last seen of it, as JSON.
CREATE TABLE watched (
    account TEXT NOT NULL,
    feed TEXT NOT NULL,
    thing TEXT NOT NULL,
    facts TEXT NOT NULL,
    PRIMARY KEY (account, feed, thing)
) STRICT, WITHOUT ROWID;

-- The message that stands for a thing in a channel; what it shows is the thing's row in watched.
CREATE TABLE cards (
    id TEXT PRIMARY KEY,
    channel INTEGER NOT NULL,
    account TEXT NOT NULL,
    feed TEXT NOT NULL,
    thing TEXT NOT NULL,
    message INTEGER,
    thread INTEGER,
    -- Counts what the message has to show; it is true when it shows that much.
    version INTEGER NOT NULL,
    shown INTEGER NOT NULL,
    -- Who has taken the thing on.
    owner INTEGER,
    -- Until when its notes wait.
    snoozed INTEGER,
    UNIQUE (account, feed, thing, channel)
) STRICT;

CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    channel INTEGER NOT NULL,
    -- The card that is to be brought up to date, or that a note belongs to.
    card TEXT REFERENCES cards (id),
    -- What is to be said, as JSON; NULL: the card itself is to be shown.
    note TEXT,
    state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'dead')),
    created INTEGER NOT NULL,
    -- When it may be tried, and when it was first tried.
    due INTEGER NOT NULL,
    tried INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    reason TEXT
) STRICT;
CREATE INDEX outbox_pending ON outbox (channel, seq) WHERE state = 'pending';
CREATE INDEX outbox_by_card ON outbox (card) WHERE state = 'pending';

-- The channels that Discord has not, or where the bot may not write.
CREATE TABLE gone_channels (
    channel INTEGER PRIMARY KEY,
    reason TEXT NOT NULL,
    since INTEGER NOT NULL
) STRICT;

CREATE TABLE paused_channels (
    channel INTEGER PRIMARY KEY
) STRICT;
