-- Whether a card's message shows details on request only, as it was last shown.

ALTER TABLE cards ADD COLUMN public INTEGER NOT NULL DEFAULT 0;
