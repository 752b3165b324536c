-- The fences of one record's table; {table} and {index} are filled in. Run after every migration.
CREATE OR REPLACE TRIGGER hasila_insert AFTER INSERT ON {table}
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION hasila_entry_first();
CREATE OR REPLACE TRIGGER hasila_update AFTER UPDATE ON {table}
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION hasila_entry_first();
CREATE OR REPLACE TRIGGER hasila_delete BEFORE DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION hasila_append_only();
CREATE INDEX IF NOT EXISTS {index} ON {table} (due_at) WHERE due_at IS NOT NULL;
