-- A stamp that changes with every change of powers, in the transaction of the change. Who has read powers keeps them
-- with the stamp; the statement that writes an act checks that the stamp is still the same.
CREATE TABLE institution_stamp (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    value uuid NOT NULL
);
INSERT INTO institution_stamp (value) VALUES (gen_random_uuid());

CREATE FUNCTION institution_stamp_anew() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    -- Never a counter: after a rollback it would come to the same number again, for other powers.
    UPDATE institution_stamp SET value = gen_random_uuid();
    RETURN NULL;
END $$;
CREATE FUNCTION institution_stamp_of_officers() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM before b JOIN after a USING (id) WHERE a.state IS DISTINCT FROM b.state) THEN
        UPDATE institution_stamp SET value = gen_random_uuid();
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER institution_stamp_mandates AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON institution_mandate
    FOR EACH STATEMENT EXECUTE FUNCTION institution_stamp_anew();
CREATE TRIGGER institution_stamp_units AFTER UPDATE OR DELETE OR TRUNCATE ON institution_unit
    FOR EACH STATEMENT EXECUTE FUNCTION institution_stamp_anew();
CREATE TRIGGER institution_stamp_officers AFTER UPDATE ON institution_officer
    REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION institution_stamp_of_officers();

-- What the door appends to the statement that writes an act decided by powers that were read before.
CREATE FUNCTION institution_stamp_is(known uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF (SELECT value FROM institution_stamp) <> known THEN
        RAISE EXCEPTION 'hasila: powers have changed' USING ERRCODE = 'HA003';
    END IF;
    RETURN true;
END $$;
