-- What each role may do with the ledger's tables; run after every migration.
REVOKE ALL ON ledger_entry, ledger_content, ledger_position, ledger_head, ledger_cell FROM {application};
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {sealer};
REVOKE ALL ON ledger_key, ledger_counter, ledger_cursor, ledger_register, ledger_seen FROM {application};
GRANT SELECT, INSERT ({columns}) ON ledger_entry TO {application};
GRANT SELECT, INSERT ON ledger_content TO {application};
GRANT SELECT ON ledger_position, ledger_head, ledger_cell, ledger_seen TO {application};
GRANT SELECT, INSERT ON ledger_key TO {application};
GRANT SELECT, INSERT, UPDATE ON ledger_counter, ledger_cursor TO {application};
GRANT SELECT ON ledger_entry TO {sealer};
GRANT SELECT, INSERT ON ledger_position TO {sealer};
GRANT SELECT, INSERT, UPDATE ON ledger_cell TO {sealer};
GRANT SELECT, UPDATE ON ledger_head TO {sealer};
