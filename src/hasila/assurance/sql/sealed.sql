-- The data keys of sealed values, each wrapped by a master key that isn't in the database. A rotation wraps them anew
-- and touches no record; without its row a value can never be opened again, in the record or in the ledger.
CREATE TABLE sealed_key (
    id uuid PRIMARY KEY,
    master text COLLATE "C" NOT NULL,
    wrapped bytea NOT NULL,
    made_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX sealed_key_master ON sealed_key (master);
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'hasila_app') THEN
    REVOKE ALL ON sealed_key FROM hasila_app;
    GRANT SELECT, INSERT ON sealed_key TO hasila_app;
  END IF;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'hasila_reader') THEN
    REVOKE ALL ON sealed_key FROM hasila_reader;
    GRANT SELECT ON sealed_key TO hasila_reader;
  END IF;
END $$;
