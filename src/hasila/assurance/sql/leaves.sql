-- Leaves of archived years: the two salted commitments of each entry that is in the tables no more, so that its bundle
-- is served as before. Written when a year's tables are taken away, and only ever added to.
CREATE TABLE ledger_leaf (
    position bigint PRIMARY KEY,
    header_commitment bytea NOT NULL CHECK (length(header_commitment) = 32),
    content_commitment bytea NOT NULL CHECK (length(content_commitment) = 32)
);
CREATE TRIGGER hasila_append_only BEFORE UPDATE OR DELETE ON ledger_leaf
    FOR EACH ROW EXECUTE FUNCTION hasila_append_only();
