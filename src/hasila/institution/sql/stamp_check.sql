-- Asked by each act: with the rights of whoever asks, since changing rights and search path takes longer than the
-- question itself.
CREATE OR REPLACE FUNCTION institution_stamp_is(known uuid) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY INVOKER AS $$
BEGIN
    IF (SELECT value FROM public.institution_stamp) <> known THEN
        RAISE EXCEPTION 'hasila: powers have changed' USING ERRCODE = 'HA003';
    END IF;
    RETURN true;
END $$;
