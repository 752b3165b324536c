-- Who may do what with the tables of this floor. Runs after the kernel's grants, which take everything first.
REVOKE ALL ON ledger_log, ledger_log_key, ledger_tile, ledger_checkpoint, ledger_cosignature FROM hasila_app;
GRANT SELECT ON ledger_log, ledger_log_key, ledger_tile, ledger_checkpoint, ledger_cosignature TO hasila_app;
REVOKE ALL ON ledger_leaf FROM hasila_app;
GRANT SELECT, INSERT ON ledger_log, ledger_log_key, ledger_tile, ledger_checkpoint, ledger_cosignature
    TO hasila_sealer;
