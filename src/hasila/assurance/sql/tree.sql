-- The Merkle tree over the ledger's positions, and what was signed of it. Everything here is only ever added to.

-- Which log this is. The origin stands on every checkpoint, so it is kept and no setting changes it afterwards.
CREATE TABLE ledger_log (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    origin text NOT NULL,
    made_at timestamptz NOT NULL DEFAULT now()
);

-- Public keys of the log, as verifier keys of c2sp.org/signed-note. `announced` is a note about this key, signed by
-- the key before; empty for the first, and where the key before was lost.
CREATE TABLE ledger_log_key (
    number smallint PRIMARY KEY,
    vkey text NOT NULL UNIQUE,
    since timestamptz NOT NULL DEFAULT now(),
    announced text NOT NULL DEFAULT ''
);

-- Full tiles of c2sp.org/tlog-tiles: 256 hashes of a level, and the one hash that they have together, which stands in
-- the level above.
CREATE TABLE ledger_tile (
    level smallint NOT NULL,
    index bigint NOT NULL,
    hashes bytea NOT NULL CHECK (length(hashes) = 8192),
    root bytea NOT NULL CHECK (length(root) = 32),
    PRIMARY KEY (level, index)
);
ALTER TABLE ledger_tile ALTER hashes SET STORAGE EXTERNAL;

-- Checkpoints: the note as the log signed it. Further signatures, of witnesses and of a new key, are rows beside it.
CREATE TABLE ledger_checkpoint (
    size bigint PRIMARY KEY,
    root bytea NOT NULL CHECK (length(root) = 32),
    note text NOT NULL,
    made_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE ledger_cosignature (
    size bigint NOT NULL REFERENCES ledger_checkpoint,
    vkey text NOT NULL,
    witness boolean NOT NULL,
    line text NOT NULL,
    signed_at timestamptz NOT NULL,
    PRIMARY KEY (size, vkey)
);
CREATE INDEX ledger_cosignature_vkey ON ledger_cosignature (vkey, size);

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['log', 'log_key', 'tile', 'checkpoint', 'cosignature'] LOOP
        EXECUTE format('CREATE TRIGGER hasila_append_only BEFORE UPDATE OR DELETE ON ledger_%s '
                       'FOR EACH ROW EXECUTE FUNCTION hasila_append_only()', name);
    END LOOP;
END $$;

-- No entry has two positions, whatever a sealer does.
CREATE UNIQUE INDEX ledger_position_once ON ledger_position (entry_id);
DROP INDEX ledger_position_entry;
