-- What security checks found: one row for each thing of a host, opened, closed and opened again.
CREATE TABLE security_finding (
    id              uuid PRIMARY KEY,
    host            text        NOT NULL,
    check_name      text        NOT NULL,
    subject         text        NOT NULL,
    severity        text        NOT NULL CHECK (severity IN ('LOW', 'MEDIUM', 'HIGH', 'CRITICAL')),
    text            text        NOT NULL,
    state           text        NOT NULL CHECK (state IN ('OPEN', 'ACCEPTED', 'CLOSED')),
    first_seen      timestamptz NOT NULL,
    last_seen       timestamptz NOT NULL,
    closed_at       timestamptz,
    accepted_by     text,
    accepted_reason text,
    accepted_until  timestamptz,
    -- the event's sequence
    changes         bigint      NOT NULL,
    UNIQUE (host, check_name, subject)
);
CREATE INDEX security_finding_open ON security_finding (host, check_name) WHERE state <> 'CLOSED';

-- When each check last looked at each host, and why it could not.
CREATE TABLE security_look (
    host       text        NOT NULL,
    check_name text        NOT NULL,
    at         timestamptz NOT NULL,
    unknown    text,
    -- the newest look that could see
    seen_at    timestamptz,
    PRIMARY KEY (host, check_name)
);

-- How far each host's login log was read; name is what the host calls itself.
CREATE TABLE login_position (
    host     text PRIMARY KEY,
    name     text        NOT NULL,
    position text        NOT NULL,
    read_at  timestamptz NOT NULL
);

-- Failed logins by the minute; address is empty for those on the host itself (sudo, su).
CREATE TABLE login_failure (
    host     text        NOT NULL,
    address  text        NOT NULL,
    username text        NOT NULL,
    minute   timestamptz NOT NULL,
    failed   integer     NOT NULL,
    PRIMARY KEY (host, address, username, minute)
);
CREATE INDEX login_failure_age ON login_failure (minute);

-- From where each user has logged in, and how many attempts had failed before the first time.
CREATE TABLE login_success (
    host            text        NOT NULL,
    address         text        NOT NULL,
    username        text        NOT NULL,
    first_at        timestamptz NOT NULL,
    last_at         timestamptz NOT NULL,
    failures_before integer     NOT NULL,
    PRIMARY KEY (host, address, username)
);
