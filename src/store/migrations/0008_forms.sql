-- Forms that are filled in question by question, each for one person.
CREATE TABLE forms (
    id TEXT PRIMARY KEY,
    invocation TEXT NOT NULL,
    requester INTEGER NOT NULL,
    guild INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    message INTEGER,
    ephemeral INTEGER NOT NULL,
    locale TEXT NOT NULL,
    action TEXT NOT NULL,
    arguments TEXT NOT NULL,
    target TEXT NOT NULL,
    -- The questions and the answers so far, as JSON.
    state TEXT NOT NULL,
    -- Counts the clicks that were taken: of two on the same question one is.
    turn INTEGER NOT NULL,
    expires INTEGER NOT NULL
) STRICT;
CREATE INDEX forms_by_expiry ON forms (expires);
