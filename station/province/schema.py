"""The province's tables. A step, once released, is never edited; the next one joins it."""

STEPS = (
    """
    CREATE TABLE centre (
        id text PRIMARY KEY,
        name text NOT NULL,
        enrolled_at bigint NOT NULL
    );
    CREATE TABLE invitation (
        code_hash bytea PRIMARY KEY,
        centre text NOT NULL,
        name text NOT NULL,
        expires_at bigint NOT NULL,
        csr_hash bytea
    );
    CREATE TABLE token (
        hash bytea PRIMARY KEY,
        centre text NOT NULL REFERENCES centre,
        issued_at bigint NOT NULL
    );
    CREATE TABLE document (
        digest bytea PRIMARY KEY CHECK (length(digest) = 32),
        kind text NOT NULL,
        centre text,  -- null: for every centre
        shut bytea NOT NULL,
        issued_at bigint NOT NULL
    );
    CREATE TABLE bank_key (
        bank bytea PRIMARY KEY REFERENCES document,
        shut bytea NOT NULL
    );
    CREATE TABLE session (
        id text PRIMARY KEY,
        centre text NOT NULL,
        package bytea NOT NULL UNIQUE REFERENCES document,
        title text NOT NULL,
        starts_at bigint NOT NULL,
        expected integer NOT NULL,
        drill boolean NOT NULL
    );
    CREATE TABLE result (
        session text NOT NULL REFERENCES session,
        candidate text NOT NULL,
        bundle bytea NOT NULL CHECK (length(bundle) = 32),
        marks integer NOT NULL CHECK (marks >= 0),
        of_marks integer NOT NULL CHECK (of_marks >= marks),
        passed boolean NOT NULL,
        mark_equal boolean NOT NULL,
        received_at bigint NOT NULL,
        PRIMARY KEY (session, candidate)
    );
    CREATE TABLE envelope (
        digest bytea PRIMARY KEY CHECK (length(digest) = 32),
        outcome text NOT NULL CHECK (outcome IN ('accepted', 'conflict', 'refused')),
        code text NOT NULL,
        session text NOT NULL,
        candidate text NOT NULL,
        raw bytea,  -- null if the signature did not hold
        receipt bytea NOT NULL,
        received_at bigint NOT NULL
    );
    CREATE INDEX envelope_not_accepted ON envelope (received_at) WHERE outcome <> 'accepted';
    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'what was received is final'; END $$;
    CREATE TRIGGER result_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON result
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER envelope_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON envelope
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    """,
    """
    CREATE TABLE answers_opened (
        session text NOT NULL,
        candidate text NOT NULL,
        first text NOT NULL,
        second text NOT NULL CHECK (second <> first),
        opened_at bigint NOT NULL
    );
    CREATE TABLE voided (
        session text NOT NULL REFERENCES session,
        question text NOT NULL,
        how text NOT NULL CHECK (how IN ('given', 'struck')),
        first text NOT NULL,
        second text NOT NULL CHECK (second <> first),
        decided_at bigint NOT NULL,
        PRIMARY KEY (session, question)
    );
    CREATE TRIGGER opening_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON answers_opened
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER voiding_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON voided
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    """,
    """
    CREATE TABLE centre_record (
        centre text NOT NULL,
        session text NOT NULL,  -- empty: of the centre as a whole
        stream text NOT NULL,
        seq bigint NOT NULL CHECK (seq > 0),
        digest bytea NOT NULL CHECK (length(digest) = 32),
        shut bytea NOT NULL,
        received_at bigint NOT NULL,
        PRIMARY KEY (centre, stream, seq)
    );
    CREATE INDEX centre_record_by_session ON centre_record (session, stream);
    CREATE TRIGGER centre_record_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON centre_record
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    """,
    """
    -- what is sealed cannot be made smaller: trying takes as long as saving it
    ALTER TABLE envelope ALTER COLUMN raw SET STORAGE EXTERNAL;
    """,
    """
    CREATE TABLE key_sheets (
        session text PRIMARY KEY REFERENCES session,
        shut bytea NOT NULL
    );
    """,
)
