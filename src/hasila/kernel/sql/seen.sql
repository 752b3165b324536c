-- Entries as they are read. Whoever only reads them asks this view; behind the fence it shows less (`fence.sql`).
CREATE VIEW ledger_seen WITH (security_barrier) AS SELECT * FROM ledger_entry;

-- The registers and what their fences ask, written with the fence of each table.
CREATE TABLE ledger_register (
    key text COLLATE "C" PRIMARY KEY,
    relation text COLLATE "C" NOT NULL,
    roles text[] NOT NULL,
    condition text NOT NULL
);
