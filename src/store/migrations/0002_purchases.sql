-- What is watched in a job is a server, a purchase or a site; until now it was always a server.
UPDATE jobs SET watch = json_object('server', json(watch));
-- How a job ended, in the audit's word; NULL while it is followed.
ALTER TABLE jobs ADD COLUMN verdict TEXT;
-- The same with all that its message says of it, as JSON.
ALTER TABLE jobs ADD COLUMN ending TEXT;
-- Whether the operation's message says how it ended; what ended and was not told when the bot stopped is told at the
-- next start.
ALTER TABLE journal ADD COLUMN told INTEGER NOT NULL DEFAULT 1;

-- Whether the consent is asked for anew after its call turned out never to have been begun.
ALTER TABLE confirmations ADD COLUMN again INTEGER NOT NULL DEFAULT 0;
-- A given consent is settled together with the opening of its journal row.
UPDATE confirmations SET state = 'settled' WHERE state = 'claimed' AND id IN (SELECT id FROM journal);
