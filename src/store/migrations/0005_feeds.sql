-- Whose list a feed is, since when it is watched, and how often anything was kept of it.

-- Where it was looked at and as whom; empty where that was not noted.
ALTER TABLE feeds ADD COLUMN origin TEXT NOT NULL DEFAULT '';
-- The time zone by which its times were read; empty where that was not noted.
ALTER TABLE feeds ADD COLUMN zone TEXT NOT NULL DEFAULT '';
-- When it was first looked at; what is older was there by then.
ALTER TABLE feeds ADD COLUMN since INTEGER NOT NULL DEFAULT 0;
-- Counts what was kept of it: who has not seen the last of it may add nothing.
ALTER TABLE feeds ADD COLUMN turns INTEGER NOT NULL DEFAULT 1;
