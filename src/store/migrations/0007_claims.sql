-- Which purchase a thing at a provider has come of, where the provider does not tell; each thing has come of one.
CREATE TABLE claims (
    account TEXT NOT NULL,
    thing TEXT NOT NULL,
    journal TEXT NOT NULL REFERENCES journal (id),
    PRIMARY KEY (account, thing)
) STRICT, WITHOUT ROWID;
