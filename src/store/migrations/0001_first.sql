-- Times are milliseconds since 1970 UTC; Discord's ids are integers; targets and arguments are JSON.

CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    invocation TEXT NOT NULL,
    guild INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    user INTEGER NOT NULL,
    action TEXT NOT NULL,
    -- The one account that the target lies in; NULL for the bot's own tools and for lists over several accounts.
    account TEXT,
    target TEXT NOT NULL,
    result TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;
CREATE INDEX audit_by_time ON audit (at);

CREATE TABLE confirmations (
    id TEXT PRIMARY KEY,
    invocation TEXT NOT NULL,
    action TEXT NOT NULL,
    arguments TEXT NOT NULL,
    target TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    requester INTEGER NOT NULL,
    -- JSON array of the users who may decide.
    deciders TEXT NOT NULL,
    guild INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    message INTEGER,
    ephemeral INTEGER NOT NULL,
    locale TEXT NOT NULL,
    expires INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'claimed', 'cancelled', 'expired', 'settled')),
    decided_by INTEGER
) STRICT;
CREATE INDEX confirmations_open ON confirmations (expires) WHERE state = 'open';

CREATE TABLE journal (
    id TEXT PRIMARY KEY,
    invocation TEXT NOT NULL,
    actor INTEGER NOT NULL,
    action TEXT NOT NULL,
    target TEXT NOT NULL,
    account TEXT NOT NULL,
    kind TEXT NOT NULL,
    resource TEXT NOT NULL,
    guild INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    message INTEGER,
    ephemeral INTEGER NOT NULL,
    locale TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('intent', 'sent', 'done', 'failed', 'unknown')),
    intended INTEGER NOT NULL,
    sent INTEGER,
    ended INTEGER
) STRICT;
-- An open row is a lock on its resource, whoever opened it.
CREATE UNIQUE INDEX journal_lock ON journal (account, kind, resource) WHERE state IN ('intent', 'sent');

CREATE TABLE jobs (
    journal TEXT PRIMARY KEY REFERENCES journal (id),
    watch TEXT NOT NULL,
    -- Whether the call's own answer was lost.
    doubtful INTEGER NOT NULL,
    called INTEGER NOT NULL,
    ended INTEGER
) STRICT;
CREATE INDEX jobs_open ON jobs (journal) WHERE ended IS NULL;

CREATE TABLE views (
    id TEXT PRIMARY KEY,
    requester INTEGER NOT NULL,
    guild INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    action TEXT NOT NULL,
    arguments TEXT NOT NULL,
    -- The argument that a choice fills in; NULL for the pages of a list.
    fills TEXT,
    expires INTEGER NOT NULL
) STRICT;
CREATE INDEX views_by_expiry ON views (expires);
