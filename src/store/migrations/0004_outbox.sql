-- A channel's lane looks for its own first row; how often that was tried is the lane's to know.

DROP INDEX outbox_pending;
CREATE INDEX outbox_pending ON outbox (channel, seq, due) WHERE state = 'pending';
-- For what is removed when it is old.
CREATE INDEX outbox_by_age ON outbox (state, due);
ALTER TABLE outbox DROP COLUMN attempts;
